"""Who somebody is holds in every case; whether it matters is asked of each collaboration."""

from pathlib import Path

import pytest

from duediligence.domain import disposition, monitoring, screening
from duediligence.domain.actor import Actor
from duediligence.enums import Judgement
from duediligence.models import Case, Clearance
from duediligence.queries.clearances import Lapsed, lapse_of
from tests import factories, stories
from tests.beginnings import begun
from tests.factories import Cast

pytestmark = pytest.mark.django_db


def begin(cast: Cast, tmp_path: Path) -> Case:
    return stories.hit_case(cast, tmp_path)


beginning = begun(begin)


def judged(case: Case, cast: Cast, judgement: Judgement, code: str) -> Clearance | None:
    made = stories.judge(case, cast, judgement, code)
    disposition.review(made, actor=Actor.of_user(cast.second_reviewer), now=factories.NOW)
    return Clearance.objects.filter(disposition=made).first()


def not_relevant(case: Case, cast: Cast) -> Clearance:
    held = judged(case, cast, Judgement.TRUE_MATCH_NOT_RELEVANT, "no_link_to_topic")
    assert held
    return held


def another(cast: Cast) -> Case:
    """Open another case with the same partner."""
    partner = factories.partner("Exemplar Hypersonics", country="KP")
    return stories.screened(factories.case(cast.submitter, parties=(partner,)))


def open_hits(case: Case) -> int:
    case.refresh_from_db()
    assert case.current_run
    return len(monitoring.unanswered(case.current_run))


def test_what_is_not_relevant_is_asked_again_in_another_case_and_not_in_its_own(case: Case, cast: Cast) -> None:
    held = not_relevant(case, cast)
    screening.rescreen(case, actor=Actor.of_user(cast.reviewer), now=factories.NOW)
    case.refresh_from_db()
    stories.screened(case)
    other = another(cast)

    assert (held.case, open_hits(case), open_hits(other)) == (case, 0, 1)
    assert case.current_run and case.current_run.hits.get().clearance_ref == str(held.ref)
    assert other.current_run
    lapse = lapse_of(other.current_run.hits.get(), cast.reviewer)
    assert lapse and (lapse.why, lapse.judged) == (Lapsed.OTHER_CASE, held.disposition)


def test_each_case_has_its_own_answer_to_whether_it_matters(case: Case, cast: Cast) -> None:
    held = not_relevant(case, cast)
    other, third = another(cast), another(cast)
    of_other = not_relevant(other, cast)
    judged(third, cast, Judgement.TRUE_MATCH_RELEVANT, "partner_is_listed")

    live = Clearance.objects.filter(revoked_at__isnull=True)
    assert set(live) == {held, of_other}
    assert open_hits(case) == open_hits(other) == 0


def test_that_it_is_somebody_else_holds_everywhere(case: Case, cast: Cast) -> None:
    held = judged(case, cast, Judgement.FALSE_POSITIVE, "same_name_other_body")
    assert held and held.case is None
    assert open_hits(another(cast)) == 0


def test_the_same_one_elsewhere_ends_that_it_is_somebody_else(case: Case, cast: Cast) -> None:
    """Two judgements of one identity contradict each other: the case that rested on the first is looked at again."""
    held = judged(case, cast, Judgement.FALSE_POSITIVE, "same_name_other_body")
    other = another(cast)
    assert held and other.current_run
    other.current_run.hits.update(clearance_ref="")
    of_other = not_relevant(other, cast)

    held.refresh_from_db()
    case.refresh_from_db()
    assert (held.revoke_reason, of_other.case) == ("judged again", other)
    assert open_hits(stories.screened(case)) == 1
