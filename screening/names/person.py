"""Forms of a personal name in any script."""

import re
from collections.abc import Iterable, Iterator

from screening.names.form import Form, FormKind
from screening.names.han_person import han_person_forms, kana_forms
from screening.names.hangul import romanise_hangul
from screening.names.korean import split_korean_name, surname_spellings
from screening.names.latin import plain_latin
from screening.names.romaji import romaji_fold
from screening.names.scripts import Script, script_of, script_of_token
from screening.names.segments import script_runs, segments
from screening.names.semitic import arabic_code, romanise_arabic, romanise_hebrew
from screening.names.sound_codes import encode_hangul, encode_romanised
from screening.names.text import GERESH
from screening.names.words import ARABIC_TITLES, MAX_TOKENS, person_words

_SEMITIC_WORD = re.compile(rf"[^\W_]+(?:{GERESH}[^\W_]*)*")
_ARABIC_MARKS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670]")

_HYPHENATED = re.compile(r"[^\W\d_]{2,}-[^\W\d_]{2,}")
_SERVANT = re.compile("^(عبد)(ال.{2,})$")
_SERVANT_APART = re.compile(r"\bعبد (?=ال\w{2})")
"""``عبدالغفار`` is written as one word and as two; in Latin letters as one, two or three."""

_ARTICLE, _GOD = "ال", "الله"


def person_forms(text: str, reading: str) -> Iterator[Form]:
    for segment in segments(text):
        for run in script_runs(segment.text):
            yield from run_forms(run, has_reading=bool(reading))
    for run in script_runs(reading):
        if script_of_token(run) is Script.KANA:
            yield from kana_forms(run, FormKind.TYPED_READING)
        else:
            yield Form(FormKind.TYPED_READING, Script.LATIN, person_words(plain_latin(run)))


def run_forms(run: str, *, has_reading: bool) -> Iterator[Form]:
    """Forms of a text whose letters are of one script, or Japanese."""
    scripts = {script_of(character) for character in run}
    if Script.HAN in scripts:
        yield from han_person_forms(run, has_reading)
    elif Script.KANA in scripts:
        yield from kana_forms(run)
    elif Script.HANGUL in scripts:
        yield from hangul_forms(run)
    elif Script.ARABIC in scripts:
        yield from arabic_forms(run)
    elif Script.HEBREW in scripts:
        yield from _romanised(run, Script.HEBREW)
    else:
        yield from alphabet_forms(run)


def alphabet_forms(run: str) -> Iterator[Form]:
    """Latin as it stands; Cyrillic, Greek, Thai and the rest by the tables of anyascii."""
    script = script_of_token(run)
    tokens = person_words(plain_latin(run))
    if not tokens:
        return
    if script in (Script.LATIN, Script.NONE):
        yield Form(FormKind.SURFACE, Script.LATIN, tokens)
        yield from _hyphens_joined(run)
    else:
        yield Form(FormKind.TRANSLITERATION, script, tokens, tuple(map(encode_romanised, tokens)))


def _hyphens_joined(run: str) -> Iterator[Form]:
    """``Sin-Itiro`` as one word too, when it can be Japanese."""
    joined = _HYPHENATED.sub(
        lambda found: found[0].replace("-", "") if romaji_fold(plain_latin(found[0].replace("-", ""))) else found[0],
        run,
    )
    if joined != run:
        yield Form(FormKind.SURFACE, Script.LATIN, person_words(plain_latin(joined)))


def hangul_forms(run: str) -> Iterator[Form]:
    words = run.replace("-", " ").replace("·", " ").split()[:MAX_TOKENS]
    joined = "".join(words)
    tokens = tuple(romanise_hangul(word) for word in words)
    yield Form(FormKind.NATIVE, Script.HANGUL, (joined,))
    splits = [split for name in dict.fromkeys((joined, "".join(reversed(words)))) if (split := split_korean_name(name))]
    if len(words) == 1 or not splits:
        yield Form(FormKind.HANGUL, Script.HANGUL, tokens, tuple(map(encode_hangul, words)))
    for family, given in splits:
        for spelling in surname_spellings()[family]:
            yield Form(FormKind.KOREAN_SPELLING, Script.HANGUL, (spelling, romanise_hangul(given)), (family, given))


def arabic_forms(run: str) -> Iterator[Form]:
    """The article is a token of its own: lists join it to the word or leave it out."""
    written = [word for word in _SEMITIC_WORD.findall(_ARABIC_MARKS.sub("", run)) if word not in ARABIC_TITLES]
    apart = [part for word in written for part in _SERVANT.sub(r"\1 \2", word).split()]
    together = _SERVANT_APART.sub("عبد", " ".join(written)).split()
    for parts in dict.fromkeys(map(_arabic_parts, (written, apart, together))):
        if parts:
            sounds, codes = map(romanise_arabic, parts), map(arabic_code, parts)
            yield Form(FormKind.TRANSLITERATION, Script.ARABIC, tuple(sounds), tuple(codes))


def _arabic_parts(written: Iterable[str]) -> tuple[str, ...]:
    return tuple(part for word in written for part in _without_article(word) if arabic_code(part))[:MAX_TOKENS]


def _without_article(word: str) -> tuple[str, ...]:
    is_article = word.startswith(_ARTICLE) and len(word) > len(_ARTICLE) + 2 and not word.startswith(_GOD)
    return (_ARTICLE, word.removeprefix(_ARTICLE)) if is_article else (word,)


def _romanised(run: str, script: Script) -> Iterator[Form]:
    tokens = tuple(filter(None, map(romanise_hebrew, _SEMITIC_WORD.findall(run))))[:MAX_TOKENS]
    if tokens:
        yield Form(FormKind.TRANSLITERATION, script, tokens, tuple(map(encode_romanised, tokens)))
