"""Countries and regions as lists print them, in English or Japanese, to ISO 3166-1 alpha-2 codes.

``countries.json`` holds the English and Japanese names of the Unicode CLDR and ISO 3166-1, then the other
forms that published lists use. A first name is the English display name, a second the Japanese. Regions that
lists keep apart (香港, 台湾) have their own codes; Kosovo has the user-assigned XK.
"""

import json
import re
import unicodedata
from functools import cache
from pathlib import Path

NOT_LETTERS = re.compile(r"[\W_]+")


@cache
def country_names() -> dict[str, tuple[str, ...]]:
    table = json.loads((Path(__file__).parent / "countries.json").read_text(encoding="utf-8"))
    return {code: tuple(names) for code, names in table.items()}


@cache
def country_code(printed: str) -> str:
    """The code of a printed country, or nothing. The name may be printed in two languages in one cell."""
    text = printed.strip()
    if len(text) == 2 and text.upper() in country_names():
        return text.upper()
    table = _codes_by_key()
    return table.get(_key(text), "") or next((code for line in _parts(text) if (code := table.get(_key(line), ""))), "")


@cache
def _codes_by_key() -> dict[str, str]:
    return {_key(name): code for code, names in country_names().items() for name in names}


def _key(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name))
    letters = "".join(character for character in decomposed if not _is_accent(character))
    return NOT_LETTERS.sub("", letters.casefold().replace("&", "and")).removeprefix("the")


def _is_accent(character: str) -> bool:
    # Combining marks of Latin only: kana keep their voicing marks.
    return "\u0300" <= character <= "\u036f"


def _parts(text: str) -> list[str]:
    """The Japanese and the English half of a cell such as ``イラン Islamic Republic of Iran``."""
    first, *rest = text.split(maxsplit=1) or [""]
    return [first, *rest] if rest and not first.isascii() else []
