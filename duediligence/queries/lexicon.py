"""The words that are looked for, concept by concept, and the areas that each stands for in every list."""

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from screening.enums import PublicationStatus
from screening.lists.lexicon import own_terms
from screening.models import LexiconEdition, TechnologyListEdition
from screening.runs.technology import technology_list
from screening.technology.lexicon import Concept, Lexicon, Term, parse_lexicon
from screening.technology.taxonomy import Area, TechnologyList


@dataclass(frozen=True, slots=True)
class ConceptLine:
    """A concept with its terms; ``own`` are those that the office wrote beside the shipped pack."""

    concept: Concept
    terms: tuple[Term, ...]
    own: frozenset[Term]


@dataclass(frozen=True, slots=True)
class Place:
    """An area that a concept stands for, and the factor by which its terms count there."""

    taxonomy: TechnologyList
    area: Area
    factor: float


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for among the concepts; an empty field wants everything."""

    words: str = ""
    list_code: str = ""
    area_code: str = ""
    kind: str = ""
    language: str = ""
    own_only: bool = False


def published_lists() -> list[TechnologyListEdition]:
    """Return the lists in force, those of Japan first."""
    found = TechnologyListEdition.objects.filter(status=PublicationStatus.PUBLISHED).defer("content")
    return sorted(found, key=lambda one: (not one.list_code.startswith("JP"), one.list_code))


def lexicon_in_force() -> LexiconEdition | None:
    published = LexiconEdition.objects.filter(status=PublicationStatus.PUBLISHED)
    return published.defer("content", "local").first()


@functools.lru_cache(maxsize=4)
def lines_of(edition_id: int) -> tuple[ConceptLine, ...]:
    """Return the concepts of a lexicon edition. An edition never changes, so it is read once."""
    edition = LexiconEdition.objects.get(pk=edition_id)
    return lines(parse_lexicon(edition.content), own_terms(edition.local))


def lines(lexicon: Lexicon, own: Lexicon) -> tuple[ConceptLine, ...]:
    terms: dict[str, list[Term]] = {concept.code: [] for concept in lexicon.concepts}
    for term in lexicon.terms:
        terms[term.concept].append(term)
    ours = frozenset(own.terms)
    return tuple(
        ConceptLine(concept, tuple(terms[concept.code]), ours & frozenset(terms[concept.code]))
        for concept in lexicon.concepts
    )


def found(among: Iterable[ConceptLine], wanted: Wanted) -> list[ConceptLine]:
    """Return the concepts that fit, each with the terms that fit."""
    chosen = (_narrowed(line, wanted) for line in among if _stands_for(line.concept, wanted))
    return [line for line in chosen if line is not None]


def _narrowed(line: ConceptLine, wanted: Wanted) -> ConceptLine | None:
    """Return the concept with the terms that are wanted; all of them where its own name has the words."""
    words = wanted.words.casefold()
    concept = line.concept
    is_named = any(words in name.casefold() for name in (concept.code, concept.name_ja, concept.name_en))
    terms = tuple(
        term
        for term in line.terms
        if (is_named or words in term.text.casefold())
        and wanted.kind in ("", term.kind)
        and wanted.language in ("", term.language)
        and (not wanted.own_only or term in line.own)
    )
    narrows = wanted.kind or wanted.language or wanted.own_only
    return ConceptLine(concept, terms, line.own) if terms or (is_named and not narrows) else None


def _stands_for(concept: Concept, wanted: Wanted) -> bool:
    if not wanted.list_code:
        return True
    areas = concept.areas.get(wanted.list_code, {})
    return wanted.area_code in areas if wanted.area_code else bool(areas)


def as_lexicon(edition: str, chosen: Sequence[ConceptLine]) -> Lexicon:
    """Return the chosen concepts and terms as a lexicon, to write them to a file."""
    terms = tuple(term for line in chosen for term in line.terms)
    return Lexicon(edition, tuple(line.concept for line in chosen), terms)


def crosswalk(concept: Concept, editions: Iterable[TechnologyListEdition]) -> list[Place]:
    """Return every area of every list that a concept stands for."""
    places = []
    for taxonomy in (technology_list(edition.pk) for edition in editions):
        factors = concept.areas.get(taxonomy.code, {})
        places += [Place(taxonomy, area, factors[area.code]) for area in taxonomy.areas if area.code in factors]
    return places
