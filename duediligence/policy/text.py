"""Words for people in both languages, and where a part of a policy comes from."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from duediligence.policy.limits import CODE, Catalogued, Length, Refers


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in Japanese and English."""

    ja: str
    en: str

    def within(self, language: str) -> str:
        """Return the words for a language tag such as ``ja`` or ``en-GB``; English for any other language."""
        return self.ja if language.partition("-")[0].lower() == "ja" else self.en


@dataclass(frozen=True, slots=True)
class LongText:
    """A text of many paragraphs, such as a consent, in Japanese and English."""

    ja: Annotated[str, Length(20_000)]
    en: Annotated[str, Length(20_000)]

    def within(self, language: str) -> str:
        return Text(self.ja, self.en).within(language)


class Mark(StrEnum):
    """How sure it is that a part is what the procedure asks for."""

    OFFICIAL = "V"
    """Read in an official text."""
    FORM = "F"
    """The wording of a funder's form that follows the manual."""
    PRESS = "N"
    """Reported by the press."""
    INFERRED = "I"
    """Inferred from the other sources."""
    OWN = "own"
    """The edition's own choice, where the sources are silent."""


@dataclass(frozen=True, slots=True)
class Source:
    """A text that parts of the policy are taken from, and how it was read."""

    code: Annotated[str, CODE]
    title: Text
    mark: Mark
    url: str | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class SourceMark:
    """Where one part comes from. ``ref`` names a source of the same policy."""

    mark: Mark
    ref: Annotated[str, Refers("sources")] | None = None
    note: Text | None = None


Sources = Annotated[tuple[Source, ...], Catalogued("sources")]
