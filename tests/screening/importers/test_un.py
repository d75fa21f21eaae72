from datetime import date
from pathlib import Path

from screening.importers.base import NameType as T
from screening.importers.base import ParsedEntry, ParsedName
from screening.importers.files import SourceFiles
from screening.importers.un import UnXml
from screening.names.kinds import NameKind
from tests.data import DATA, needs_data
from tests.screening.importers.making import names, parsed, places, write

PERSON = """<INDIVIDUAL><FIRST_NAME>ALPHA</FIRST_NAME><SECOND_NAME>BRAVO</SECOND_NAME>
<UN_LIST_TYPE>Example</UN_LIST_TYPE><REFERENCE_NUMBER>EXi.001</REFERENCE_NUMBER>
<LISTED_ON>2012-12-31</LISTED_ON><COMMENTS1>Remark.</COMMENTS1>
<NAME_ORIGINAL_SCRIPT>ألفا; برافو</NAME_ORIGINAL_SCRIPT>
<DESIGNATION><VALUE>Director</VALUE></DESIGNATION><NATIONALITY><VALUE>Atlantis</VALUE></NATIONALITY>
<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Alfa Bravo</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>The Tall</ALIAS_NAME>
<NOTE>in one report</NOTE></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ADDRESS><CITY>Kinshasa</CITY>
<COUNTRY>Democratic Republic of the Congo</COUNTRY></INDIVIDUAL_ADDRESS>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE>
<DATE>1971-02-03</DATE></INDIVIDUAL_DATE_OF_BIRTH>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE>
<YEAR>1975</YEAR></INDIVIDUAL_DATE_OF_BIRTH>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE>
<FROM_YEAR>1980</FROM_YEAR><TO_YEAR>1981</TO_YEAR>
</INDIVIDUAL_DATE_OF_BIRTH>
<INDIVIDUAL_PLACE_OF_BIRTH><CITY>Goma</CITY></INDIVIDUAL_PLACE_OF_BIRTH>
<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>National identification number</TYPE_OF_DOCUMENT><NUMBER>12</NUMBER>
</INDIVIDUAL_DOCUMENT></INDIVIDUAL>"""
BODY = """<ENTITY><FIRST_NAME>EXAMPLE INSTITUTE (EXI)</FIRST_NAME><REFERENCE_NUMBER>EXe.001</REFERENCE_NUMBER>
<ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>Old Name</ALIAS_NAME></ENTITY_ALIAS></ENTITY>"""


def consolidated(folder: Path, people: str = PERSON, bodies: str = BODY) -> Path:
    text = (
        '<CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09.554Z">'
        f"<INDIVIDUALS>{people}</INDIVIDUALS><ENTITIES>{bodies}</ENTITIES></CONSOLIDATED_LIST>"
    )
    return write(folder, "un.xml", text)


def test_a_person_is_read_whole_and_the_nationality_is_no_country(tmp_path: Path) -> None:
    entries, errors = parsed(UnXml(), consolidated(tmp_path))
    assert errors == []
    assert entries[0] == ParsedEntry(
        uid="EXi.001",
        uid_is_stable=True,
        kind=NameKind.PERSON,
        names=(
            ParsedName("ALPHA BRAVO", T.PRIMARY),
            ParsedName("ألفا", T.NATIVE),
            ParsedName("برافو", T.NATIVE),
            ParsedName("Alfa Bravo"),
            ParsedName("The Tall", T.LOW_QUALITY, is_weak=True, note="in one report"),
        ),
        row=1,
        countries=("CD",),
        birth_dates=("1971-02-03", "1975", "1980", "1981"),
        identifiers=(("national_identification_number", "12"),),
        attributes={
            "addresses": "Kinshasa, Democratic Republic of the Congo",
            "birth_dates_approximate": "1975",
            "birth_places": "Goma",
            "programme": "Example",
            "listed_on": "2012-12-31",
            "positions": "Director",
            "nationality_as_printed": "Atlantis",
            "remarks": "Remark.",
        },
    )


def test_a_body_gives_its_acronym_and_its_former_name(tmp_path: Path) -> None:
    entries, _ = parsed(UnXml(), consolidated(tmp_path))
    assert (entries[1].kind, entries[1].row) == (NameKind.ORGANIZATION, 2)
    assert names(entries[1]) == [
        ("EXAMPLE INSTITUTE", "primary", False),
        ("Old Name", "fka", False),
        ("EXI", "acronym", True),
    ]


def test_an_entry_without_its_reference_is_an_error(tmp_path: Path) -> None:
    entries, errors = parsed(UnXml(), consolidated(tmp_path, PERSON.replace("EXi.001", "")))
    assert [entry.uid for entry in entries] == ["EXe.001"]
    assert places(errors) == [(1, "uid", "uid_missing")]


def test_the_file_states_its_day(tmp_path: Path) -> None:
    files = SourceFiles.at(consolidated(tmp_path))
    assert UnXml().recognises(files.primary)
    assert UnXml().facts(files).issued == date(2026, 2, 27)


def test_other_xml_is_not_recognised(tmp_path: Path) -> None:
    assert not UnXml().recognises(SourceFiles.at(write(tmp_path, "a.xml", "<sdnList/>")).primary)


@needs_data
def test_the_list_of_2026_02_27() -> None:
    entries, errors = parsed(UnXml(), DATA / "lists" / "un_sc" / "consolidated_2026-02-27.xml")
    kinds = [entry.kind for entry in entries]
    assert errors == []
    assert (kinds.count(NameKind.PERSON), kinds.count(NameKind.ORGANIZATION)) == (730, 273)
    low = [name for entry in entries for name in entry.names if name.type is T.LOW_QUALITY]
    assert (len(low), all(name.is_weak for name in low)) == (619, True)
