"""OFAC's legacy CSV triples: ``sdn.csv``/``alt.csv``/``add.csv`` and
``cons_prim.csv``/``cons_alt.csv``/``cons_add.csv``.

Source: OFAC, SDN data specification. No headings; ``-0-`` is the null; the last line is a DOS end-of-file
mark. The three files are joined by the first column, ``ent_num``, which survives between editions.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

from screening.importers.base import DEFAULT_OPTIONS, ImportOptions, NameType, Parsed
from screening.importers.cleaning import squeeze
from screening.importers.draft import EntryDraft
from screening.importers.faults import ImportRefused, RowError
from screening.importers.files import SourceFile, SourceFiles
from screening.importers.importer import Importer
from screening.importers.ofac_remarks import NULL, add_remarks
from screening.importers.tables import Row, csv_rows, end_error, first_headings, length_error
from screening.importers.text import head_text
from screening.names.kinds import NameKind

PRIMARY_COLUMNS, ALIAS_COLUMNS, ADDRESS_COLUMNS = 12, 5, 6
KINDS = {"individual": NameKind.PERSON, "": NameKind.ORGANIZATION}
ALIAS_TYPES = {"fka": NameType.FORMER}
VESSEL_FIELDS = ("call_sign", "vessel_type", "tonnage", "gross_tonnage", "vessel_flag", "vessel_owner")
Related = dict[str, list[Row]]


class OfacCsv(Importer):
    format_name = "OFAC CSV (sdn.csv or cons_prim.csv with alt and add beside it)"

    def recognises(self, file: SourceFile, options: ImportOptions = DEFAULT_OPTIONS) -> bool:
        cells = first_headings(head_text(file))
        return len(cells) == PRIMARY_COLUMNS and cells[0].isdecimal() and NULL in cells

    def files_read(self, files: SourceFiles) -> tuple[SourceFile, ...]:
        return files.primary, companion(files, "aliases", "alt"), companion(files, "addresses", "add")

    def read(self, files: SourceFiles, options: ImportOptions) -> Iterator[Parsed]:
        aliases_file = companion(files, "aliases", "alt")
        addresses_file = companion(files, "addresses", "add")
        aliases: Related = defaultdict(list)
        addresses: Related = defaultdict(list)
        yield from _related(aliases_file, ALIAS_COLUMNS, aliases, options)
        yield from _related(addresses_file, ADDRESS_COLUMNS, addresses, options)
        for row in csv_rows(files.primary, options):
            if (error := length_error(files.primary, row, PRIMARY_COLUMNS)) is not None:
                yield error
                continue
            yield from _end(files.primary, row)
            uid = row.cells[0].strip()
            yield from read_row(files.primary.name, row, aliases.pop(uid, []), addresses.pop(uid, []), options)
        yield from _orphans(aliases_file, aliases)
        yield from _orphans(addresses_file, addresses)


def role_of(file: SourceFile) -> str:
    """Which of the three a CSV is, by the number of its columns; empty for the file of entries and for all else."""
    columns = len(first_headings(head_text(file)))
    return {ALIAS_COLUMNS: "aliases", ADDRESS_COLUMNS: "addresses"}.get(columns, "")


def companion(files: SourceFiles, role: str, stem: str) -> SourceFile:
    """The file of aliases or addresses. An edition without it would lose names in silence, so its lack is a
    refusal.
    """
    name = files.primary.name
    expected = re.sub(r"(?:sdn|prim)(?=\.csv(?:\.gz)?$)", stem, name, flags=re.IGNORECASE)
    found = files.companion(role, *([expected] if expected != name else []))
    if found is None:
        raise ImportRefused(
            name, "companion_missing", role=role, expected=expected if expected != name else f"{stem}.csv"
        )
    return found


def _related(file: SourceFile, columns: int, into: Related, options: ImportOptions) -> Iterator[RowError]:
    for row in csv_rows(file, options):
        if (error := length_error(file, row, columns)) is not None:
            yield error
        else:
            yield from _end(file, row)
            into[row.cells[0].strip()].append(row)


def _end(file: SourceFile, row: Row) -> Iterator[RowError]:
    if (error := end_error(file, row)) is not None:
        yield error


def _orphans(file: SourceFile, rows: Related) -> Iterator[RowError]:
    for uid, orphans in rows.items():
        for row in orphans:
            yield RowError(file.name, row.number, "ent_num", "orphan_row", {"uid": uid})


def value(cell: str) -> str:
    text = squeeze(cell)
    return "" if text == NULL else text


def read_row(file: str, row: Row, aliases: list[Row], addresses: list[Row], options: ImportOptions) -> Iterator[Parsed]:
    uid, name, sdn_type, programmes, title, *vessel, remarks = (value(cell) for cell in row.cells)
    draft = EntryDraft(file, row.number, options.limits)
    if not uid:
        draft.error("uid", "uid_missing")
    draft.name(name, "SDN_Name", NameType.PRIMARY)
    for alias in aliases:
        _, _, alias_type, alias_name, alias_remarks = (value(cell) for cell in alias.cells)
        draft.name(alias_name, "alt_name", ALIAS_TYPES.get(alias_type, NameType.ALIAS), note=alias_remarks)
    for address in addresses:
        _, _, street, city, country, remark = (value(cell) for cell in address.cells)
        draft.country(country, "Country")
        draft.attribute("addresses", ", ".join(filter(None, (street, city, country, remark))))
    draft.attribute("entity_type", sdn_type)
    draft.attribute("programme", *programmes.split("] ["))
    draft.attribute("titles", title)
    for key, fact in zip(VESSEL_FIELDS, vessel, strict=True):
        draft.attribute(key, fact)
    add_remarks(draft, remarks)
    yield from draft.finish(uid, KINDS.get(sdn_type, NameKind.UNKNOWN))
