import json
from pathlib import Path

from screening.importers.aspi import AspiJson
from screening.importers.files import SourceFile
from tests.data import DATA, needs_data
from tests.screening.importers.making import names, parsed, places, write

INSTITUTION = {
    "uuid": "u-1",
    "value": "Example Institute (例示学院)",
    "description": "About it.",
    "meta": {
        "aliases": ["例示学院", "例示", "EXI"],
        "subsidiaries": ["Example Laboratory (例示实验室)"],
        "categories": ["Military"],
        "topics": ["Optics", "Steel"],
        "address": "Beijing",
    },
}


def tracker(folder: Path, *values: object) -> Path:
    cluster = {"category": "academic-institution", "values": list(values)}
    return write(folder, "cluster.json", json.dumps(cluster, ensure_ascii=False))


def test_an_institution_and_its_subsidiary(tmp_path: Path) -> None:
    (entry,), errors = parsed(AspiJson(), tracker(tmp_path, INSTITUTION))
    assert errors == []
    assert names(entry) == [
        ("Example Institute", "primary", False),
        ("例示学院", "native", False),
        ("例示", "native", False),
        ("EXI", "aka", False),
        ("Example Laboratory", "affiliate", False),
        ("例示实验室", "affiliate", False),
    ]
    assert entry.attributes == {
        "categories": "Military",
        "topics": ("Optics", "Steel"),
        "addresses": "Beijing",
        "remarks": "About it.",
    }


def test_what_is_no_institution_is_an_error(tmp_path: Path) -> None:
    entries, errors = parsed(AspiJson(), tracker(tmp_path, INSTITUTION, "text", {"value": "No id"}))
    assert len(entries) == 1
    assert places(errors) == [(2, "", "row_not_an_object"), (3, "uid", "uid_missing")]


def test_other_json_is_not_recognised(tmp_path: Path) -> None:
    assert not AspiJson().recognises(SourceFile.at(write(tmp_path, "a.json", '{"values": []}')))


@needs_data
def test_the_cluster_of_2020() -> None:
    path = DATA / "lists" / "au_aspi_cdut" / "china-defence-universities.json"
    entries, errors = parsed(AspiJson(), path)
    assert AspiJson().recognises(SourceFile.at(path))
    assert (len(entries), errors) == (159, [])
    assert all(len(entry.names) > 1 for entry in entries)
