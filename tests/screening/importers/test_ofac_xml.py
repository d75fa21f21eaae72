from datetime import date
from pathlib import Path

from screening.importers.base import FileFacts, ParsedEntry, ParsedName
from screening.importers.base import NameType as T
from screening.importers.files import SourceFile, SourceFiles
from screening.importers.ofac_xml import OfacXml
from screening.names.kinds import NameKind
from tests.screening.importers.making import parsed, places, write

PERSON = """<sdnEntry>
<uid>37</uid><firstName>Bravo</firstName><lastName>ALPHA</lastName><title>Colonel</title>
<sdnType>Individual</sdnType>
<remarks>(Linked To: EXAMPLE CO)</remarks>
<programList><program>IRAQ2</program><program>SDGT</program></programList>
<idList><id><uid>1</uid><idType>Passport</idType><idNumber>H1</idNumber><idCountry>Iraq</idCountry></id>
<id><uid>2</uid><idType>Odd Number No.</idType><idNumber>9</idNumber></id></idList>
<akaList><aka><uid>3</uid><type>a.k.a.</type><category>strong</category><lastName>ALFA</lastName></aka>
<aka><uid>4</uid><type>a.k.a.</type><category>weak</category><lastName>ENGINEER</lastName></aka>
<aka><uid>5</uid><type>f.k.a.</type><category>strong</category><lastName>OLD</lastName></aka></akaList>
<addressList><address><uid>6</uid><address1>1 Road</address1><city>Havana</city>
<country>Cuba</country></address>
</addressList>
<nationalityList><nationality><uid>7</uid><country>Iraq</country></nationality></nationalityList>
<dateOfBirthList><dateOfBirthItem><uid>8</uid><dateOfBirth>10 Dec 1948</dateOfBirth></dateOfBirthItem>
<dateOfBirthItem><uid>9</uid><dateOfBirth>circa 1951</dateOfBirth></dateOfBirthItem></dateOfBirthList>
<placeOfBirthList><placeOfBirthItem><uid>10</uid><placeOfBirth>Baghdad</placeOfBirth></placeOfBirthItem>
</placeOfBirthList></sdnEntry>"""
BODY = "<sdnEntry><uid>36</uid><lastName>EXAMPLE AIR</lastName><sdnType>Entity</sdnType></sdnEntry>"
SHIP = "<sdnEntry><uid></uid><lastName>SEA STAR</lastName><sdnType>Vessel</sdnType></sdnEntry>"


def sdn_xml(folder: Path, *entries: str, information: str | None = None) -> Path:
    published = "<Publish_Date>02/03/2026</Publish_Date><Record_Count>2</Record_Count>"
    head = f"<publshInformation>{published}</publshInformation>" if information is None else information
    return write(
        folder,
        "sdn.xml",
        f'<sdnList xmlns="http://tempuri.org/sdnList.xsd">{head}{"".join(entries)}</sdnList>',
    )


def test_a_person_is_read_whole(tmp_path: Path) -> None:
    entries, errors = parsed(OfacXml(), sdn_xml(tmp_path, PERSON, BODY))
    assert errors == []
    assert entries[0] == ParsedEntry(
        uid="37",
        uid_is_stable=True,
        kind=NameKind.PERSON,
        names=(
            ParsedName("ALPHA, Bravo", T.PRIMARY),
            ParsedName("ALFA"),
            ParsedName("OLD", T.FORMER),
            ParsedName("ENGINEER", T.LOW_QUALITY, is_weak=True),
        ),
        row=1,
        countries=("CU",),
        birth_dates=("1948-12-10", "1951"),
        identifiers=(("passport", "H1"), ("odd_number_no", "9")),
        attributes={
            "addresses": "1 Road, Havana, Cuba",
            "birth_dates_approximate": "circa 1951",
            "entity_type": "individual",
            "programme": ("IRAQ2", "SDGT"),
            "titles": "Colonel",
            "remarks": "(Linked To: EXAMPLE CO)",
            "birth_places": "Baghdad",
            "nationality_as_printed": "Iraq",
        },
    )
    assert (entries[1].primary_name, entries[1].kind) == ("EXAMPLE AIR", NameKind.ORGANIZATION)


def test_an_entry_without_uid_is_an_error(tmp_path: Path) -> None:
    entries, errors = parsed(OfacXml(), sdn_xml(tmp_path, SHIP))
    assert (entries, places(errors)) == ([], [(1, "uid", "uid_missing")])


def test_the_file_states_day_and_count_month_first(tmp_path: Path) -> None:
    files = SourceFiles.at(sdn_xml(tmp_path, BODY))
    assert OfacXml().facts(files) == FileFacts(issued=date(2026, 2, 3), stated_count=2)


def test_a_file_that_states_nothing(tmp_path: Path) -> None:
    assert OfacXml().facts(SourceFiles.at(sdn_xml(tmp_path, BODY, information=""))) == FileFacts()
    bare = sdn_xml(tmp_path, BODY, information="<publishInformation/>")
    assert OfacXml().facts(SourceFiles.at(bare)) == FileFacts()


def test_it_is_known_by_its_root(tmp_path: Path) -> None:
    assert OfacXml().recognises(SourceFile.at(sdn_xml(tmp_path)))
    assert not OfacXml().recognises(SourceFile.at(write(tmp_path, "a.xml", "<other/>")))
    assert not OfacXml().seen_real_file


def test_the_null_of_the_publisher_is_nothing(tmp_path: Path) -> None:
    null = """<sdnEntry><uid>9</uid><firstName>-0-</firstName><lastName>SEA STAR</lastName><title> -0- </title>
<sdnType>Vessel</sdnType><remarks>-0-</remarks><idList><id><idType>MMSI</idType><idNumber>-0-</idNumber></id></idList>
<akaList><aka><category>Weak </category><lastName>STAR</lastName><firstName>-0-</firstName></aka></akaList>
<addressList><address><address1>-0-</address1><city>Havana</city><country>-0-</country></address></addressList>
<dateOfBirthList><dateOfBirthItem><dateOfBirth>-0-</dateOfBirth></dateOfBirthItem></dateOfBirthList></sdnEntry>"""
    nameless = BODY.replace("EXAMPLE AIR", "-0-")
    (entry,), errors = parsed(OfacXml(), sdn_xml(tmp_path, null, nameless))
    assert entry == ParsedEntry(
        uid="9",
        uid_is_stable=True,
        kind=NameKind.UNKNOWN,
        names=(ParsedName("SEA STAR", T.PRIMARY), ParsedName("STAR", T.LOW_QUALITY, is_weak=True)),
        row=1,
        attributes={"addresses": "Havana", "entity_type": "vessel"},
    )
    assert places(errors) == [(2, "lastName", "name_missing")]
