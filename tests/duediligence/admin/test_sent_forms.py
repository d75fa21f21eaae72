"""A form sent twice acts once; what was typed outlives a lost session, a stale page and a busy database."""

from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, OperationalError, models

from duediligence.admin import sent_forms
from duediligence.domain import cross_check
from duediligence.enums import MeasureStatus, Role
from duediligence.models import (
    Assessment,
    Attachment,
    Case,
    CaseRecord,
    ConsultedSource,
    Delegation,
    DueDiligence,
    Joining,
    Measure,
    MeasureConsent,
    User,
)
from tests import factories, stories
from tests.duediligence.admin.browsing import Form, browser, form
from tests.duediligence.admin.visiting import told
from tests.factories import Cast

pytestmark = pytest.mark.django_db
TODAY = factories.TODAY.isoformat()


@pytest.fixture(autouse=True)
def _no_answers_of_other_tests() -> None:
    cache.clear()


def addressed(case: Case, cast: Cast) -> dict[type[models.Model], tuple[str, str, dict[str, Any]]]:
    """Return every creating form: what it creates, its page, its address, what is typed."""
    at, person = f"/cases/{case.reference}/", case.revision.memberships.get().person_id
    measure = {"owner": cast.reviewer.pk, "start_date": TODAY, "target": "person", "about": f"person-{person}"}
    record = {"kind": "note", "title": "電話", "text": "確認した", "happened_date": TODAY, "visibility": "office"}
    lent = {"from_user": cast.reviewer.pk, "to_user": cast.decision_maker.pk, "role": Role.SECURITY_OFFICER}
    days = {"from_date": TODAY, "until_date": TODAY, "reason": "出張"}
    join = {"name": "見本 五郎", "role": "participant", "reason": "増員"}
    paper = SimpleUploadedFile("a.pdf", b"%PDF-1.7 a", "application/pdf")
    return {
        ConsultedSource: (
            f"{at}due-diligence/",
            f"{at}due-diligence/source/",
            {"title": "登記", "consulted_date": TODAY},
        ),
        DueDiligence: (f"{at}due-diligence/", f"{at}due-diligence/result/", {"result": "done"}),
        Attachment: (f"{at}due-diligence/", f"{at}due-diligence/file/", {"attachment": paper}),
        CaseRecord: (f"{at}records/", f"{at}records/", record),
        Measure: (
            f"{at}measures/new/data_access/",
            f"{at}measures/new/data_access/",
            {**measure, "description": "限る"},
        ),
        Assessment: (
            f"{at}assessment/person/{person}/",
            f"{at}assessment/person/{person}/",
            {"reason": "確認済み", "mitigation_needed": "no"},
        ),
        Joining: (f"{at}members/", f"{at}joining/", join),
        Delegation: ("/delegations/", "/delegations/", {**lent, **days}),
        MeasureConsent: (
            f"{at}measures/",
            f"{at}measures/consent/",
            {"person": person, "is_given": "yes", "text": "面談"},
        ),
    }


CREATED = [
    Assessment,
    Attachment,
    CaseRecord,
    ConsultedSource,
    Delegation,
    DueDiligence,
    Joining,
    Measure,
    MeasureConsent,
]


@pytest.mark.parametrize("made", CREATED)
def test_a_double_click_creates_one(made: type[models.Model], case: Case, cast: Cast) -> None:
    if made is MeasureConsent:
        Measure.objects.filter(pk=stories.proposed_measure(case, cast).pk).update(status=MeasureStatus.AGREED)
    client, rows = browser(cast.reviewer), made._default_manager
    before = rows.count()
    page, address, typed = addressed(case, cast)[made]
    given = form(client, page, address, **typed)
    answers = []
    for _click in range(2):
        for value in given.values():
            if hasattr(value, "seek"):
                value.seek(0)
        answers.append(client.post(address, given))
    assert [answer.status_code for answer in answers] == [302, 302], told(answers[0])
    assert answers[0]["Location"] == answers[1]["Location"]
    assert rows.count() == before + 1
    assert "This was sent twice" in told(client.get(answers[1]["Location"]))


def source(case: Case, cast: Cast, **typed: Any) -> tuple[Any, str, dict[str, Any]]:
    """Return a browser with the form of a source, filled in."""
    client = browser(cast.reviewer)
    page, address, usual = addressed(case, cast)[ConsultedSource]
    return client, address, form(client, page, address, **{**usual, "note": "所在国が\n異なる", **typed})


def test_other_words_from_the_same_page_are_another_record(case: Case, cast: Cast) -> None:
    client, address, given = source(case, cast)
    client.post(address, given)
    client.post(address, {**given, "title": "年報"})
    assert ConsultedSource.objects.count() == 2


def test_a_refused_form_is_mended_and_sent_again(case: Case, cast: Cast) -> None:
    client, address, given = source(case, cast, title="")
    assert [client.post(address, given).status_code for _click in range(2)] == [422, 422]
    assert client.post(address, {**given, "title": "登記"}).status_code == 302


def test_a_document_is_drawn_as_often_as_it_is_asked_for(case: Case, cast: Cast) -> None:
    client, at = browser(cast.reviewer), f"/cases/{case.reference}/documents/"
    given = form(client, at, f"{at}plan/")
    assert [client.post(f"{at}plan/", given).status_code for _click in range(2)] == [200, 200]


def test_a_second_click_is_told_when_the_first_has_no_answer(
    case: Case, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sent_forms, "WAIT_SECONDS", 0.01)
    client, address, given = source(case, cast)
    monkeypatch.setattr(cache, "add", lambda *_given: False)
    monkeypatch.setattr(cache, "get", lambda _key: "")
    answer = client.post(address, given)
    assert (answer.status_code, ConsultedSource.objects.count()) == (409, 0)
    assert "has no answer yet" in told(answer)


def test_after_a_lost_session_what_was_typed_is_sent_from_the_page_that_hands_it_back(case: Case, cast: Cast) -> None:
    client, address, given = source(case, cast)
    client.session.flush()
    lost = client.post(address, given)
    assert lost.status_code == 401
    assert "所在国が\n異なる" in told(lost)
    assert 'href="/accounts/login/"' in told(lost)
    assert ConsultedSource.objects.count() == 0

    # Signed in in another window: the token is another one, and the page comes back once more.
    kept = Form(told(lost), address).given
    client.force_login(cast.reviewer, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["csrftoken"] = "b" * 32
    stale = client.post(address, kept)
    assert stale.status_code == 403
    assert "This page has become stale" in told(stale)
    assert client.post(address, Form(told(stale), address).given).status_code == 302
    assert ConsultedSource.objects.get().note == "所在国が\n異なる"


def test_a_form_from_elsewhere_is_not_handed_back(case: Case, cast: Cast) -> None:
    client, address, given = source(case, cast)
    answer = client.post(
        address, {**given, "csrfmiddlewaretoken": "c" * 64}, headers={"origin": "https://elsewhere.test"}
    )
    assert (answer.status_code, "所在国が" in told(answer)) == (403, False)


def test_a_link_that_the_browser_forgot_hands_back_what_was_typed(case: Case, cast: Cast) -> None:
    client = browser(cast.stranger)
    address = "/declarations/00000000-0000-0000-0000-000000000000/items/career/"
    token = form(client, "/delegations/", "/delegations/")["csrfmiddlewaretoken"]
    answer = client.post(address, {"csrfmiddlewaretoken": token, "row": "架空大学 研究員"})
    assert answer.status_code == 404
    assert "架空大学 研究員" in told(answer)
    assert "Open your personal link again" in told(answer)


def test_a_member_who_is_signed_out_may_sign_in_again(case: Case, cast: Cast) -> None:
    client = browser(cast.stranger)
    token = form(client, "/delegations/", "/delegations/")["csrfmiddlewaretoken"]
    del client.cookies["sessionid"]
    address = "/declarations/00000000-0000-0000-0000-000000000000/items/career/"
    answer = client.post(address, {"csrfmiddlewaretoken": token, "row": "架空大学 研究員"})
    assert answer.status_code == 404
    assert "Sign in or open your personal link again" in told(answer)
    assert "Sign in in a new window" in told(answer) and "架空大学 研究員" in told(answer)


@pytest.mark.parametrize("fault", [OperationalError("database is locked"), IntegrityError("unique")])
def test_whoever_the_database_turned_away_sends_again(
    fault: Exception, case: Case, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, address, given = source(case, cast)

    def refuse(*_case: Any, **_given: Any) -> None:
        raise fault

    with monkeypatch.context() as busy:
        busy.setattr(cross_check, "consult", refuse)
        answer = client.post(address, given)
    assert answer.status_code == 409
    assert "Nothing of yours was recorded" in told(answer)
    assert client.post(address, Form(told(answer), address).given).status_code == 302
    assert ConsultedSource.objects.count() == 1


def test_too_much_to_hand_back_is_left_to_the_browser(case: Case, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sent_forms, "MOST_KEPT", 5)
    client, address, given = source(case, cast)
    client.session.flush()
    lost = told(client.post(address, given))
    assert "Go back with your browser" in lost
    assert "異なる" not in lost


def test_passwords_are_never_handed_back(cast: Cast, case: Case) -> None:
    client, address, given = source(case, cast)
    client.session.flush()
    assert "geheim" not in told(client.post(address, {**given, "password1": "geheim"}))


def test_the_sign_in_is_no_form_of_the_work(cast: Cast) -> None:
    client = browser(User.objects.get(pk=cast.reviewer.pk))
    client.logout()
    answer = client.post("/accounts/login/", {"login": "a", "password": "b"})
    assert answer.status_code == 403
    assert "Send it again" not in told(answer)
