"""The US Section 1286 list, CSV rendering with one complete block of rows for each reporting year.

The file holds every yearly edition, told apart by ``report-date``. Talent programmes are entries of their
own: they have a name and no seat, and being in one is another fact than working for a listed institution.
"""

import datetime as dt
import re
from collections.abc import Iterator

from screening.importers.base import DEFAULT_OPTIONS, FileFacts, ImportOptions, NameType, Parsed
from screening.importers.brackets import SHORT_ACRONYM, without_acronym
from screening.importers.cleaning import squeeze
from screening.importers.draft import EntryDraft
from screening.importers.faults import ImportRefused, RowError
from screening.importers.files import SourceFile, SourceFiles
from screening.importers.importer import Importer, derived_uid
from screening.importers.tables import Record, has_headings, headed_rows, records, split_list
from screening.names.kinds import NameKind

REQUIRED = ["schema", "name", "aliases", "program", "report-date"]
FISCAL_YEAR = re.compile(r"20\d\d")
TALENT_PROGRAMME = re.compile(
    r"\b(?:talents?|scholars?)\b.*\b(?:plan|programs?|programme|initiative|professorship)\b"
    r"|^Project \d+-\d+$",
    re.IGNORECASE,
)


class Section1286Csv(Importer):
    format_name = "Section 1286 CSV (schema, name, aliases, …, report-date)"

    def recognises(self, file: SourceFile, options: ImportOptions = DEFAULT_OPTIONS) -> bool:
        return has_headings(file, REQUIRED)

    def editions_in(self, files: SourceFiles, options: ImportOptions = DEFAULT_OPTIONS) -> tuple[str, ...]:
        found = {
            squeeze(item["report-date"]) for item in self._records(files, options) if not isinstance(item, RowError)
        }
        return tuple(sorted(found - {""}))

    def facts(self, files: SourceFiles, options: ImportOptions = DEFAULT_OPTIONS) -> FileFacts:
        """The edition's fiscal year. The file does not say on which day an edition was issued: the last day of
        the fiscal year stands for it until somebody enters the true one.
        """
        edition = self._edition(files, options)
        issued = dt.date(int(edition), 9, 30) if FISCAL_YEAR.fullmatch(edition) else None
        return FileFacts(issued=issued, edition=edition)

    def read(self, files: SourceFiles, options: ImportOptions) -> Iterator[Parsed]:
        edition = self._edition(files, options)
        for item in self._records(files, options):
            if isinstance(item, RowError):
                yield item
            elif squeeze(item["report-date"]) == edition:
                yield from read_row(files.primary.name, item, options)

    def _records(self, files: SourceFiles, options: ImportOptions) -> Iterator[Record | RowError]:
        return records(files.primary, headed_rows(files.primary, options, REQUIRED), REQUIRED)

    def _edition(self, files: SourceFiles, options: ImportOptions) -> str:
        """The edition asked for, or the only one there is."""
        editions = self.editions_in(files, options)
        if not editions:
            raise ImportRefused(files.primary.name, "no_entries")
        printed = ", ".join(editions)
        if options.edition and options.edition not in editions:
            raise ImportRefused(files.primary.name, "edition_unknown", edition=options.edition, editions=printed)
        if not options.edition and len(editions) != 1:
            raise ImportRefused(files.primary.name, "edition_not_named", editions=printed)
        return options.edition or editions[0]


def read_row(file: str, record: Record, options: ImportOptions) -> Iterator[Parsed]:
    draft = EntryDraft(file, record.number, options.limits)
    name, acronym = without_acronym(squeeze(record["name"]))
    draft.name(name, "name", NameType.PRIMARY)
    draft.name(acronym, "name", NameType.ACRONYM, is_weak=len(acronym) <= SHORT_ACRONYM)
    for alias in split_list(record["aliases"]):
        draft.name(alias, "aliases")
    draft.country(record["country"], "country")
    is_programme = TALENT_PROGRAMME.search(name) is not None
    draft.attribute("entry_type", "talent_programme" if is_programme else "institution")
    for heading in ("program", "authority", "reason", "start-date", "end-date", "notes", "source_url"):
        draft.attribute(heading.replace("-", "_"), record[heading])
    kind = NameKind.UNKNOWN if is_programme else NameKind.ORGANIZATION
    yield from draft.finish(derived_uid(name), kind, uid_is_stable=False)
