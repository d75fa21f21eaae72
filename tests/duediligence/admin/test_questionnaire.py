"""The pages of the questionnaire: what is missing with its links, drafts, submissions, letters."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from duediligence.documents import sending
from duediligence.domain import decision
from duediligence.domain.actor import Actor
from duediligence.enums import StepStatus, Verdict
from duediligence.models import AuditEvent, Case, Confirmation, Submission
from tests import factories, stories
from tests.duediligence.admin.visiting import told, visitor
from tests.factories import Cast

pytestmark = pytest.mark.django_db
LETTER = b"%PDF-1.7 letter"


@pytest.fixture
def people() -> Cast:
    return factories.cast()


@pytest.fixture
def sent(people: Cast, tmp_path: Path, today: None) -> Case:
    return stories.submitted(stories.designated_case(people, tmp_path, factories.programme()), people)


def address(name: str, case: Case, *more: Any) -> str:
    return reverse(f"admin:{name}", args=[case.reference, *more])


def record(client: Client, case: Case, **given: Any) -> Any:
    letter = SimpleUploadedFile("回答.pdf", LETTER)
    posted = {"kind": "funder", "verdict": "confirmed", "comments": "", "letter": letter, **given}
    return client.post(reverse("admin:case_act", args=[case.reference, "confirm"]), posted)


def test_what_is_missing_is_listed_with_links(case: Case, cast: Cast) -> None:
    page = told(visitor(cast.reviewer).get(address("case_questionnaire", case)))
    person = case.revision.memberships.get().person_id
    assert address("case_declaration", case, person) in page
    assert address("case_hits", case) in page
    assert reverse("admin:policy", args=[case.policy_edition_id]) in page
    assert "No step of this case submits a questionnaire." in page


def test_who_does_not_read_declarations_gets_none_of_it(case: Case, cast: Cast) -> None:
    for user in (cast.submitter, cast.admin):
        client = visitor(user)
        assert client.get(address("case_questionnaire", case)).status_code == 403
        assert client.post(address("case_questionnaire_draft", case)).status_code == 403
        assert address("case_questionnaire", case) not in told(client.get(address("case", case)))


@pytest.mark.parametrize(("kind", "start"), [("pdf", b"%PDF-"), ("xlsx", b"PK")])
def test_a_draft_is_given_out(sent: Case, people: Cast, kind: str, start: bytes) -> None:
    response: Any = visitor(people.reviewer).post(
        address("case_questionnaire_draft", sent), {"kind": kind, "language": "en"}
    )
    assert response.getvalue().startswith(start)
    assert f'filename="{sent.reference}-questionnaire-draft-en.{kind}"' in response["Content-Disposition"]
    assert response["Content-Type"] == "application/octet-stream"


def test_a_case_without_the_form_says_so_when_a_draft_is_asked_for(case: Case, cast: Cast) -> None:
    response = visitor(cast.reviewer).post(address("case_questionnaire_draft", case), follow=True)
    assert "no questionnaire form" in told(response)


def test_a_file_is_downloaded_as_it_was_sent(sent: Case, people: Cast) -> None:
    file = sent.submissions.get().files.select_related("stored").get()
    client = visitor(people.auditor)
    page = told(client.get(address("case_questionnaire", sent)))
    assert file.stored.sha256 in page
    response: Any = client.post(address("case_submission_file", sent, 1, file.pk))
    assert response.getvalue() == bytes(file.stored.content)
    assert response["Content-Disposition"].startswith("attachment")
    assert client.post(address("case_submission_file", sent, 1, file.pk + 1)).status_code == 404
    assert client.get(address("case_submission", sent, 2)).status_code == 404
    assert "This is the first submission." in told(client.get(address("case_submission", sent, 1)))


def test_a_sealed_file_is_for_the_research_security_officer(sent: Case, people: Cast) -> None:
    from django.db import connection

    from duediligence.models import guards

    file = sent.submissions.get().files.select_related("stored").get()
    connection.check_constraints()
    guards.remove(connection)
    file.stored.is_sealed = True
    file.stored.save()
    connection.check_constraints()
    guards.install(connection)
    assert visitor(people.auditor).post(address("case_submission_file", sent, 1, file.pk)).status_code == 403


def test_the_step_takes_the_undertaking_and_freezes_real_files(people: Cast, tmp_path: Path, today: None) -> None:
    case = stories.designated_case(people, tmp_path, factories.programme())
    stories.ready_to_submit(case, people)
    client = visitor(people.second_reviewer)
    page = told(client.get(address("case_steps", case)))
    assert "For everybody who joins the research later" in page
    step = case.steps.get(status=StepStatus.OPEN)
    given = {"step": step.pk, "revision": case.revision_id, "verdict": "approve", "reason": "提出する"}
    act = reverse("admin:case_act", args=[case.reference, "decide"])
    refused = client.post(act, given)
    assert refused.status_code == 422 and "Give the undertaking" in told(refused)
    assert client.post(act, {**given, "undertakes": "on"}).status_code == 302
    names = [file.name for file in case.submissions.get().files.all()]
    assert names == [f"{case.reference}-questionnaire-1.pdf", f"{case.reference}-questionnaire-1.xlsx"]


def test_a_letter_is_attached_by_hand_and_given_back(sent: Case, people: Cast) -> None:
    client = visitor(people.reviewer)
    assert record(client, sent).status_code == 302
    answer = Confirmation.objects.get()
    assert (answer.letter_name, answer.submission) == ("回答.pdf", sent.submissions.get())
    response: Any = client.post(address("case_letter", sent, answer.pk))
    assert response.getvalue() == LETTER
    assert AuditEvent.objects.filter(verb="confirmation.letter_taken").count() == 1
    page = told(client.get(address("case_questionnaire", sent)))
    assert "回答.pdf" in page
    head = page.split('class="panel-head"', 1)[1].split("</div>", 1)[0]
    assert ">Funder <" in " ".join(head.split()), "the verdict at the submission says whose it is"
    assert client.post(address("case_letter", sent, answer.pk + 1)).status_code == 404


def test_a_letter_of_another_kind_is_refused_beside_its_field(sent: Case, people: Cast) -> None:
    refused = record(visitor(people.reviewer), sent, letter=SimpleUploadedFile("a.pdf", b"<script>"))
    assert refused.status_code == 422
    assert "“a.pdf” is a file of the sort txt" in told(refused)
    assert not Confirmation.objects.exists()


def test_an_officer_chooses_where_a_return_begins_again(sent: Case, people: Cast) -> None:
    given = {"verdict": "returned", "comments": "様式の誤り", "return_to": "submission"}
    assert record(visitor(people.reviewer), sent, **given).status_code == 302
    step = sent.steps.get(status=StepStatus.OPEN)
    assert (step.code, step.round) == ("submission", 2)


def test_the_second_submission_shows_what_differs(sent: Case, people: Cast) -> None:
    given = {"verdict": "returned", "comments": "様式の誤り", "return_to": "submission"}
    record(visitor(people.reviewer), sent, **given)
    sent.refresh_from_db()
    decision.decide(
        sent.steps.get(status=StepStatus.OPEN),
        actor=Actor.of_user(people.second_reviewer),
        verdict=Verdict.APPROVE,
        reason="再提出",
        revision=sent.revision,
        questionnaire=sending.prepare(
            sent, actor=Actor.of_user(people.second_reviewer), undertakes=True, now=factories.NOW
        ),
        now=factories.NOW,
    )
    assert Submission.objects.filter(case=sent).count() == 2
    page = told(visitor(people.reviewer).get(address("case_submission", sent, 2)))
    assert "It says the same as the one before." in page
