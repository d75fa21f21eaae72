import json
from pathlib import Path

from screening.importers.base import NameType as T
from screening.importers.base import ParsedEntry, ParsedName, ParsedRemoval
from screening.importers.files import SourceFile, SourceFiles
from screening.importers.opensanctions import OpenSanctionsCsv, OpenSanctionsDelta, OpenSanctionsEntities
from screening.names.kinds import NameKind
from tests.data import DATA, needs_data
from tests.screening.importers.making import names, parsed, places, write

FOLDER = DATA / "lists" / "opensanctions_formats"
PERSON = {
    "id": "NK-1",
    "caption": "Alpha Bravo",
    "schema": "Person",
    "target": True,
    "properties": {
        "name": ["Alpha Bravo", "Алфа Браво"],
        "alias": ["Alfa"],
        "weakAlias": ["Tall"],
        "previousName": ["Old"],
        "birthDate": ["1970-02"],
        "country": ["ru"],
        "nationality": ["ru"],
        "passportNumber": ["P1"],
        "topics": ["sanction"],
    },
    "datasets": ["us_ofac_sdn"],
    "referents": ["ofac-1"],
}
COMPANY = {"id": "NK-2", "caption": "Example Co", "schema": "Company", "properties": {"jurisdiction": ["cn"]}}
CSV = (
    '"id","schema","name","aliases","birth_date","countries","addresses","identifiers","sanctions","phones","emails",'
    '"program_ids","dataset","first_seen","last_seen","last_change"\n'
)


def lines(folder: Path, *items: object, name: str = "entities.ftm.json") -> Path:
    return write(folder, name, "\n".join(json.dumps(item, ensure_ascii=False) for item in items))


def test_a_person_whose_countries_mix_nationality_has_no_country(tmp_path: Path) -> None:
    entries, errors = parsed(OpenSanctionsEntities(), lines(tmp_path, PERSON, COMPANY, 5))
    assert places(errors) == [(3, "", "row_not_an_object")]
    assert entries[0] == ParsedEntry(
        uid="NK-1",
        uid_is_stable=True,
        kind=NameKind.PERSON,
        names=(
            ParsedName("Alpha Bravo", T.PRIMARY),
            ParsedName("Алфа Браво", T.NATIVE),
            ParsedName("Alfa"),
            ParsedName("Old", T.FORMER),
            ParsedName("Tall", T.LOW_QUALITY, is_weak=True),
        ),
        row=1,
        birth_dates=("1970-02",),
        identifiers=(("passport", "P1"),),
        attributes={
            "countries_as_printed": "ru",
            "entity_type": "Person",
            "topics": "sanction",
            "nationality_as_printed": "ru",
            "datasets": "us_ofac_sdn",
            "referents": "ofac-1",
        },
    )
    assert (entries[1].kind, entries[1].countries) == (NameKind.ORGANIZATION, ("CN",))


def test_what_cannot_be_screened_is_passed_over(tmp_path: Path) -> None:
    address = {"id": "a", "schema": "Address", "caption": "1 Road"}
    relative = PERSON | {"id": "b", "target": False}
    entries, errors = parsed(OpenSanctionsEntities(), lines(tmp_path, address, relative, PERSON))
    assert ([entry.uid for entry in entries], errors) == (["NK-1"], [])


def test_an_entity_without_id_is_an_error(tmp_path: Path) -> None:
    entries, errors = parsed(OpenSanctionsEntities(), lines(tmp_path, PERSON | {"id": ""}))
    assert (entries, places(errors)) == ([], [(1, "uid", "uid_missing")])


def test_a_delta_adds_changes_and_removes(tmp_path: Path) -> None:
    path = lines(
        tmp_path,
        {"op": "ADD", "entity": PERSON},
        {"op": "MOD", "entity": COMPANY},
        {"op": "DEL", "entity": {"id": "NK-3"}},
        {"op": "DEL"},
    )
    files = SourceFiles.at(path)
    assert OpenSanctionsDelta().recognises(files.primary)
    assert not OpenSanctionsEntities().recognises(files.primary)
    assert OpenSanctionsDelta().facts(files).is_delta
    added, changed, removed, error = OpenSanctionsDelta().parse(files)
    assert isinstance(added, ParsedEntry)
    assert isinstance(changed, ParsedEntry)
    assert (added.uid, changed.uid) == ("NK-1", "NK-2")
    assert removed == ParsedRemoval("NK-3", 3)
    assert str(error) == "entities.ftm.json, row 4: The record is not a JSON object."


def test_the_simple_table(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "targets.simple.csv",
        CSV + '"NK-1","Person","Alpha Bravo","Alfa;Алфа","1970-02","ru;us","1 Road","P1;77","Act X",'
        '"","","","D","","",""\n'
        '"NK-2","Vessel","Sea Star","","","ir","","","","","","","D","","",""\n'
        '"","Company","No Id","","","","","","","","","","","","",""\n"x"\n',
    )
    assert OpenSanctionsCsv().recognises(SourceFile.at(path))
    entries, errors = parsed(OpenSanctionsCsv(), path)
    assert entries[0] == ParsedEntry(
        uid="NK-1",
        uid_is_stable=True,
        kind=NameKind.PERSON,
        names=(ParsedName("Alpha Bravo", T.PRIMARY), ParsedName("Alfa"), ParsedName("Алфа", T.NATIVE)),
        row=2,
        birth_dates=("1970-02",),
        identifiers=(("identifier", "P1"), ("identifier", "77")),
        attributes={
            "countries_as_printed": ("ru", "us"),
            "entity_type": "Person",
            "addresses": "1 Road",
            "programme": "Act X",
            "datasets": "D",
        },
    )
    assert (entries[1].kind, entries[1].countries) == (NameKind.UNKNOWN, ("IR",))
    assert places(errors) == [(4, "uid", "uid_missing"), (5, "", "row_length")]


@needs_data
def test_the_published_samples() -> None:
    entities = FOLDER / "sample_entities.ftm.json"
    delta = FOLDER / "entities.delta.json"
    assert OpenSanctionsEntities().recognises(SourceFile.at(entities))
    assert OpenSanctionsDelta().recognises(SourceFile.at(delta))
    entries, errors = parsed(OpenSanctionsEntities(), entities)
    assert (len(entries), errors) == (14, [])
    assert names(entries[0])[0] == ("Maria Aleksandrovna Osetrova", "primary", False)
    assert [len(part) for part in parsed(OpenSanctionsDelta(), delta)] == [2, 0]


def test_what_is_changed_into_no_target_leaves_the_list(tmp_path: Path) -> None:
    path = lines(
        tmp_path,
        {"entity": PERSON | {"target": False}, "op": "MOD"},
        {"entity": COMPANY | {"schema": "Address"}, "op": "MOD"},
    )
    assert OpenSanctionsDelta().recognises(SourceFile.at(path))
    assert list(OpenSanctionsDelta().parse(SourceFiles.at(path))) == [
        ParsedRemoval("NK-1", 1),
        ParsedRemoval("NK-2", 2),
    ]


def test_a_change_must_say_what_it_does_and_to_whom(tmp_path: Path) -> None:
    path = lines(tmp_path, {"op": "FOO", "entity": PERSON}, {"op": "DEL", "entity": {}}, {"op": "MOD"})
    entries, errors = parsed(OpenSanctionsDelta(), path)
    assert entries == []
    assert places(errors) == [(1, "op", "unknown_operation"), (2, "uid", "uid_missing"), (3, "", "row_not_an_object")]
