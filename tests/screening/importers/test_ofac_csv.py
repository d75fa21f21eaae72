from pathlib import Path

import pytest

from screening.importers.base import NameType as T
from screening.importers.base import ParsedEntry, ParsedName
from screening.importers.faults import ImportRefused
from screening.importers.files import SourceFile
from screening.importers.ofac_csv import OfacCsv
from screening.names.kinds import NameKind
from tests.data import DATA, needs_data
from tests.screening.importers.making import parsed, places, write

FOLDER = DATA / "lists" / "us_ofac_sdn"
NULLS = ",".join(["-0- "] * 7)
REMARKS = (
    "DOB 10 Dec 1948; alt. DOB circa 1951; POB Baghdad, Iraq; nationality Iraq; Gender Male; "
    "Passport H0044232 (Iraq) issued 01 Jan 2001; Tax ID No. 77 (Iraq); Linked To: EXAMPLE CO; "
    "a.k.a. 'THE ENGINEER'; f.k.a. 'OLD; NAME'."
)
SDN = (
    f'36,"EXAMPLE AIR",-0- ,"CUBA",{NULLS},-0- \n'
    f'37,"ALPHA, Bravo","individual","IRAQ2] [SDGT","Colonel",{",".join(["-0- "] * 6)},"{REMARKS}"\n'
    f'38,"SEA STAR","vessel","IRAN",-0- ,"ABCD","Tanker","63,000","40,800","Iran","Owner Co",-0- \n'
    "\x1a"
)
ALT = '36,12,"aka","AERO EXAMPLE",-0- \n36,13,"fka","OLD EXAMPLE","see note"\n\x1a'
ADD = '36,25,-0- ,"Havana","Cuba",-0- \n36,26,"1 Road","Zone","Region: Nowhere",-0- \n\x1a'


def triple(folder: Path, sdn: str = SDN, alt: str = ALT, add: str = ADD) -> Path:
    write(folder, "alt.csv", alt)
    write(folder, "add.csv", add)
    return write(folder, "sdn.csv", sdn)


def test_the_three_files_make_one_entry(tmp_path: Path) -> None:
    entries, errors = parsed(OfacCsv(), triple(tmp_path))
    assert errors == []
    entry = entries[0]
    assert (entry.uid, entry.kind, entry.countries) == ("36", NameKind.ORGANIZATION, ("CU",))
    assert entry.names == (
        ParsedName("EXAMPLE AIR", T.PRIMARY),
        ParsedName("AERO EXAMPLE"),
        ParsedName("OLD EXAMPLE", T.FORMER, note="see note"),
    )
    assert entry.attributes == {
        "addresses": ("Havana, Cuba", "1 Road, Zone, Region: Nowhere"),
        "countries_as_printed": "Region: Nowhere",
        "programme": "CUBA",
    }


def test_the_remarks_of_a_person_become_facts(tmp_path: Path) -> None:
    entries, _ = parsed(OfacCsv(), triple(tmp_path, SDN.replace("OLD; NAME", "OLD NAME")))
    assert entries[1] == ParsedEntry(
        uid="37",
        uid_is_stable=True,
        kind=NameKind.PERSON,
        names=(
            ParsedName("ALPHA, Bravo", T.PRIMARY),
            ParsedName("THE ENGINEER", T.LOW_QUALITY, is_weak=True),
            ParsedName("OLD NAME", T.FORMER, is_weak=True),
        ),
        row=2,
        birth_dates=("1948-12-10", "1951"),
        identifiers=(("passport", "H0044232"), ("tax_id", "77")),
        attributes={
            "entity_type": "individual",
            "programme": ("IRAQ2", "SDGT"),
            "titles": "Colonel",
            "remarks": REMARKS.replace("OLD; NAME", "OLD NAME"),
            "birth_dates_approximate": "circa 1951",
            "birth_places": "Baghdad, Iraq",
            "nationality_as_printed": "Iraq",
            "linked_to": "EXAMPLE CO",
        },
    )


def test_a_vessel_is_neither_person_nor_body(tmp_path: Path) -> None:
    entries, _ = parsed(OfacCsv(), triple(tmp_path))
    assert entries[2].kind is NameKind.UNKNOWN
    assert entries[2].attributes == {
        "entity_type": "vessel",
        "programme": "IRAN",
        "call_sign": "ABCD",
        "vessel_type": "Tanker",
        "tonnage": "63,000",
        "gross_tonnage": "40,800",
        "vessel_flag": "Iran",
        "vessel_owner": "Owner Co",
    }


def test_companions_may_be_given_from_elsewhere(tmp_path: Path) -> None:
    alone = tmp_path / "alone"
    alone.mkdir()
    primary = write(alone, "upload.csv", SDN)
    triple(tmp_path)
    given = {"aliases": tmp_path / "alt.csv", "addresses": tmp_path / "add.csv"}
    entries, _ = parsed(OfacCsv(), primary, **given)
    assert len(entries[0].names) == 3


@pytest.mark.parametrize(
    ("name", "missing", "expected"),
    [
        ("sdn.csv", "alt.csv", "alt.csv"),
        ("cons_prim.csv", "cons_alt.csv", "cons_alt.csv"),
        ("list.csv", "", "alt.csv"),
    ],
)
def test_an_edition_without_its_aliases_is_refused(tmp_path: Path, name: str, missing: str, expected: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        parsed(OfacCsv(), write(tmp_path, name, SDN))
    assert refused.value.code == "companion_missing"
    assert refused.value.params == {"role": "aliases", "expected": expected}


def test_rows_that_do_not_fit_are_errors_in_their_own_file(tmp_path: Path) -> None:
    path = triple(
        tmp_path,
        SDN.replace("\x1a", "39,X\n"),
        ALT + "\n36,14\n",
        ADD.replace("\x1a", '99,1,"x",-0- ,-0- ,-0- \n'),
    )
    entries, errors = parsed(OfacCsv(), path)
    assert len(entries) == 3
    assert [(error.file, *place) for error, place in zip(errors, places(errors), strict=True)] == [
        ("alt.csv", 4, "", "row_length"),
        ("sdn.csv", 4, "", "row_length"),
        ("add.csv", 3, "ent_num", "orphan_row"),
    ]


def test_a_row_without_a_number_is_an_error(tmp_path: Path) -> None:
    _, errors = parsed(OfacCsv(), triple(tmp_path, SDN.replace("38,", "-0- ,")))
    assert places(errors) == [(3, "uid", "uid_missing")]


@pytest.mark.parametrize("text", ["uid,name\n1,A\n", "1,2,3\n", ""])
def test_other_files_are_not_recognised(tmp_path: Path, text: str) -> None:
    assert not OfacCsv().recognises(SourceFile.at(write(tmp_path, "sdn.csv", text)))


@needs_data
@pytest.mark.parametrize(
    ("name", "entries_expected", "aliases_expected"),
    [("sdn.csv", 8976, 11910), ("cons_prim.csv", 442, 1073)],
)
def test_the_published_files(name: str, entries_expected: int, aliases_expected: int) -> None:
    entries, errors = parsed(OfacCsv(), FOLDER / name)
    assert OfacCsv().recognises(SourceFile.at(FOLDER / name))
    assert (len(entries), errors) == (entries_expected, [])
    strong = sum(not name.is_weak and not name.is_primary for entry in entries for name in entry.names)
    assert aliases_expected - 10 <= strong <= aliases_expected


@needs_data
def test_an_edition_with_a_repeated_number_and_an_orphan_keeps_the_rest() -> None:
    entries, errors = parsed(OfacCsv(), FOLDER / "edition_2022-01_sdn.csv")
    assert len(entries) == 9043
    assert places(errors) == [(9044, "uid", "uid_repeated"), (13625, "ent_num", "orphan_row")]
