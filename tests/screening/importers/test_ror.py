import json
from pathlib import Path

from screening.importers.base import NameType as T
from screening.importers.base import ParsedEntry, ParsedName
from screening.importers.files import SourceFile
from screening.importers.ror import RorJson
from screening.names.kinds import NameKind
from tests.data import DATA, needs_data
from tests.screening.importers.making import parsed, places, write

RECORD = {
    "id": "https://ror.org/000000001",
    "names": [
        {"lang": None, "types": ["acronym"], "value": "EXU"},
        {"lang": "en", "types": ["ror_display", "label"], "value": "Example University"},
        {"lang": "ja", "types": ["label"], "value": "例示大学"},
        {"lang": "en", "types": ["alias"], "value": "University of Example"},
    ],
    "locations": [{"geonames_details": {"country_code": "JP", "name": "Tokyo"}}, {"geonames_id": 1}],
    "external_ids": [
        {"type": "grid", "preferred": "grid.1", "all": ["grid.1"]},
        {"type": "isni", "preferred": None, "all": ["0000 1"]},
    ],
    "relationships": [
        {"type": "parent", "id": "https://ror.org/000000002", "label": "Parent"},
        {"type": "related", "id": "https://ror.org/000000003", "label": "Other"},
    ],
    "links": [{"type": "website", "value": "https://example.ac.jp"}],
    "domains": ["example.ac.jp"],
    "established": 1950,
    "status": "active",
    "types": ["education"],
}
EXPECTED = ParsedEntry(
    uid="https://ror.org/000000001",
    uid_is_stable=True,
    kind=NameKind.ORGANIZATION,
    names=(
        ParsedName("Example University", T.PRIMARY, language="en"),
        ParsedName("例示大学", T.NATIVE, language="ja"),
        ParsedName("University of Example", language="en"),
        ParsedName("EXU", T.ACRONYM, is_weak=True),
    ),
    row=1,
    countries=("JP",),
    identifiers=(("ror", "https://ror.org/000000001"), ("grid", "grid.1"), ("isni", "0000 1")),
    attributes={
        "cities": "Tokyo",
        "parents": "https://ror.org/000000002",
        "status": "active",
        "institution_types": "education",
        "domains": "example.ac.jp",
        "established": "1950",
        "links": "https://example.ac.jp",
    },
)


def test_json_lines(tmp_path: Path) -> None:
    path = write(tmp_path, "ror.jsonl", json.dumps(RECORD) + "\n[]\n" + json.dumps(RECORD | {"id": ""}))
    entries, errors = parsed(RorJson(), path)
    assert entries == [EXPECTED]
    assert places(errors) == [(2, "", "row_not_an_object"), (3, "uid", "uid_missing")]


def test_the_dump_is_an_array(tmp_path: Path) -> None:
    path = write(tmp_path, "ror.json", json.dumps([RECORD], indent=2))
    assert RorJson().recognises(SourceFile.at(path))
    assert parsed(RorJson(), path) == ([EXPECTED], [])


@needs_data
def test_the_published_records() -> None:
    path = DATA / "lists" / "ror" / "ror_v2_records_v1.45-v2.9.jsonl.gz"
    assert RorJson().recognises(SourceFile.at(path))
    entries, errors = parsed(RorJson(), path)
    countries = [entry.countries[0] for entry in entries]
    assert (len(entries), errors) == (35990, [])
    assert [countries.count(code) for code in ("JP", "US", "FR", "CN")] == [4676, 4145, 3977, 1171]
