"""A file that was cut or changed on its way is read or refused; it never breaks the importer."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screening.importers.base import Parsed, ParsedEntry
from screening.importers.faults import ImportRefused, RowError
from screening.importers.files import SourceFiles
from screening.importers.importer import Importer
from screening.importers.registry import SOURCE_BY_CODE
from tests.screening.importers.making import write
from tests.screening.importers.test_canada_nro import PAGE
from tests.screening.importers.test_eu_files import ENTITY
from tests.screening.importers.test_ofac_csv import ADD, ALT, SDN
from tests.screening.importers.test_own_table import HEADER
from tests.screening.importers.test_uk_files import XML

SAMPLES = {
    "own_watch_list": ("watch.csv", HEADER + "\n1,団体,哈爾浜工業大学,HIT;哈工大,,,中国,,ror:1,,,\n"),
    "us_ofac_sdn": ("sdn.csv", SDN),
    "uk_sanctions": ("uk.xml", XML),
    "eu_fsf": ("eu.xml", f'<export xmlns="http://eu.europa.ec/fpi/fsd/export">{ENTITY}</export>'),
    "ca_nro": ("nro.html", PAGE),
    "ror": (
        "ror.json",
        '[{"id": "https://ror.org/1", "names": [{"types": ["ror_display"], "value": "例"}]}]',
    ),
}


@pytest.mark.parametrize("code", SAMPLES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_file_gives_entries_row_errors_or_one_refusal(tmp_path: Path, code: str, data: st.DataObject) -> None:
    name, text = SAMPLES[code]
    content = bytearray(text.encode())
    del content[data.draw(st.integers(1, len(content))) :]
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=3)):
        content[at] = data.draw(st.integers(0, 255))
    write(tmp_path, "alt.csv", ALT)
    write(tmp_path, "add.csv", ADD)
    files = SourceFiles.at(write(tmp_path, name, bytes(content)))
    items: list[Parsed] = []
    with suppress(ImportRefused):
        importer = SOURCE_BY_CODE[code].importer_for(files)
        importer.facts(files)
        items.extend(importer.parse(files))
    assert all(isinstance(item, ParsedEntry | RowError) for item in items)
    assert all(str(item) for item in items)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_published_csv_that_was_cut_within_a_line_never_passes_unseen(tmp_path: Path, end: str) -> None:
    write(tmp_path, "alt.csv", ALT)
    write(tmp_path, "add.csv", ADD)
    importer, lines = (
        SOURCE_BY_CODE["us_ofac_sdn"].formats[1],
        [line for line in SDN.split("\n") if line.strip("\x1a")],
    )
    whole, last = (end.join(lines) + end).encode(), len(lines)
    begins = len((end.join(lines[:-1]) + end).encode())
    for stop in range(begins + 1, len(whole) - len(end) + 1):
        files = SourceFiles.at(write(tmp_path, "sdn.csv", whole[:stop]))
        assert _found(importer, files) <= {(last, "cut_off"), (last, "broken_csv"), (last, "end_missing")}


def _found(importer: Importer, files: SourceFiles) -> set[tuple[int | None, str]]:
    """Where and why a file is refused, or which of its rows are bad."""
    try:
        return {(item.row, item.code) for item in importer.parse(files) if isinstance(item, RowError)} or {(0, "whole")}
    except ImportRefused as refused:
        return {(refused.row, refused.code)}


def test_a_table_that_people_make_may_end_without_a_line_end_but_not_in_a_row(tmp_path: Path) -> None:
    importer = SOURCE_BY_CODE["own_watch_list"].formats[0]
    (entry,) = importer.parse(SourceFiles.at(write(tmp_path, "a.csv", "uid,kind,name,country\n1,団体,例示大学,JP")))
    assert isinstance(entry, ParsedEntry)
    with pytest.raises(ImportRefused) as refused:
        list(importer.parse(SourceFiles.at(write(tmp_path, "a.csv", "uid,kind,name,country\n1,団体,例示"))))
    assert (refused.value.row, refused.value.code) == (2, "cut_off")
