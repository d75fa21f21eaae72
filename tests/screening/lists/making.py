"""Editions for the tests of lists, each from a few rows of our own table."""

import datetime as dt
import itertools
from pathlib import Path

from screening.importers.files import SourceFiles
from screening.lists.load import EditionDates, Loaded, load
from screening.lists.sources import sync_sources
from screening.models import Entry, ListSource

NOW = dt.datetime(2026, 6, 1, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=9)))
MARCH, APRIL, MAY, JUNE = (dt.date(2026, month, 1) for month in (3, 4, 5, 6))
HEADING = "uid,kind,name,aliases,weak_aliases,country,birth_date,identifiers,concern,source_page"
METI_ROWS = "Country or Region,Company or Organization,Also Known As,Type of WMD\nイラン,Alpha Institute,,N\n"
_numbers = itertools.count(1)


def source(code: str = "jp_meti_eul") -> ListSource:
    sync_sources()
    return ListSource.objects.get(code=code, owner_ref="")


def file(folder: Path, *rows: str, heading: str = HEADING) -> Path:
    path = folder / f"list-{next(_numbers)}.csv"
    width = heading.count(",")
    padded = (row + "," * (width - row.count(",")) for row in rows)
    path.write_text("\n".join([heading, *padded]) + "\n", encoding="utf-8")
    return path


def loaded(folder: Path, *rows: str, day: dt.date = APRIL, code: str = "jp_meti_eul", **given: object) -> Loaded:
    """Load rows as the edition of a day."""
    options: dict[str, object] = {"dates": EditionDates(day, day), "loaded_by": "user:first", "now": NOW, **given}
    return load(source(code), SourceFiles.at(file(folder, *rows)), **options)  # type: ignore[arg-type]


def uid_of(edition_id: int, name: str) -> str:
    return Entry.objects.get(edition=edition_id, primary_name=name).uid
