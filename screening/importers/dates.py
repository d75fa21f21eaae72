"""Birth dates as lists print them, made comparable: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``."""

import re
import unicodedata
from datetime import date

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january"),
            ("feb", "february"),
            ("mar", "march"),
            ("apr", "april"),
            ("may",),
            ("jun", "june"),
            ("jul", "july"),
            ("aug", "august"),
            ("sep", "september", "sept"),
            ("oct", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        start=1,
    )
    for name in names
}
YEAR_FIRST = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:[T ]\d{2}:\d{2}.*)?")
DAY_FIRST = re.compile(r"(?:(\d{1,2}|dd)/)?(?:(\d{1,2}|mm)/)(\d{4})", re.IGNORECASE)
WORDS = re.compile(r"(?:(\d{1,2})\.?\s+)?([a-z]{3,9})\.?,?\s+(\d{4})", re.IGNORECASE)
WORDS_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})", re.IGNORECASE)
COMPACT = re.compile(r"((?:18|19|20)\d{2})(\d{2})(\d{2})")
DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
# The first year of each era, and its last year counted in it; of the present one none is known.
ERAS = {"明治": (1868, 45), "大正": (1912, 15), "昭和": (1926, 64), "平成": (1989, 31), "令和": (2019, 99)}
ERA_LETTERS = dict(zip("MTSHR", ERAS, strict=True))
ERA = re.compile(
    r"(明治|大正|昭和|平成|令和|[MTSHR])\s*(\d{1,2}|元)(?:年|[./-])(?:\s*(\d{1,2})(?:月|[./-])(?:\s*(\d{1,2})日?)?)?(?:生まれ|生)?",
    re.IGNORECASE,
)
JAPANESE = re.compile(r"(\d{4})年(?:\s*(\d{1,2})月(?:\s*(\d{1,2})日)?)?生?")
APPROXIMATE = re.compile(
    r"^(?:(?:circa|ca?\.|approximately|approx\.?|about|between)\s+|約\s*)|\s*(?:頃|ごろ)$", re.IGNORECASE
)
RANGE = re.compile(r"^(.+?)(?:\s+(?:to|and|or|-|–)\s+|(?<=\d{4})[-–~〜](?=\d{4}$))(.+)$")
LONGEST_RANGE = 30


def partial_dates(printed: str) -> tuple[str, ...]:
    """The dates that a printed date or range can mean; nothing when it cannot be read.

    A range of years gives each of its years; a range within a year or a month gives that year or month.
    Slashed dates are read day first, as Europe and the United Nations write them.
    """
    text = APPROXIMATE.sub("", unicodedata.normalize("NFKC", printed).strip())
    text = APPROXIMATE.sub("", text).strip()
    if single := partial_date(text):
        return (single,)
    if (found := RANGE.match(text)) is None:
        return ()
    start, end = partial_date(found[1]), partial_date(found[2])
    return _between(start, end) if start and end else ()


def partial_date(text: str) -> str:
    if found := YEAR_FIRST.fullmatch(text):
        return _written(found[1], found[2], found[3])
    if found := DAY_FIRST.fullmatch(text):
        return _written(found[3], _known(found[2]), _known(found[1]))
    if found := JAPANESE.fullmatch(text):
        return _written(found[1], found[2], found[3])
    if found := COMPACT.fullmatch(text):
        return _written(found[1], found[2], found[3])
    if found := DOTTED.fullmatch(text):
        return _written(found[3], found[2], found[1])
    return _of_era(text) or _in_words(text)


def _in_words(text: str) -> str:
    """``2 Jan 1970``, ``January 2, 1970``, ``Jan 1970``."""
    if (found := WORDS.fullmatch(text)) and (month := MONTHS.get(found[2].lower())):
        return _written(found[3], str(month), found[1])
    if (found := WORDS_MONTH_FIRST.fullmatch(text)) and (month := MONTHS.get(found[1].lower())):
        return _written(found[3], str(month), found[2])
    return ""


def _of_era(text: str) -> str:
    """``昭和45年1月2日``, ``S45.1.2``: a year of an era that it never had is no date."""
    if (found := ERA.fullmatch(text)) is None:
        return ""
    first, last = ERAS[ERA_LETTERS.get(found[1].upper(), found[1])]
    year = 1 if found[2] == "元" else int(found[2])
    return _written(str(first + year - 1), found[3], found[4]) if 1 <= year <= last else ""


def _known(part: str | None) -> str | None:
    """``dd`` and ``mm`` stand for a day or month that the list does not know."""
    return part if part and part.isdigit() else None


def _written(year: str, month: str | None, day: str | None) -> str:
    """The date as far as it is known; zero parts are unknown, impossible dates are none."""
    month_number, day_number = int(month or 0), int(day or 0)
    if not month_number:
        return year
    try:
        full = date(int(year), month_number, day_number or 1).isoformat()
    except ValueError:
        return ""
    return full if day_number else full[:7]


def _between(start: str, end: str) -> tuple[str, ...]:
    first, last = int(start[:4]), int(end[:4])
    if first == last:
        return (start[:7] if start[:7] == end[:7] else start[:4],)
    if not first < last <= first + LONGEST_RANGE:
        return ()
    return tuple(str(year) for year in range(first, last + 1))


def day_in_name(name: str) -> date | None:
    """The day that a ministry writes into a file's name (``20250929_4.xlsx``), or nothing."""
    found = re.search(r"(20\d{2})(\d{2})(\d{2})(?!\d)", name)
    return printed_day("-".join(found.groups())) if found else None


def printed_day(text: str, *, month_first: bool = False) -> date | None:
    """A full day printed in a file's header, or nothing."""
    if month_first and (found := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text.strip())):
        text = f"{found[3]}-{found[1]}-{found[2]}"
    value = partial_date(text.strip())
    return date.fromisoformat(value) if len(value) == len("YYYY-MM-DD") else None
