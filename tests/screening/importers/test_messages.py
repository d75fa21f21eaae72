import re

import pytest

from screening.importers.faults import ImportRefused, RowError, RowNote
from screening.importers.messages import MESSAGES


def test_a_row_error_names_file_row_and_field() -> None:
    error = RowError("list.csv", 12, "name", "name_too_long", {"length": 10_000, "limit": 1000})
    assert str(error) == "list.csv, row 12, name: The name has 10000 characters; the limit is 1000."
    assert error.message == MESSAGES["name_too_long"]


def test_a_fault_of_a_whole_row_names_no_field() -> None:
    assert str(RowNote("list.csv", 3, "", "unknown_country", {"value": "X"})).startswith("list.csv, row 3: ")


def test_a_refusal_names_its_file_and_what_it_knows() -> None:
    assert str(ImportRefused("a.csv", "no_entries")) == "a.csv: The file holds no entry of this list."
    refused = ImportRefused("a.csv", "broken_json", row=4, field="name", reason="x")
    assert str(refused) == "a.csv, row 4, name: The JSON is damaged or incomplete; get the file again (x)."
    assert refused.message == MESSAGES["broken_json"]


@pytest.mark.parametrize("code", MESSAGES)
def test_every_message_is_a_sentence_with_named_places(code: str) -> None:
    assert MESSAGES[code].endswith(".")
    assert "%" not in re.sub(r"%\(\w+\)s", "", MESSAGES[code])
