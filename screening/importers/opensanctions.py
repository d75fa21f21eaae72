"""OpenSanctions: ``targets.simple.csv``, ``entities.ftm.json`` and ``entities.delta.json``.

Source: opensanctions.org/docs/bulk. Entities follow the FollowTheMoney model; their ids survive between
editions (merged ones are named as ``referents``). ``countries`` of a person mix nationality with residence,
so they are kept as printed and are no country of the entry.
"""

import re
from collections.abc import Iterator, Mapping

from screening.importers.base import (
    DEFAULT_OPTIONS,
    FileFacts,
    ImportOptions,
    NameType,
    Parsed,
    ParsedRemoval,
)
from screening.importers.brackets import is_native
from screening.importers.cleaning import excerpt
from screening.importers.draft import EntryDraft
from screening.importers.faults import RowError
from screening.importers.files import SourceFile, SourceFiles
from screening.importers.importer import Importer
from screening.importers.json_records import json_head, json_lines
from screening.importers.tables import Record, has_headings, headed_rows, records, split_list
from screening.names.kinds import NameKind

SIMPLE_REQUIRED = ["id", "schema", "name", "aliases", "birth_date", "countries", "identifiers"]
OPERATIONS = ("ADD", "MOD", "DEL")
CHANGE = re.compile(r'\[?\s*\{\s*"(?:op|entity)"\s*:')
KINDS = {
    "Person": NameKind.PERSON,
    "Organization": NameKind.ORGANIZATION,
    "Company": NameKind.ORGANIZATION,
    "PublicBody": NameKind.ORGANIZATION,
    "LegalEntity": NameKind.UNKNOWN,
    "Vessel": NameKind.UNKNOWN,
    "Airplane": NameKind.UNKNOWN,
}
NAME_PROPERTIES = (
    ("name", NameType.ALIAS, False),
    ("alias", NameType.ALIAS, False),
    ("previousName", NameType.FORMER, False),
    ("abbreviation", NameType.ACRONYM, True),
    ("weakAlias", NameType.LOW_QUALITY, True),
)
IDENTIFIERS = {
    "idNumber": "national_id",
    "passportNumber": "passport",
    "registrationNumber": "registration_number",
    "taxNumber": "tax_id",
    "innCode": "inn",
    "ogrnCode": "ogrn",
    "uscCode": "uscc",
    "leiCode": "lei",
    "swiftBic": "swift_bic",
    "imoNumber": "imo",
    "mmsi": "mmsi",
    "wikidataId": "wikidata",
}
ATTRIBUTES = {
    "topics": "topics",
    "program": "programme",
    "position": "positions",
    "address": "addresses",
    "nationality": "nationality_as_printed",
    "notes": "remarks",
    "sourceUrl": "source_url",
}


class OpenSanctionsCsv(Importer):
    format_name = "OpenSanctions targets.simple.csv"
    seen_real_file = False

    def recognises(self, file: SourceFile, options: ImportOptions = DEFAULT_OPTIONS) -> bool:
        return has_headings(file, SIMPLE_REQUIRED)

    def read(self, files: SourceFiles, options: ImportOptions) -> Iterator[Parsed]:
        file = files.primary
        for item in records(file, headed_rows(file, options, SIMPLE_REQUIRED), SIMPLE_REQUIRED):
            if isinstance(item, RowError):
                yield item
            else:
                yield from read_target(file.name, item, options)


def read_target(file: str, record: Record, options: ImportOptions) -> Iterator[Parsed]:
    draft = EntryDraft(file, record.number, options.limits)
    if not record["id"].strip():
        draft.error("uid", "uid_missing")
    kind = KINDS.get(record["schema"], NameKind.UNKNOWN)
    draft.name(record["name"], "name", NameType.PRIMARY)
    for alias in split_list(record["aliases"]):
        draft.name(alias, "aliases", NameType.NATIVE if is_native(alias) else NameType.ALIAS)
    for date in split_list(record["birth_date"]):
        draft.birth_date(date, "birth_date")
    for value in split_list(record["identifiers"]):
        draft.identifier("identifier", value)
    add_countries(draft, split_list(record["countries"]), kind, "countries")
    draft.attribute("entity_type", record["schema"])
    for heading, key in (("addresses", "addresses"), ("sanctions", "programme"), ("dataset", "datasets")):
        draft.attribute(key, *split_list(record[heading]))
    yield from draft.finish(record["id"].strip(), kind)


def add_countries(draft: EntryDraft, countries: list[str], kind: NameKind, field: str) -> None:
    for country in countries:
        if kind is NameKind.PERSON:
            draft.attribute("countries_as_printed", country)
        else:
            draft.country(country, field)


class OpenSanctionsEntities(Importer):
    format_name = "OpenSanctions entities.ftm.json"

    def recognises(self, file: SourceFile, options: ImportOptions = DEFAULT_OPTIONS) -> bool:
        head = json_head(file)
        return '"schema"' in head and '"properties"' in head and not _is_delta(head)

    def read(self, files: SourceFiles, options: ImportOptions) -> Iterator[Parsed]:
        file = files.primary
        for number, item in json_lines(file, options.limits):
            if isinstance(item, dict):
                yield from read_entity(file.name, number, item, options)
            else:
                yield RowError(file.name, number, "", "row_not_an_object")


class OpenSanctionsDelta(Importer):
    """Changes to the edition before: ADD and MOD carry the whole entity, DEL its id.

    What is changed into something that is not screened, no target any more or an address, leaves the list.
    """

    format_name = "OpenSanctions entities.delta.json"

    def recognises(self, file: SourceFile, options: ImportOptions = DEFAULT_OPTIONS) -> bool:
        return _is_delta(json_head(file))

    def facts(self, files: SourceFiles, options: ImportOptions = DEFAULT_OPTIONS) -> FileFacts:
        return FileFacts(is_delta=True)

    def read(self, files: SourceFiles, options: ImportOptions) -> Iterator[Parsed]:
        file = files.primary
        for number, item in json_lines(file, options.limits):
            entity = item.get("entity") if isinstance(item, dict) else None
            if not isinstance(item, dict) or not isinstance(entity, dict):
                yield RowError(file.name, number, "", "row_not_an_object")
            elif (operation := item.get("op")) not in OPERATIONS:
                yield RowError(file.name, number, "op", "unknown_operation", {"value": excerpt(str(operation))})
            else:
                yield from read_change(file.name, number, operation, entity, options)


def read_change(
    file: str, number: int, operation: str, entity: Mapping[str, object], options: ImportOptions
) -> Iterator[Parsed]:
    uid = str(entity.get("id") or "")
    read = [] if operation == "DEL" else list(read_entity(file, number, entity, options))
    if read:
        yield from read
    elif uid:
        yield ParsedRemoval(uid, number)
    else:
        yield RowError(file, number, "uid", "uid_missing")


def _is_delta(head: str) -> bool:
    return bool(CHANGE.match(head))


def read_entity(file: str, number: int, entity: Mapping[str, object], options: ImportOptions) -> Iterator[Parsed]:
    """An entity that can be screened; addresses, sanctions and who is no target themselves are passed over."""
    schema = str(entity.get("schema") or "")
    if schema not in KINDS or entity.get("target") is False:
        return
    draft = EntryDraft(file, number, options.limits)
    uid, kind, properties = str(entity.get("id") or ""), KINDS[schema], entity.get("properties")
    facts: Mapping[str, object] = properties if isinstance(properties, dict) else {}
    if not uid:
        draft.error("uid", "uid_missing")
    draft.name(str(entity.get("caption") or ""), "caption", NameType.PRIMARY)
    for key, type_, is_weak in NAME_PROPERTIES:
        for text in texts(facts, key):
            is_other_script = type_ is NameType.ALIAS and is_native(text)
            draft.name(text, key, NameType.NATIVE if is_other_script else type_, is_weak=is_weak)
    for date in texts(facts, "birthDate"):
        draft.birth_date(date, "birthDate")
    add_countries(draft, [*texts(facts, "country"), *texts(facts, "jurisdiction")], kind, "country")
    for key, scheme in IDENTIFIERS.items():
        for value in texts(facts, key):
            draft.identifier(scheme, value)
    draft.attribute("entity_type", schema)
    for key, attribute in ATTRIBUTES.items():
        draft.attribute(attribute, *texts(facts, key))
    draft.attribute("datasets", *texts(entity, "datasets"))
    draft.attribute("referents", *texts(entity, "referents"))
    yield from draft.finish(uid, kind)


def texts(facts: Mapping[str, object], key: str) -> list[str]:
    values = facts.get(key)
    return [value for value in values if isinstance(value, str)] if isinstance(values, list) else []
