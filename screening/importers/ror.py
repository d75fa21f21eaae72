"""ROR, the Research Organization Registry, schema v2: the dump as JSON, and JSON Lines.

Source: ror.readme.io, schema v2. A registry of institutions and no watch list: it tells identity, names in
several languages, parents and successors.
"""

from collections.abc import Iterator, Mapping

from screening.importers.base import DEFAULT_OPTIONS, ImportOptions, NameType, Parsed
from screening.importers.brackets import is_native
from screening.importers.draft import EntryDraft
from screening.importers.faults import RowError
from screening.importers.files import SourceFile, SourceFiles
from screening.importers.importer import Importer
from screening.importers.json_records import json_head, json_lines
from screening.names.kinds import NameKind

MARKS = ('"ror_display"', '"names"', "https://ror.org/")
RELATIONS = {
    "parent": "parents",
    "child": "children",
    "predecessor": "predecessors",
    "successor": "successors",
}
Fact = Mapping[str, object]


class RorJson(Importer):
    format_name = "ROR schema v2 (JSON, JSON Lines or zip)"

    def recognises(self, file: SourceFile, options: ImportOptions = DEFAULT_OPTIONS) -> bool:
        head = json_head(file)
        return all(mark in head for mark in MARKS)

    def read(self, files: SourceFiles, options: ImportOptions) -> Iterator[Parsed]:
        file = files.primary
        for number, item in json_lines(file, options.limits):
            if isinstance(item, dict):
                yield from read_institution(file.name, number, item, options)
            else:
                yield RowError(file.name, number, "", "row_not_an_object")


def read_institution(file: str, number: int, item: Fact, options: ImportOptions) -> Iterator[Parsed]:
    draft = EntryDraft(file, number, options.limits)
    uid = str(item.get("id") or "")
    if not uid:
        draft.error("uid", "uid_missing")
    for name in objects(item, "names"):
        _add_name(draft, name)
    for location in objects(item, "locations"):
        details = location.get("geonames_details")
        place: Fact = details if isinstance(details, dict) else {}
        draft.country(str(place.get("country_code") or ""), "locations")
        draft.attribute("cities", str(place.get("name") or ""))
    draft.identifier("ror", uid)
    for external in objects(item, "external_ids"):
        preferred = external.get("preferred") or next(iter(strings(external, "all")), "")
        draft.identifier(str(external.get("type") or ""), str(preferred or ""))
    for relation in objects(item, "relationships"):
        if key := RELATIONS.get(str(relation.get("type")), ""):
            draft.attribute(key, str(relation.get("id") or ""))
    draft.attribute("status", str(item.get("status") or ""))
    draft.attribute("institution_types", *strings(item, "types"))
    draft.attribute("domains", *strings(item, "domains"))
    draft.attribute("established", str(item.get("established") or ""))
    draft.attribute("links", *(str(link.get("value") or "") for link in objects(item, "links")))
    yield from draft.finish(uid, NameKind.ORGANIZATION)


def _add_name(draft: EntryDraft, name: Fact) -> None:
    text, types = str(name.get("value") or ""), strings(name, "types")
    if "ror_display" in types:
        type_ = NameType.PRIMARY
    elif "acronym" in types:
        type_ = NameType.ACRONYM
    else:
        type_ = NameType.NATIVE if is_native(text) else NameType.ALIAS
    is_weak = type_ is NameType.ACRONYM
    draft.name(text, "names", type_, is_weak=is_weak, language=str(name.get("lang") or ""))


def objects(item: Fact, key: str) -> list[Fact]:
    values = item.get(key)
    return [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []


def strings(item: Fact, key: str) -> list[str]:
    values = item.get(key)
    return [value for value in values if isinstance(value, str)] if isinstance(values, list) else []
