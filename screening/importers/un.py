"""The United Nations Security Council consolidated list, XML as published.

Source of the structure: the schema that the file names (sc-sanctions.xsd). ``QUALITY`` of an alias is Good,
Low, a.k.a. or f.k.a.; Low means that the Council itself holds the alias insufficient to identify anybody.
"""

from collections.abc import Iterator

from screening.importers.base import DEFAULT_OPTIONS, FileFacts, ImportOptions, NameType, Parsed
from screening.importers.brackets import SHORT_ACRONYM, without_acronym
from screening.importers.cleaning import squeeze
from screening.importers.dates import printed_day
from screening.importers.draft import EntryDraft
from screening.importers.files import SourceFile, SourceFiles
from screening.importers.importer import Importer
from screening.importers.tables import split_list
from screening.importers.xml_records import (
    Element,
    children,
    is_xml,
    local,
    root_element,
    text_at,
    texts_at,
    xml_records,
)
from screening.names.kinds import NameKind

ROOT = "CONSOLIDATED_LIST"
PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
QUALITIES = {"low": (NameType.LOW_QUALITY, True), "f.k.a.": (NameType.FORMER, False)}
ADDRESS = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY", "NOTE")


class UnXml(Importer):
    format_name = "UN XML (CONSOLIDATED_LIST)"

    def recognises(self, file: SourceFile, options: ImportOptions = DEFAULT_OPTIONS) -> bool:
        return is_xml(file) and root_element(file, options.limits)[0] == ROOT

    def facts(self, files: SourceFiles, options: ImportOptions = DEFAULT_OPTIONS) -> FileFacts:
        _, attributes = root_element(files.primary, options.limits)
        return FileFacts(issued=printed_day(attributes.get("dateGenerated", "")[:10]))

    def read(self, files: SourceFiles, options: ImportOptions) -> Iterator[Parsed]:
        for number, element in xml_records(files.primary, options.limits, "INDIVIDUAL", "ENTITY"):
            yield from read_element(files.primary.name, number, element, options)


def read_element(file: str, number: int, element: Element, options: ImportOptions) -> Iterator[Parsed]:
    kind = local(element)
    is_person = kind == "INDIVIDUAL"
    draft = EntryDraft(file, number, options.limits)
    uid = text_at(element, "REFERENCE_NUMBER")
    if not uid:
        draft.error("uid", "uid_missing")
    name, acronym = without_acronym(" ".join(filter(None, (text_at(element, part) for part in PARTS))))
    draft.name(name, "FIRST_NAME", NameType.PRIMARY)
    draft.name(acronym, "FIRST_NAME", NameType.ACRONYM, is_weak=len(acronym) <= SHORT_ACRONYM)
    for name in split_list(text_at(element, "NAME_ORIGINAL_SCRIPT")):
        draft.name(name, "NAME_ORIGINAL_SCRIPT", NameType.NATIVE)
    for alias in children(element, f"{kind}_ALIAS"):
        type_, is_weak = QUALITIES.get(text_at(alias, "QUALITY").casefold(), (NameType.ALIAS, False))
        note = text_at(alias, "NOTE")
        for name in split_list(text_at(alias, "ALIAS_NAME")):
            draft.name(name, "ALIAS_NAME", type_, is_weak=is_weak, note=note)
    for address in children(element, f"{kind}_ADDRESS"):
        draft.country(text_at(address, "COUNTRY"), "COUNTRY")
        draft.attribute("addresses", ", ".join(filter(None, (text_at(address, part) for part in ADDRESS))))
    if is_person:
        _birth(draft, element)
        _documents(draft, element)
    _attributes(draft, element)
    yield from draft.finish(uid, NameKind.PERSON if is_person else NameKind.ORGANIZATION)


def _birth(draft: EntryDraft, element: Element) -> None:
    for date in children(element, "INDIVIDUAL_DATE_OF_BIRTH"):
        first, last = text_at(date, "FROM_YEAR"), text_at(date, "TO_YEAR")
        printed = f"{first} to {last}" if first and last else text_at(date, "DATE") or text_at(date, "YEAR")
        if text_at(date, "TYPE_OF_DATE").casefold() == "approximately":
            draft.attribute("birth_dates_approximate", printed)
        draft.birth_date(printed, "INDIVIDUAL_DATE_OF_BIRTH")
    for place in children(element, "INDIVIDUAL_PLACE_OF_BIRTH"):
        draft.attribute("birth_places", ", ".join(filter(None, (text_at(place, part) for part in ADDRESS))))


def _documents(draft: EntryDraft, element: Element) -> None:
    for document in children(element, "INDIVIDUAL_DOCUMENT"):
        scheme = squeeze(text_at(document, "TYPE_OF_DOCUMENT")).casefold().replace(" ", "_")
        draft.identifier(scheme or "document", text_at(document, "NUMBER"))


def _attributes(draft: EntryDraft, element: Element) -> None:
    draft.attribute("programme", text_at(element, "UN_LIST_TYPE"))
    draft.attribute("listed_on", text_at(element, "LISTED_ON"))
    draft.attribute("last_updated", *texts_at(element, "LAST_DAY_UPDATED", "VALUE"))
    draft.attribute("titles", *texts_at(element, "TITLE", "VALUE"))
    draft.attribute("positions", *texts_at(element, "DESIGNATION", "VALUE"))
    draft.attribute("nationality_as_printed", *texts_at(element, "NATIONALITY", "VALUE"))
    draft.attribute("remarks", text_at(element, "COMMENTS1"))
