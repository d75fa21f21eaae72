"""A lexicon made ready for one list edition: an automaton over all folded terms. Build it once, keep it."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from ahocorasick_rs import MATCHKIND_LEFTMOST_LONGEST, AhoCorasick

from screening.technology.faults import TechnologyFault
from screening.technology.folding import Folded, fold, folded_forms
from screening.technology.lexicon import Concept, Lexicon, Term, TermKind
from screening.technology.taxonomy import TechnologyList

AreaFactors = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, eq=False)
class ReadyTerm:
    """A term with the areas of this list that its concept feeds and those above. Compared by identity."""

    term: Term
    areas: AreaFactors


@dataclass(frozen=True, slots=True)
class Found:
    """The terms of one spelling found at ``start`` to ``end`` of the original text.

    ``excluded_by`` is the exclusion phrase these terms stand inside; empty when they count.
    """

    terms: tuple[ReadyTerm, ...]
    start: int
    end: int
    excluded_by: str = ""


class Matcher:
    """Finds the terms of one lexicon edition for one list edition; immutable, safe to share.

    What the lexicon says of areas that this edition of the list no longer has is left out.
    """

    def __init__(self, lexicon: Lexicon, technology_list: TechnologyList) -> None:
        self.lexicon_edition = lexicon.edition
        self.technology_list = technology_list
        forms = _terms_by_form(lexicon, technology_list)
        self._entries = list(forms.values())
        self._automaton = AhoCorasick(list(forms), matchkind=MATCHKIND_LEFTMOST_LONGEST)
        self._inside = _included_only(forms)
        covered = {area for entry in self._entries for ready in entry for area, _factor in ready.areas}
        self.areas_without_terms = tuple(area.code for area in technology_list.areas if area.code not in covered)

    def find(self, text: str, folded: Folded) -> Iterator[Found]:
        """The longest terms from left to right; what stands inside an exclusion phrase comes marked so."""
        for index, begin, end in self._automaton.find_matches_as_indexes(folded.text):
            entry = self._entries[index]
            start, stop = folded.original(begin, end)
            if entry[0].term.kind is TermKind.EXCLUDE:
                yield from self._suppressed(text[start:stop], entry[0].term.text, start)
                continue
            counted = tuple(ready for ready in entry if _case_agrees(ready.term, text[start:stop]))
            if counted:
                yield Found(counted, start, stop)

    def _suppressed(self, phrase: str, exclusion: str, offset: int) -> Iterator[Found]:
        automaton, entries = self._inside
        folded = fold(phrase)
        for index, begin, end in automaton.find_matches_as_indexes(folded.text):
            start, stop = folded.original(begin, end)
            counted = tuple(ready for ready in entries[index] if _case_agrees(ready.term, phrase[start:stop]))
            if counted:
                yield Found(counted, offset + start, offset + stop, exclusion)


def compile_lexicon(lexicon: Lexicon, technology_list: TechnologyList) -> Matcher:
    """Build the matcher of what ships together; refuses a crosswalk that names an area this list does not have."""
    known = {area.code for area in technology_list.areas}
    for concept in lexicon.concepts:
        for area in concept.areas.get(technology_list.code, {}):
            if area not in known:
                raise TechnologyFault(
                    f"concepts.{concept.code}.areas.{technology_list.code}.{area}",
                    "unknown_area",
                    "{list} has no area {area}",
                    list=technology_list.code,
                    area=area,
                )
    return Matcher(lexicon, technology_list)


def _terms_by_form(lexicon: Lexicon, technology_list: TechnologyList) -> dict[str, tuple[ReadyTerm, ...]]:
    """Folded spelling → its terms. An exclusion of exactly a term's spelling takes the place of the term."""
    concepts = {concept.code: concept for concept in lexicon.concepts}
    known = {area.code for area in technology_list.areas}
    areas = {code: _area_factors(concept, technology_list, known) for code, concept in concepts.items()}
    forms: dict[str, list[tuple[Term, dict[str, float]]]] = defaultdict(list)
    for term in lexicon.terms:
        if areas[term.concept] or term.kind is not TermKind.INCLUDE:
            for form in folded_forms(term.text):
                forms[form].append((term, areas[term.concept]))
    return {form: _ready(found) for form, found in forms.items()}


def _ready(found: list[tuple[Term, dict[str, float]]]) -> tuple[ReadyTerm, ...]:
    """The terms of one spelling, exclusions first. In several concepts it still counts once in each area."""
    best: dict[str, tuple[float, int]] = {}
    for index, (term, areas) in enumerate(found):
        for area, factor in areas.items():
            best[area] = max(best.get(area, (0.0, 0)), (term.weight * factor, -index))
    ready = [
        ReadyTerm(term, tuple((area, factor) for area, factor in sorted(areas.items()) if best[area][1] == -index))
        for index, (term, areas) in enumerate(found)
    ]
    kept = [one for one in ready if one.areas or one.term.kind is not TermKind.INCLUDE]
    return tuple(sorted(kept, key=lambda one: one.term.kind is not TermKind.EXCLUDE))


def _area_factors(concept: Concept, technology_list: TechnologyList, known: Collection[str]) -> dict[str, float]:
    """The factor for each area the concept maps to, handed up to the areas above it."""
    factors: dict[str, float] = {}
    for code, factor in concept.areas.get(technology_list.code, {}).items():
        for area in technology_list.lineage(code) if code in known else ():
            factors[area] = max(factor, factors.get(area, 0.0))
    return factors


def _included_only(
    forms: dict[str, tuple[ReadyTerm, ...]],
) -> tuple[AhoCorasick, list[tuple[ReadyTerm, ...]]]:
    kept = {
        form: included
        for form, entry in forms.items()
        if (included := tuple(ready for ready in entry if ready.term.kind is TermKind.INCLUDE))
    }
    return AhoCorasick(list(kept), matchkind=MATCHKIND_LEFTMOST_LONGEST), list(kept.values())


def _case_agrees(term: Term, found: str) -> bool:
    return not term.case_sensitive or found in (term.text, f"{term.text}s")
