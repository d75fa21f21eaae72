"""Judging a hit: four answers, a second pair of eyes, taking it back, and pages that are out of date."""

from typing import Any

import pytest
from django.urls import reverse

from duediligence.admin.components import Agreement
from duediligence.admin.pages import hit_words
from duediligence.admin.pages.hit_page import why_listed
from duediligence.domain import case as cases
from duediligence.domain import screening
from duediligence.domain.actor import Actor
from duediligence.enums import Judgement
from duediligence.models import AuditEvent, Case, Clearance, Disposition, User
from screening.models import Entry, Hit
from tests import factories, forcing, stories
from tests.duediligence.admin.visiting import judged, told, visitor
from tests.factories import Cast

pytestmark = pytest.mark.django_db

REASONS = {
    Judgement.FALSE_POSITIVE: "seat_differs",
    Judgement.TRUE_MATCH_RELEVANT: "partner_is_listed",
}
WHOLE = {"identity": "no", "reason_code": "seat_differs", "text": "所在国が異なる"}


@pytest.fixture
def hit(case: Case) -> Hit:
    assert case.current_run
    return case.current_run.hits.get()


def address(case: Case, hit: Hit, name: str = "case_hit") -> str:
    return reverse(f"admin:{name}", args=[case.reference, hit.pk])


def sent(by: User, case: Case, hit: Hit, **changes: str) -> Any:
    return visitor(by).post(address(case, hit), {**WHOLE, **changes})


# -- Judging -----------------------------------------------------------------------------------------------
def test_the_list_of_hits_names_what_is_not_judged(case: Case, hit: Hit, cast: Cast) -> None:
    page = told(visitor(cast.reviewer).get(reverse("admin:case_hits", args=[case.reference])))

    assert "Exemplar Hypersonics" in page and "Not judged" in page
    assert address(case, hit) in page


def test_the_other_names_of_an_entry_stand_beside_the_one_that_matched(
    case: Case, hit: Hit, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = visitor(cast.reviewer)
    assert "Example Institute of Hypersonics / EIH" in told(client.get(address(case, hit)))
    monkeypatch.setattr(hit_words, "MOST_NAMES", 1)
    assert "Example Institute of Hypersonics / …" in told(client.get(address(case, hit)))

    hit.explanation["aliases"].append({**hit.explanation["aliases"][0], "name": "EIH"})
    hit.save(update_fields=["explanation"])
    page = client.get(address(case, hit))
    (others,) = [one for one in page.context["comparisons"] if str(one.label) == "Other names"]
    assert (others.subject, others.agreement) == ("Exemplar Hypersonics", Agreement.AGREE)


def test_why_an_entry_is_on_its_list_is_said_beside_it() -> None:
    entry = Entry(
        attributes={"source_page": "No. 7", "note": ["架空", "二つ目"], "concern": "兵器研究との関係を確認中"}
    )
    said = [(str(name), words) for name, words in why_listed(entry)]
    assert said == [("Concern", "兵器研究との関係を確認中"), ("Note", "架空; 二つ目")]


def test_the_next_hit_is_the_one_that_waits(case: Case, hit: Hit, cast: Cast) -> None:
    path = reverse("admin:case_next_hit", args=[case.reference])
    client = visitor(cast.reviewer)

    before = client.get(path)["Location"]
    stories.judge(case, cast, Judgement.FALSE_POSITIVE, "seat_differs")
    forcing.force(Disposition.objects.all(), needs_second_review=False)

    assert (before, client.get(path)["Location"]) == (
        address(case, hit),
        reverse("admin:case_hits", args=[case.reference]),
    )


@pytest.mark.parametrize(
    ("changes", "words", "anchor"),
    [
        ({"identity": ""}, "Is it the same organisation?: This field is required.", "#id_identity"),
        ({"identity": "maybe"}, "Select a valid choice.", "#id_identity"),
        ({"identity": "yes"}, "say whether that matters for this collaboration", "#id_relevance"),
        ({"identity": "yes", "relevance": "maybe"}, "Select a valid choice.", "#id_relevance"),
        ({"reason_code": ""}, "Reason: This field is required.", "#id_reason_code"),
        ({"reason_code": "nothing"}, "Select a valid choice.", "#id_reason_code"),
        ({"reason_code": "partner_is_listed"}, "Choose one of those that are offered for it", "#id_reason_code"),
        ({"text": " \u3000"}, "Explanation: This field is required.", "#id_text"),
        ({"text": "長" * 10_001}, "at most 10000 characters", "#id_text"),
        ({"text": "\x00"}, "Null characters are not allowed.", "#id_text"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_judgement_that_says_too_little_is_refused_and_what_was_chosen_stays(
    changes: dict[str, str], words: str, anchor: str, case: Case, hit: Hit, cast: Cast
) -> None:
    response = sent(cast.reviewer, case, hit, **changes)

    page = told(response)
    assert response.status_code == 422
    assert words in page and f'href="{anchor}"' in page and f'id="{anchor[1:]}"' in page
    if "identity" not in changes:
        assert 'value="no" data-key="1" required checked' in page
    if "text" not in changes:
        assert "所在国が異なる</textarea>" in page
    assert not Disposition.objects.exists()


@pytest.mark.parametrize("who", ["submitter", "decision_maker", "auditor", "admin"])
def test_another_role_judges_nothing_and_reads_why(who: str, case: Case, hit: Hit, cast: Cast) -> None:
    user = getattr(cast, who)

    shown, response = told(visitor(user).get(address(case, hit))), sent(user, case, hit)

    assert 'aria-disabled="true"' in shown and "Your roles do not include this act." in shown
    assert response.status_code == 422
    assert "所在国が異なる" in told(response)
    assert not Disposition.objects.exists()


def test_a_judgement_sent_twice_is_one_judgement(case: Case, hit: Hit, cast: Cast) -> None:
    sent(cast.reviewer, case, hit)

    response = sent(cast.reviewer, case, hit)

    assert response.status_code == 422
    assert Disposition.objects.count() == 1


def test_a_judgement_from_a_page_of_an_earlier_screening_is_refused(case: Case, hit: Hit, cast: Cast) -> None:
    screening.rescreen(case, actor=Actor.of_user(cast.reviewer))
    case.refresh_from_db()
    stories.screened(case)

    response = sent(cast.reviewer, case, hit)

    assert response.status_code == 422
    assert "所在国が異なる" in told(response)
    assert not Disposition.objects.exists()


def test_a_hit_of_another_case_is_not_found(case: Case, hit: Hit, cast: Cast) -> None:
    other = factories.case(cast.submitter, title_ja="別件")

    assert visitor(cast.reviewer).get(address(other, hit)).status_code == 404
    assert sent(cast.reviewer, other, hit).status_code == 404


def test_a_hit_of_a_withdrawn_case_is_no_longer_judged(case: Case, hit: Hit, cast: Cast) -> None:
    cases.withdraw(case, actor=Actor.of_user(cast.reviewer), reason="取下げ")

    response = sent(cast.reviewer, case, hit)

    assert response.status_code == 422
    assert "This case is closed." in told(response)


def test_other_methods_are_refused(case: Case, hit: Hit, cast: Cast) -> None:
    client = visitor(cast.reviewer)

    assert client.put(address(case, hit)).status_code == 405
    assert client.get(address(case, hit, "case_hit_review")).status_code == 405
    assert client.get(address(case, hit, "case_hit_withdraw")).status_code == 405
    assert client.post(reverse("admin:case_hit_reasons", args=[case.reference])).status_code == 405


def test_the_page_speaks_japanese(case: Case, hit: Hit, cast: Cast) -> None:
    client = visitor(cast.reviewer, language="ja")
    page = told(client.get(address(case, hit))) + told(client.post(address(case, hit), {}))

    assert "別人・別機関" in page
    for english in ("This field", "Choose a reason", "Somebody", "Save and next", "Country of the seat"):
        assert english not in page


# -- The second person -------------------------------------------------------------------------------------
def test_another_person_stands_by_the_judgement_and_it_clears(case: Case, hit: Hit, cast: Cast) -> None:
    judged(case, cast.reviewer)
    client = visitor(cast.second_reviewer)

    assert "The bodies have different seats" in told(client.get(address(case, hit)))  # the reason that was chosen
    client.post(address(case, hit, "case_hit_review"))

    given = Disposition.objects.get()
    assert given.second_reviewer == cast.second_reviewer
    assert Clearance.objects.get().disposition == given
    assert "reviewed by" in told(client.get(address(case, hit)))


def test_nobody_reviews_their_own_judgement(case: Case, hit: Hit, cast: Cast) -> None:
    judged(case, cast.reviewer)
    client = visitor(cast.reviewer)

    shown = told(client.get(address(case, hit)))
    response = client.post(address(case, hit, "case_hit_review"), follow=True)

    assert 'aria-disabled="true">I stand by this judgement' in shown
    assert "The second review is another person&#x27;s." in told(response)
    assert Disposition.objects.get().second_reviewer is None


@pytest.mark.parametrize("name", ["case_hit_review", "case_hit_withdraw"])
@pytest.mark.parametrize("who", ["submitter", "decision_maker", "auditor", "admin"])
def test_another_role_neither_reviews_nor_withdraws(who: str, name: str, case: Case, hit: Hit, cast: Cast) -> None:
    judged(case, cast.reviewer)

    response = visitor(getattr(cast, who)).post(address(case, hit, name), {"reason": "x"}, follow=True)

    given = Disposition.objects.get()
    assert "Your roles do not include this act." in told(response)
    assert (given.second_reviewer, given.withdrawn_at) == (None, None)


def test_a_review_sent_twice_is_one_review(case: Case, hit: Hit, cast: Cast) -> None:
    judged(case, cast.reviewer)
    client = visitor(cast.second_reviewer)
    client.post(address(case, hit, "case_hit_review"))

    response = client.post(address(case, hit, "case_hit_review"), follow=True)

    assert response.redirect_chain[0] == (address(case, hit), 302)
    assert "This judgement was reviewed or withdrawn a moment ago." in told(response)
    assert AuditEvent.objects.filter(verb="hit.second_reviewed").count() == 1


def test_a_hit_that_nobody_judged_is_not_reviewed(case: Case, hit: Hit, cast: Cast) -> None:
    response = visitor(cast.second_reviewer).post(address(case, hit, "case_hit_review"), follow=True)

    assert "This judgement" in told(response)
    assert not Disposition.objects.exists()


# -- Taking it back ----------------------------------------------------------------------------------------
def test_a_judgement_is_withdrawn_with_its_reason_and_can_be_given_again(case: Case, hit: Hit, cast: Cast) -> None:
    judged(case, cast.reviewer)
    client = visitor(cast.reviewer)

    response = client.post(address(case, hit, "case_hit_withdraw"), {"reason": "見落とし"})
    relevant = {"identity": "yes", "relevance": "relevant", "reason_code": "partner_is_listed", "title": "登記"}
    again = sent(cast.reviewer, case, hit, **relevant)

    assert response["Location"] == address(case, hit)
    assert again.status_code == 302
    assert AuditEvent.objects.get(verb="hit.judgement_withdrawn").reason == "見落とし"
    assert [one.judgement for one in Disposition.objects.filter(withdrawn_at__isnull=True)] == ["true_match_relevant"]


@pytest.mark.parametrize(
    ("reason", "words"),
    [("", "Reason: This field is required."), ("長" * 2001, "at most 2000 characters")],
    ids=["none", "long"],
)
def test_a_withdrawal_without_a_fit_reason_is_refused_and_its_words_stay(
    reason: str, words: str, case: Case, hit: Hit, cast: Cast
) -> None:
    judged(case, cast.reviewer)

    response = visitor(cast.reviewer).post(address(case, hit, "case_hit_withdraw"), {"reason": reason})

    assert response.status_code == 422
    assert words in told(response) and f"{reason}</textarea>" in told(response)
    assert '<details class="panel" open>' in told(response)
    assert Disposition.objects.get().withdrawn_at is None


def test_a_withdrawal_sent_twice_is_one(case: Case, hit: Hit, cast: Cast) -> None:
    judged(case, cast.reviewer)
    client = visitor(cast.reviewer)
    client.post(address(case, hit, "case_hit_withdraw"), {"reason": "見落とし"})

    response = client.post(address(case, hit, "case_hit_withdraw"), {"reason": "見落とし"}, follow=True)

    assert "This judgement was reviewed or withdrawn a moment ago." in told(response)
    assert AuditEvent.objects.filter(verb="hit.judgement_withdrawn").count() == 1


def test_a_judgement_on_which_a_decision_rests_stays(case: Case, hit: Hit, cast: Cast) -> None:
    judged(case, cast.reviewer)
    visitor(cast.second_reviewer).post(address(case, hit, "case_hit_review"))
    client, offered = visitor(cast.reviewer), address(case, hit, "case_hit_withdraw")
    assert offered in client.get(address(case, hit)).content.decode()
    stories.approve(stories.assessed(case, cast.second_reviewer), cast.reviewer)

    page = told(client.get(address(case, hit)))
    assert "This judgement can no longer be changed: a decision rests on it." in page and offered not in page
    response = visitor(cast.reviewer).post(address(case, hit, "case_hit_withdraw"), {"reason": "x"}, follow=True)

    assert "This judgement can no longer be changed: a decision rests on it." in told(response)
    assert Disposition.objects.get().withdrawn_at is None
