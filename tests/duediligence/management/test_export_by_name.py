"""Somebody without a record of their own is asked for by name."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import gettext

from duediligence.models import AuditEvent, Case, Person, SubjectOrigin
from screening.names.kinds import NameKind
from tests import stories
from tests.factories import Cast

pytestmark = pytest.mark.django_db
NAME = "Co Author"
EITHER = "Give either the number of a person or --name with --institution."


@pytest.fixture
def case(cast: Cast, tmp_path: Path) -> Case:
    made = stories.screened_case(cast, tmp_path)
    SubjectOrigin.objects.create(
        case=made, run=made.current_run, subject_ref="name:co", name=NAME, kind=NameKind.PERSON, origin="coauthor"
    )
    return made


def asked(*arguments: str) -> dict[str, Any]:
    out = io.StringIO()
    call_command("export_person", *arguments, stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def test_a_co_author_is_found_by_name_in_one_institution_and_the_export_is_audited(case: Case, cast: Cast) -> None:
    found = asked("--name", NAME.upper(), "--institution", cast.institution.code)
    other = asked("--name", NAME, "--institution", cast.stranger.institution.code)

    assert [(one["case"], one["name"], one["from"], one["by_name_alone"]) for one in found["screened"]] == [
        (case.reference, NAME, "coauthor", True)
    ]
    assert other["screened"] == []
    event = AuditEvent.objects.filter(verb="person.exported", institution=cast.institution).get()
    assert event.after == {"cases": [case.reference]}


def test_of_people_with_a_record_only_the_number_is_told(case: Case, cast: Cast) -> None:
    person = Person.objects.filter(institution=cast.institution).order_by("pk")[0]
    found = asked("--name", person.name, "--institution", cast.institution.code)

    assert (found["people"], found["screened"]) == ([person.pk], [])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], EITHER),
        (["1", "--name", NAME], EITHER),
        (["--name", NAME], "There is no institution “%(code)s”."),
        (["--name", NAME, "--institution", "nowhere"], "There is no institution “%(code)s”."),
    ],
)
def test_who_is_asked_for_has_to_be_clear(arguments: list[str], words: str, case: Case) -> None:
    with pytest.raises(CommandError) as refused:
        asked(*arguments)

    code = arguments[-1] if "--institution" in arguments else ""
    assert str(refused.value) == gettext(words) % {"code": code}
    assert not AuditEvent.objects.filter(verb="person.exported").exists()
