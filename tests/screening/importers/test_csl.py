import csv
import json
from pathlib import Path

from screening.importers.base import NameType as T
from screening.importers.base import ParsedEntry, ParsedName
from screening.importers.csl import CslCsv, CslJson
from screening.importers.files import SourceFile
from screening.names.kinds import NameKind
from tests.data import DATA, needs_data
from tests.screening.importers.making import parsed, places, write

HEADER = (
    "source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,end_date,"
    "alt_names,citizenships,dates_of_birth,nationalities,places_of_birth,ids,remarks"
)
SDN = "Specially Designated Nationals (SDN) - Treasury Department"
ENTITY_LIST = "Entity List (EL) - Bureau of Industry and Security"
PERSON = (
    f'{SDN},37,Individual,SDGT; NPWMD,"ALPHA, Bravo",Colonel,"1 Road, Havana, CU; XX Zone",,,,'
    '"ALFA; BRAVO",IQ,1948-12-10,IQ,Baghdad,"IQ, H1, Passport; 77, Tax ID No.; http://x.example, Website",'
)
BODY = (
    f'{ENTITY_LIST},,,,"Example Institute, and any successor, sub-unit, or subsidiary thereof",,'
    "CN,66 FR 1,2001-05-14,,"
    '"EXI; and Ex Inst.",,,,,,'
)


def csl(folder: Path, *rows: str) -> Path:
    return write(folder, "csl.csv", "\n".join([HEADER, *rows]) + "\n")


def test_a_person_of_the_treasury(tmp_path: Path) -> None:
    (entry,), errors = parsed(CslCsv(), csl(tmp_path, PERSON))
    assert errors == []
    assert entry == ParsedEntry(
        uid="SDN-37",
        uid_is_stable=True,
        kind=NameKind.PERSON,
        names=(ParsedName("ALPHA, Bravo", T.PRIMARY), ParsedName("ALFA"), ParsedName("BRAVO")),
        row=2,
        countries=("CU",),
        birth_dates=("1948-12-10",),
        identifiers=(("passport", "H1"), ("tax_id_no", "77")),
        attributes={
            "addresses": ("1 Road, Havana, CU", "XX Zone"),
            "source_list": SDN,
            "entity_type": "individual",
            "programme": ("SDGT", "NPWMD"),
            "birth_places": "Baghdad",
            "nationality_as_printed": "IQ",
            "title": "Colonel",
        },
    )


def test_a_body_without_a_number_gets_a_derived_uid_of_its_list(tmp_path: Path) -> None:
    entries, errors = parsed(CslCsv(), csl(tmp_path, BODY, BODY))
    assert errors == []
    assert [name.text for name in entries[0].names] == ["Example Institute", "EXI", "Ex Inst"]
    assert entries[0].uid.startswith("EL-")
    assert [entry.uid for entry in entries] == [entries[0].uid, f"{entries[0].uid}-2"]
    assert (entries[0].uid_is_stable, entries[0].kind, entries[0].countries) == (
        False,
        NameKind.UNKNOWN,
        ("CN",),
    )


def test_a_short_row_is_an_error(tmp_path: Path) -> None:
    _, errors = parsed(CslCsv(), csl(tmp_path, PERSON, "x,y"))
    assert places(errors) == [(3, "", "row_length")]


def test_the_json_says_the_same_as_the_csv(tmp_path: Path) -> None:
    result = {
        "source": SDN,
        "entity_number": 37,
        "type": "Individual",
        "programs": ["SDGT", "NPWMD"],
        "name": "ALPHA, Bravo",
        "title": "Colonel",
        "addresses": [
            {"address": "1 Road", "city": "Havana", "state": None, "country": "CU"},
            {"address": "XX Zone"},
        ],
        "alt_names": ["ALFA", "BRAVO"],
        "citizenships": ["IQ"],
        "dates_of_birth": ["1948-12-10"],
        "places_of_birth": ["Baghdad"],
        "ids": [
            {"type": "Passport", "number": "H1", "country": "IQ"},
            {"type": "Tax ID No.", "number": "77", "country": None},
        ],
    }
    path = write(tmp_path, "csl.json", json.dumps({"total": 2, "results": [result, 7]}))
    assert CslJson().recognises(SourceFile.at(path))
    (from_json,), errors = parsed(CslJson(), path)
    (from_csv,), _ = parsed(CslCsv(), csl(tmp_path, PERSON))
    assert places(errors) == [(2, "", "row_not_an_object")]
    assert (from_json.uid, from_json.names, from_json.attributes) == (
        from_csv.uid,
        from_csv.names,
        from_csv.attributes,
    )
    assert (from_json.countries, from_json.identifiers) == (from_csv.countries, from_csv.identifiers)


@needs_data
def test_the_sample_of_2019() -> None:
    path = DATA / "lists" / "us_csl" / "csl.csv"
    entries, errors = parsed(CslCsv(), path)
    assert (len(entries), errors) == (115, [])
    assert sum(entry.uid_is_stable for entry in entries) == 68
    assert [note.code for entry in entries for note in entry.notes] == ["misencoded_character"]


def test_the_json_may_print_lists_as_text_and_parts_in_any_order(tmp_path: Path) -> None:
    result = {
        "name": "Example; Institute",
        "source": ENTITY_LIST,
        "alt_names": "EXI; Ex Inst",
        "programs": "A; B",
        "addresses": [{"country": "CN", "city": "Beijing", "address": "1 Road"}],
        "ids": [{"type": "Secondary sanctions risk:", "number": "No. 7"}],
    }
    (entry,), errors = parsed(CslJson(), write(tmp_path, "csl.json", json.dumps({"results": [result]})))
    assert errors == []
    assert [name.text for name in entry.names] == ["Example; Institute", "EXI", "Ex Inst"]
    assert (entry.countries, entry.attributes["addresses"]) == (("CN",), "1 Road, Beijing, CN")
    assert entry.attributes["programme"] == ("A", "B")
    assert entry.identifiers == (("secondary_sanctions_risk", "No. 7"),)


def test_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    path = csl(tmp_path, PERSON)
    rows = list(csv.reader(path.read_text().splitlines()))
    turned = tmp_path / "turned.csv"
    with turned.open("w", newline="") as file:
        csv.writer(file).writerows(row[::-1] for row in rows)
    assert CslCsv().recognises(SourceFile.at(turned))
    assert parsed(CslCsv(), turned) == parsed(CslCsv(), path)
