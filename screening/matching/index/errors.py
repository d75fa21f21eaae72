"""Why a stored index is not opened."""

from pathlib import Path
from typing import Final

_MESSAGES: Final = {
    "index_missing": "there is no index at {place}",
    "index_manifest_unreadable": "the manifest {place} cannot be read",
    "index_manifest_altered": "the manifest {place} is not as it was written",
    "index_foreign": "the index at {place} has {field} {found!r}, not {expected!r}",
    "index_file_unreadable": "the array {place} cannot be read",
    "index_file_altered": "the array {place} is not as it was written: its {field} differs",
}


class IndexRefusedError(Exception):
    """A stored index is missing, damaged, or made for something else. It can always be built again.

    `code` is stable; `place` is the directory or file; `params` fill the template that belongs to the code.
    """

    def __init__(self, code: str, place: Path, **params: str) -> None:
        self.code = code
        self.place = place
        self.params = params
        self.template = _MESSAGES[code]
        super().__init__(self.template.format(place=place, **params))
