"""What two forms have in common that can be compared: native text, spelling, or the sounds of one script in another."""

from functools import lru_cache
from typing import Final, NamedTuple

from screening.names.form import FormKind
from screening.names.scripts import Script

FormType = tuple[FormKind, Script]

_GUESSED: Final = frozenset(
    {
        FormKind.JAPANESE_READING,
        FormKind.PINYIN,
        FormKind.CHINESE_SPELLING,
        FormKind.TYPED_READING,
        FormKind.KOREAN_SPELLING,
    }
)
_CUT_NATIVE: Final = frozenset({Script.HAN, Script.HANGUL})
"""Scripts in which two names are compared as they are written, not as they may be read."""

_JAPANESE: Final = {Script.HAN, Script.KANA}
"""Scripts of one name: a reading in kana against the readings of Han characters."""


class Channel(NamedTuple):
    """``sounded`` is the script whose sounds are compared (None: spelling alone) and on which side it stands;
    ``is_guessed`` says that a reading came from a dictionary and not from the name."""

    sounded: Script | None
    query_is_source: bool
    is_guessed: bool


SPELLING: Final = Channel(None, True, False)


@lru_cache(maxsize=1024)
def channel(query: FormType, listed: FormType) -> Channel | None:
    """How forms of these kinds are compared; None when comparing them would say nothing."""
    if FormKind.SHORT_NAME in (query[0], listed[0]):
        return _short_name_channel(query, listed)
    natives = (query[0] is FormKind.NATIVE) + (listed[0] is FormKind.NATIVE)
    if natives:
        return SPELLING if natives == 2 and query[1] is listed[1] else None
    is_guessed = query[0] in _GUESSED or listed[0] in _GUESSED
    if query[1] is listed[1]:
        return None if query[1] in _CUT_NATIVE else Channel(None, True, is_guessed)
    if Script.LATIN not in (query[1], listed[1]):
        return Channel(None, True, True) if {query[1], listed[1]} == _JAPANESE else None
    query_is_source = query[1] is not Script.LATIN
    return Channel(query[1] if query_is_source else listed[1], query_is_source, is_guessed)


def _short_name_channel(query: FormType, listed: FormType) -> Channel | None:
    """A short name stands for its full names: English against Latin words, native against native."""
    if query[0] is listed[0]:
        return None
    short, other = (query, listed) if query[0] is FormKind.SHORT_NAME else (listed, query)
    if (short[1] is Script.LATIN) is (other[0] is FormKind.NATIVE):
        return None
    return SPELLING if short[1] is Script.LATIN or other[1] is short[1] else None
