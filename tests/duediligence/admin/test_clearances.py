"""What the office cleared: looked through, revoked, and why an earlier judgement no longer holds."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from duediligence.domain import disposition, screening
from duediligence.domain.actor import Actor
from duediligence.enums import Judgement
from duediligence.models import Case, Clearance, User
from duediligence.queries.clearances import Change, Standing, clearances, differences, standing_of
from tests import factories, stories
from tests.duediligence.admin.visiting import told, visitor
from tests.factories import Cast

pytestmark = pytest.mark.django_db

RENAMED = "1,organization,Example Institute of Hypersonics,Exemplar Hypersonics;Exemplar Missile Works,KP"


@pytest.fixture
def held(case: Case, cast: Cast) -> Clearance:
    made = stories.judge(case, cast, Judgement.FALSE_POSITIVE, "same_name_other_body")
    disposition.review(made, actor=Actor.of_user(cast.second_reviewer))
    return made.clearance


def of_hit(case: Case, by: User) -> str:
    case.refresh_from_db()
    assert case.current_run
    return told(visitor(by).get(reverse("admin:case_hit", args=[case.reference, case.current_run.hits.get().pk])))


def screened_again(case: Case, by: User) -> Case:
    screening.rescreen(case, actor=Actor.of_user(by), now=factories.NOW)
    case.refresh_from_db()
    return stories.screened(case)


def sent(held: Clearance, by: User, **changes: str) -> Any:
    given = {"reason_code": "judged_wrongly", "text": "別の資料が出た", **changes}
    return visitor(by).post(reverse("admin:clearance", args=[held.pk]), given)


def test_the_office_looks_through_what_it_cleared(held: Clearance, cast: Cast) -> None:
    client = visitor(cast.auditor)
    path = reverse("admin:clearances")
    for query in ("", "?q=hypersonics", f"?q={held.disposition.case.reference}", "?standing=in_force"):
        assert reverse("admin:clearance", args=[held.pk]) in told(client.get(path + query))
    for query in ("?q=nobody", "?standing=revoked", "?standing=expired", "?standing=expires_soon"):
        assert "Nothing fits" in told(client.get(path + query))
    assert visitor(cast.submitter).get(path).status_code == 403
    assert "Nothing is cleared yet" in told(visitor(cast.stranger).get(path))


def test_each_standing_is_told_and_found(held: Clearance, cast: Cast) -> None:
    def moved(days: int, **changes: object) -> list[Standing]:
        held.expires_date = dt.datetime.now(tz=factories.NOW.tzinfo).date() + dt.timedelta(days=days)
        for name, value in changes.items():
            setattr(held, name, value)
        held.save()
        return [one for one in Standing if clearances(cast.auditor, "", one).exists()]

    assert moved(99) == [standing_of(held)] == [Standing.IN_FORCE]
    assert (moved(9), standing_of(held)) == ([Standing.IN_FORCE, Standing.EXPIRES_SOON], Standing.EXPIRES_SOON)
    assert moved(-1) == [standing_of(held)] == [Standing.EXPIRED]
    assert moved(9, revoked_at=factories.NOW) == [standing_of(held)] == [Standing.REVOKED]


def test_an_officer_revokes_with_a_reason_and_reads_what_follows(held: Clearance, case: Case, cast: Cast) -> None:
    response = sent(held, cast.reviewer)
    assert response.status_code == 302
    page = told(visitor(cast.reviewer).get(response["Location"]))
    assert "別の資料が出た" in page and "This clearance was revoked before." in page
    stories.screened(Case.objects.get(pk=case.pk))
    assert "its clearance was revoked" in of_hit(case, cast.reviewer)


def test_the_case_that_it_comes_from_is_named_among_those_that_it_answers(
    held: Clearance, case: Case, cast: Cast
) -> None:
    shown = told(visitor(cast.reviewer).get(reverse("admin:clearance", args=[held.pk])))

    assert case.reference in shown.partition("Open cases that it answers now")[2]


def test_a_revocation_without_a_reason_is_refused_and_others_read_why(held: Clearance, cast: Cast) -> None:
    response = sent(held, cast.reviewer, text="")
    assert response.status_code == 422 and "Explanation: This field is required." in told(response)
    shown = told(visitor(cast.auditor).get(reverse("admin:clearance", args=[held.pk])))
    assert "Your roles do not include this act." in shown
    assert sent(held, cast.auditor).status_code == 422
    assert sent(held, cast.stranger).status_code == 404
    held.refresh_from_db()
    assert held.revoked_at is None


def test_a_change_on_the_lists_side_is_shown_beside_the_hit(
    held: Clearance, case: Case, cast: Cast, tmp_path: Path
) -> None:
    factories.watch_list(tmp_path, RENAMED, issued=factories.TODAY)
    screened_again(case, cast.reviewer)
    page = of_hit(case, cast.reviewer)
    assert "what it rested on has changed" in page
    assert "Exemplar Missile Works" in page
    assert case.current_run
    assert differences(held.disposition.hit, case.current_run.hits.get()) == [
        Change("entity.names", ("EIH",), ("Exemplar Missile Works",))
    ]


def test_an_expired_clearance_is_named_beside_the_hit(held: Clearance, case: Case, cast: Cast) -> None:
    Clearance.objects.update(expires_date=dt.date(2026, 5, 31))
    screened_again(case, cast.reviewer)
    assert "its clearance has expired" in of_hit(case, cast.reviewer)


def test_a_hit_that_was_never_judged_says_nothing_of_before(case: Case, cast: Cast) -> None:
    assert "It was judged before" not in of_hit(case, cast.reviewer)


def test_an_earlier_judgement_that_leaves_no_clearance_is_no_lapse(case: Case, cast: Cast) -> None:
    """What was relevant in one case is judged anew in another: nothing has lapsed."""
    stories.judge(case, cast, Judgement.TRUE_MATCH_RELEVANT, "partner_is_listed")
    partner = factories.partner("Exemplar Hypersonics", country="KP")
    later = stories.screened(factories.case(cast.submitter, parties=(partner,)))
    assert "It was judged before" not in of_hit(later, cast.reviewer)
