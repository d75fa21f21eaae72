"""The lists of the US Bureau of Industry and Security: Denied Persons (tab-separated, as published) and the
military-intelligence end users named in 15 CFR 744.22 (CSV rendering).

The Denied Persons List mixes people and companies and does not say which is which; it has no identifiers
either.
"""

from collections.abc import Iterator

from screening.importers.base import DEFAULT_OPTIONS, ImportOptions, NameType, Parsed
from screening.importers.cleaning import squeeze
from screening.importers.draft import EntryDraft
from screening.importers.faults import RowError
from screening.importers.files import SourceFile, SourceFiles
from screening.importers.importer import Importer, derived_uid
from screening.importers.tables import Record, has_headings, headed_rows, records, split_list
from screening.names.kinds import NameKind

DENIED_COLUMNS = ["Name", "Street_Address", "City", "Country", "Effective_Date", "FR_Citation"]
DENIED_ATTRIBUTES = (
    "Effective_Date",
    "Expiration_Date",
    "Standard_Order",
    "Last_Update",
    "Action",
    "FR_Citation",
)
MIEU_COLUMNS = ["Type", "Name", "Alias", "Country", "Program"]
ADDRESS = ("Street_Address", "City", "State", "Postal_Code", "Country")


class DeniedPersonsTsv(Importer):
    format_name = "BIS Denied Persons List, tab-separated"

    def recognises(self, file: SourceFile, options: ImportOptions = DEFAULT_OPTIONS) -> bool:
        return has_headings(file, DENIED_COLUMNS)

    def read(self, files: SourceFiles, options: ImportOptions) -> Iterator[Parsed]:
        file = files.primary
        for item in records(file, headed_rows(file, options, DENIED_COLUMNS), DENIED_COLUMNS):
            if isinstance(item, RowError):
                yield item
            else:
                yield from read_denied(file.name, item, options)


def read_denied(file: str, record: Record, options: ImportOptions) -> Iterator[Parsed]:
    draft = EntryDraft(file, record.number, options.limits)
    draft.name(record["Name"], "Name", NameType.PRIMARY)
    draft.country(record["Country"], "Country")
    draft.attribute("addresses", ", ".join(part for key in ADDRESS if (part := squeeze(record[key]))))
    for heading in DENIED_ATTRIBUTES:
        draft.attribute(heading.casefold(), record[heading])
    uid = derived_uid(record["Name"], record["Effective_Date"])
    yield from draft.finish(uid, NameKind.UNKNOWN, uid_is_stable=False)


class MilitaryIntelligenceCsv(Importer):
    format_name = "BIS military-intelligence end users CSV (Type, Name, Alias, …)"

    def recognises(self, file: SourceFile, options: ImportOptions = DEFAULT_OPTIONS) -> bool:
        return has_headings(file, MIEU_COLUMNS)

    def read(self, files: SourceFiles, options: ImportOptions) -> Iterator[Parsed]:
        file = files.primary
        for item in records(file, headed_rows(file, options, MIEU_COLUMNS), MIEU_COLUMNS):
            if isinstance(item, RowError):
                yield item
            else:
                yield from read_end_user(file.name, item, options)


def read_end_user(file: str, record: Record, options: ImportOptions) -> Iterator[Parsed]:
    draft = EntryDraft(file, record.number, options.limits)
    draft.name(record["Name"], "Name", NameType.PRIMARY)
    for alias in split_list(record["Alias"]):
        draft.name(alias, "Alias", NameType.ACRONYM if alias.isupper() else NameType.ALIAS, is_weak=alias.isupper())
    draft.country(record["Country"], "Country")
    draft.attribute("programme", record["Program"])
    draft.attribute("start_date", record["Date"])
    draft.attribute("end_date", record["End date"])
    draft.attribute("source_url", record["Source URL"])
    yield from draft.finish(derived_uid(record["Country"], record["Name"]), NameKind.ORGANIZATION, uid_is_stable=False)
