from pathlib import Path

from screening.importers.bis import DeniedPersonsTsv, MilitaryIntelligenceCsv
from screening.importers.files import SourceFile
from screening.names.kinds import NameKind
from tests.data import DATA, needs_data
from tests.screening.importers.making import names, parsed, places, write

HEADINGS = ["Name", "Street_Address", "City", "State", "Country", "Postal_Code", "Effective_Date"]
HEADINGS += ["Expiration_Date", "Standard_Order", "Last_Update", "Action", "FR_Citation"]
ORDER = [
    "ALPHA BRAVO",
    "1 ROAD",
    "SEAGOVILLE",
    "TX",
    "US",
    "75159",
    "06/19/2003",
    "06/29/2056",
    "Y",
    "",
    "",
    "68 F.R. 1",
]


def tsv(folder: Path, *rows: list[str]) -> Path:
    lines = ["\t".join(f'"{cell}"' for cell in row) for row in (HEADINGS, *rows)]
    return write(folder, "dpl.txt", "\n".join(lines) + "\n")


def test_a_denied_person(tmp_path: Path) -> None:
    entries, errors = parsed(DeniedPersonsTsv(), tsv(tmp_path, ORDER, ORDER, ORDER[:3]))
    assert names(entries[0]) == [("ALPHA BRAVO", "primary", False)]
    assert (entries[0].kind, entries[0].countries, entries[0].uid_is_stable) == (
        NameKind.UNKNOWN,
        ("US",),
        False,
    )
    assert entries[0].attributes == {
        "addresses": "1 ROAD, SEAGOVILLE, TX, 75159, US",
        "effective_date": "06/19/2003",
        "expiration_date": "06/29/2056",
        "standard_order": "Y",
        "fr_citation": "68 F.R. 1",
    }
    assert entries[1].uid == f"{entries[0].uid}-2"
    assert places(errors) == [(4, "", "row_length")]


def test_a_military_intelligence_end_user(tmp_path: Path) -> None:
    text = (
        "Type,Name,Alias,Country,Topics,Program,Date,End date,Source URL\n"
        "Organization,Example Directorate,EXD;Directorate,RU,export.control,US-BIS-MIEU,2021-03-16,,https://e.example\n"
        "Organization\n"
    )
    path = write(tmp_path, "mieu.csv", text)
    entries, errors = parsed(MilitaryIntelligenceCsv(), path)
    assert names(entries[0]) == [
        ("Example Directorate", "primary", False),
        ("Directorate", "aka", False),
        ("EXD", "acronym", True),
    ]
    assert (entries[0].kind, entries[0].countries) == (NameKind.ORGANIZATION, ("RU",))
    assert places(errors) == [(3, "", "row_length")]


@needs_data
def test_the_published_files() -> None:
    denied = DATA / "lists" / "us_bis_dpl" / "dpl.txt"
    users = DATA / "lists" / "us_bis_mieu" / "mieu.csv"
    assert DeniedPersonsTsv().recognises(SourceFile.at(denied))
    assert MilitaryIntelligenceCsv().recognises(SourceFile.at(users))
    assert [len(part) for part in parsed(DeniedPersonsTsv(), denied)] == [581, 0]
    assert [len(part) for part in parsed(MilitaryIntelligenceCsv(), users)] == [13, 0]
