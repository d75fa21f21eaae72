"""The US Consolidated Screening List, CSV as published, and JSON built from its documentation (no real JSON
seen yet).

Source: developer.trade.gov, Consolidated Screening List. One file joins the lists of Commerce, State and
Treasury; ``source`` names the list. Entries of the Treasury carry OFAC's entity number, the others (before
the ``_id`` column came) nothing.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from screening.importers.base import DEFAULT_OPTIONS, FileFacts, ImportOptions, NameType, Parsed
from screening.importers.cleaning import squeeze
from screening.importers.draft import EntryDraft
from screening.importers.faults import RowError
from screening.importers.files import SourceFile, SourceFiles
from screening.importers.importer import Importer, derived_uid
from screening.importers.json_records import json_array, json_head
from screening.importers.tables import has_headings, headed_rows, records, split_list
from screening.names.kinds import NameKind

REQUIRED = ["source", "entity_number", "type", "programs", "name", "addresses", "alt_names"]
LIST_CODE = re.compile(r"\(([A-Z]{2,6})\)")
TOTAL = re.compile(r'"total"\s*:\s*(\d+)')
COUNTRY_AT_END = re.compile(r"(?:^|,\s*)([A-Z]{2})$")
SUCCESSORS = re.compile(r",? and any successor, sub-unit, or subsidiary thereof", re.IGNORECASE)
# Lists without a type (Entity List, DPL) mix bodies and people.
KINDS = {
    "individual": NameKind.PERSON,
    "entity": NameKind.ORGANIZATION,
    "vessel": NameKind.UNKNOWN,
    "aircraft": NameKind.UNKNOWN,
}
SINGLE = (
    "title",
    "federal_register_notice",
    "start_date",
    "end_date",
    "standard_order",
    "license_requirement",
    "license_policy",
    "call_sign",
    "vessel_type",
    "vessel_flag",
    "vessel_owner",
    "remarks",
    "source_list_url",
)
ADDRESS = ("address", "city", "state", "postal_code", "country")
DOCUMENT = ("country", "number", "type")
Fields = Mapping[str, Sequence[str]]


class CslCsv(Importer):
    format_name = "CSL CSV (source, entity_number, …)"

    def recognises(self, file: SourceFile, options: ImportOptions = DEFAULT_OPTIONS) -> bool:
        return has_headings(file, REQUIRED)

    def read(self, files: SourceFiles, options: ImportOptions) -> Iterator[Parsed]:
        file = files.primary
        for item in records(file, headed_rows(file, options, REQUIRED), REQUIRED):
            if isinstance(item, RowError):
                yield item
            else:
                fields = {key: split_list(cell) for key, cell in item.cells.items() if key not in SINGLE}
                fields |= {key: [item[key]] for key in ("name", *SINGLE)}
                yield from read_fields(file.name, item.number, fields, options)


class CslJson(Importer):
    format_name = "CSL JSON (results: […])"
    seen_real_file = False

    def recognises(self, file: SourceFile, options: ImportOptions = DEFAULT_OPTIONS) -> bool:
        head = json_head(file, 64 * 1024)
        return '"results"' in head and '"alt_names"' in head and '"source"' in head

    def facts(self, files: SourceFiles, options: ImportOptions = DEFAULT_OPTIONS) -> FileFacts:
        """One page of the publisher's search interface states how many entries all pages have."""
        head, _, _ = json_head(files.primary, 64 * 1024).partition('"results"')
        total = TOTAL.search(head)
        return FileFacts(stated_count=int(total[1]) if total else None)

    def read(self, files: SourceFiles, options: ImportOptions) -> Iterator[Parsed]:
        file = files.primary
        for number, item in json_array(file, options.limits, "results"):
            if isinstance(item, dict):
                fields = {key: _printed(key, value) for key, value in item.items()}
                yield from read_fields(file.name, number, fields, options)
            else:
                yield RowError(file.name, number, "", "row_not_an_object")


def _printed(key: str, value: object) -> list[str]:
    """A JSON value as the CSV prints it: addresses and documents on one line each, in one order."""
    if isinstance(value, str) and key not in ("name", *SINGLE):
        return split_list(value)
    values = value if isinstance(value, list) else [value]
    return [_line(key, one) if isinstance(one, dict) else str(one) for one in values if one not in (None, "")]


def _line(key: str, parts: Mapping[str, object]) -> str:
    ordered = [parts.get(name) for name in (DOCUMENT if key == "ids" else ADDRESS)]
    return ", ".join(str(part) for part in ordered if part)


def read_fields(file: str, row: int, fields: Fields, options: ImportOptions) -> Iterator[Parsed]:
    draft = EntryDraft(file, row, options.limits)
    source = _first(fields, "source")
    name = SUCCESSORS.sub("", squeeze(_first(fields, "name")))
    draft.name(name, "name", NameType.PRIMARY)
    for alias in fields.get("alt_names", ()):
        draft.name(re.sub(r"^and\s+", "", alias).rstrip("."), "alt_names")
    for address in fields.get("addresses", ()):
        draft.attribute("addresses", address)
        if found := COUNTRY_AT_END.search(squeeze(address)):
            draft.country(found[1], "addresses")
    draft.country(_first(fields, "country"), "country")
    for printed in fields.get("dates_of_birth", ()):
        draft.birth_date(printed, "dates_of_birth")
    _identifiers(draft, fields)
    draft.attribute("source_list", source)
    draft.attribute("entity_type", _first(fields, "type").casefold())
    draft.attribute("programme", *fields.get("programs", ()))
    draft.attribute("birth_places", *fields.get("places_of_birth", ()))
    for key in ("nationalities", "citizenships"):
        draft.attribute("nationality_as_printed", *fields.get(key, ()))
    for key in SINGLE:
        draft.attribute(key, *fields.get(key, ()))
    own, code = _identity(fields, source)
    uid = f"{code}-{own or derived_uid(name, _first(fields, 'start_date'))}"
    kind = KINDS.get(_first(fields, "type").casefold(), NameKind.UNKNOWN)
    yield from draft.finish(uid, kind, uid_is_stable=bool(own))


def _first(fields: Fields, key: str) -> str:
    values = fields.get(key, ())
    return values[0] if values else ""


def _identity(fields: Fields, source: str) -> tuple[str, str]:
    """The publisher's own identifier, if there is one, and the short code of the list that the entry is from."""
    code = found[1] if (found := LIST_CODE.search(source)) else squeeze(source)
    own = next((value for key in ("entity_number", "_id", "id") if (value := _first(fields, key))), "")
    return own, code


def _identifiers(draft: EntryDraft, fields: Fields) -> None:
    """Documents print as ``US, 80-0890696, Tax ID No.``; the country may be missing."""
    for printed in fields.get("ids", ()):
        parts = split_list(printed, ",")
        if parts and COUNTRY_AT_END.fullmatch(parts[0]) and len(parts) > 2:
            parts = parts[1:]
        if len(parts) >= 2 and any(character.isdigit() for character in parts[0]):
            draft.identifier(parts[1].casefold().rstrip(".:").replace(" ", "_"), parts[0])
