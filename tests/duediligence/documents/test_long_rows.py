"""Long rows of a document: nothing is lost, each piece says whose it is, and the page has room for it."""

import pytest

from duediligence.documents.long_rows import flowing
from duediligence.documents.typesetting import Document, Section, Table, Words


def flowed(*rows: list[str], language: str = "ja") -> Table:
    table = Table(["Who", "What"], rows, [4, 5])
    document = flowing(Document("Form", "", "U-1", "", language, [Section("1.", [Words("x"), table])]))
    assert document.sections[0].parts[0] == Words("x")
    found = document.sections[0].parts[1]
    assert isinstance(found, Table)
    return found


@pytest.mark.parametrize("long", ["文章である。" * 1_500, "W" * 9_000, "one two " * 1_100])
def test_a_long_cell_is_several_rows_with_the_tag_on_each(long: str) -> None:
    table = flowed(["【A】", long], ["【B】", "short"])
    *pieces, last = table.rows
    assert "".join(row[1] for row in pieces) == long
    assert [row[0] for row in pieces] == ["【A】", *["【A】 (続き)"] * (len(pieces) - 1)]
    assert max(len(row[1]) for row in pieces) <= 800 and len(pieces) < 20
    assert last == ["【B】", "short"]
    assert table.widths == [4, 16]


def test_a_sentence_is_not_cut_within() -> None:
    assert all(row[1].endswith("。") for row in flowed(["【A】", "文章である。" * 500]).rows)


def test_a_long_first_cell_is_cut_itself_and_the_language_is_that_of_the_document() -> None:
    assert "".join(row[0] for row in flowed(["W" * 2_000, "x"]).rows) == "W" * 2_000
    assert flowed(["A", "W" * 2_000], language="en").rows[1][0] == "A (continued)"


def test_short_rows_stand_as_they_were() -> None:
    table = flowed(["【A】", "a" * 300])
    assert table == Table(["Who", "What"], ([*table.rows[0]],), [4, 5])
