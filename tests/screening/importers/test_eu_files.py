import json
from datetime import date
from pathlib import Path

import pytest

from screening.importers.base import NameType as T
from screening.importers.base import ParsedEntry, ParsedName
from screening.importers.eu_files import EuCsv, EuJsonLines, EuXml, part_of, snake
from screening.importers.files import SourceFile, SourceFiles
from screening.names.kinds import NameKind
from tests.data import DATA, needs_data
from tests.screening.importers.making import names, parsed, places, write

ENTITY = """<sanctionEntity euReferenceNumber="EU.1.1" unitedNationId="QDi.1" logicalId="7"
 designationDetails="UN">
<remark>A remark</remark><subjectType code="person" classificationCode="P"/>
<regulation programme="TAQA" numberTitle="2019/555 (OJ L97)" publicationDate="2019-04-08"/>
<nameAlias wholeName="Alpha Bravo" nameLanguage="EN" strong="true" title="Colonel" function="Director"/>
<nameAlias wholeName="Алфа Браво" nameLanguage="BG" strong="true"/>
<nameAlias firstName="The" lastName="Tall" strong="false"/>
<address street="1 Road" city="Damascus" countryIso2Code="SY" countryDescription="SYRIAN ARAB REPUBLIC"/>
<address city="Belgrade" countryIso2Code="CS" countryDescription="SERBIA AND MONTENEGRO"/>
<address city="Somewhere" countryIso2Code="00" countryDescription="UNKNOWN"/>
<address city="Elsewhere" countryIso2Code="00" countryDescription="Ruritania"/>
<birthdate birthdate="1965-02-03" year="1965" monthOfYear="2" dayOfMonth="3"
 circa="false" calendarType="GREGORIAN"/>
<birthdate year="1966" circa="true" calendarType="GREGORIAN" city="Homs"/>
<birthdate yearRangeFrom="1970" yearRangeTo="1971" circa="false" calendarType="GREGORIAN"/>
<birthdate year="1385" circa="false" calendarType="ISLAMIC"/>
<citizenship countryIso2Code="SY" countryDescription="SYRIAN ARAB REPUBLIC"/>
<identification identificationTypeCode="passport" number="P 1"/></sanctionEntity>"""
EXPECTED = ParsedEntry(
    uid="EU.1.1",
    uid_is_stable=True,
    kind=NameKind.PERSON,
    names=(
        ParsedName("Alpha Bravo", T.PRIMARY, language="en"),
        ParsedName("Алфа Браво", T.NATIVE, language="bg"),
        ParsedName("The Tall", T.LOW_QUALITY, is_weak=True),
    ),
    row=1,
    countries=("SY", "RS"),
    birth_dates=("1965-02-03", "1966", "1970", "1971"),
    identifiers=(("passport", "P 1"), ("un_reference", "QDi.1")),
    attributes={
        "titles": "Colonel",
        "positions": "Director",
        "addresses": (
            "1 Road, Damascus, SYRIAN ARAB REPUBLIC",
            "Belgrade, SERBIA AND MONTENEGRO",
            "Somewhere, UNKNOWN",
            "Elsewhere, Ruritania",
        ),
        "countries_as_printed": "Ruritania",
        "birth_dates_approximate": "1966",
        "birth_places": "Homs",
        "birth_dates_as_printed": "1385 (islamic)",
        "programme": "TAQA",
        "regulations": "2019/555 (OJ L97)",
        "listed_on": "2019-04-08",
        "nationality_as_printed": "SYRIAN ARAB REPUBLIC",
        "remarks": ("A remark", "UN"),
    },
)


def without_notes(entry: ParsedEntry) -> ParsedEntry:
    assert [note.code for note in entry.notes] == ["unknown_country"]
    return ParsedEntry(
        **{name: getattr(entry, name) for name in entry.__dataclass_fields__ if name not in {"notes", "row"}},
        row=1,
    )


def eu_xml(folder: Path, *entities: str) -> Path:
    attributes = 'xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-05-01T10:00:00"'
    text = f"<export {attributes}>{''.join(entities)}</export>"
    return write(folder, "eu.xml", text)


def test_xml_is_read_whole(tmp_path: Path) -> None:
    path = eu_xml(tmp_path, ENTITY)
    (entry,), errors = parsed(EuXml(), path)
    assert errors == []
    assert without_notes(entry) == EXPECTED
    assert EuXml().recognises(SourceFile.at(path))
    assert EuXml().facts(SourceFiles.at(path)).issued == date(2026, 5, 1)


def test_a_body_is_known_by_its_classification_and_an_unknown_type_stays_unknown(tmp_path: Path) -> None:
    body = ENTITY.replace('code="person" classificationCode="P"', 'classificationCode="E"').replace("EU.1.1", "")
    odd = ENTITY.replace('<subjectType code="person" classificationCode="P"/>', "")
    entries, _ = parsed(EuXml(), eu_xml(tmp_path, body, odd))
    assert [(entry.uid, entry.kind) for entry in entries] == [
        ("7", NameKind.ORGANIZATION),
        ("EU.1.1", NameKind.UNKNOWN),
    ]


def test_an_entity_without_any_number_is_an_error(tmp_path: Path) -> None:
    _, errors = parsed(EuXml(), eu_xml(tmp_path, ENTITY.replace("EU.1.1", "").replace('logicalId="7"', "")))
    assert places(errors) == [(1, "uid", "uid_missing")]


def csv_row(**cells: str) -> dict[str, str]:
    common = {
        "fileGenerationDate": "01/05/2026",
        "Entity_LogicalId": "7",
        "Entity_EU_ReferenceNumber": "EU.1.1",
        "Entity_UnitedNationId": "QDi.1",
        "Entity_DesignationDetails": "UN",
        "Entity_Remark": "A remark",
        "Entity_SubjectType": "P",
        "Entity_Regulation_Programme": "TAQA",
        "Entity_Regulation_NumberTitle": "2019/555 (OJ L97)",
        "Entity_Regulation_PublicationDate": "2019-04-08",
    }
    return common | cells


ADDRESSES = (
    ("1 Road", "Damascus", "SY", "SYRIAN ARAB REPUBLIC"),
    ("", "Belgrade", "CS", "SERBIA AND MONTENEGRO"),
    ("", "Somewhere", "00", "UNKNOWN"),
    ("", "Elsewhere", "00", "Ruritania"),
)


def eu_csv(folder: Path, *more: str) -> Path:
    rows = [
        csv_row(
            NameAlias_WholeName="Alpha Bravo",
            NameAlias_NameLanguage="EN",
            NameAlias_Title="Colonel",
            NameAlias_Function="Director",
            NameAlias_Regulation_Programme="ignored",
        ),
        csv_row(NameAlias_WholeName="Алфа Браво", NameAlias_NameLanguage="BG"),
        csv_row(NameAlias_FirstName="The", NameAlias_LastName="Tall", NameAlias_Strong="false"),
        *(
            csv_row(
                Address_Street=street,
                Address_City=city,
                Address_CountryIso2Code=code,
                Address_CountryDescription=name,
            )
            for street, city, code, name in ADDRESSES
        ),
        csv_row(BirthDate_BirthDate="1965-02-03", BirthDate_Year="1965", BirthDate_CalendarType="GREGORIAN"),
        csv_row(BirthDate_Year="1966", BirthDate_Circa="true", BirthDate_City="Homs"),
        csv_row(BirthDate_YearRangeFrom="1970", BirthDate_YearRangeTo="1971"),
        csv_row(BirthDate_Year="1385", BirthDate_CalendarType="ISLAMIC"),
        csv_row(Citizenship_CountryDescription="SYRIAN ARAB REPUBLIC"),
        csv_row(Identification_Number="P 1", Identification_TypeCode="passport"),
    ]
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    lines = [
        ";".join(headings),
        *(";".join(row.get(heading, "") for heading in headings) for row in rows),
        *more,
    ]
    return write(folder, "eu.csv", "\ufeff" + "\n".join(lines) + "\n")


def test_csv_says_the_same_as_the_xml(tmp_path: Path) -> None:
    path = eu_csv(tmp_path)
    (entry,), errors = parsed(EuCsv(), path)
    assert errors == []
    assert without_notes(entry) == EXPECTED
    assert EuCsv().recognises(SourceFile.at(path))
    assert EuCsv().facts(SourceFiles.at(path)).issued == date(2026, 5, 1)


def test_a_short_csv_row_is_an_error(tmp_path: Path) -> None:
    _, errors = parsed(EuCsv(), eu_csv(tmp_path, "01/05/2026;9"))
    assert places(errors) == [(15, "", "row_length")]


def test_a_csv_without_a_whole_row_states_nothing(tmp_path: Path) -> None:
    headings = "fileGenerationDate;Entity_LogicalId;Entity_EU_ReferenceNumber;Entity_SubjectType"
    path = write(tmp_path, "eu.csv", f"{headings};NameAlias_WholeName\n01/05/2026;1\n")
    assert EuCsv().facts(SourceFiles.at(path)).issued is None


@pytest.mark.parametrize(
    ("heading", "place"),
    [
        ("Entity_Regulation_Programme", ("regulations", "programme")),
        ("BirthDate_YearRangeFrom", ("birth_dates", "year_range_from")),
        ("BirthDate_Day", ("birth_dates", "day_of_month")),
        ("NameAlias_Regulation_Type", None),
        ("Entity_Remark", None),
    ],
)
def test_columns_belong_to_parts(heading: str, place: tuple[str, str] | None) -> None:
    assert part_of(heading) == place


def test_snake() -> None:
    assert snake("countryIso2Code") == snake("CountryIso2Code") == "country_iso2_code"


def test_json_lines_say_the_same(tmp_path: Path) -> None:
    item = {
        "eu_reference_number": "EU.1.1",
        "united_nation_id": "QDi.1",
        "logical_id": "7",
        "remark": "A remark",
        "designation_details": "UN",
        "subject_type": {"code": "person"},
        "regulations": [{"programme": "TAQA", "number_title": "2019/555 (OJ L97)", "publication_date": "2019-04-08"}],
        "name_aliases": [
            {
                "whole_name": "Alpha Bravo",
                "name_language": "EN",
                "strong": True,
                "title": "Colonel",
                "function": "Director",
            },
            {"whole_name": "Алфа Браво", "name_language": "BG", "strong": True},
            {"first_name": "The", "last_name": "Tall", "strong": False},
        ],
        "addresses": [
            {"street": street, "city": city, "country_iso2_code": code, "country_description": name}
            for street, city, code, name in ADDRESSES
        ],
        "birthdates": [
            {"birthdate": "1965-02-03", "calendar_type": "GREGORIAN", "circa": False},
            {"year": 1966, "circa": True, "city": "Homs"},
            {"year_range_from": 1970, "year_range_to": 1971},
            {"year": 1385, "calendar_type": "ISLAMIC"},
        ],
        "citizenships": [{"country_description": "SYRIAN ARAB REPUBLIC"}],
        "identifications": [{"identification_type_code": "passport", "number": "P 1"}],
    }
    path = write(tmp_path, "eu.jsonl", json.dumps(item) + "\n[]\n")
    (entry,), errors = parsed(EuJsonLines(), path)
    assert without_notes(entry) == EXPECTED
    assert places(errors) == [(2, "", "row_not_an_object")]


@needs_data
def test_the_published_list() -> None:
    path = DATA / "lists" / "eu_fsf" / "eu_fsf_entities.jsonl.gz"
    entries, errors = parsed(EuJsonLines(), path)
    kinds = [entry.kind for entry in entries]
    assert EuJsonLines().recognises(SourceFile.at(path))
    assert errors == []
    assert (kinds.count(NameKind.PERSON), kinds.count(NameKind.ORGANIZATION)) == (4341, 1519)
    assert names(entries[0])[0] == ("Yasin Mahmud Mochtar", "primary", False)


def test_each_csv_row_without_any_number_is_an_error_of_its_own(tmp_path: Path) -> None:
    headings = "fileGenerationDate;Entity_LogicalId;Entity_EU_ReferenceNumber;Entity_SubjectType;NameAlias_WholeName"
    rows = "01/05/2026;;;P;Alpha\n01/05/2026;;;P;Bravo\n"
    entries, errors = parsed(EuCsv(), write(tmp_path, "eu.csv", f"{headings}\n{rows}"))
    assert (entries, places(errors)) == ([], [(2, "uid", "uid_missing"), (3, "uid", "uid_missing")])
