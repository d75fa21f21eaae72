"""The UK Sanctions List as CSV and XML (from the published guide; no real file seen yet) and as JSON Lines."""

import re
from collections.abc import Iterator, Mapping

from screening.importers.base import DEFAULT_OPTIONS, FileFacts, ImportOptions, Parsed
from screening.importers.dates import printed_day
from screening.importers.faults import RowError
from screening.importers.files import SourceFile, SourceFiles
from screening.importers.importer import Importer
from screening.importers.json_records import json_head, json_lines
from screening.importers.tables import Record, has_headings, headed_rows, records
from screening.importers.text import head_text
from screening.importers.uk import UkDesignation, UkName, read_designation
from screening.importers.xml_records import (
    Element,
    children,
    is_xml,
    root_element,
    text_at,
    texts_at,
    xml_records,
)

PARTS = ("1", "2", "3", "4", "5", "6")
REPORT_LINE = re.compile(r"^\W*Report Date:\s*([\w /-]*\w)")
CSV_REQUIRED = ["Unique ID", "Name 6", "Name type", "Regime Name"]
# Our key, the CSV heading, the path in the XML, the key in JSON Lines.
FACTS = (
    ("programme", "Regime Name", ("RegimeName",), "regime_name"),
    ("measures", "Sanctions Imposed", ("SanctionsImposed",), "sanctions_imposed"),
    ("designation_source", "Designation source", ("DesignationSource",), "designation_source"),
    ("listed_on", "Date Designated", ("DateDesignated",), "date_designated"),
    ("last_updated", "Last Updated", ("LastUpdated",), "last_updated"),
    ("remarks", "Other Information", ("OtherInformation",), "other_information"),
    ("reasons", "UK Statement of Reasons", ("UKStatementofReasons",), "uk_statement_of_reasons"),
    (
        "nationality_as_printed",
        "Nationality(/ies)",
        ("IndividualDetails", "Individual", "Nationalities", "Nationality"),
        "",
    ),
    ("positions", "Position", ("IndividualDetails", "Individual", "Positions", "Position"), ""),
)
IDENTIFIERS = (
    ("un_reference", "UN Reference Number", ("UNReferenceNumber",), "un_reference_number"),
    ("ofsi_group", "OFSI Group ID", ("OFSIGroupID",), "ofsi_group_id"),
    (
        "passport",
        "Passport number",
        ("IndividualDetails", "Individual", "PassportDetails", "Passport", "PassportNumber"),
        "",
    ),
    ("imo", "IMO number", ("ShipDetails", "Ship", "IMONumbers", "IMONumber"), ""),
)
DATES_OF_BIRTH = ("IndividualDetails", "Individual", "DOBs", "DOB")


class UkCsv(Importer):
    """The first line states the date; one row per name and address of a designation."""

    format_name = "UK Sanctions List CSV (Report Date, Unique ID, Name 6, …)"
    seen_real_file = False

    def recognises(self, file: SourceFile, options: ImportOptions = DEFAULT_OPTIONS) -> bool:
        return has_headings(file, CSV_REQUIRED)

    def facts(self, files: SourceFiles, options: ImportOptions = DEFAULT_OPTIONS) -> FileFacts:
        stated = REPORT_LINE.search(head_text(files.primary, 200))
        return FileFacts(issued=printed_day(stated[1].replace("-", " ")) if stated else None)

    def read(self, files: SourceFiles, options: ImportOptions) -> Iterator[Parsed]:
        file = files.primary
        designations: dict[str, UkDesignation] = {}
        for item in records(file, headed_rows(file, options, CSV_REQUIRED), CSV_REQUIRED):
            if isinstance(item, RowError):
                yield item
            else:
                _add_row(designations, item)
        for designation in designations.values():
            yield from read_designation(file.name, designation, options)


def _add_row(designations: dict[str, UkDesignation], record: Record) -> None:
    kind = next((cell for heading, cell in record.cells.items() if heading.startswith("Designation Type")), "")
    uid = record["Unique ID"].strip()
    designation = designations.setdefault(
        uid or f"row {record.number}", UkDesignation(record.number, uid, kind.strip())
    )
    designation.names.append(
        UkName(tuple(record[f"Name {part}"] for part in PARTS), record["Name type"], record["Alias strength"])
    )
    designation.native_names.append((record["Name non-latin script"], record["Non-latin script language"]))
    lines = [record[f"Address Line {line}"] for line in PARTS]
    address = ", ".join(line for line in (*lines, record["Address Postal Code"]) if line.strip())
    designation.addresses.append((address, record["Address Country"]))
    designation.birth_dates.append(record["D.O.B"])
    designation.identifiers.extend((scheme, record[heading]) for scheme, heading, _, _ in IDENTIFIERS)
    for key, heading, _, _ in FACTS:
        designation.add_fact(key, record[heading])


class UkXml(Importer):
    format_name = "UK Sanctions List XML (Designations)"
    seen_real_file = False

    def recognises(self, file: SourceFile, options: ImportOptions = DEFAULT_OPTIONS) -> bool:
        return is_xml(file) and root_element(file, options.limits)[0] == "Designations"

    def facts(self, files: SourceFiles, options: ImportOptions = DEFAULT_OPTIONS) -> FileFacts:
        for _, element in xml_records(files.primary, options.limits, "DateGenerated"):
            return FileFacts(issued=printed_day((element.text or "")[:10]))
        return FileFacts()

    def read(self, files: SourceFiles, options: ImportOptions) -> Iterator[Parsed]:
        for number, element in xml_records(files.primary, options.limits, "Designation"):
            yield from read_designation(files.primary.name, xml_designation(number, element), options)


def xml_designation(number: int, element: Element) -> UkDesignation:
    designation = UkDesignation(number, text_at(element, "UniqueID"), text_at(element, "IndividualEntityShip"))
    for name in children(element, "Names", "Name"):
        parts = tuple(text_at(name, f"Name{part}") for part in PARTS)
        designation.names.append(UkName(parts, text_at(name, "NameType"), text_at(name, "AliasStrength")))
    for native in children(element, "NonLatinNames", "NonLatinName"):
        designation.native_names.append(
            (text_at(native, "NameNonLatinScript"), text_at(native, "NonLatinScriptLanguage"))
        )
    for address in children(element, "Addresses", "Address"):
        lines = [text_at(address, f"AddressLine{line}") for line in PARTS]
        text = ", ".join(filter(None, (*lines, text_at(address, "AddressPostalCode"))))
        designation.addresses.append((text, text_at(address, "AddressCountry")))
    designation.birth_dates.extend(texts_at(element, *DATES_OF_BIRTH))
    for scheme, _, path, _ in IDENTIFIERS:
        designation.identifiers.extend((scheme, text) for text in texts_at(element, *path))
    for key, _, path, _ in FACTS:
        for text in texts_at(element, *path):
            designation.add_fact(key, text)
    return designation


class UkJsonLines(Importer):
    format_name = "UK Sanctions List as JSON Lines (unique_id, names, …)"

    def recognises(self, file: SourceFile, options: ImportOptions = DEFAULT_OPTIONS) -> bool:
        head = json_head(file)
        return '"unique_id"' in head and '"name6"' in head

    def facts(self, files: SourceFiles, options: ImportOptions = DEFAULT_OPTIONS) -> FileFacts:
        """The first line may say when the list was fetched and how many designations it has."""
        for _, item in json_lines(files.primary, options.limits):
            if isinstance(item, dict) and "unique_id" not in item and isinstance(item.get("count"), int):
                return FileFacts(issued=printed_day(str(item.get("fetched_at", ""))[:10]), stated_count=item["count"])
            break
        return FileFacts()

    def read(self, files: SourceFiles, options: ImportOptions) -> Iterator[Parsed]:
        file = files.primary
        for number, item in json_lines(file, options.limits):
            if not isinstance(item, dict):
                yield RowError(file.name, number, "", "row_not_an_object")
            elif "unique_id" in item:
                yield from read_designation(file.name, json_designation(number, item), options)


def json_designation(number: int, item: Mapping[str, object]) -> UkDesignation:
    designation = UkDesignation(number, _text(item, "unique_id"), _text(item, "individual_entity_ship"))
    for name in _nested(item, "names", "names"):
        parts = tuple(_text(name, f"name{part}") for part in PARTS)
        designation.names.append(UkName(parts, _text(name, "name_type"), _text(name, "alias_strength")))
    for native in _nested(item, "non_latin_names", "names"):
        designation.native_names.append((_text(native, "name_non_latin_script"), ""))
    for address in _nested(item, "addresses", "addresses"):
        lines = ", ".join(line for part in PARTS if (line := _text(address, f"address_line{part}")))
        designation.addresses.append((lines, _text(address, "address_country")))
    designation.identifiers.extend((scheme, _text(item, key)) for scheme, _, _, key in IDENTIFIERS if key)
    for key, _, _, json_key in FACTS:
        designation.add_fact(key, _text(item, json_key))
    return designation


def _text(item: Mapping[str, object], key: str) -> str:
    value = item.get(key)
    return str(value) if isinstance(value, str | int) else ""


def _nested(item: Mapping[str, object], outer: str, inner: str) -> list[Mapping[str, object]]:
    holder = item.get(outer)
    values = holder.get(inner) if isinstance(holder, dict) else None
    return [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []
