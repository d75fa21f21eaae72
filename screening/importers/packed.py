"""A published archive opened: the one file of a list that lies in it, with what belongs to it beside it."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from screening.importers.archives import checked_zip, unpack
from screening.importers.base import DEFAULT_OPTIONS, ImportOptions
from screening.importers.faults import ImportRefused
from screening.importers.files import SourceFile, SourceFiles
from screening.importers.registry import ListSource
from screening.importers.sheets import is_workbook


@contextmanager
def unpacked(files: SourceFiles, source: ListSource, options: ImportOptions = DEFAULT_OPTIONS) -> Iterator[SourceFiles]:
    """The files, for as long as they are read; of an archive, what it holds of this list.

    Raises ImportRefused when that is nothing, or more than one file.
    """
    file = files.primary
    if not file.is_zip() or is_workbook(file):
        yield files
        return
    with tempfile.TemporaryDirectory(prefix="list-archive-") as folder:
        with checked_zip(file, options.limits) as archive:
            held = unpack(file, archive, Path(folder), options.limits)
        yield SourceFiles(_only_one(file, held, source, options), files.companions)


def _only_one(archive: SourceFile, held: list[SourceFile], source: ListSource, options: ImportOptions) -> SourceFile:
    refusals: list[ImportRefused] = []
    known = []
    for one in held:
        try:
            source.importer_for(SourceFiles(one), options)
        except ImportRefused as refused:
            refusals.append(refused)
        else:
            known.append(one)
    if len(known) == 1:
        return known[0]
    if known:
        raise ImportRefused(archive.name, "archive_with_several", names=", ".join(one.name for one in known))
    if len(refusals) == 1:
        raise refusals[0]
    raise ImportRefused(archive.name, "archive_without_list", expected=source.expected_formats)
