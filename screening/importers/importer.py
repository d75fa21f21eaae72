"""What every importer does the same way: uids unique, something read, repeated and derived uids settled."""

import hashlib
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from screening.importers.base import DEFAULT_OPTIONS, FileFacts, ImportOptions, Parsed, ParsedEntry
from screening.importers.cleaning import squeeze
from screening.importers.faults import ImportRefused, RowError
from screening.importers.files import SourceFile, SourceFiles


class Importer(ABC):
    """Reads one published format. Subclasses say what they recognise and yield what they read.

    ``version`` rises with every change of what is read from the same file, because it is stored with each
    edition. ``seen_real_file`` is false while a format was built from the publisher's documentation only.
    """

    format_name: ClassVar[str]
    version: ClassVar[int] = 1
    seen_real_file: ClassVar[bool] = True
    reads_web_pages: ClassVar[bool] = False

    @abstractmethod
    def recognises(self, file: SourceFile, options: ImportOptions = DEFAULT_OPTIONS) -> bool:
        """Whether the file is in this format, judged by its beginning."""

    @abstractmethod
    def read(self, files: SourceFiles, options: ImportOptions) -> Iterator[Parsed]:
        """The entries and row errors as they come."""

    def facts(self, files: SourceFiles, options: ImportOptions = DEFAULT_OPTIONS) -> FileFacts:
        """What the file states about itself; most state nothing."""
        return FileFacts()

    def files_read(self, files: SourceFiles) -> tuple[SourceFile, ...]:
        """Every file whose content decides what is read; together they are the edition."""
        return (files.primary, *(files.companions[role] for role in sorted(files.companions)))

    def editions_in(self, files: SourceFiles, options: ImportOptions = DEFAULT_OPTIONS) -> tuple[str, ...]:
        """The editions in a file that holds several, oldest first; empty for an ordinary file."""
        return ()

    def parse(self, files: SourceFiles, options: ImportOptions = DEFAULT_OPTIONS) -> Iterator[Parsed]:
        """Streams entries and row errors.

        Raises ImportRefused when the file as a whole cannot be used, possibly after entries were yielded: a
        caller keeps nothing of a refused file.
        """
        seen: dict[str, int] = {}
        times: dict[str, int] = {}
        others = 0
        for item in self.read(files, options):
            if not isinstance(item, ParsedEntry):
                others += 1
                yield item
            elif item.uid not in seen:
                seen[item.uid] = item.row
                yield item
            elif item.uid_is_stable:
                others += 1
                params: dict[str, str | int] = {"uid": item.uid, "first": seen[item.uid]}
                yield RowError(files.primary.name, item.row, "uid", "uid_repeated", params)
            else:
                yield _numbered(item, times, seen)
        if not seen and not others:
            raise ImportRefused(files.primary.name, "no_entries")


def _numbered(entry: ParsedEntry, times: dict[str, int], seen: dict[str, int]) -> ParsedEntry:
    """A derived uid that came before gets a number: two rows may print the same name."""
    times[entry.uid] = times.get(entry.uid, 1) + 1
    uid = f"{entry.uid}-{times[entry.uid]}"
    seen[uid] = entry.row
    return replace(entry, uid=uid)


def derived_uid(*parts: str) -> str:
    """A uid for lists without identifiers: the same printed facts give the same uid in every edition."""
    folded = "\x1f".join(squeeze(unicodedata.normalize("NFKC", part)).casefold() for part in parts)
    return hashlib.blake2b(folded.encode(), digest_size=8).hexdigest()
