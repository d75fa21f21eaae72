"""A file that was cut or changed on its way is read or refused; it never breaks the importer."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screening.importers.base import Parsed, ParsedEntry
from screening.importers.faults import ImportRefused, RowError
from screening.importers.files import SourceFiles
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
