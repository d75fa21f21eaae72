"""An office's own list as a file: what another installation needs to be asked the same."""

import csv
import datetime as dt
import io
import tempfile
from pathlib import Path

from screening.enums import HoldCode
from screening.importers.files import SourceFiles
from screening.importers.own_table import COLUMNS
from screening.lists.drafts import cells_of
from screening.lists.load import EditionDates, load
from screening.lists.printed import printed_entries
from screening.lists.sources import own_watch_list
from screening.models import ListEdition

_LENT = "replay"


def written(edition: ListEdition) -> bytes:
    """Return the entries of an edition as our own table, in their order."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, COLUMNS)
    writer.writeheader()
    for entry in printed_entries(edition.pk):
        writer.writerow({"uid": entry.uid, **cells_of(entry)})
    return stream.getvalue().encode()


def lent(content: bytes, day: dt.date) -> ListEdition:
    """Load what ``written`` returned as an edition that nobody uses: for as long as the caller's transaction lasts.

    Raises ``ImportRefused``.
    """
    with tempfile.TemporaryDirectory(prefix="lent-list-") as folder:
        path = Path(folder) / "list.csv"
        path.write_bytes(content)
        return load(
            own_watch_list(_LENT),
            SourceFiles.at(path),
            dates=EditionDates(day, day),
            loaded_by=_LENT,
            accept=tuple(HoldCode),
            as_preview=True,
        ).edition
