"""The names of one kind (people or organisations) of a list, arranged so that whoever may match is found.

Every form of every listed name is a row. Native text is found by D1, words by D2; words that sound alike are looked
up first
and handed to D2 as further texts. `candidates` returns every entry that `compare` would score at least the floor,
and others.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from screening.matching.index.d1 import D1
from screening.matching.index.groups import Groups
from screening.matching.index.prefixes import prefixed, without_prefix
from screening.matching.index.texts import Arrays
from screening.matching.rules import rules_of
from screening.matching.whole_names import least_ratio, whole_keys
from screening.matching.word_index import WordIndex
from screening.names.form import Form, FormKind
from screening.names.forms import NameForms, read_name
from screening.names.kinds import NameKind
from screening.names.scripts import Script

SLACK = 1e-6
_NATIVE_SCRIPTS = (Script.HAN, Script.HANGUL)


@dataclass(frozen=True, slots=True)
class ListedText:
    """A printed name and the number of its entry."""

    text: str
    entry: int


class Shelf:
    """Immutable. ``kind`` is PERSON or ORGANIZATION: under which rules names are cut and compared."""

    def __init__(self, arrays: Arrays, kind: NameKind) -> None:
        self._arrays = arrays
        self._rules = rules_of(kind)
        self._kind = kind
        self._natives = D1(without_prefix(arrays, "natives"))
        self._native_entries = Groups(without_prefix(arrays, "native_entries"))
        self._wholes = D1(without_prefix(arrays, "wholes"))
        self._whole_entries = Groups(without_prefix(arrays, "whole_entries"))
        self._words = WordIndex(without_prefix(arrays, "words"), self._rules)

    @classmethod
    def build(cls, names: Iterable[ListedText], kind: NameKind) -> Self:
        natives: dict[str, list[int]] = {}
        wholes: dict[str, list[int]] = {}
        words: dict[Form, list[int]] = {}
        for name in names:
            for form in read_name(name.text, kind).forms:
                if is_native(form):
                    natives.setdefault(form.tokens[0], []).append(name.entry)
                else:
                    words.setdefault(form, []).append(name.entry)
                for whole in whole_keys(form) if kind is NameKind.PERSON else ():
                    wholes.setdefault(whole, []).append(name.entry)
        rules = rules_of(kind)
        return cls(
            {
                **prefixed("natives", D1.build(list(natives)).arrays()),
                **prefixed("native_entries", grouped(natives.values()).arrays()),
                **prefixed("wholes", D1.build(list(wholes)).arrays()),
                **prefixed("whole_entries", grouped(wholes.values()).arrays()),
                **prefixed("words", WordIndex.build(words, rules).arrays()),
            },
            kind,
        )

    def arrays(self) -> Arrays:
        return self._arrays

    def candidates(self, name: NameForms, floor: float) -> set[int]:
        """The numbers of all entries of which a name may score ``floor`` or more with this name."""
        found: set[int] = set()
        for form in name.forms:
            if not self._rules.can_reach(form, floor):
                continue
            if is_native(form):
                found.update(self._native_candidates(form.tokens[0], floor))
            else:
                found.update(self._whole_candidates(form, floor))
                found.update(self._words.entries(form, floor))
        return found

    def prepare(self, names: Iterable[NameForms], floor: float) -> None:
        """Look the words of many names up at once, which takes less time: `candidates` will find them remembered."""
        forms = (form for name in names for form in name.forms if self._rules.can_reach(form, floor))
        self._words.prepare((form for form in forms if not is_native(form)), floor)

    def _native_candidates(self, text: str, floor: float) -> Iterator[int]:
        for position, _ in self._natives.search(text, native_ratio(floor) - SLACK):
            yield from self._native_entries[position].tolist()

    def _whole_candidates(self, form: Form, floor: float) -> Iterator[int]:
        for whole in whole_keys(form) if len(self._wholes) else ():
            for position, _ in self._wholes.search(whole, least_ratio(floor, form) - SLACK):
                yield from self._whole_entries[position].tolist()


def native_ratio(floor: float) -> float:
    """The `fuzz.ratio` that texts have at least when 1 − 2·edits/longer reaches the floor.

    With e edits over a length L, e ≤ L·(1 − floor)/2. An edit is at most two insertions and deletions, and the
    shorter text
    has at least L − e characters: ratio ≥ 1 − 2e / (2L − e) ≥ 1 − (1 − floor) / (1.5 + floor/2).
    """
    return 1.0 - (1.0 - floor) / (1.5 + floor / 2.0)


def is_native(form: Form) -> bool:
    """Whether a form is compared as native text, character by character."""
    return form.kind is FormKind.NATIVE or (form.kind is FormKind.SHORT_NAME and form.script in _NATIVE_SCRIPTS)


def grouped(members: Iterable[Iterable[int]]) -> Groups:
    rows: Sequence[list[int]] = [sorted(set(group)) for group in members]
    counts = np.array([len(row) for row in rows], np.int64)
    flat: NDArray[np.int32] = np.array([number for row in rows for number in row], np.int32)
    return Groups.build(np.repeat(np.arange(len(rows)), counts), flat, len(rows))
