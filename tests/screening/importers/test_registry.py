from pathlib import Path

import pytest

from screening.enums import ListEffect
from screening.importers.base import ImportOptions
from screening.importers.faults import ImportRefused
from screening.importers.files import SourceFiles
from screening.importers.own_table import OwnTable
from screening.importers.registry import SOURCE_BY_CODE, SOURCES, ListSource
from tests.data import DATA, needs_data
from tests.screening.importers.making import parsed, workbook, write

CODES = (
    "jp_meti_eul jp_mof_asset_freeze un_sc us_ofac_sdn us_ofac_cons us_csl us_bis_dpl us_bis_mieu us_1286 eu_fsf "
    "uk_sanctions ca_nro au_aspi_cdut opensanctions ror own_watch_list"
)
EXTRACTS = Path(__file__).resolve().parents[3] / "fixtures" / "lists"


def test_every_list_of_the_office_is_there_once() -> None:
    assert " ".join(source.code for source in SOURCES) == CODES


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.code)
def test_every_text_is_there_in_both_languages(source: ListSource) -> None:
    for texts in (source.name, source.issuer, source.licence_note, source.legal_note):
        assert set(texts) == {"ja", "en"}
        assert all(texts.values())


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.code)
def test_the_figures_make_sense(source: ListSource) -> None:
    assert 0 < source.expected_days <= source.allowed_age_days
    assert 0 < source.shrink_limit < 1
    assert source.official_page.startswith("https://") or source.code == "own_watch_list"
    assert source.address.startswith("https://") or source.address == ""
    assert source.formats


def test_a_registry_is_no_watch_list() -> None:
    assert [source.code for source in SOURCES if not source.is_watch_list] == ["ror"]
    assert SOURCE_BY_CODE["ror"].effect is ListEffect.REGISTRY


def test_formats_without_a_real_file_say_so() -> None:
    unseen = {source.code for source in SOURCES if not source.seen_real_file}
    assert unseen == {"us_ofac_sdn", "us_ofac_cons", "us_csl", "eu_fsf", "uk_sanctions", "opensanctions"}


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("list.csv", "some,other,table\n1,2,3\n", "wrong_format"),
        ("page.html", "<!DOCTYPE html><html>", "web_page"),
        ("list.pdf", "%PDF-1.7\n", "pdf"),
        ("empty.csv", "", "empty_file"),
    ],
)
def test_a_file_of_no_known_format_is_refused_by_what_it_is(tmp_path: Path, name: str, content: str, code: str) -> None:
    files = SourceFiles.at(write(tmp_path, name, content))
    for source in SOURCES:
        with pytest.raises(ImportRefused) as refused:
            source.importer_for(files)
        assert (refused.value.file, refused.value.code) == (name, code)
        assert code == "empty_file" or source.formats[0].format_name in str(refused.value)


def test_a_workbook_of_another_list_is_refused(tmp_path: Path) -> None:
    files = SourceFiles.at(workbook(tmp_path, "list.xlsx", s=[["a", "b"], [1, 2]]))
    for source in SOURCES:
        with pytest.raises(ImportRefused) as refused:
            source.importer_for(files)
        assert refused.value.code == "wrong_format"


def test_a_mapping_makes_an_office_table_known(tmp_path: Path) -> None:
    files = SourceFiles.at(write(tmp_path, "list.csv", "Body\nExample\n"))
    options = ImportOptions(columns={"name": "Body"})
    assert isinstance(SOURCE_BY_CODE["own_watch_list"].importer_for(files, options), OwnTable)


PUBLISHED = {
    "jp_meti_eul": "jp_meti_eul/20250929_4.xlsx",
    "jp_mof_asset_freeze": "jp_mof_asset_freeze/shisantouketsu20260305.xlsx",
    "un_sc": "un_sc/consolidated_2026-02-27.xml",
    "us_ofac_sdn": "us_ofac_sdn/edition_2022-01_sdn.csv",
    "us_csl": "us_csl/csl.csv",
    "us_bis_dpl": "us_bis_dpl/dpl.txt",
    "us_bis_mieu": "us_bis_mieu/mieu.csv",
    "us_1286": "us_1286/section_1286_fy22-24.csv",
    "eu_fsf": "eu_fsf/eu_fsf_entities.jsonl.gz",
    "uk_sanctions": "uk_sanctions/uk_sanctions_list_entities.jsonl.gz",
    "ca_nro": "ca_nro/2024-09-09-canada-named-research-organizations.html",
    "au_aspi_cdut": "au_aspi_cdut/china-defence-universities.json",
    "opensanctions": "opensanctions_formats/sample_entities.ftm.json",
    "ror": "ror/ror_v2_records_v1.45-v2.9.jsonl.gz",
}


@needs_data
@pytest.mark.parametrize("code", PUBLISHED)
def test_a_published_file_is_known_to_its_own_list_and_to_no_other(code: str) -> None:
    files = SourceFiles.at(DATA / "lists" / PUBLISHED[code])
    formats = {importer for source in SOURCES for importer in source.formats}
    (known,) = [importer for importer in formats if importer.recognises(files.primary)]
    lists = ["us_ofac_sdn", "us_ofac_cons"] if code == "us_ofac_sdn" else [code]
    assert [source.code for source in SOURCES if known in source.formats] == lists


@pytest.mark.parametrize("code", ["jp_meti_eul", "us_1286", "ca_nro", "un_sc"])
def test_the_starter_extracts_are_read_without_any_fault(code: str) -> None:
    path = EXTRACTS / f"{code}.csv"
    importer = SOURCE_BY_CODE[code].importer_for(SourceFiles.at(path))
    entries, errors = parsed(importer, path)
    assert errors == []
    assert [note for entry in entries for note in entry.notes] == []
    assert 20 <= len(entries) <= 25


@needs_data
@pytest.mark.parametrize("code", ["jp_meti_eul", "ca_nro", "un_sc"])
def test_an_extract_prints_what_the_published_list_prints(code: str) -> None:
    extract, _ = parsed(OwnTable(), EXTRACTS / f"{code}.csv")
    files = SourceFiles.at(DATA / "lists" / PUBLISHED[code])
    whole, _ = parsed(SOURCE_BY_CODE[code].importer_for(files), files.primary.path)
    by_uid = {entry.uid: entry for entry in whole}
    for entry in extract:
        published = by_uid[entry.uid]
        assert {name.text for name in entry.names} == {name.text for name in published.names}
        assert (entry.kind, entry.countries) == (published.kind, published.countries)
