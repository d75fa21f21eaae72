"""One identity on several lists: judged, reviewed and taken back together, each on its own record."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile

from duediligence import errors
from duediligence.domain import disposition
from duediligence.domain.actor import Actor
from duediligence.enums import Judgement
from duediligence.models import AuditEvent, Case, Clearance, Disposition
from screening.models import Hit
from tests import factories, stories
from tests.beginnings import begun
from tests.factories import Cast

pytestmark = pytest.mark.django_db


ALSO = "2,organization,Exemplar Hypersonics Laboratory,Exemplar Hypersonics,KP"
OTHER = "3,organization,Sample Rocketry,Sample Rocketry,KP"


def begin(cast: Cast, tmp_path: Path) -> Case:
    """A case whose partner met two entries, and another partner one."""
    rows = "\n".join((stories.LISTED, ALSO, OTHER))
    parties = (
        factories.partner("Exemplar Hypersonics", country="KP"),
        factories.partner("Sample Rocketry", country="KP"),
    )
    return stories.screened_case(cast, tmp_path, rows=rows, parties=parties)


beginning = begun(begin)


def hits_of(case: Case, name: str) -> list[Hit]:
    assert case.current_run
    return list(case.current_run.hits.filter(query_name=name).order_by("entry__uid"))


def judge_together(case: Case, cast: Cast, hits: list[Hit], **changes: Any) -> Disposition:
    given: dict[str, Any] = {
        "judgement": Judgement.FALSE_POSITIVE,
        "reason_code": "seat_differs",
        "text": "所在国が異なる",
        "actor": Actor.of_user(cast.reviewer),
        "now": factories.NOW,
        **changes,
    }
    return disposition.judge(case, hits[0], also=hits[1:], **given)


def test_one_identity_is_judged_on_several_lists_at_once(cast: Cast, case: Case) -> None:
    first, second = hits_of(case, "Exemplar Hypersonics")
    paper = ContentFile(b"%PDF-1.7 register", name="登記.pdf")
    judge_together(case, cast, [first, second, second], evidence=disposition.Evidence(files=[paper]))
    made = list(Disposition.objects.order_by("hit__entry__uid"))
    assert [(one.hit, one.judgement, one.text) for one in made] == [
        (first, "false_positive", "所在国が異なる"),
        (second, "false_positive", "所在国が異なる"),
    ]
    assert len({one.attachments.get().stored for one in made}) == 1
    assert AuditEvent.objects.filter(verb="hit.judged").count() == 2


def test_another_identity_or_one_judged_hit_refuses_all(cast: Cast, case: Case) -> None:
    first, second = hits_of(case, "Exemplar Hypersonics")
    (other,) = hits_of(case, "Sample Rocketry")
    with pytest.raises(errors.OtherSubject):
        judge_together(case, cast, [first, other])
    assert not Disposition.objects.exists()
    judge_together(case, cast, [second])
    with pytest.raises(errors.AlreadyJudged):
        judge_together(case, cast, [first, second])
    assert Disposition.objects.count() == 1


def test_what_was_judged_together_is_reviewed_and_withdrawn_together(cast: Cast, case: Case) -> None:
    judge_together(case, cast, hits_of(case, "Exemplar Hypersonics"))
    judge_together(case, cast, hits_of(case, "Sample Rocketry"))
    first, second, other = Disposition.objects.order_by("hit__entry__uid")
    with pytest.raises(errors.OtherSubject):
        disposition.review(first, actor=Actor.of_user(cast.second_reviewer), also=[other])
    disposition.review(first, actor=Actor.of_user(cast.second_reviewer), also=[second], now=factories.NOW)
    assert Clearance.objects.count() == 2
    disposition.withdraw(first, actor=Actor.of_user(cast.reviewer), also=[second], reason="誤り", now=factories.NOW)
    assert not Clearance.objects.in_force(factories.TODAY).exists()
    assert Disposition.objects.filter(withdrawn_at__isnull=False).count() == 2


def test_a_second_person_stands_by_all_or_by_none(cast: Cast, case: Case) -> None:
    first, second = hits_of(case, "Exemplar Hypersonics")
    mine = judge_together(case, cast, [first])
    theirs = judge_together(case, cast, [second], actor=Actor.of_user(cast.second_reviewer))
    with pytest.raises(errors.SecondReviewerIsFirst):
        disposition.review(mine, actor=Actor.of_user(cast.second_reviewer), also=[theirs])
    assert not Disposition.objects.filter(second_reviewer__isnull=False).exists()


def test_a_source_consulted_for_the_judgement_is_kept_with_it(cast: Cast, case: Case) -> None:
    (hit,) = hits_of(case, "Sample Rocketry")
    looked_at = disposition.Evidence(title="登記情報", address="https://registry.example/3")
    made = judge_together(case, cast, [hit], evidence=looked_at)
    (source,) = made.sources.all()
    assert (source.title, source.address, source.case) == ("登記情報", "https://registry.example/3", case)
    assert source.consulted_date == factories.TODAY
