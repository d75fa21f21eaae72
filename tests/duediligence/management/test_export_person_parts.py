"""Everything about one person: what was sent, agreed, found and read about them, and what is kept back."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile

from duediligence.domain import attachment, case_record, declaring, disposition, joining, submission
from duediligence.domain.actor import Actor
from duediligence.enums import (
    Judgement,
    MeasureTarget,
    RecordKind,
    RecordVisibility,
)
from duediligence.models import Case, Person, PersonName, SubmissionFile
from duediligence.policy.answers import ItemAnswer
from duediligence.queries.person_export import everything_about
from duediligence.queries.person_words import is_named, spellings
from tests import declaring as declarations
from tests import factories, partnering, stories
from tests.beginnings import begun
from tests.duediligence.api.calling import caller
from tests.factories import NOW, TODAY, Cast

pytestmark = pytest.mark.django_db
beginning = begun(partnering.partner_case, at=NOW)

MEMBER = "見本 一郎"
OTHER = partnering.PEOPLE[0]


def person(name: str = MEMBER) -> Person:
    return Person.objects.get(name=name)


def recorded(case: Case, by: Cast, text: str, kind: RecordKind = RecordKind.NOTE, **more: Any) -> None:
    visibility = more.get("visibility", RecordVisibility.OFFICE)
    given = case_record.RecordInput(kind, "記録", text, TODAY, visibility)
    case_record.add(case, given, actor=Actor.of_user(by.reviewer), now=NOW)


@pytest.fixture
def sent(case: Case, cast: Cast) -> Case:
    """Submitted, with one row of the lead's own member and one of a partner's in the questionnaire."""
    career = ItemAnswer(rows=({**declarations.CAREER, "content": "一郎の職歴"},))
    declarations.declared(case, person(), career=career)
    case.refresh_from_db()
    stories.assessed(stories.screened(case), cast.second_reviewer)
    partnering.confirmed(case, cast)
    return stories.submitted(case, cast)


def test_a_submission_tells_the_persons_own_rows_alone(sent: Case) -> None:
    (told,) = everything_about(person())["submissions"]
    made = sent.submissions.get()
    assert (told["case"], told["number"], told["sha256"]) == (sent.reference, 1, made.sha256)
    assert told["under_the_name"] == MEMBER
    career = next(item for item in told["said"]["declared_items"] if item["code"] == "career")
    assert [row["cells"]["content"] for row in career["rows"]] == ["一郎の職歴"]
    assert told["said"]["researchers"][0]["name"] == MEMBER
    assert told["said"]["declaration_status"] == [
        {"members": [dict(made.content["declaration_status"][0]["members"][0])]}
    ]
    assert OTHER not in str(told)
    file = SubmissionFile.objects.select_related("stored").get()
    assert told["files"] == [
        {"name": file.name, "stored__size": file.stored.size, "stored__sha256": file.stored.sha256}
    ]


def test_a_submission_is_told_under_the_name_that_it_used_then(sent: Case) -> None:
    Person.objects.filter(name=MEMBER).update(name="見本 新姓")
    (told,) = everything_about(person("見本 新姓"))["submissions"]
    assert told["under_the_name"] == MEMBER


def test_a_submission_before_the_person_joined_is_not_told(sent: Case, cast: Cast) -> None:
    joining.request(sent, factories.member("見本 三郎"), actor=Actor.of_user(cast.reviewer), reason="参加", now=NOW)
    told = everything_about(person("見本 三郎"))
    assert told["submissions"] == []
    assert [one["reason"] for one in told["records"]["joining"]] == ["参加"]
    assert [one["reference"] for one in told["cases"]] == [sent.reference]


def test_what_a_partner_confirmed_about_the_person_is_told(case: Case, cast: Cast) -> None:
    partnering.confirmed(case, cast, reason=f"{OTHER} は確認済み", result="done_incomplete", not_obtained="なし")
    told = everything_about(person(OTHER))
    (result,) = told["partner_results"]
    assert (result["partner"], result["declaration"], result["researchers_risk"]) == (
        partnering.NAME,
        "submitted",
        False,
    )
    assert result["result_reason"] == f"{OTHER} は確認済み"
    assert "not_obtained" not in result
    assert everything_about(person())["partner_results"] == []


def test_words_of_a_partner_that_name_others_too_are_withheld(case: Case, cast: Cast) -> None:
    partnering.confirmed(case, cast, reason=" と ".join(partnering.PEOPLE))
    told = everything_about(person(OTHER))
    assert "result_reason" not in told["partner_results"][0]
    assert told["withheld"] == [{"what": "partner_result", "why": "names_others", "case": case.reference, "count": 1}]


def test_a_declaration_that_a_partner_holds_is_named_and_not_given(case: Case, cast: Cast) -> None:
    _part, officer = partnering.opened(case, cast)
    partnering.held_declaration(case, person(OTHER), officer)
    told = everything_about(person(OTHER))
    assert (told["declarations"], told["records"]["declaration"]) == ([], [])
    held = {"what": "declaration", "why": "held_by_partner", "case": case.reference, "count": 1}
    masked = {"what": "masked_answers", "why": "given_by_the_office", "case": case.reference, "count": 1}
    assert told["withheld"] == [{**held, "ask": partnering.NAME}, masked]


def test_notes_are_given_as_far_as_they_are_about_the_person_alone(case: Case, cast: Cast) -> None:
    recorded(case, cast, "見本一郎から経歴の説明を受けた。")
    recorded(case, cast, f"{MEMBER} と {OTHER} の共同研究")
    recorded(case, cast, "見本 一郎 の件", RecordKind.CONSULTATION)
    recorded(case, cast, "見本 一郎 の件", visibility=RecordVisibility.RESTRICTED)
    recorded(case, cast, "日程の変更")
    told = everything_about(person())
    assert [one["text"] for one in told["notes"]] == ["見本一郎から経歴の説明を受けた。"]
    assert told["withheld"] == [
        {"what": "record", "why": "names_others", "case": case.reference, "count": 1},
        {"what": "record", "why": "hinders_procedure", "case": case.reference, "count": 2},
    ]


def test_a_name_of_letters_is_found_as_whole_words() -> None:
    assert not is_named(["li an"], "Lilian and Li Anders")
    assert is_named(["li an"], "we asked Li  An.")
    assert not is_named([], "anybody")


def test_every_spelling_counts(case: Case) -> None:
    PersonName.objects.create(person=person(), text="Ichiro Ｍihon", name_type="romanised")
    assert spellings(person()) == ["見本 一郎", "ichiro mihon"]


def test_measures_for_the_person_are_told_with_their_history(case: Case, cast: Cast) -> None:
    declarations.none_required(case)
    stories.needed(case, cast.reviewer)
    stories.agreed_measure(case, cast)
    stories.proposed_measure(case, cast, target=MeasureTarget.DATA_SET, place="測定データ", person=person(OTHER))
    told = everything_about(person())["measures"]
    assert [(one["description"], one["status"]) for one in told] == [("閲覧の権限を定める", "agreed")]
    assert [one["act"] for one in told[0]["history"]][:2] == ["propose", "agree"]
    assert [one["place"] for one in everything_about(person(OTHER))["measures"]] == ["測定データ"]


def test_files_and_sources_of_a_judgement_are_told_by_name_and_hash(tmp_path: Path) -> None:
    cast = factories.cast()
    member = factories.member("Sample Namesake")
    case = stories.screened_case(cast, tmp_path, rows="7,person,Sample Namesake,,", members=(member,))
    assert case.current_run
    disposition.judge(
        case,
        case.current_run.hits.get(),
        actor=Actor.of_user(cast.reviewer),
        judgement=Judgement.FALSE_POSITIVE,
        reason_code="same_name_other_person",
        text="別人",
        evidence=disposition.Evidence(files=[ContentFile(b"%PDF-1.7 proof", name="経歴.pdf")]),
        now=NOW,
    )
    kept = case.attachments.get()
    attachment.open_for(kept, actor=Actor.of_user(cast.auditor))
    told = everything_about(person("Sample Namesake"))
    (judgement,) = told["judgements"]
    assert judgement["attachments"] == [{"name": "経歴.pdf", "size": kept.stored.size, "sha256": kept.stored.sha256}]
    assert [(one["verb"], one["actor"]) for one in told["accesses"]] == [
        ("attachment.taken", f"user:{cast.auditor.username}")
    ]


def test_accesses_are_those_to_the_persons_own_records(sent: Case, cast: Cast) -> None:
    version = person().declarations.get().versions.get()
    declaring.view_masked(version, actor=Actor.of_user(cast.reviewer), reason_code="deemed_export_test")
    submission.take(sent.submissions.get().files.get(), actor=Actor.of_user(cast.auditor))
    assert sent.proposal.programme
    program = factories.client(sent.proposal.programme)
    funder = caller(program)
    funder.get(f"/cases/{sent.reference}")
    funder.get("/cases")
    assert [one["verb"] for one in everything_about(person())["accesses"]] == [
        "declaration.masked_viewed",
        "submission.taken",
        "api.read",
        "api.read",
    ]
    told = everything_about(person(OTHER))
    assert "declaration.masked_viewed" not in {one["verb"] for one in told["accesses"]}
    assert "declaration.submitted" not in {one["verb"] for one in told["history"]}
    assert "declaration.submitted" in {one["verb"] for one in everything_about(person())["history"]}
