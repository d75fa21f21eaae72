"""The questionnaire as a document and as a workbook, and what differs between two of them."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from duediligence import errors
from duediligence.documents import sending
from duediligence.documents.document_workbook import sheets_of
from duediligence.domain import confirmation, cross_check
from duediligence.domain.actor import Actor
from duediligence.enums import ConfirmationKind, ConfirmationVerdict, DueDiligenceResult
from duediligence.models import AuditEvent, Case
from duediligence.policy.answers import CONFIDENTIAL, ItemAnswer
from tests import declaring, factories, partnering, stories
from tests.beginnings import begun
from tests.factories import Cast

pytestmark = pytest.mark.django_db
NATIONALITY = ItemAnswer(rows=({"nationality": "架空国"},))


def begin(cast: Cast, tmp_path: Path) -> Case:
    return stories.designated_case(cast, tmp_path, factories.programme(), parties=(factories.partner("例示医科大学"),))


beginning = begun(begin)


def prepared(case: Case, cast: Cast) -> Any:
    return sending.prepare(case, actor=Actor.of_user(cast.reviewer), undertakes=True, now=factories.NOW)


def sheets(content: bytes) -> dict[str, list[list[str]]]:
    book = load_workbook(io.BytesIO(content))
    return {name: [[cell or "" for cell in row] for row in book[name].values] for name in book.sheetnames}


def words(content: bytes) -> str:
    return json.dumps(sheets(content), ensure_ascii=False)


def test_it_is_prepared_as_pdf_and_workbook_in_the_words_of_the_form(case: Case, cast: Cast) -> None:
    funding = {"date": "2025-04-01", "name": "秘密研究", "funder": "某社", "period": "2025-04/", "amount": "900"}
    answers = {"research_funding": ItemAnswer(rows=({**funding, CONFIDENTIAL: "yes"},)), "nationality": NATIONALITY}
    declaring.declared(case, case.revision.memberships.get().person, **answers)
    case.refresh_from_db()
    made = prepared(case, cast)
    assert [one.name for one in made.files] == [f"{case.reference}-questionnaire-1.{kind}" for kind in ("pdf", "xlsx")]
    assert made.files[0].content.startswith(b"%PDF-")
    said = words(made.files[1].content)
    for expected in (
        "【見本 一郎】",
        "③ 研究費受給歴",
        "秘密保持義務あり",
        "☑ 今後新たに研究に参加する者",
        "例示医科大学",
    ):
        assert expected in said
    for hidden in ("秘密研究", "某社", "架空国"):
        assert hidden not in said
    assert not made.is_sealed


def test_masked_items_are_stated_where_the_form_asks_and_each_view_is_noted(cast: Cast, tmp_path: Path) -> None:
    form = json.loads((stories.POLICIES / "jp-manual-2025.json").read_text())["questionnaire"]
    case = stories.designated_case(
        cast, tmp_path, factories.programme(), policy={"questionnaire": {**form, "masked_items": "stated"}}
    )
    declaring.declared(case, case.revision.memberships.get().person, nationality=NATIONALITY)
    case.refresh_from_db()
    made = prepared(case, cast)
    assert made.is_sealed
    assert "架空国" in words(made.files[1].content)
    assert "架空国" not in json.dumps(made.content, ensure_ascii=False)
    assert AuditEvent.objects.get(verb="declaration.masked_viewed").reason == "questionnaire_form"
    with pytest.raises(errors.NotAllowed):
        sending.prepare(case, actor=Actor.of_user(cast.department_officer), undertakes=True, now=factories.NOW)
    draft = sending.draw(case, actor=Actor.of_user(cast.reviewer), language="ja", kind="xlsx", now=factories.NOW)
    assert "架空国" not in words(draft)


def test_a_draft_is_marked_and_noted(case: Case, cast: Cast) -> None:
    draft = sending.draw(case, actor=Actor.of_user(cast.reviewer), language="en", kind="xlsx", now=factories.NOW)
    assert "☐ For everybody who joins the research later" in words(draft)
    assert "Draft, not submitted" in sheets(draft)["1. The project"][2][0]
    assert AuditEvent.objects.get(verb="questionnaire.drawn").after == {"language": "en", "kind": "xlsx"}


def test_a_policy_without_the_form_draws_none(cast: Cast, tmp_path: Path) -> None:
    voluntary = stories.screened_case(cast, tmp_path)
    with pytest.raises(errors.QuestionnaireFormMissing):
        sending.draw(voluntary, actor=Actor.of_user(cast.reviewer), language="ja", kind="pdf", now=factories.NOW)


def test_what_differs_from_the_submission_before_is_told(case: Case, cast: Cast) -> None:
    partnering.confirmed(case, cast)
    case = stories.submitted(case, cast)
    first = case.submissions.get()
    then = sending.sent(first, "en")
    confirmation.receive(
        case,
        actor=Actor.of_user(cast.reviewer),
        kind=ConfirmationKind.FUNDER,
        verdict=ConfirmationVerdict.RETURNED,
        comments="共著者について",
        now=factories.NOW,
    )
    cross_check.conclude(
        case,
        result=DueDiligenceResult.DONE_INCOMPLETE,
        not_obtained="共著者の所属",
        actor=Actor.of_user(cast.reviewer),
        now=factories.NOW,
    )
    first.content = stories.to_send(case, cast.reviewer).content
    changes = {one.heading: one for one in sending.changes(then, sending.sent(first, "en"))}
    assert set(changes) == {"4. Result of due diligence", "10. Confirmation by the responsible sections"}
    assert "What could not be obtained: 共著者の所属" in changes["4. Result of due diligence"].new


def test_what_partners_confirmed_themselves_stands_in_both_files(cast: Cast, tmp_path: Path) -> None:
    case = partnering.partner_case(
        cast, tmp_path, parties=(factories.partner(partnering.NAME, country="NO"), factories.partner("例示医科大学"))
    )
    partnering.confirmed(case, cast, result="done_incomplete", not_obtained="海外での兼業")
    made = prepared(Case.objects.get(pk=case.pk), cast)
    rows = [row for sheet in sheets(made.files[1].content).values() for row in sheet]
    (told,) = [row for row in rows if row[0] == partnering.NAME and "海外での兼業" in row]
    assert told[1].splitlines()[0] == "実施したが、一部の情報を得られなかった"
    assert told[4].splitlines() == ["Kari Sample", "Research Compliance Office", "2026年6月1日(月)"]
    assert ["例示医科大学", "未招待", "–", "–", "–"] in rows
    assert made.content["partners"][0]["own_result"]["not_obtained"] == "海外での兼業"


def test_a_submission_of_before_says_nothing_of_partners_own_results(cast: Cast, tmp_path: Path) -> None:
    case = partnering.partner_case(cast, tmp_path)
    partnering.confirmed(case, cast)
    case = stories.submitted(Case.objects.get(pk=case.pk), cast)
    sent = case.submissions.get()
    for one in sent.content["partners"]:
        del one["own_status"], one["own_result"]
    rows = [line.cells for _title, sheet in sheets_of(sending.sent(sent, "ja")) for line in sheet]
    assert [partnering.NAME, "–", "–", "–", "–"] in rows
