"""OFAC's ``sdn.xml`` and ``consolidated.xml``, built from the published schema (sdnList.xsd); no real file
seen yet.

``category`` of an alias is ``strong`` or ``weak``. Namespaces differ between the old and the new download
address and are not looked at. ``-0-`` is nothing, as in the CSV.
"""

from collections.abc import Iterator

from screening.importers.base import DEFAULT_OPTIONS, FileFacts, ImportOptions, NameType, Parsed
from screening.importers.cleaning import squeeze
from screening.importers.dates import printed_day
from screening.importers.draft import EntryDraft
from screening.importers.files import SourceFile, SourceFiles
from screening.importers.importer import Importer
from screening.importers.ofac_remarks import IDENTIFIER_SCHEMES, NULL
from screening.importers.xml_records import (
    Element,
    children,
    is_xml,
    root_element,
    text_at,
    texts_at,
    xml_records,
)
from screening.names.kinds import NameKind

ROOT = "sdnList"
KINDS = {"individual": NameKind.PERSON, "entity": NameKind.ORGANIZATION}
ADDRESS = ("address1", "address2", "address3", "city", "stateOrProvince", "postalCode", "country")


class OfacXml(Importer):
    format_name = "OFAC XML (sdnList)"
    seen_real_file = False

    def recognises(self, file: SourceFile, options: ImportOptions = DEFAULT_OPTIONS) -> bool:
        return is_xml(file) and root_element(file, options.limits)[0] == ROOT

    def facts(self, files: SourceFiles, options: ImportOptions = DEFAULT_OPTIONS) -> FileFacts:
        """Publication date and record count; the schema itself misspells ``publshInformation``."""
        for _, element in xml_records(files.primary, options.limits, "publshInformation", "publishInformation"):
            count = text_at(element, "Record_Count")
            return FileFacts(
                issued=printed_day(text_at(element, "Publish_Date"), month_first=True),
                stated_count=int(count) if count.isdecimal() else None,
            )
        return FileFacts()

    def read(self, files: SourceFiles, options: ImportOptions) -> Iterator[Parsed]:
        for number, element in xml_records(files.primary, options.limits, "sdnEntry"):
            yield from read_element(files.primary.name, number, without_nulls(element), options)


def without_nulls(element: Element) -> Element:
    for part in element.iter():
        if part.text and part.text.strip() == NULL:
            part.text = None
    return element


def read_element(file: str, number: int, element: Element, options: ImportOptions) -> Iterator[Parsed]:
    draft = EntryDraft(file, number, options.limits)
    uid = text_at(element, "uid")
    if not uid:
        draft.error("uid", "uid_missing")
    draft.name(full_name(element), "lastName", NameType.PRIMARY)
    for alias in children(element, "akaList", "aka"):
        is_weak = text_at(alias, "category").casefold() == "weak"
        draft.name(full_name(alias), "aka", alias_type(text_at(alias, "type"), is_weak=is_weak), is_weak=is_weak)
    for address in children(element, "addressList", "address"):
        draft.country(text_at(address, "country"), "country")
        draft.attribute("addresses", ", ".join(filter(None, (text_at(address, part) for part in ADDRESS))))
    for document in children(element, "idList", "id"):
        printed = squeeze(text_at(document, "idType"))
        scheme = IDENTIFIER_SCHEMES.get(printed, printed.casefold().rstrip(".").replace(" ", "_"))
        draft.identifier(scheme, text_at(document, "idNumber"))
    for printed in texts_at(element, "dateOfBirthList", "dateOfBirthItem", "dateOfBirth"):
        if "circa" in printed:
            draft.attribute("birth_dates_approximate", printed)
        draft.birth_date(printed, "dateOfBirth")
    sdn_type = text_at(element, "sdnType").casefold()
    _attributes(draft, element, sdn_type)
    yield from draft.finish(uid, KINDS.get(sdn_type, NameKind.UNKNOWN))


def full_name(element: Element) -> str:
    """``LASTNAME, First`` as OFAC prints it; a body has a last name only."""
    return ", ".join(filter(None, (text_at(element, "lastName"), text_at(element, "firstName"))))


def alias_type(printed: str, *, is_weak: bool) -> NameType:
    if printed.casefold().startswith("f"):
        return NameType.FORMER
    return NameType.LOW_QUALITY if is_weak else NameType.ALIAS


def _attributes(draft: EntryDraft, element: Element, sdn_type: str) -> None:
    draft.attribute("entity_type", sdn_type)
    draft.attribute("programme", *texts_at(element, "programList", "program"))
    draft.attribute("titles", text_at(element, "title"))
    draft.attribute("remarks", text_at(element, "remarks"))
    draft.attribute("birth_places", *texts_at(element, "placeOfBirthList", "placeOfBirthItem", "placeOfBirth"))
    for path in (
        ("nationalityList", "nationality", "country"),
        ("citizenshipList", "citizenship", "country"),
    ):
        draft.attribute("nationality_as_printed", *texts_at(element, *path))
    draft.attribute("vessel_flag", text_at(element, "vesselInfo", "vesselFlag"))
    draft.attribute("vessel_owner", text_at(element, "vesselInfo", "vesselOwner"))
