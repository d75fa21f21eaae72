"""The words we look for. Terms hang on concepts; a concept names its areas in every list: the crosswalk."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain
from typing import Any

from screening.technology.faults import TechnologyFault
from screening.technology.reading import Reader, checked_number

LANGUAGES = ("ja", "en")
WEIGHTS = ("3", "2", "1")


class TermKind(StrEnum):
    """``include`` counts; ``exclude`` suppresses what stands inside it; ``context`` lowers a level."""

    INCLUDE = "include"
    EXCLUDE = "exclude"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase. ``weight``: 3 names the technology, 2 is usual in it, 1 is never enough alone."""

    text: str
    language: str
    weight: int
    kind: TermKind
    concept: str
    case_sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Concept:
    """One idea in two languages. ``areas``: list code → area code → factor by which a term counts there."""

    code: str
    name_ja: str
    name_en: str
    areas: Mapping[str, Mapping[str, float]] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Lexicon:
    edition: str
    concepts: tuple[Concept, ...]
    terms: tuple[Term, ...]

    def with_local(self, local: "Lexicon") -> "Lexicon":
        """The shipped pack with an office's own terms beside it; neither overwrites the other's rows.

        An own term that has come to ship is the pack's from then on.
        """
        known = {concept.code for concept in self.concepts}
        concepts = self.concepts + tuple(concept for concept in local.concepts if concept.code not in known)
        shipped = {(term.concept, term.kind, term.text) for term in self.terms}
        own = tuple(term for term in local.terms if (term.concept, term.kind, term.text) not in shipped)
        return Lexicon(f"{self.edition}+{local.edition}", concepts, self.terms + own)


def parse_lexicon(data: object) -> Lexicon:
    """Read a lexicon; raises :class:`TechnologyFault` at the first value that cannot stand."""
    reader = Reader(data, "")
    reader.only("edition", "concepts")
    rows = list(reader.objects("concepts"))
    concepts = tuple(_concept(row) for row in rows)
    _refuse_twice(
        ((concept.code, row.at("code")) for concept, row in zip(concepts, rows, strict=True)), "concept_twice"
    )
    terms = tuple(chain.from_iterable(_terms(row, concept.code) for row, concept in zip(rows, concepts, strict=True)))
    return Lexicon(reader.text("edition"), concepts, terms)


def lexicon_as_data(lexicon: Lexicon) -> dict[str, Any]:
    """The form that :func:`parse_lexicon` reads, for a file, a draft edition or an export."""
    rows: dict[str, dict[str, Any]] = {
        concept.code: {"code": concept.code, "ja": concept.name_ja, "en": concept.name_en}
        for concept in lexicon.concepts
    }
    for concept in lexicon.concepts:
        if concept.areas:
            rows[concept.code]["areas"] = {code: dict(areas) for code, areas in concept.areas.items()}
    for term in lexicon.terms:
        row = rows[term.concept]
        if term.case_sensitive:
            row.setdefault("acronym", {}).setdefault(str(term.weight), []).append(term.text)
        elif term.kind is TermKind.EXCLUDE:
            row.setdefault("exclude", {}).setdefault(term.language, []).append(term.text)
        else:
            by_language = row.setdefault(str(term.kind), {}).setdefault(term.language, {})
            by_language.setdefault(str(term.weight), []).append(term.text)
    return {"edition": lexicon.edition, "concepts": list(rows.values())}


def _concept(row: Reader) -> Concept:
    row.only("code", "ja", "en", "areas", *TermKind, "acronym")
    return Concept(
        row.text("code"),
        row.text("ja"),
        row.text("en"),
        dict(_crosswalk(row)) if "areas" in row.value else {},
    )


def _crosswalk(row: Reader) -> Iterator[tuple[str, dict[str, float]]]:
    lists = row.inner("areas")
    for code in lists.value:
        areas = lists.inner(code)
        yield (
            code,
            {area: checked_number(factor, areas.at(area), above=0, upto=1) for area, factor in areas.value.items()},
        )


def _terms(row: Reader, concept: str) -> list[Term]:
    """The terms of one concept: by kind, then language (or ``acronym``), then weight unless they exclude."""
    found: list[tuple[Term, str]] = []
    for kind in (TermKind.INCLUDE, TermKind.CONTEXT):
        for language, weight, text, path in _weighted(row, kind, LANGUAGES):
            found.append((Term(text, language, weight, kind, concept), path))
    if "acronym" in row.value:
        for weight, text, path in _by_weight(row.inner("acronym")):
            found.append((Term(text, "en", weight, TermKind.INCLUDE, concept, case_sensitive=True), path))
    if TermKind.EXCLUDE in row.value:
        inner = row.inner(TermKind.EXCLUDE)
        inner.only(*LANGUAGES)
        for language in inner.value:
            found.extend(
                (Term(text, language, 1, TermKind.EXCLUDE, concept), path) for text, path in inner.texts(language)
            )
    _refuse_twice(((f"{term.kind} {term.text}", path) for term, path in found), "term_twice")
    return [term for term, _path in found]


def _weighted(row: Reader, kind: TermKind, languages: tuple[str, ...]) -> Iterator[tuple[str, int, str, str]]:
    if kind not in row.value:
        return
    inner = row.inner(kind)
    inner.only(*languages)
    for language in inner.value:
        for weight, text, path in _by_weight(inner.inner(language)):
            yield language, weight, text, path


def _by_weight(reader: Reader) -> Iterator[tuple[int, str, str]]:
    reader.only(*WEIGHTS)
    for weight in reader.value:
        for text, path in reader.texts(weight):
            yield int(weight), text, path


def _refuse_twice(named: Iterable[tuple[str, str]], code: str) -> None:
    seen: set[str] = set()
    for name, path in named:
        if name in seen:
            raise TechnologyFault(path, code, "{name!r} stands here twice", name=name)
        seen.add(name)
