"""ASPI's China Defence Universities Tracker, as the MISP galaxy cluster publishes it (JSON).

This rendering has no risk rating. Subsidiaries are names of their own kind: they belong to the institution.
"""

import re
from collections.abc import Iterator, Mapping

from screening.importers.base import DEFAULT_OPTIONS, ImportOptions, NameType, Parsed
from screening.importers.brackets import is_native, trailing_bracket
from screening.importers.draft import EntryDraft
from screening.importers.faults import RowError
from screening.importers.files import SourceFile, SourceFiles
from screening.importers.importer import Importer
from screening.importers.json_records import json_array, json_head
from screening.names.kinds import NameKind

CATEGORY = re.compile(r'"category"\s*:\s*"academic-institution"')
ATTRIBUTES = {
    "categories": "categories",
    "supervising agencies": "supervising_agencies",
    "topics": "topics",
    "major defence laboratories": "defence_laboratories",
    "address": "addresses",
    "refs": "source_url",
}


class AspiJson(Importer):
    format_name = "China Defence Universities Tracker (MISP galaxy JSON)"

    def recognises(self, file: SourceFile, options: ImportOptions = DEFAULT_OPTIONS) -> bool:
        head = json_head(file)
        return '"values"' in head and CATEGORY.search(head) is not None

    def read(self, files: SourceFiles, options: ImportOptions) -> Iterator[Parsed]:
        for number, item in json_array(files.primary, options.limits, "values"):
            if isinstance(item, dict):
                yield from read_institution(files.primary.name, number, item, options)
            else:
                yield RowError(files.primary.name, number, "", "row_not_an_object")


def read_institution(file: str, number: int, item: Mapping[str, object], options: ImportOptions) -> Iterator[Parsed]:
    draft = EntryDraft(file, number, options.limits)
    uid = str(item.get("uuid") or "")
    if not uid:
        draft.error("uid", "uid_missing")
    add_both(draft, str(item.get("value") or ""), "value", NameType.PRIMARY)
    meta = item.get("meta")
    facts = meta if isinstance(meta, dict) else {}
    for alias in listed(facts.get("aliases")):
        add_both(draft, alias, "aliases", NameType.ALIAS)
    for subsidiary in listed(facts.get("subsidiaries")):
        add_both(draft, subsidiary, "subsidiaries", NameType.AFFILIATE)
    draft.country("CN", "country")
    for printed, key in ATTRIBUTES.items():
        draft.attribute(key, *listed(facts.get(printed)))
    draft.attribute("remarks", str(item.get("description") or ""))
    yield from draft.finish(uid, NameKind.ORGANIZATION)


def listed(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [str(one) for one in values if one]


def add_both(draft: EntryDraft, printed: str, field: str, type_: NameType) -> None:
    """``English (中文)`` is two names. A subsidiary's Chinese name stays a subsidiary's."""
    text, inside = trailing_bracket(printed)
    if text and is_native(inside) and not is_native(text):
        draft.name(text, field, type_)
        draft.name(inside, field, NameType.AFFILIATE if type_ is NameType.AFFILIATE else NameType.NATIVE)
    elif type_ is NameType.ALIAS and is_native(printed):
        draft.name(printed, field, NameType.NATIVE)
    else:
        draft.name(printed, field, type_)
