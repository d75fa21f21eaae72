import csv
import json
from datetime import date
from pathlib import Path

from screening.importers.base import FileFacts, ParsedEntry, ParsedName
from screening.importers.base import NameType as T
from screening.importers.files import SourceFile, SourceFiles
from screening.importers.uk_files import UkCsv, UkJsonLines, UkXml
from screening.names.kinds import NameKind
from tests.data import DATA, needs_data
from tests.screening.importers.making import parsed, places, write

XML = """<Designations><DateGenerated>2026-08-22T06:00:00</DateGenerated><Designation>
<LastUpdated>04/08/2026</LastUpdated><DateDesignated>29/06/2012</DateDesignated>
<UniqueID>EXA0001</UniqueID><OFSIGroupID>12703</OFSIGroupID><UNReferenceNumber>QDi.1</UNReferenceNumber>
<Names><Name><Name1>Bravo</Name1><Name6>ALPHA</Name6><NameType>Primary Name</NameType></Name>
<Name><Name6>The Tall</Name6><NameType>Alias</NameType><AliasStrength>Low quality a.k.a</AliasStrength></Name>
<Name><Name6>Alfa</Name6><NameType>Alias</NameType><AliasStrength>Good quality a.k.a</AliasStrength></Name>
<Name><NameType>Alias</NameType></Name></Names>
<NonLatinNames><NonLatinName><NameNonLatinScript>ألفا</NameNonLatinScript>
<NonLatinScriptLanguage>Arabic</NonLatinScriptLanguage></NonLatinName></NonLatinNames>
<RegimeName>Example Regulations</RegimeName><IndividualEntityShip>Individual</IndividualEntityShip>
<DesignationSource>UN</DesignationSource><SanctionsImposed>Asset freeze</SanctionsImposed>
<OtherInformation>Info</OtherInformation><UKStatementofReasons>Reasons</UKStatementofReasons>
<Addresses><Address><AddressLine1>1 Road</AddressLine1><AddressLine6>Herat</AddressLine6>
<AddressPostalCode>12</AddressPostalCode><AddressCountry>Afghanistan</AddressCountry></Address></Addresses>
<IndividualDetails><Individual><DOBs><DOB>05/04/1960</DOB><DOB>dd/mm/1961</DOB></DOBs>
<Nationalities><Nationality>Atlantis</Nationality></Nationalities><Positions><Position>Director</Position></Positions>
<PassportDetails><Passport><PassportNumber>P1</PassportNumber></Passport></PassportDetails></Individual>
</IndividualDetails></Designation></Designations>"""
EXPECTED = ParsedEntry(
    uid="EXA0001",
    uid_is_stable=True,
    kind=NameKind.PERSON,
    names=(
        ParsedName("Bravo ALPHA", T.PRIMARY),
        ParsedName("Alfa"),
        ParsedName("ألفا", T.NATIVE, language="Arabic"),
        ParsedName("The Tall", T.LOW_QUALITY, is_weak=True),
    ),
    row=1,
    countries=("AF",),
    birth_dates=("1960-04-05", "1961"),
    identifiers=(("un_reference", "QDi.1"), ("ofsi_group", "12703"), ("passport", "P1")),
    attributes={
        "addresses": "1 Road, Herat, 12, Afghanistan",
        "entity_type": "individual",
        "programme": "Example Regulations",
        "measures": "Asset freeze",
        "designation_source": "UN",
        "listed_on": "29/06/2012",
        "last_updated": "04/08/2026",
        "remarks": "Info",
        "reasons": "Reasons",
        "nationality_as_printed": "Atlantis",
        "positions": "Director",
    },
)
CSV_HEADINGS = (
    "Last Updated,Unique ID,OFSI Group ID,UN Reference Number,Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,"
    "Name type,Alias strength,Title,Name non-latin script,Non-latin script type,Non-latin script language,"
    'Regime Name,"Designation Type (Individual, Entity, Ship)",Designation source,Sanctions Imposed,'
    "Other Information,UK Statement of Reasons,Address Line 1,Address Line 6,Address Postal Code,"
    "Address Country,Date Designated,D.O.B,Nationality(/ies),Passport number,Position"
)


def csv_row(name6: str, name1: str, kind: str, strength: str, native: str, language: str, born: str) -> str:
    return (
        f"04/08/2026,EXA0001,12703,QDi.1,{name6},{name1},,,,,{kind},{strength},,{native},,{language},"
        "Example Regulations,Individual,UN,Asset freeze,Info,Reasons,1 Road,Herat,12,Afghanistan,29/06/2012,"
        f"{born},Atlantis,P1,Director"
    )


ROWS = (
    csv_row("ALPHA", "Bravo", "Primary Name", "", "ألفا", "Arabic", "05/04/1960"),
    csv_row("The Tall", "", "Alias", "Low quality a.k.a", "", "", "dd/mm/1961"),
    csv_row("Alfa", "", "Alias", "Good quality a.k.a", "", "", ""),
)


def uk_csv(folder: Path, *rows: str, first: str = "Report Date: 22-Aug-2026\n") -> Path:
    return write(folder, "uk.csv", first + "\n".join([CSV_HEADINGS, *rows]) + "\n")


def at_row(entry: ParsedEntry, row: int) -> ParsedEntry:
    return ParsedEntry(**{name: getattr(entry, name) for name in entry.__dataclass_fields__ if name != "row"}, row=row)


def test_xml_is_read_whole(tmp_path: Path) -> None:
    path = write(tmp_path, "uk.xml", XML)
    assert parsed(UkXml(), path) == ([EXPECTED], [])
    assert UkXml().recognises(SourceFile.at(path))
    assert UkXml().facts(SourceFiles.at(path)) == FileFacts(issued=date(2026, 8, 22))


def test_a_designation_without_its_id_is_an_error(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "uk.xml",
        XML.replace("EXA0001", "").replace("<DateGenerated>2026-08-22T06:00:00</DateGenerated>", ""),
    )
    entries, errors = parsed(UkXml(), path)
    assert (entries, places(errors)) == ([], [(1, "uid", "uid_missing")])
    assert UkXml().facts(SourceFiles.at(path)) == FileFacts()


def test_csv_says_the_same_as_the_xml(tmp_path: Path) -> None:
    path = uk_csv(tmp_path, *ROWS)
    assert parsed(UkCsv(), path) == ([at_row(EXPECTED, 3)], [])
    assert UkCsv().recognises(SourceFile.at(path))
    assert UkCsv().facts(SourceFiles.at(path)) == FileFacts(issued=date(2026, 8, 22))


def test_csv_without_the_line_of_the_date(tmp_path: Path) -> None:
    path = uk_csv(tmp_path, *ROWS, "1,2", first="")
    entries, errors = parsed(UkCsv(), path)
    assert UkCsv().recognises(SourceFile.at(path))
    assert (entries, places(errors)) == ([at_row(EXPECTED, 2)], [(5, "", "row_length")])
    assert UkCsv().facts(SourceFiles.at(path)) == FileFacts()


def test_json_lines_are_read_behind_their_first_line(tmp_path: Path) -> None:
    first = {"source": "uk", "count": 2, "fetched_at": "2026-08-22T06:46:55Z"}
    item = {
        "unique_id": "EXA0002",
        "names": {"names": [{"name6": "SEA STAR", "name_type": "Primary Name"}]},
        "non_latin_names": {"names": [{"name_non_latin_script": "ألفا"}]},
        "addresses": {"addresses": [{"address_line1": "Port", "address_country": "Iran"}]},
        "regime_name": "Example Regulations",
        "individual_entity_ship": "Ship",
        "ofsi_group_id": 5,
    }
    path = write(tmp_path, "uk.jsonl", "\n".join(json.dumps(line) for line in (first, item, [])))
    (entry,), errors = parsed(UkJsonLines(), path)
    assert UkJsonLines().recognises(SourceFile.at(path))
    assert UkJsonLines().facts(SourceFiles.at(path)) == FileFacts(issued=date(2026, 8, 22), stated_count=2)
    assert places(errors) == [(3, "", "row_not_an_object")]
    assert entry == ParsedEntry(
        uid="EXA0002",
        uid_is_stable=True,
        kind=NameKind.UNKNOWN,
        names=(ParsedName("SEA STAR", T.PRIMARY), ParsedName("ألفا", T.NATIVE)),
        row=2,
        countries=("IR",),
        identifiers=(("ofsi_group", "5"),),
        attributes={"addresses": "Port, Iran", "entity_type": "ship", "programme": "Example Regulations"},
    )


def test_json_lines_that_state_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, "uk.jsonl", '{"unique_id": "X", "name6": ""}')
    assert UkJsonLines().facts(SourceFiles.at(path)) == FileFacts()
    assert UkJsonLines().facts(SourceFiles.at(write(tmp_path, "empty.jsonl", ""))) == FileFacts()


@needs_data
def test_the_published_list() -> None:
    path = DATA / "lists" / "uk_sanctions" / "uk_sanctions_list_entities.jsonl.gz"
    entries, errors = parsed(UkJsonLines(), path)
    types = [entry.attributes["entity_type"] for entry in entries]
    assert errors == []
    assert [types.count(kind) for kind in ("individual", "entity", "ship")] == [4036, 1647, 666]
    assert {sum(name.is_primary for name in entry.names) for entry in entries} == {1}


def test_each_csv_row_without_an_id_is_an_error_of_its_own_and_the_first_line_may_be_quoted(tmp_path: Path) -> None:
    headings = next(csv.reader([CSV_HEADINGS]))
    row = ",".join("" if heading == "Unique ID" else "x" for heading in headings)
    path = uk_csv(tmp_path, row, row, first='"Report Date: 22-Aug-2026"\n')
    assert UkCsv().recognises(SourceFile.at(path))
    assert UkCsv().facts(SourceFiles.at(path)) == FileFacts(issued=date(2026, 8, 22))
    entries, errors = parsed(UkCsv(), path)
    assert (entries, places(errors)) == ([], [(3, "uid", "uid_missing"), (4, "uid", "uid_missing")])
