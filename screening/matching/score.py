"""How alike two names are: the best pair of forms, scored by the words they share and the words they do not."""

from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from screening.matching.alignment import TokenPair, align
from screening.matching.channels import Channel, channel
from screening.matching.organisations import organisation_score
from screening.matching.pairing import PairKind
from screening.matching.people import person_score
from screening.matching.whole_names import whole_score
from screening.names.form import Form, FormKind, NameForms
from screening.names.kinds import NameKind
from screening.names.organisation import organisation_weight
from screening.names.scripts import Script
from screening.names.similarity import numerals
from screening.names.words import token_weight

NAME_ONLY_LIMIT = 0.99
"""A name alone is never certainty."""

SHORT_NAME_LIMIT = 0.7
"""A short name finds its institution and never raises an alarm by itself."""

ONE_CHARACTER_LIMIT = 0.7


@dataclass(frozen=True, slots=True)
class Comparison:
    """The best pair of forms of two names; ``score`` is 0 to NAME_ONLY_LIMIT."""

    score: float
    pairs: tuple[TokenPair, ...] = ()
    query_extras: tuple[str, ...] = ()
    listed_extras: tuple[str, ...] = ()
    query_form: FormKind | None = None
    listed_form: FormKind | None = None


NOTHING = Comparison(0.0)


def compare(query: NameForms, listed: NameForms, kind: NameKind) -> Comparison:
    """Every pair of comparable forms is scored; the best is returned. Ties go to the earlier forms."""
    best = NOTHING
    for ours in query.forms:
        for theirs in listed.forms:
            found = compare_forms(ours, theirs, kind)
            if found.score > best.score:
                best = found
    return best


def compare_forms(query: Form, listed: Form, kind: NameKind) -> Comparison:
    """Two forms alone; nothing when comparing them would say nothing."""
    compared = channel((query.kind, query.script), (listed.kind, listed.script))
    if compared is None:
        return NOTHING
    limit = SHORT_NAME_LIMIT if FormKind.SHORT_NAME in (query.kind, listed.kind) else NAME_ONLY_LIMIT
    if FormKind.NATIVE in (query.kind, listed.kind):
        found = _compare_native(query, listed)
    else:
        found = _compare_words(query, listed, compared, kind)
    return replace(found, score=min(limit, found.score))


def _compare_words(query: Form, listed: Form, compared: Channel, kind: NameKind) -> Comparison:
    is_person = kind is NameKind.PERSON
    aligned = align(query, listed, compared, token_weight if is_person else organisation_weight)
    if is_person:
        score = max(person_score(query, listed, aligned, compared), whole_score(query, listed, aligned))
    else:
        score = organisation_score(query, listed, aligned, compared)
    return Comparison(score, aligned.pairs, aligned.query_extras, aligned.listed_extras, query.kind, listed.kind)


def _compare_native(query: Form, listed: Form) -> Comparison:
    """Character by character: one character in four may differ at most, numbers never."""
    ours, theirs = query.tokens[0], listed.tokens[0]
    longer = max(len(ours), len(theirs))
    edits = OSA.distance(ours, theirs)
    score = 1.0 - 2.0 * edits / longer
    if score <= 0.0 or numerals(ours) != numerals(theirs):
        return NOTHING
    same = PairKind.VARIANT_CHARACTER if query.script is Script.HAN else PairKind.SAME
    pair = TokenPair(ours, theirs, score, PairKind.SPELLING if edits else same, float(longer))
    score = score if longer > 1 else min(score, ONE_CHARACTER_LIMIT)
    return Comparison(score, (pair,), (), (), query.kind, listed.kind)
