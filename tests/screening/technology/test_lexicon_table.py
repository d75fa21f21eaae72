import io
import zipfile

import pytest

from screening.technology.faults import TechnologyFault
from screening.technology.lexicon import Concept, Lexicon, parse_lexicon
from screening.technology.lexicon_table import (
    COLUMNS,
    lexicon_from_csv,
    lexicon_from_rows,
    lexicon_from_xlsx,
    lexicon_to_csv,
    lexicon_to_rows,
    lexicon_to_xlsx,
)
from tests.screening.technology.small import QUANTUM, lexicon_data, small_lexicon

GOOD = ["c", "概念", "Concept", "L:L-1=1", "quantum", "en", "3", "include", "no"]


def test_one_row_per_term() -> None:
    assert list(lexicon_to_rows(small_lexicon(QUANTUM)))[:2] == [
        list(COLUMNS),
        ["quantum", "量子", "Quantum", "L:L-1-01=1 L:L-2=0.5", "量子鍵配送", "ja", "3", "include", "no"],
    ]


def test_csv_and_xlsx_bring_the_same_lexicon_back() -> None:
    lexicon = small_lexicon()

    assert lexicon_from_csv(lexicon_to_csv(lexicon), "t1") == lexicon
    assert lexicon_from_csv("\ufeff" + lexicon_to_csv(lexicon), "t1") == lexicon
    assert lexicon_from_xlsx(lexicon_to_xlsx(lexicon), "t1") == lexicon


def test_a_concept_without_terms_survives() -> None:
    lexicon = parse_lexicon(lexicon_data({"code": "c", "ja": "概念", "en": "Concept"}))

    assert lexicon_from_csv(lexicon_to_csv(lexicon), "t1") == Lexicon("t1", (Concept("c", "概念", "Concept", {}),), ())


def test_empty_rows_and_spreadsheet_numbers_are_read() -> None:
    rows = [list(COLUMNS), GOOD, ["", " "]]

    assert [term.text for term in lexicon_from_rows(rows, "t1").terms] == ["quantum"]


def changed(column: str, value: str) -> list[str]:
    return [value if name == column else cell for name, cell in zip(COLUMNS, GOOD, strict=True)]


@pytest.mark.parametrize(
    ("row", "path", "code"),
    [
        (changed("concept", ""), "row 2, concept", "text_empty"),
        (changed("concept_en", ""), "row 2, concept_en", "text_empty"),
        (changed("areas", "L-1=1"), "row 2, areas", "area_unreadable"),
        (changed("areas", "L:L-1"), "row 2, areas", "area_unreadable"),
        (changed("areas", "L:L-1=2"), "row 2, areas", "area_unreadable"),
        (changed("areas", "L:L-1=٣"), "row 2, areas", "area_unreadable"),
        (changed("language", "fr"), "row 2, language", "unknown_choice"),
        (changed("weight", "5"), "row 2, weight", "unknown_choice"),
        (changed("kind", "maybe"), "row 2, kind", "unknown_choice"),
        (changed("case_sensitive", "1"), "row 2, case_sensitive", "unknown_choice"),
        (["c"], "row 2, concept_ja", "text_empty"),
    ],
)
def test_refuses_a_cell_and_names_it(row: list[str], path: str, code: str) -> None:
    with pytest.raises(TechnologyFault) as caught:
        lexicon_from_rows([list(COLUMNS), row], "t1")

    assert (caught.value.path, caught.value.code) == (path, code)


@pytest.mark.parametrize(
    ("second", "path", "code"),
    [
        (GOOD, "row 3, text", "term_twice"),
        (changed("concept_en", "Other"), "row 3, concept", "concept_differs"),
    ],
)
def test_refuses_a_row_that_contradicts_an_earlier_one(second: list[str], path: str, code: str) -> None:
    with pytest.raises(TechnologyFault) as caught:
        lexicon_from_rows([list(COLUMNS), GOOD, second], "t1")

    assert (caught.value.path, caught.value.code) == (path, code)


@pytest.mark.parametrize("text", ["", "concept,text\n"])
def test_refuses_another_heading(text: str) -> None:
    with pytest.raises(TechnologyFault) as caught:
        lexicon_from_csv(text, "t1")

    assert caught.value.code == "wrong_heading"


def test_refuses_a_file_that_is_no_workbook() -> None:
    with pytest.raises(TechnologyFault) as caught:
        lexicon_from_xlsx(b"not a zip", "t1")

    assert caught.value.code == "not_a_workbook"


@pytest.mark.parametrize(("size", "code"), [(50_000_001, "too_large"), (10, "not_a_workbook")])
def test_a_workbook_that_unpacks_too_far_or_is_none_is_refused(size: int, code: str) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/workbook.xml", b" " * size)
    with pytest.raises(TechnologyFault) as fault:
        lexicon_from_xlsx(archive.getvalue(), "t1")
    assert fault.value.code == code


def test_half_a_workbook_is_refused() -> None:
    with pytest.raises(TechnologyFault, match="not an XLSX workbook"):
        lexicon_from_xlsx(lexicon_to_xlsx(small_lexicon())[:200], "t1")
