"""Numbers written in Han characters as digits: 第十一研究所 is 第11研究所."""

import re

_DIGITS = {"〇": 0, "零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_NUMBER = re.compile(
    "(?<=第)[〇零一二三四五六七八九十百千]+|[〇零一二三四五六七八九]{2,}(?=[〇零一二三四五六七八九十百千]*(?:研究所|研究院|所|廠|厂|部隊|部队|工場|院))|[〇零一二三四五六七八九十百千]+(?=所$|研究所$|研究院$)"
)


def western_numerals(text: str) -> str:
    """Ordinals and numbered institutes with digits; characters that only look like numbers (三菱) stay."""
    return _NUMBER.sub(lambda found: str(_value(found[0])), text)


def _value(numeral: str) -> int:
    if not any(unit in numeral for unit in _UNITS):
        return int("".join(str(_DIGITS[letter]) for letter in numeral))
    total, digit = 0, 0
    for letter in numeral:
        if letter in _UNITS:
            total += max(digit, 1) * _UNITS[letter]
            digit = 0
        else:
            digit = _DIGITS[letter]
    return total + digit
