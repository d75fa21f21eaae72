"""Everything about one person, on request: what is given, what is not, and who looked."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from duediligence.documents import decision_record
from duediligence.domain.actor import Actor
from duediligence.enums import Judgement
from duediligence.models import AuditEvent, Person, SubjectOrigin
from tests import factories, stories

pytestmark = pytest.mark.django_db


def exported(person: Person) -> dict[str, Any]:
    out = StringIO()
    call_command("export_person", str(person.pk), stdout=out)
    content: dict[str, Any] = json.loads(out.getvalue())
    return content


def test_everything_that_names_the_person_is_given(tmp_path: Path) -> None:
    cast = factories.cast()
    listed = "7,person,Sample Namesake,,"
    members = (
        factories.member("Sample Namesake"),
        factories.member("見本 二郎", role=factories.MemberRole.PARTICIPANT),
    )
    case = stories.screened_case(cast, tmp_path, rows=listed, members=members)
    stories.judge(case, cast, Judgement.FALSE_POSITIVE, "same_name_other_person")
    stories.assessed(case, cast.reviewer)
    stories.agreed_measure(case, cast)

    content = exported(Person.objects.get(name="Sample Namesake"))

    assert content["person"]["name"] == "Sample Namesake"
    assert [one["reference"] for one in content["cases"]] == [case.reference]
    assert {name for name, rows in content["records"].items() if rows} >= {
        "membership",
        "assessment",
        "measure",
        "measureconsent",
    }
    assert [one["judgement"] for one in content["judgements"]] == ["false_positive"]
    assert "case.opened" in {one["verb"] for one in content["history"]}
    assert "見本 二郎" not in json.dumps(content["records"], ensure_ascii=False)


def test_what_was_screened_and_found_is_given_with_what_others_named(tmp_path: Path) -> None:
    cast = factories.cast()
    first = stories.screened_case(
        cast, tmp_path, rows="7,person,Sample Namesake,,", members=(factories.member("Sample Namesake"),)
    )
    person = Person.objects.get(name="Sample Namesake")
    second = stories.screened(factories.case(cast.submitter))
    assert second.current_run
    given = {"case": second, "run": second.current_run, "origin": "papers", "detail": "Another Member"}
    SubjectOrigin.objects.create(subject_ref="named:person:1", kind="person", name="SAMPLE NAMESAKE", **given)
    SubjectOrigin.objects.create(subject_ref="named:person:2", kind="person", name="Somebody Else", **given)

    own, named = exported(person)["screened"]

    assert (own["case"], own["by_name_alone"], named["case"]) == (first.reference, False, second.reference)
    assert [(one["list"], one["entry"]) for one in own["found"]] == [("jp_meti_eul", "Sample Namesake")]
    assert (named["name"], named["from"], named["by_name_alone"]) == ("SAMPLE NAMESAKE", "papers", True)
    assert "Another Member" not in json.dumps(named)


def test_each_export_is_audited_and_stands_among_the_accesses_of_the_next(tmp_path: Path) -> None:
    cast = factories.cast()
    stories.screened_case(cast, tmp_path)
    person = Person.objects.get()
    assert exported(person)["accesses"] == []
    assert [one["verb"] for one in exported(person)["accesses"]] == ["person.exported"]
    assert AuditEvent.objects.filter(verb="person.exported").count() == 2


def test_the_export_goes_into_a_file(tmp_path: Path) -> None:
    person = Person.objects.create(institution=factories.institution(), name="見本 一郎", match_key="x")
    path = tmp_path / "person.json"
    call_command("export_person", str(person.pk), "--output", str(path), stdout=StringIO())
    content = json.loads(path.read_text(encoding="utf-8"))
    assert content["person"]["name"] == "見本 一郎"
    assert "match_key" not in content["person"]


def test_a_number_without_a_person_is_refused() -> None:
    with pytest.raises(CommandError):
        call_command("export_person", "999")


def named(name: str, institution: str) -> dict[str, Any]:
    out = StringIO()
    call_command("export_person", "--name", name, "--institution", institution, stdout=out)
    content: dict[str, Any] = json.loads(out.getvalue())
    return content


@pytest.mark.parametrize(
    "asked", ["Jane Placeholder", "ＪＡＮＥ　placeholder", "Placeholder, Jane", "  jane   PLACEHOLDER "]
)
def test_a_name_that_others_gave_is_found_in_every_spelling(tmp_path: Path, asked: str) -> None:
    cast = factories.cast()
    case = stories.screened_case(cast, tmp_path)
    assert case.current_run
    given = {"case": case, "run": case.current_run, "origin": "declared.papers", "detail": "見本 一郎 (1)"}
    for number, name in enumerate(["Jane Placeholder", "Ellie Placeholder"]):
        SubjectOrigin.objects.create(subject_ref=f"named:person:{number}", kind="person", name=name, **given)
    SubjectOrigin.objects.create(
        subject_ref="named:organization:1", kind="organization", name="Jane Placeholder", **given
    )
    decision_record.take(case, actor=Actor.of_user(cast.auditor), language="ja")

    content = named(asked, cast.institution.code)

    (row,) = content["screened"]
    assert (row["case"], row["name"], row["from"]) == (case.reference, "Jane Placeholder", "declared.papers")
    assert row["written_otherwise"] is ("," in asked)
    assert "見本 一郎" not in json.dumps(content, ensure_ascii=False)
    assert [(one["verb"], one["actor"]) for one in content["accesses"]] == [
        ("case.record_taken", Actor.of_user(cast.auditor).label)
    ]
    event = AuditEvent.objects.get(verb="person.exported")
    assert (event.after, "Jane" in event.object_label) == ({"cases": [case.reference]}, False)


def test_people_with_a_record_are_told_by_number_alone(tmp_path: Path) -> None:
    cast = factories.cast()
    stories.screened_case(cast, tmp_path, members=(factories.member("田中 太郎"),))
    person = Person.objects.get(name="田中 太郎")
    content = named("TANAKA Taro", cast.institution.code)
    assert (content["people"], content["screened"], content["accesses"]) == ([person.pk], [], [])
    assert named("鈴木 花子", cast.institution.code)["people"] == []


def test_names_that_others_gave_in_another_script_are_the_persons_too(tmp_path: Path) -> None:
    case = stories.screened_case(factories.cast(), tmp_path, members=(factories.member("田中 太郎"),))
    assert case.current_run
    given = {"case": case, "run": case.current_run, "origin": "declared.papers", "kind": "person"}
    SubjectOrigin.objects.create(subject_ref="named:person:1", name="Taro Tanaka", **given)
    own, other = exported(Person.objects.get(name="田中 太郎"))["screened"]
    assert (own["by_name_alone"], other["name"], other["by_name_alone"]) == (False, "Taro Tanaka", True)


@pytest.mark.parametrize(
    "arguments", [(), ("--name", "x"), ("1", "--name", "x"), ("--name", "x", "--institution", "no")]
)
def test_a_question_that_names_nobody_or_no_institution_is_refused(arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        call_command("export_person", *arguments)
