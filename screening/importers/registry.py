"""The lists that an office can hold: what each is, what being on it means, which formats it comes in.

The facts stand in ``sources.json``, one object per list, with every text in Japanese and English.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from screening.enums import ListEffect
from screening.importers.base import DEFAULT_OPTIONS, ImportOptions
from screening.importers.faults import ImportRefused
from screening.importers.files import SourceFile, SourceFiles
from screening.importers.formats import FORMATS
from screening.importers.importer import Importer

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ListSource:
    """One list.

    ``expected_days`` is the publisher's usual rhythm and ``allowed_age_days`` the age at which an edition is
    stale. ``address`` is a stable address to fetch from, or empty when each edition gets a new one.
    ``shrink_limit`` is the share of entries that may vanish between editions before the new one is held.

    """

    code: str
    name: Texts
    issuer: Texts
    effect: ListEffect
    licence_note: Texts
    legal_note: Texts
    official_page: str
    expected_days: int
    allowed_age_days: int
    address: str
    shrink_limit: float
    formats: tuple[Importer, ...]

    @property
    def is_watch_list(self) -> bool:
        """Whether subjects are screened against it; a registry is only looked things up in."""
        return self.effect is not ListEffect.REGISTRY

    @property
    def seen_real_file(self) -> bool:
        """Whether every published format of the list has been tried on a real file."""
        return all(importer.seen_real_file for importer in self.formats)

    def importer_for(self, files: SourceFiles, options: ImportOptions = DEFAULT_OPTIONS) -> Importer:
        """The importer of the format that the file is in.

        Raises ImportRefused when it is in none of this list's formats.
        """
        for importer in self.formats:
            if importer.recognises(files.primary, options):
                return importer
        raise ImportRefused(files.primary.name, _what_it_is(files.primary), expected=self.expected_formats)

    @property
    def expected_formats(self) -> str:
        return "; ".join(importer.format_name for importer in self.formats)


def _what_it_is(file: SourceFile) -> str:
    """The refusal of a file that is in no format of the list: what people take for one has words of its own."""
    head = file.head(512).lstrip().lower()
    if not head:
        return "empty_file"
    if head.startswith(b"%pdf-"):
        return "pdf"
    return "web_page" if head.startswith((b"<!doctype html", b"<html")) else "wrong_format"


def _sources() -> tuple[ListSource, ...]:
    facts = json.loads((Path(__file__).parent / "sources.json").read_text(encoding="utf-8"))
    return tuple(
        ListSource(
            **{key: value for key, value in source.items() if key != "effect"},
            effect=ListEffect(source["effect"]),
            formats=FORMATS[source["code"]],
        )
        for source in facts
    )


SOURCES = _sources()
SOURCE_BY_CODE = {source.code: source for source in SOURCES}
