"""A subject against one entry: every name against every name, then what else is known."""

from dataclasses import dataclass
from functools import lru_cache

from screening.matching.explanation import AliasScore, Explanation
from screening.matching.match import Match
from screening.matching.qualifiers import Qualifier, QualifierState, qualifiers
from screening.matching.score import Comparison, compare
from screening.matching.subject import ListedEntity, ListedName, Subject, SubjectName
from screening.matching.version import ENGINE_VERSION
from screening.names.affiliations import institutions_within
from screening.names.forms import name_forms
from screening.names.kinds import NameKind
from screening.names.tables import concepts
from screening.names.text import clean
from screening.names.words import words

WITHIN_WORTH, WITHIN_LIMIT = 0.95, 0.87
"""An institution named within a longer line, such as a department's address, is a possible match at most."""

WEAK_ALIAS_LIMIT = 0.7
"""A weak alias confirms: alone it stays below every shipped threshold."""

IDENTIFIER_SCORE = 1.0
TRUNCATED = "truncated"
WEAK_ALIAS = "weak_alias"
SHARED_IDENTIFIER = "shared_identifier"
INSTITUTION_WITHIN = "institution_within"
_EVIDENCE_OF_QUALIFIER = 0.15
_EVIDENCE_OF_ALIAS = 0.05
_EVIDENCE_OF_LETTERS = 0.2
_LEAST_COVERAGE = 0.5


@dataclass(frozen=True, slots=True)
class _Best:
    query_name: SubjectName
    listed_name: ListedName
    asked: str
    comparison: Comparison
    score: float

    @property
    def is_within(self) -> bool:
        """Whether what was compared stands within a longer line."""
        return self.asked != self.query_name.text

    @property
    def is_verbatim(self) -> bool:
        """Whether both names are written alike, but for case, width, punctuation and abbreviated common words."""
        return plain_words(self.asked) == plain_words(self.listed_name.text)


@lru_cache(maxsize=1 << 12)
def plain_words(text: str) -> tuple[str, ...]:
    return tuple(concepts().get(word, word) for word in words(clean(text).text.casefold()))


def kinds_meet(subject: NameKind, entity: NameKind) -> bool:
    return subject is entity or NameKind.UNKNOWN in (subject, entity)


def judge(subject: Subject, entity: ListedEntity, *, floor: float) -> Match | None:
    """The best match of a subject with an entry, or None when it stays below ``floor``."""
    if not kinds_meet(subject.kind, entity.kind) or not subject.names or not entity.names:
        return None
    found = [_best_for(name, subject, entity) for name in entity.names]
    best = max(found, key=lambda one: (one.score, one.is_verbatim))
    known = qualifiers(subject, entity)
    score = _qualified(best.score, known)
    if score < floor or score <= 0.0:
        return None
    aliases = tuple(
        AliasScore(one.listed_name.text, one.score, one.listed_name.is_weak) for one in found if one.score >= floor
    )
    return Match(
        entity,
        best.listed_name,
        best.query_name,
        score,
        _evidence(best, known, len(aliases)),
        _explained(best, known, aliases, compared_kind(subject.kind, entity.kind)),
    )


def compared_kind(subject: NameKind, entity: NameKind) -> NameKind:
    """By whose rules two kinds are compared: a person's when one of them is known to be one."""
    return NameKind.PERSON if NameKind.PERSON in (subject, entity) else NameKind.ORGANIZATION


def _best_for(listed: ListedName, subject: Subject, entity: ListedEntity) -> _Best:
    kind = compared_kind(subject.kind, entity.kind)
    found = [_compared(name, text, listed, kind) for name in subject.names for text in asked_as(name, kind)]
    return max(found, key=lambda one: one.score)


def asked_as(name: SubjectName, kind: NameKind) -> tuple[str, ...]:
    """The name, and for an organisation the institutions named within it."""
    return (name.text, *institutions_within(name.text)) if kind is NameKind.ORGANIZATION else (name.text,)


def _compared(name: SubjectName, text: str, listed: ListedName, kind: NameKind) -> _Best:
    theirs = name_forms(listed.text, kind)
    comparison = compare(name_forms(text, kind, reading=name.reading), theirs, kind)
    score = comparison.score if text == name.text else min(WITHIN_WORTH * comparison.score, WITHIN_LIMIT)
    score = min(score, WEAK_ALIAS_LIMIT) if listed.is_weak else score
    return _Best(name, listed, text, comparison, round(score, 6))


def _qualified(score: float, known: tuple[Qualifier, ...]) -> float:
    if any(one.name == "identifier" and one.state is QualifierState.AGREE for one in known):
        return IDENTIFIER_SCORE
    return round(max(0.0, score + sum(one.weight for one in known)), 6)


def _evidence(best: _Best, known: tuple[Qualifier, ...], aliases: int) -> float:
    """Between 0 and 1: the words that agree, and what else agrees or disagrees."""
    pairs = best.comparison.pairs
    count = 2 * len(pairs) + len(best.comparison.query_extras) + len(best.comparison.listed_extras)
    coverage = max(_LEAST_COVERAGE, 2 * len(pairs) / count) if count else _LEAST_COVERAGE
    agreeing = sum(one.state is QualifierState.AGREE for one in known)
    differing = sum(one.state is QualifierState.DIFFER for one in known)
    further = _EVIDENCE_OF_QUALIFIER * (agreeing - differing) + _EVIDENCE_OF_ALIAS * min(3, max(0, aliases - 1))
    further += _EVIDENCE_OF_LETTERS * best.is_verbatim
    return round(min(1.0, max(0.0, 0.6 * best.score * coverage + further)), 6)


def _explained(
    best: _Best, known: tuple[Qualifier, ...], aliases: tuple[AliasScore, ...], kind: NameKind
) -> Explanation:
    comparison = best.comparison
    return Explanation(
        engine_version=ENGINE_VERSION,
        name_score=best.score,
        query_form=str(comparison.query_form or ""),
        listed_form=str(comparison.listed_form or ""),
        pairs=comparison.pairs,
        query_extras=comparison.query_extras,
        listed_extras=comparison.listed_extras,
        qualifiers=known,
        aliases=aliases,
        notes=_notes(best, known, kind),
    )


def _notes(best: _Best, known: tuple[Qualifier, ...], kind: NameKind) -> tuple[str, ...]:
    notes = []
    if any(one.name == "identifier" and one.state is QualifierState.AGREE for one in known):
        notes.append(SHARED_IDENTIFIER)
    if best.is_within:
        notes.append(INSTITUTION_WITHIN)
    if best.listed_name.is_weak:
        notes.append(WEAK_ALIAS)
    ours = name_forms(best.query_name.text, kind, reading=best.query_name.reading)
    if ours.is_truncated or name_forms(best.listed_name.text, kind).is_truncated:
        notes.append(TRUNCATED)
    return tuple(notes)
