"""The quick look at a name: what was asked, what was found, and never that a name is clear."""

import datetime as dt
from typing import Any

import pytest

from duediligence.models import AuditEvent, Case
from tests import factories
from tests.duediligence.admin.visiting import told, visitor
from tests.factories import Cast

pytestmark = pytest.mark.django_db

PATH = "/proposals/name-check/"


def asked(cast: Cast, **query: Any) -> str:
    return told(visitor(cast.submitter).get(PATH, query))


@pytest.mark.parametrize("field", ["name", "parties-0-name"])
def test_a_listed_name_is_found_with_its_list_and_edition(field: str, case: Case, cast: Cast) -> None:
    text = asked(cast, **{field: "Exemplar Hypersonics"})

    assert "Strong" in text and "Exemplar Hypersonics" in text and "2026-05-01" in text
    assert "<html" not in text


def test_another_name_is_not_called_clear(case: Case, cast: Cast) -> None:
    text = asked(cast, name="架空文学研究所")

    assert "No similar name in:" in text and "The screening of the case looks again." in text
    assert "clear" not in text.casefold()


@pytest.mark.parametrize("name", ["", "架", " \u3000 ", "\x00", "\u202e"], ids=repr)
def test_too_short_a_name_gets_no_answer(name: str, case: Case, cast: Cast) -> None:
    assert "No similar name" not in asked(cast, name=name)


def test_a_name_of_ten_thousand_characters_is_read_in_part(case: Case, cast: Cast) -> None:
    assert "No similar name in:" in asked(cast, name="長い名前 " * 2000, country="X" * 99)


def test_without_a_list_nothing_is_said_to_be_checked(case: Case, cast: Cast, time_machine: Any) -> None:
    time_machine.move_to(factories.NOW - dt.timedelta(days=60))  # before the list was issued

    text = asked(cast, name="Exemplar Hypersonics")

    assert "nothing was checked" in text
    assert "No similar name" not in text


def test_looking_leaves_no_trace_in_the_log(case: Case, cast: Cast) -> None:
    before = AuditEvent.objects.count()

    asked(cast, name="Exemplar Hypersonics")

    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize("who", ["decision_maker", "auditor"])
def test_those_who_record_nothing_look_nothing_up(who: str, case: Case, cast: Cast) -> None:
    assert visitor(getattr(cast, who)).get(PATH, {"name": "Exemplar"}).status_code == 403


def test_nothing_is_sent_to_it(cast: Cast) -> None:
    assert visitor(cast.submitter).post(PATH, {"name": "x"}).status_code == 405
