"""The technology pages of a case: words in their place, the researcher's answer, the office's judgement, questions."""

from pathlib import Path
from typing import Any

import pytest

from duediligence.domain import case as cases
from duediligence.domain.actor import Actor
from duediligence.enums import AreaJudgement, Role
from duediligence.models import AuditEvent, Case, TechnologyAnswer, TechnologyJudgement, User
from tests import factories
from tests.beginnings import begun
from tests.duediligence.admin import technology
from tests.duediligence.admin.visiting import told, visitor
from tests.factories import Cast

pytestmark = pytest.mark.django_db
ANSWER = {"use": "advances", "reason": "装置を作る"}
JUDGEMENT = {"judgement": "confirmed", "reason": "装置の開発が目的"}
TEXT = {
    "title_ja": "量子鍵配送とquorum sensing",
    "abstract_ja": "量子鍵配送の装置 <b>を作る。",
    "keywords_en": ("radar",),
}


def begin(cast: Cast, tmp_path: Path) -> Case:
    """Its words touch L-1 and L-1-01 and, at the threshold, L-2, whose wording nobody has verified."""
    technology.publish_all()
    return technology.classified_case(cast, tmp_path, **TEXT)


beginning = begun(begin, at=factories.NOW)


def at(case: Case, area: str = "L-1-01", act: str = "", list_code: str = "L") -> str:
    return f"/cases/{case.reference}/technology/{list_code}/{area}/{act}"


def point_at(case: Case, area: str) -> None:
    """Let the second opinion of the current run find an area worth a look."""
    assert case.current_run
    run = case.current_run
    run.technology["L"]["second_opinion"] = {"worth_a_look": [{"code": area, "probability": 0.53}]}
    run.save(update_fields=["technology"])


def test_counted_and_suppressed_words_are_marked_in_their_place(case: Case, cast: Cast) -> None:
    page = told(visitor(cast.reviewer).get(f"/cases/{case.reference}/technology/"))

    assert 'quorum <mark data-kind="suppressed" title="sensing (quorum sensing)">sensing</mark>' in page
    assert '<mark data-kind="term" title="radar (3): L-2">radar</mark>' in page
    assert "&lt;b&gt;" in page
    assert "“sensing” stands inside “quorum sensing”." in page


def test_the_page_shows_arithmetic_warnings_editions_and_what_was_not_checked(case: Case, cast: Cast) -> None:
    page = told(visitor(cast.reviewer).get(f"/cases/{case.reference}/technology/"))

    assert page.count("points come about") == 3
    assert page.count("Wording not verified") == 2  # among the questions and among the areas
    assert "lexicon t1" in page
    assert "Areas for which no words are recorded: L-3." in page


def test_words_that_a_context_lowers_below_the_threshold_stay_in_sight(case: Case, cast: Cast) -> None:
    history = technology.another_case(cast, title_ja="量子鍵配送の歴史")
    client = visitor(cast.reviewer)

    page = told(client.get(f"/cases/{history.reference}/technology/"))

    assert history.current_run
    assert not history.current_run.technology_hits.exists()
    assert "Words below the threshold" in page
    assert "Lower because the text also says: 歴史." in page
    assert '<mark data-kind="term" title="量子鍵配送 (3): L-1, L-1-01, L-2">量子鍵配送</mark>' in page
    assert "Lower because the text also says: 歴史." in told(client.get(at(history)))


def test_an_area_page_marks_the_words_of_this_area_alone(case: Case, cast: Cast) -> None:
    client = visitor(cast.reviewer)

    quantum, sensing = told(client.get(at(case))), told(client.get(at(case, "L-2")))

    assert ("量子鍵配送 (3): L-1-01" in quantum, "radar</mark>" in quantum) == (True, False)
    assert "radar</mark>" in sensing
    assert "Nobody has verified this wording" in sensing
    assert "Scope note (ours)" in sensing


def test_the_second_opinion_is_labelled_and_explained_by_past_judgements(case: Case, cast: Cast) -> None:
    earlier = technology.another_case(cast, title_ja="円舞曲の装置", abstract_ja="量子鍵配送の装置")
    technology.judged(earlier, cast.reviewer, "L-3", AreaJudgement.CONFIRMED)
    point_at(case, "L-3")
    client = visitor(cast.reviewer)

    overview, area = told(client.get(f"/cases/{case.reference}/technology/")), told(client.get(at(case, "L-3")))

    assert "A learned model thinks these areas worth a look although no listed word was found." in overview
    assert "likelihood 53%" in overview
    assert "It decides nothing." in area
    assert earlier.reference in area
    assert "Touches the area" in area


def test_a_member_is_not_told_of_other_proposals(case: Case, cast: Cast) -> None:
    earlier = technology.another_case(cast, title_ja="量子鍵配送", members=(factories.member("別人 花子"),))
    technology.judged(earlier, cast.reviewer)
    member = factories.user(cast.institution, Role.RESEARCHER)
    person = case.revision.memberships.get().person
    person.user = member
    person.save()

    page = visitor(member).get(at(case))

    assert page.status_code == 200
    assert earlier.reference not in told(page)


@pytest.mark.parametrize("who", ["submitter", "reviewer"])
def test_the_author_or_an_officer_writes_the_answer_down(case: Case, cast: Cast, who: str) -> None:
    user: User = getattr(cast, who)
    client = visitor(user)

    for use in ("advances", "neither"):
        assert client.post(at(case, act="answer/"), {**ANSWER, "use": use}).status_code == 302

    one = TechnologyAnswer.objects.get(replaced_at__isnull=True)
    assert (one.answer, one.reason, one.answered_by) == ("neither", "装置を作る", user)
    assert TechnologyAnswer.objects.count() == 2
    page = told(client.get(at(case)))
    assert "Listed words were found, yet the answer is “neither”. Which holds?" in page
    assert "replaced" in page


def test_an_officer_judges_an_area_and_may_think_again(case: Case, cast: Cast) -> None:
    client = visitor(cast.reviewer)

    for judgement in ("confirmed", "dismissed"):
        assert client.post(at(case, act="judge/"), {**JUDGEMENT, "judgement": judgement}).status_code == 302

    live = TechnologyJudgement.objects.get(replaced_at__isnull=True)
    assert (live.judgement, live.judged_by, live.hit is not None) == ("dismissed", cast.reviewer, True)
    assert AuditEvent.objects.filter(verb="technology.judged").count() == 2
    assert "Does not touch the area" in told(client.get(f"/cases/{case.reference}/technology/"))


@pytest.mark.parametrize(
    ("act", "data", "words"),
    [
        ("answer/", {"use": "advances"}, "Reason: This field is required."),
        ("answer/", {"use": "perhaps", "reason": "x"}, "Select a valid choice"),
        ("answer/", {}, "What the work does: This field is required."),
        ("judge/", {"judgement": "confirmed", "reason": "  "}, "Reason: This field is required."),
        ("judge/", {"judgement": "maybe", "reason": "x"}, "Select a valid choice"),
    ],
)
def test_what_is_missing_or_wrong_is_said_beside_the_field(
    case: Case, cast: Cast, act: str, data: dict[str, Any], words: str
) -> None:
    answer = visitor(cast.reviewer).post(at(case, act=act), data)

    assert answer.status_code == 422
    assert words in told(answer)
    assert not TechnologyAnswer.objects.exists()
    assert not TechnologyJudgement.objects.exists()


@pytest.mark.parametrize(
    ("who", "act", "status"),
    [
        ("submitter", "judge/", 422),
        ("decision_maker", "answer/", 422),
        ("decision_maker", "judge/", 422),
        ("auditor", "answer/", 422),
        ("auditor", "judge/", 422),
        ("stranger", "answer/", 404),
        ("stranger", "judge/", 404),
        ("stranger", "", 404),
    ],
)
def test_nobody_else_answers_or_judges(case: Case, cast: Cast, who: str, act: str, status: int) -> None:
    before = AuditEvent.objects.count()
    client = visitor(getattr(cast, who))

    answer = client.post(at(case, act=act), {**ANSWER, **JUDGEMENT}) if act else client.get(at(case))

    assert answer.status_code == status
    assert AuditEvent.objects.count() == before
    if status == 422:
        assert "Your roles do not include this act." in told(client.get(at(case)))


def test_an_anonymous_visitor_answers_nothing(case: Case) -> None:
    assert visitor().post(at(case, act="answer/"), ANSWER).status_code == 401
    assert not TechnologyAnswer.objects.exists()


def test_a_closed_case_is_answered_no_more(case: Case, cast: Cast) -> None:
    cases.withdraw(case, actor=Actor.of_user(cast.reviewer), reason="取下げ")
    client = visitor(cast.reviewer)

    answers = [client.post(at(case, act=act), {**ANSWER, **JUDGEMENT}).status_code for act in ("answer/", "judge/")]

    assert answers == [422, 422]
    assert "This case is closed." in told(client.get(at(case)))


@pytest.mark.parametrize(("area", "list_code"), [("L-9", "L"), ("M-1", "M"), ("X-1", "X")])
def test_an_area_that_the_policy_does_not_bind_is_not_there(case: Case, cast: Cast, area: str, list_code: str) -> None:
    client = visitor(cast.reviewer)

    assert client.get(at(case, area, list_code=list_code)).status_code == 404
    assert client.post(at(case, area, "judge/", list_code), JUDGEMENT).status_code == 404


def test_another_area_is_chosen_and_declared(case: Case, cast: Cast) -> None:
    client = visitor(cast.submitter)

    chosen = client.get(f"/cases/{case.reference}/technology/declare/?area=L:L-3")
    wrong = client.get(f"/cases/{case.reference}/technology/declare/?area=M:M-1")
    client.post(at(case, "L-3", "answer/"), ANSWER)

    assert chosen["Location"] == at(case, "L-3")
    assert wrong["Location"] == f"/cases/{case.reference}/technology/"
    page = told(client.get(f"/cases/{case.reference}/technology/"))
    assert "The work is said to advance this area, yet no listed word was found." in page
    assert "Choose an area." in page


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_pages_are_clean(case: Case, cast: Cast, language: str) -> None:
    from tests.duediligence.admin.test_markup import Markup

    technology.judged(case, cast.reviewer)
    technology.draft_of(cast.reviewer, technology.WALTZ_ROW)
    client = visitor(cast.reviewer, language=language)

    for path in (
        f"/cases/{case.reference}/technology/",
        at(case),
        at(case, "L-3"),
        "/technology/",
        "/technology/lists/L/",
        "/technology/lists/L/L-1/",
        "/technology/concepts/",
        "/technology/concepts/quantum/",
        "/technology/draft/",
        "/technology/draft/effect/",
        "/technology/suggestions/",
    ):
        assert Markup(told(client.get(path))).faults == [], path
