"""How a Japanese name in Han characters may be read: dictionary readings of every split into family and given name."""

from functools import cache, lru_cache
from typing import NamedTuple

from screening.names.han import japanese_shape
from screening.names.kana import romanise_kana, to_katakana

MAX_READINGS = 12
_FAMILY, _GIVEN = "姓", "名"
_LONGEST_FAMILY_NAME = 4
_GUESSED_TRUST = 0.3


class Reading(NamedTuple):
    """One reading in Latin letters and how far the dictionaries vouch for it (0 to 1)."""

    family: str
    given: str
    trust: float


@lru_cache(maxsize=16384)
def japanese_readings(name: str) -> tuple[Reading, ...]:
    """Readings of a whole personal name written without a space, the most trusted first."""
    found: dict[tuple[str, str], float] = {}
    shaped = japanese_shape(name)
    for split in range(1, min(len(shaped), _LONGEST_FAMILY_NAME + 1)):
        for reading in split_readings(shaped[:split], shaped[split:]):
            pair = reading.family, reading.given
            found[pair] = max(found.get(pair, 0.0), reading.trust)
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Reading(family, given, trust) for (family, given), trust in ranked[:MAX_READINGS])


def split_readings(family: str, given: str) -> tuple[Reading, ...]:
    """Readings of a name whose family and given part are known. A family name that no dictionary of names has is read
    as the word it is.
    """
    families, givens = part_readings(family, _FAMILY), part_readings(given, _GIVEN)
    if givens and not families and min(len(family), len(given)) > 1 and (sound := spoken(family)):
        families = {sound: _GUESSED_TRUST}
    return tuple(
        Reading(family_sound, given_sound, family_trust * given_trust)
        for family_sound, family_trust in families.items()
        for given_sound, given_trust in givens.items()
    )


@lru_cache(maxsize=1 << 15)
def part_readings(part: str, role: str) -> dict[str, float]:
    """Readings of one part (role 姓 or 名) in Latin letters with their trust; empty when no dictionary knows it."""
    readings = {romanise_kana(kana): 0.9 for kana in _sudachi_readings(part, role)}
    for kana in _family_names().get(part, ()) if role == _FAMILY else _given_names().get(part, ()):
        sound = romanise_kana(kana)
        readings[sound] = 1.0 if sound in readings else 0.7
    return readings


def _sudachi_readings(part: str, role: str) -> set[str]:
    morphemes = _sudachi().lookup(part)
    return {morpheme.reading_form() for morpheme in morphemes if morpheme.part_of_speech()[3] == role}


@cache
def _sudachi():  # type: ignore[no-untyped-def]  # noqa: ANN202 - the package has no types
    import sudachipy

    return sudachipy.Dictionary()


@cache
def _dataset() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    from japanese_personal_name_dataset import load_dataset

    men, women, families = load_dataset("org", include_last_names=True)
    given: dict[str, set[str]] = {}
    for names in (men, women):
        for kana, entry in names.items():
            for written in entry["kanji"]:
                given.setdefault(japanese_shape(written), set()).add(to_katakana(kana))
    family = {
        japanese_shape(written): frozenset({to_katakana(entry["reading"])}) for written, entry in families.items()
    }
    return family, {written: frozenset(kana) for written, kana in given.items()}


def _family_names() -> dict[str, frozenset[str]]:
    return _dataset()[0]


def _given_names() -> dict[str, frozenset[str]]:
    return _dataset()[1]


@lru_cache(maxsize=1 << 14)
def spoken(text: str) -> str:
    """The dictionary reading of any Japanese text in Latin letters."""
    morphemes = _tokenizer().tokenize(text)
    return "".join(
        romanise_kana(morpheme.reading_form()) for morpheme in morphemes if morpheme.reading_form().isalpha()
    )


@cache
def _tokenizer():  # type: ignore[no-untyped-def]  # noqa: ANN202 - the package has no types
    return _sudachi().tokenizer()
