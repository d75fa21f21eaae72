"""The EU list as XML 1.1, as the published CSV (both from the published schema; no real file seen yet) and as
JSON Lines.
"""

import re
from collections.abc import Iterator
from functools import cache

from screening.importers.base import DEFAULT_OPTIONS, FileFacts, ImportOptions, Parsed
from screening.importers.dates import printed_day
from screening.importers.eu import EuSubject, read_subject
from screening.importers.faults import RowError
from screening.importers.files import SourceFile, SourceFiles
from screening.importers.importer import Importer
from screening.importers.json_records import json_head, json_lines
from screening.importers.tables import Record, has_headings, headed_rows, records
from screening.importers.text import head_text
from screening.importers.xml_records import Element, children, is_xml, root_element, text_at, xml_records

NAMESPACE = "http://eu.europa.ec/fpi/fsd/export"
CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")
PARTS = {
    "names": ("nameAlias", "name_aliases", "NameAlias"),
    "addresses": ("address", "addresses", "Address"),
    "birth_dates": ("birthdate", "birthdates", "BirthDate"),
    "citizenships": ("citizenship", "citizenships", "Citizenship"),
    "identifications": ("identification", "identifications", "Identification"),
    "regulations": ("regulation", "regulations", "Entity_Regulation"),
}
CSV_REQUIRED = ["Entity_LogicalId", "Entity_EU_ReferenceNumber", "Entity_SubjectType", "NameAlias_WholeName"]
# Where the CSV shortens what the schema spells out.
CSV_KEYS = {
    "birth_date": "birthdate",
    "day": "day_of_month",
    "month": "month_of_year",
    "type_code": "identification_type_code",
}


def snake(name: str) -> str:
    """``countryIso2Code`` and ``CountryIso2Code`` are ``country_iso2_code``."""
    return CAPITAL.sub("_", name).lower()


class EuXml(Importer):
    format_name = "EU XML 1.1 (export, sanctionEntity)"
    seen_real_file = False

    def recognises(self, file: SourceFile, options: ImportOptions = DEFAULT_OPTIONS) -> bool:
        return is_xml(file) and NAMESPACE in head_text(file, 4096)

    def facts(self, files: SourceFiles, options: ImportOptions = DEFAULT_OPTIONS) -> FileFacts:
        _, attributes = root_element(files.primary, options.limits)
        return FileFacts(issued=printed_day(attributes.get("generationDate", "")[:10]))

    def read(self, files: SourceFiles, options: ImportOptions) -> Iterator[Parsed]:
        for number, element in xml_records(files.primary, options.limits, "sanctionEntity"):
            yield from read_subject(files.primary.name, xml_subject(number, element), options)


def xml_subject(number: int, element: Element) -> EuSubject:
    facts = _attributes(element)
    kinds = children(element, "subjectType")
    subject = EuSubject(
        row=number,
        reference=facts.get("eu_reference_number", "") or facts.get("logical_id", ""),
        subject_type=str(kinds[0].get("code") or kinds[0].get("classificationCode") or "") if kinds else "",
        facts={**facts, "remark": text_at(element, "remark")},
    )
    for part, (tag, _, _) in PARTS.items():
        getattr(subject, part).extend(_attributes(child) for child in children(element, tag))
    return subject


def _attributes(element: Element) -> dict[str, str]:
    return {snake(str(name)): str(value) for name, value in element.attrib.items()}


class EuCsv(Importer):
    """One row per part of a subject; the rows of a subject share ``Entity_LogicalId``."""

    format_name = "EU CSV (fileGenerationDate;Entity_LogicalId;…)"
    seen_real_file = False

    def recognises(self, file: SourceFile, options: ImportOptions = DEFAULT_OPTIONS) -> bool:
        return has_headings(file, CSV_REQUIRED)

    def facts(self, files: SourceFiles, options: ImportOptions = DEFAULT_OPTIONS) -> FileFacts:
        for item in records(files.primary, headed_rows(files.primary, options, CSV_REQUIRED), CSV_REQUIRED):
            if isinstance(item, Record):
                return FileFacts(issued=printed_day(item["fileGenerationDate"]))
        return FileFacts()

    def read(self, files: SourceFiles, options: ImportOptions) -> Iterator[Parsed]:
        file = files.primary
        subjects: dict[str, EuSubject] = {}
        for item in records(file, headed_rows(file, options, CSV_REQUIRED), CSV_REQUIRED):
            if isinstance(item, RowError):
                yield item
            else:
                _add_row(subjects, item)
        for subject in subjects.values():
            yield from read_subject(file.name, subject, options)


def _add_row(subjects: dict[str, EuSubject], record: Record) -> None:
    subject = subjects.setdefault(
        record["Entity_LogicalId"] or f"row {record.number}",
        EuSubject(
            row=record.number,
            reference=record["Entity_EU_ReferenceNumber"] or record["Entity_LogicalId"],
            subject_type=record["Entity_SubjectType"] or record["Entity_SubjectType_ClassificationCode"],
            facts={
                "united_nation_id": record["Entity_UnitedNationId"],
                "remark": record["Entity_Remark"],
                "designation_details": record["Entity_DesignationDetails"],
            },
        ),
    )
    parts: dict[str, dict[str, str]] = {}
    for heading, cell in record.cells.items():
        if cell and (place := part_of(heading)):
            parts.setdefault(place[0], {})[place[1]] = cell
    for part, facts in parts.items():
        if facts not in (held := getattr(subject, part)):
            held.append(facts)


@cache
def part_of(heading: str) -> tuple[str, str] | None:
    """Which part of a subject a column belongs to, and its key there."""
    for part, (_, _, prefix) in PARTS.items():
        rest = heading.removeprefix(f"{prefix}_")
        if rest != heading and not rest.startswith("Regulation_"):
            return part, CSV_KEYS.get(snake(rest), snake(rest))
    return None


class EuJsonLines(Importer):
    format_name = "EU list as JSON Lines (eu_reference_number, name_aliases, …)"

    def recognises(self, file: SourceFile, options: ImportOptions = DEFAULT_OPTIONS) -> bool:
        return '"eu_reference_number"' in json_head(file)

    def read(self, files: SourceFiles, options: ImportOptions) -> Iterator[Parsed]:
        file = files.primary
        for number, item in json_lines(file, options.limits):
            if isinstance(item, dict):
                yield from read_subject(file.name, json_subject(number, item), options)
            else:
                yield RowError(file.name, number, "", "row_not_an_object")


def json_subject(number: int, item: dict[str, object]) -> EuSubject:
    facts = _texts(item)
    kind = item.get("subject_type")
    subject = EuSubject(
        row=number,
        reference=facts.get("eu_reference_number", "") or facts.get("logical_id", ""),
        subject_type=str(kind.get("code") or "") if isinstance(kind, dict) else "",
        facts=facts,
    )
    for part, (_, key, _) in PARTS.items():
        values = item.get(key)
        if isinstance(values, list):
            getattr(subject, part).extend(_texts(value) for value in values if isinstance(value, dict))
    return subject


def _texts(item: dict[str, object]) -> dict[str, str]:
    return {key: str(value) for key, value in item.items() if isinstance(value, str | int | bool)}
