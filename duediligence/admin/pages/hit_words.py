"""Why two names were held to be alike, in words: the codes of the matching engine for people."""

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duediligence.admin.components import Agreement, Comparison, TokenPair
from duediligence.admin.frame import Text
from screening.matching.explanation import Explanation
from screening.matching.pairing import PairKind
from screening.matching.qualifiers import Qualifier
from screening.matching.subject import Subject
from screening.models import Entry, Hit
from screening.names.form import FormKind

PAIR_KINDS: dict[PairKind, Text] = {
    PairKind.SAME: _("same"),
    PairKind.SPELLING: _("similar spelling"),
    PairKind.SOUND: _("same sound"),
    PairKind.READING: _("reading"),
    PairKind.VARIANT_CHARACTER: _("variant character"),
    PairKind.INITIAL: _("initial"),
    PairKind.JOINED: _("written together"),
}
FORM_KINDS: dict[FormKind, Text] = {
    FormKind.SURFACE: _("as written"),
    FormKind.NATIVE: _("in its own script"),
    FormKind.KANA: _("kana"),
    FormKind.TYPED_READING: _("the reading that was typed"),
    FormKind.JAPANESE_READING: _("a Japanese reading"),
    FormKind.PINYIN: _("pinyin"),
    FormKind.CHINESE_SPELLING: _("an older Chinese spelling"),
    FormKind.HANGUL: _("Hangul"),
    FormKind.KOREAN_SPELLING: _("a Korean spelling"),
    FormKind.TRANSLITERATION: _("a transliteration"),
    FormKind.TRANSLATION: _("a translation"),
    FormKind.SHORT_NAME: _("a short name"),
}
QUALIFIERS: dict[str, Text] = {
    "country": _("Country of the seat"),
    "birth_date": _("Date of birth"),
    "identifier": _("Identifiers"),
}
NOTES: dict[str, Text] = {
    "shared_identifier": _("Both carry the same identifier."),
    "institution_within": _("The institution is named within a longer line, such as the address of a department."),
    "weak_alias": _("A weak alias of the list confirms the match; alone it would not be one."),
    "truncated": _("A name was too long to be read to its end."),
}
MOST_NAMES = 12
"""So many other names of an entry are shown beside a hit; the page of the entry has all."""


def token_pairs(explanation: Explanation) -> list[TokenPair]:
    """Return the words side by side, those that stand alone at the end."""
    pairs = [TokenPair(pair.query, pair.listed, _pair_words(pair.kind, pair.similarity)) for pair in explanation.pairs]
    alone = gettext("only here")
    pairs += [TokenPair(word, "", alone, is_missing=True) for word in explanation.query_extras]
    return pairs + [TokenPair("", word, alone, is_missing=True) for word in explanation.listed_extras]


def _pair_words(kind: PairKind, similarity: float) -> str:
    return str(PAIR_KINDS[kind]) if similarity >= 1 else f"{PAIR_KINDS[kind]} {similarity:.0%}"


def comparisons(hit: Hit, subject: Subject, entry: Entry, explanation: Explanation) -> Iterator[Comparison]:
    """Return what is known of both sides, field by field. Absence is not disagreement."""
    yield Comparison(_("Name that matched"), hit.query_name, hit.matched_name, Agreement.AGREE)
    ours = [name.text for name in subject.names if name.text != hit.query_name]
    listed = [name.text for name in entry.names.all() if name.text != hit.matched_name]
    also = {alias.name for alias in explanation.aliases} & set(listed)
    if also and not ours:
        ours = [hit.query_name]  # the name that matched meets another of the entry's, too
    shown = listed if len(listed) <= MOST_NAMES else [*listed[:MOST_NAMES], "…"]
    agreement = Agreement.AGREE if also else Agreement.ABSENT
    yield Comparison(_("Other names"), " / ".join(ours), " / ".join(shown), agreement)
    for qualifier in explanation.qualifiers:
        yield _compared(qualifier)


def _compared(qualifier: Qualifier) -> Comparison:
    return Comparison(
        QUALIFIERS.get(qualifier.name, qualifier.name),
        ", ".join(qualifier.query),
        ", ".join(qualifier.listed),
        Agreement(qualifier.state.value),
    )


def form_words(code: str) -> str:
    """Return in which form a name was compared; a code of another engine version stands for itself."""
    return str(FORM_KINDS[FormKind(code)]) if code in set(FormKind) else code


def note_words(explanation: Explanation) -> list[Text]:
    return [NOTES.get(note, note) for note in explanation.notes]
