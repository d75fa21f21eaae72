"""Forms of an organisation's name: legal forms away, words of many languages as one concept, native script as it is."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest

from screening.names.east_asian_words import Word, east_asian_words
from screening.names.form import Form, FormKind
from screening.names.han import fold_han
from screening.names.latin import plain_latin
from screening.names.numerals import western_numerals
from screening.names.scripts import Script, script_of, script_of_token
from screening.names.segments import script_runs, segments
from screening.names.semitic import arabic_code, romanise_arabic, romanise_hebrew
from screening.names.sound_codes import encode_romanised
from screening.names.tables import (
    Institution,
    concept_roles,
    concept_weights,
    concepts,
    country_names,
    institutions,
    institutions_by_native_name,
    key,
    legal_forms,
)
from screening.names.words import MAX_TOKENS, without_dots, words

STOP_WORDS = frozenset(
    [
        "of",
        "and",
        "de",
        "the",
        "for",
        "et",
        "la",
        "des",
        "e",
        "fur",
        "in",
        "i",
        "en",
        "a",
        "y",
        "du",
        "und",
        "do",
        "del",
        "di",
        "da",
        "les",
        "le",
        "el",
        "na",
        "za",
        "to",
        "von",
        "van",
        "der",
        "den",
        "das",
        "dem",
        "im",
        "u",
        "och",
        "og",
        "dan",
        "pour",
        "para",
        "sur",
        "on",
        "at",
        "pri",
        "em",
        "voor",
        "per",
        "con",
        "ve",
        "l",
        "d",
        "dell",
        "della",
        "delle",
        "dos",
        "das",
        "los",
        "las",
        "as",
        "par",
        "zur",
        "zum",
        "s",
    ]
)
_LIGHT = frozenset({"al", "el", "bin", "private", "open"})
_EAST_ASIAN = frozenset({Script.HAN, Script.KANA, Script.HANGUL})
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_SEPARATED = re.compile(r"[^\w]+")


def organisation_forms(text: str) -> Iterator[Form]:
    parts = segments(text)
    asides = tuple(aside for part in parts if part.is_bracketed and (aside := _aside(part.text)))
    for part in parts:
        if part.is_bracketed and not _is_a_name(part.text):
            continue
        runs = script_runs(part.text)
        for form in (form for run in runs for form in _run_forms(run)):
            yield _with_asides(form, asides) if not part.is_bracketed else form
        if len(runs) > 1:
            yield from _mixed_forms(runs)
    yield from _continued_forms([part.text for part in parts if not part.is_bracketed])
    yield from _short_name_forms(text)


def _continued_forms(parts: Sequence[str]) -> Iterator[Form]:
    """``University of California; San Diego``: a part that says of no kind what it is belongs to the one before it."""
    for before, after in pairwise(parts):
        if before.isascii() and after.isascii() and not any(map(_says_its_kind, words(plain_latin(after)))):
            form = _alphabet_form(f"{before} {after}")
            if form is not None:
                yield form


def _says_its_kind(word: str) -> bool:
    return word in legal_forms() or concept_roles().get(concepts().get(word, word)) == "head"


def _aside(text: str) -> str:
    """What a bracket says in a word or a country's name, as one light token; empty when it is a name of its own."""
    plain = "".join(words(plain_latin(without_dots(text))))
    return f"({plain})" if plain and not _is_a_name(text) else ""


def _is_a_name(text: str) -> bool:
    """Whether a bracket holds another name: in East Asian script, or two words of their own that are no country."""
    if plain_latin(text) in country_names() or text in country_names():
        return False
    own = [word for word in words(plain_latin(without_dots(text))) if word not in STOP_WORDS]
    return len(own) > 1 or any(script_of(character) in _EAST_ASIAN for character in text)


def _with_asides(form: Form, asides: tuple[str, ...]) -> Form:
    if not asides or form.kind is FormKind.NATIVE:
        return form
    codes = form.codes + ("",) * len(asides) if form.codes else ()
    return replace(form, tokens=form.tokens + asides, codes=codes)


def organisation_weight(token: str) -> float:
    """How much a word says about which organisation is meant: a common word little, letters and numbers less than a
    name."""
    weight = concept_weights().get(token)
    if weight is not None:
        return weight
    if token.startswith("(") or token in _LIGHT:
        return 0.2
    return 1.0 if len(token) > 2 else 0.6 if len(token) == 2 else 0.4


def _run_forms(run: str) -> Iterator[Form]:
    if not run.isascii() and any(script_of(character) in _EAST_ASIAN for character in run):
        yield from _east_asian_forms(run)
        return
    form = _alphabet_form(run)
    if form is not None:
        yield form


def _alphabet_form(run: str) -> Form | None:
    script = script_of_token(run)
    written = _written_words(run, script)
    tokens = _told_apart(word for word, _ in written)
    if not tokens:
        return None
    if script in (Script.LATIN, Script.NONE):
        return Form(FormKind.SURFACE, Script.LATIN, tokens)
    codes = dict(written)
    return Form(FormKind.TRANSLITERATION, script, tokens, tuple(codes.get(token, "") for token in tokens))


def _written_words(run: str, script: Script) -> list[tuple[str, str]]:
    """Each word, or the concept it stands for, in Latin letters; and its sound code unless it is a concept."""
    if script is Script.ARABIC:
        found = [(concepts().get(key(word)) or romanise_arabic(word), arabic_code(word)) for word in words(run)]
    elif script is Script.HEBREW:
        texts = [concepts().get(key(word)) or romanise_hebrew(word) for word in words(run)]
        found = [(text, encode_romanised(text)) for text in texts]
    else:
        found = [(text, encode_romanised(text)) for text in _plain_words(run)]
    return [(text, "" if text in concept_weights() else code) for text, code in found]


def _plain_words(run: str) -> tuple[str, ...]:
    found = words(plain_latin(without_dots(run)))
    return tuple(_without_number_sign(found)) if any(word[0].isdigit() for word in found) else found


def _without_number_sign(found: Sequence[str]) -> Iterator[str]:
    """``No. 55`` and ``55th`` as the number alone."""
    for word, following in zip_longest(found, found[1:], fillvalue=""):
        if word != "no" or not following.isdigit():
            ordinal = _ORDINAL.fullmatch(word)
            yield ordinal[1] if ordinal else word


def _told_apart(found: Iterable[str]) -> tuple[str, ...]:
    """Without stop words and legal forms, each known word as its concept; empty when nothing else is left."""
    kept = [word for word in found if word not in STOP_WORDS and word not in legal_forms()]
    return tuple(concepts().get(word, word) for word in kept)[:MAX_TOKENS]


def _east_asian_forms(run: str) -> Iterator[Form]:
    parts = [part for part in _SEPARATED.split(run) if part]
    compact = _without_legal_form(fold_han(western_numerals("".join(parts))))
    known = institutions_by_native_name().get(compact)
    if known:
        yield Form(FormKind.TRANSLATION, Script.LATIN, _told_apart(words(plain_latin(known.english))))
    if compact and compact not in concepts():
        script = Script.HANGUL if script_of_token(compact) is Script.HANGUL else Script.HAN
        yield Form(FormKind.NATIVE, script, (compact,))
    if compact not in institutions():
        default = Script.KANA if any(script_of(character) is Script.KANA for character in run) else Script.HAN
        for reading in east_asian_words(parts):
            yield from _translation(reading, default)


def _translation(found: list[Word], default: Script) -> Iterator[Form]:
    kept = [word for word in found if word.text and word.text not in legal_forms()][:MAX_TOKENS]
    if any(word.text not in concept_weights() for word in kept) or len(kept) > 1:
        script = next((word.script for word in kept if word.script is not Script.LATIN), default)
        yield Form(FormKind.TRANSLATION, script, tuple(word.text for word in kept), tuple(word.code for word in kept))


def _mixed_forms(runs: tuple[str, ...]) -> Iterator[Form]:
    """``株式会社MORESCO``: the words of every run in one form."""
    tokens: list[str] = []
    for run in runs:
        found = next((form for form in _run_forms(run) if form.kind is not FormKind.NATIVE), None)
        tokens += found.tokens if found else ()
    if tokens:
        yield Form(FormKind.TRANSLATION, Script.LATIN, tuple(tokens[:MAX_TOKENS]))


def _without_legal_form(compact: str) -> str:
    for form in sorted(legal_forms(), key=len, reverse=True):
        if not form.isascii():
            compact = compact.removeprefix(form).removesuffix(form)
    return compact


def _short_name_forms(text: str) -> Iterator[Form]:
    for institution in institutions().get(key(text), ()):
        yield from _institution_forms(institution)


def _institution_forms(institution: Institution) -> Iterator[Form]:
    yield Form(FormKind.SHORT_NAME, Script.LATIN, _told_apart(words(plain_latin(institution.english))))
    if institution.native and script_of_token(institution.native) in _EAST_ASIAN:
        native = fold_han(institution.native)
        yield Form(FormKind.SHORT_NAME, script_of_token(native), (native,))
