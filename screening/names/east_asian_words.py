"""Names of organisations in Han, kana and Hangul cut into known words and the names between them."""

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from screening.names.han import fold_han, japanese_shape
from screening.names.hangul import romanise_hangul
from screening.names.kana import romanise_kana
from screening.names.numerals import western_numerals
from screening.names.pinyin import syllables
from screening.names.readings import spoken
from screening.names.scripts import Script, script_of, script_of_token
from screening.names.sound_codes import encode_hangul, encode_pinyin, encode_romanised
from screening.names.tables import concepts, legal_forms


class Word(NamedTuple):
    """A concept, or the sound of a name in Latin letters with its sound code."""

    text: str
    code: str
    script: Script


def east_asian_words(parts: Iterable[str]) -> Iterator[list[Word]]:
    """The words with names read as Mandarin, and with names read as Japanese where that differs."""
    cut = [piece for part in parts for piece in _pieces(fold_han(western_numerals(part)))]
    mandarin = [word for piece in cut for word in _named(piece, is_japanese=False)]
    japanese = [word for piece in cut for word in _named(piece, is_japanese=True)]
    yield mandarin
    if japanese != mandarin:
        yield japanese


@lru_cache(maxsize=1 << 14)
def _pieces(text: str) -> tuple[str, ...]:
    """Longest known words from the left; what lies between them stays together, cut where the script changes."""
    found: list[str] = []
    pending = ""
    position = 0
    while position < len(text):
        known = _longest_known(text, position)
        if known:
            found += _runs(pending)
            found.append(known)
            pending = ""
            position += len(known)
        else:
            pending += text[position]
            position += 1
    return (*found, *_runs(pending))


def _longest_known(text: str, start: int) -> str:
    for length in range(min(_longest(), len(text) - start), 0, -1):
        word = text[start : start + length]
        if word in _native_words():
            return word
    return ""


@cache
def _native_words() -> frozenset[str]:
    return frozenset(word for word in (*concepts(), *legal_forms()) if not word.isascii() and len(word) > 1)


@cache
def _longest() -> int:
    return max(map(len, _native_words()))


def _runs(text: str) -> list[str]:
    runs: list[str] = []
    for character in text:
        if runs and _kind(character) is _kind(runs[-1][-1]):
            runs[-1] += character
        else:
            runs.append(character)
    return runs


def _kind(character: str) -> Script:
    return Script.LATIN if character.isascii() else script_of(character)


def _named(piece: str, *, is_japanese: bool) -> list[Word]:
    if piece in legal_forms():
        return []
    if piece in concepts():
        return [Word(concepts()[piece], "", Script.LATIN)]
    script = script_of_token(piece)
    if script is Script.KANA:
        sound = romanise_kana(piece)
        return [Word(sound, encode_romanised(sound), Script.KANA)]
    if script is Script.HANGUL:
        sound = romanise_hangul(piece)
        return [Word(sound, encode_hangul(piece), Script.HANGUL)]
    if script is Script.HAN:
        if is_japanese:
            return [Word(spoken(japanese_shape(piece)), "", Script.HAN)]
        read = syllables(piece)
        return [Word("".join(read), encode_pinyin(read) if len(read) > 1 else "", Script.HAN)]
    return [Word(piece, "", Script.LATIN)]
