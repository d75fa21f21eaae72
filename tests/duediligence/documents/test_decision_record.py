"""The decision record says what was found and decided, in both languages."""

from pathlib import Path

import pytest

from duediligence.documents.decision_record import decision_record
from duediligence.documents.typesetting import Document, Facts, Table, Words, pdf
from duediligence.domain import screening
from duediligence.domain.actor import Actor
from duediligence.enums import CaseOutcome, Judgement
from duediligence.models import Case, DueDiligence
from duediligence.queries.technology import AreaLine, ListFindings
from screening.enums import RunStatus
from screening.models import TechnologyHit
from screening.technology.taxonomy import Area
from tests import factories, forcing, stories

pytestmark = pytest.mark.django_db


def made(case: Case, language: str = "en") -> Document:
    return decision_record(case, language=language, now=factories.NOW)


def parts(document: Document, heading: str) -> list[Facts | Table | Words]:
    return [part for section in document.sections if section.heading == heading for part in section.parts]


def rows(document: Document, heading: str) -> list[list[str]]:
    return [list(row) for part in parts(document, heading) if isinstance(part, Table) for row in part.rows]


def words(document: Document, heading: str) -> list[str]:
    return [part.text for part in parts(document, heading) if isinstance(part, Words)]


def test_a_judged_hit_stands_with_its_reason_and_who_judged_it(tmp_path: Path) -> None:
    cast = factories.cast()
    case = stories.hit_case(cast, tmp_path)
    assert "Not judged." in rows(made(case), "Hits and judgements")[0][3]

    stories.judge(case, cast, Judgement.FALSE_POSITIVE, "seat_differs")
    (row,) = rows(made(case), "Hits and judgements")
    assert row[0] == "Exemplar Hypersonics"
    assert "公表資料で確かめた" in row[3]
    assert str(cast.reviewer) in row[3]


def test_a_decision_stands_with_its_revision_and_run(tmp_path: Path) -> None:
    cast = factories.cast()
    case = stories.screened_case(cast, tmp_path)
    assert words(made(case), "Decisions") == ["Nothing has been decided."]

    stories.approve(case, cast.reviewer)
    (row,) = rows(made(case), "Decisions")
    assert case.current_run
    assert row[3:] == ["調査のとおり", f"1 / {str(case.current_run.ref)[:8]}"]


def test_a_void_decision_says_so_and_why(tmp_path: Path) -> None:
    cast = factories.cast()
    case = stories.screened_case(cast, tmp_path)
    stories.approve(case, cast.reviewer)
    stories.revise(case, cast, title_en="Something else altogether")
    case.refresh_from_db()
    assert "Void: " in rows(made(case), "Decisions")[0][3]


def test_answers_from_outside_are_listed(tmp_path: Path) -> None:
    case = stories.monitored(factories.cast(), tmp_path)
    (row,) = rows(made(case), "Answers from outside")
    assert row[1] == "Confirmed"


def test_what_could_not_be_checked_is_said_with_who_accepted_it(tmp_path: Path) -> None:
    cast = factories.cast()
    case = stories.screened_case(cast, tmp_path)
    run = case.current_run
    assert run
    run.status, run.problems = RunStatus.PARTIAL, [{"code": "list_missing", "list": "un_sc"}]
    run.save()
    screening.waive(case, actor=Actor.of_user(cast.decision_maker), reason="急ぐため")
    told = " ".join(words(made(case), "Screening"))
    assert "no edition is loaded" in told
    assert "急ぐため" in told


def test_each_assessment_stands_with_its_answers_and_who_gave_them(tmp_path: Path) -> None:
    cast = factories.cast()
    case = stories.screened_case(cast, tmp_path)
    (row,) = [row for row in rows(made(case), "Assessment") if "見本" in row[0]]
    assert row[1:3] == ["Mitigation needed: No", "調査のとおり"]
    assert row[3].startswith(str(case.assessments.filter(person__isnull=False).get().decided_by))
    DueDiligence.objects.create(
        case=case, revision=case.revision, result="done", recorded_by=cast.reviewer, recorded_at=factories.NOW
    )
    (result,) = [part for part in parts(made(case), "Assessment") if isinstance(part, Facts)]
    assert ("Result of due diligence", "Done") in result.pairs
    forcing.force(case.assessments.all(), voided_at=factories.NOW, void_reason="改訂")
    assert words(made(Case.objects.get(pk=case.pk)), "Assessment") == ["Nobody has been assessed."]


@pytest.mark.parametrize(("language", "heading"), [("ja", "技術"), ("en", "Technology")])
def test_an_area_stands_with_its_code_and_the_name_that_there_is(
    tmp_path: Path, language: str, heading: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = stories.screened_case(factories.cast(), tmp_path)
    areas = [Area("A", "", "Only English", True, True), Area("B", "和名のみ", "", True, True)]
    lines = tuple(
        AreaLine(TechnologyHit(area_code=one.code, level="strong", detail={"spans": []}), one) for one in areas
    )
    found = ListFindings("L", None, "1", "1", lines, (), (), (), (), {})
    monkeypatch.setattr("duediligence.documents.decision_record.findings", lambda _run: [found])
    assert [row[1] for row in rows(made(case, language), heading)] == ["A Only English", "B 和名のみ"]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_it_can_be_set_in_both_languages(tmp_path: Path, language: str) -> None:
    cast = factories.cast()
    case = stories.screened_case(cast, tmp_path)
    stories.approve(case, cast.reviewer)
    stories.approve(case, cast.decision_maker, CaseOutcome.NO_MITIGATION)
    document = made(case, language)
    assert document.title == {"ja": "決定記録", "en": "Decision record"}[language]
    assert pdf(document).startswith(b"%PDF-")
