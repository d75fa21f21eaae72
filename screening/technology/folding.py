"""One spelling for many: the folded form in which terms and texts are compared, and the way back.

Latin words are wrapped in boundary marks, so a term can only match whole words; hyphens, slashes and blanks
between words are the same thing, other punctuation separates. Katakana runs lose a final long-vowel mark and
end in a mark of their own: ソナー is found in ソナー探査 and in ソナ探査 but not in パーソナル.
Kanji have no boundaries.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

_WORD_START, _WORD_END, _KANA_END, _BREAK = "\x02", "\x03", "\x04", "\x1f"

_PIECES = re.compile(
    r"(?P<word>[0-9A-Za-z\u00c0-\u024f]+)"
    r"|(?P<kana>[\u30a1-\u30fa][\u30a1-\u30fa\u30fc・]*)"
    r"|(?P<joint>[\s\-\u2010-\u2015\u2212/_]+)"
    r"|(?P<other>[\u3005-\u3007\u3041-\u3096\u3400-\u9fff\uf900-\ufaff\u0370-\u052f]+)"
    r"|(?P<gap>.)",
    re.DOTALL,
)
_JAPANESE = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u3400-\u9fff]")
_COMPOSING = re.compile(r"[^\u0300-\u036f\u3099\u309a\uff9e\uff9f][\u0300-\u036f\u3099\u309a\uff9e\uff9f]*", re.DOTALL)

# British spellings whose American form is not reached by an ending alone.
_SPELLINGS = {
    "aluminium": "aluminum",
    "behaviour": "behavior",
    "centre": "center",
    "colour": "color",
    "defence": "defense",
    "fibre": "fiber",
    "labour": "labor",
    "metre": "meter",
    "modelling": "modeling",
    "sulphur": "sulfur",
    "tumour": "tumor",
    "vapour": "vapor",
    "neighbour": "neighbor",
    "signalling": "signaling",
    "labelled": "labeled",
    "unmanned": "uncrewed",
}
_ENDINGS = (("isation", "ization"), ("ising", "izing"), ("ised", "ized"), ("yse", "yze"))


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text. ``length`` counts Latin words, and two Japanese characters as one word."""

    text: str
    starts: list[int]
    pieces: list[tuple[int, ...]]
    length: int

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in the original text of the folded characters ``start`` to ``end``."""
        first, last = self._at(start)[0], self._at(end - 1)[1]
        return first, max(last, first + 1)

    def _at(self, position: int) -> tuple[int, int]:
        index = bisect_right(self.starts, position) - 1
        offsets = self.pieces[index]
        step = min(position - self.starts[index], len(offsets) - 2) if len(offsets) > 2 else 0
        return offsets[step], offsets[step + 1]


def fold(text: str) -> Folded:
    """Fold a text for matching."""
    plain, offsets = _compatible(text)
    parts: list[str] = []
    starts: list[int] = []
    pieces: list[tuple[int, ...]] = []
    position = words = characters = 0
    marks: tuple[int, ...]
    for match in _PIECES.finditer(plain):
        kind = match.lastgroup
        if kind == "joint":
            continue
        begin, end = match.span()
        if kind == "word":
            piece, marks = _folded_word(match.group()), (begin, end)
            words += 1
        elif kind == "kana":
            piece, marks = _folded_kana(match.group(), begin)
            characters += end - begin
        elif kind == "other":
            piece, marks = match.group().lower(), tuple(range(begin, end + 1))
            characters += end - begin
        else:
            piece, marks = _BREAK, (begin, end)
        parts.append(piece)
        starts.append(position)
        pieces.append(marks if offsets is None else offsets.of(marks))
        position += len(piece)
    return Folded("".join(parts), starts, pieces, words + characters // 2)


def folded_forms(term: str) -> tuple[str, ...]:
    """The forms under which a term is looked up: itself, and without the long-vowel mark it may end in."""
    form = fold(term).text
    inside = form.removesuffix(_KANA_END)
    if inside == form:
        return (form,)
    return (inside + "ー", form) if unicodedata.normalize("NFKC", term).endswith("ー") else (inside,)


def has_japanese(text: str) -> bool:
    return _JAPANESE.search(text) is not None


def has_latin_words(text: str) -> bool:
    return re.search(r"[A-Za-z]{3}.*?[A-Za-z]{3}", text, re.DOTALL) is not None


@lru_cache(maxsize=65_536)
def _folded_word(word: str) -> str:
    return f"{_WORD_START}{_stem(word.lower())}{_WORD_END}"


def _stem(word: str) -> str:
    """Singular and American: rough, but the same roughness on both sides."""
    if len(word) > 4 and word.endswith("ies"):
        word = word[:-3] + "y"
    elif len(word) > 4 and word.endswith(("sses", "xes", "ches", "shes")):
        word = word[:-2]
    elif len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for british, american in _ENDINGS:
        if word.endswith(british):
            return word.removesuffix(british) + american
    return _SPELLINGS.get(word, word)


def _folded_kana(run: str, begin: int) -> tuple[str, tuple[int, ...]]:
    """A katakana run without middle dots and final long vowels; its end mark counts as its last character."""
    kept = [(character, begin + index) for index, character in enumerate(run) if character != "・"]
    while len(kept) > 1 and kept[-1][0] == "ー":
        kept.pop()
    end = begin + len(run.rstrip("・"))
    return "".join(character for character, _ in kept) + _KANA_END, (*(place for _, place in kept), end)


class _Offsets:
    """Where each character of a normalised text came from."""

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []

    def add(self, start: int, end: int, length: int) -> None:
        self.starts.extend([start] * length)
        self.ends.extend([end] * length)

    def of(self, marks: tuple[int, ...]) -> tuple[int, ...]:
        return (*(self.starts[mark] for mark in marks[:-1]), self.ends[marks[-1] - 1])


def _compatible(text: str) -> tuple[str, _Offsets | None]:
    """The NFKC form with the way back; no offsets when nothing changed."""
    if unicodedata.is_normalized("NFKC", text):
        return text, None
    parts: list[str] = []
    offsets = _Offsets()
    for match in _COMPOSING.finditer(text):
        piece = unicodedata.normalize("NFKC", match.group())
        parts.append(piece)
        offsets.add(match.start(), match.end(), len(piece))
    return "".join(parts), offsets
