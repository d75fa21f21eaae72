"""Mandarin readings of Han names: pinyin with the surname apart, older and southern spellings of surnames."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from screening.names.han import fold_han

_SURNAME_READINGS = dict(
    pair.split(":")
    for pair in [
        "单:shan",
        "曾:zeng",
        "解:xie",
        "仇:qiu",
        "查:zha",
        "任:ren",
        "区:ou",
        "盖:ge",
        "朴:piao",
        "尉迟:yuchi",
        "宓:mi",
        "翟:zhai",
        "褚:chu",
        "缪:miao",
        "乐:yue",
        "员:yun",
        "冼:xian",
        "召:shao",
        "华:hua",
        "哈:ha",
        "万俟:moqi",
        "长孙:zhangsun",
        "重:chong",
        "秘:bi",
        "黑:he",
        "纪:ji",
        "钭:tou",
        "能:nai",
        "牟:mu",
        "费:fei",
        "覃:qin",
        "车:che",
    ]
)
_DOUBLE_SURNAMES = frozenset(
    [
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "夏侯",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "司徒",
        "东方",
        "宇文",
        "长孙",
        "端木",
        "南宫",
        "独孤",
        "万俟",
        "闻人",
        "申屠",
        "呼延",
        "轩辕",
        "钟离",
        "西门",
        "太史",
    ]
)
_WADE_GILES_INITIALS = {
    "zh": "ch", "ch": "ch", "sh": "sh", "b": "p", "p": "p", "d": "t", "t": "t", "g": "k", "k": "k", "j": "ch", "q": "ch",
    "x": "hs", "z": "ts", "c": "ts", "r": "j",
}  # fmt: skip
_WADE_GILES_FINALS = {
    "ian": "ien",
    "ie": "ieh",
    "ong": "ung",
    "iong": "iung",
    "ue": "ueh",
    "ui": "ui",
    "uo": "o",
    "e": "eh",
}
_WADE_GILES_WHOLE = {
    "zhi": "chih", "chi": "chih", "shi": "shih", "ri": "jih", "zi": "tzu", "ci": "tzu", "si": "szu", "er": "erh", "yi": "i",
    "you": "yu", "yan": "yen", "ye": "yeh", "he": "ho", "ge": "ko", "ke": "ko", "guo": "kuo", "kuo": "kuo", "huo": "huo", "yong": "yung",
}  # fmt: skip
_LOWER_YANGTZE_INITIALS = {"zh": "ts", "ch": "ts", "z": "ts", "c": "ts", "sh": "s"}
_LOWER_YANGTZE_FINALS = {"eng": "ung", "e": "eh", "ong": "ung"}
_SYLLABLE = re.compile(r"(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]?)([aeiouv]+(?:ng|n|r)?)")


class ChineseName(NamedTuple):
    """The surname as written (folded), its reading, and the reading of each given character."""

    surname: str
    surname_reading: str
    given: tuple[str, ...]


@lru_cache(maxsize=16384)
def split_chinese_name(name: str) -> ChineseName:
    """Family name first: two characters when they are a known double surname, otherwise one."""
    folded = fold_han(name)
    length = 2 if folded[:2] in _DOUBLE_SURNAMES and len(folded) > 2 else 1
    surname = folded[:length]
    reading = _SURNAME_READINGS.get(surname) or "".join(syllables(surname))
    return ChineseName(surname, reading, syllables(folded[length:]))


@lru_cache(maxsize=1 << 15)
def syllables(text: str) -> tuple[str, ...]:
    """Pinyin of each Han character without tones (ü is u); other characters are left out."""
    if not text:
        return ()
    import pypinyin

    spoken = pypinyin.lazy_pinyin(fold_han(text), errors="ignore")
    return tuple(syllable.replace("v", "u").replace("ü", "u") for syllable in spoken)


def surname_spellings(surname: str) -> tuple[str, ...]:
    """Cantonese, Hokkien, Hakka and Wade-Giles spellings of a surname, given its simplified shape."""
    return _surname_table().get(surname, ())


@cache
def _surname_table() -> dict[str, tuple[str, ...]]:
    from name_variants.chinese_surnames import CHINESE_SURNAME_VARIANTS

    return {
        fold_han(surname): tuple(form for form in entry["forms"] if form.isascii() and form.isalpha())
        for surname, entry in CHINESE_SURNAME_VARIANTS.items()
    }


@lru_cache(maxsize=4096)
def lower_yangtze(syllable: str) -> str:
    """``zheng`` → ``tsung``, ``zhe`` → ``tseh``: as many spelt their names who left the Lower Yangtze; the rest stays."""
    found = _SYLLABLE.fullmatch(syllable)
    if not found or found[1] not in _LOWER_YANGTZE_INITIALS:
        return syllable
    return _LOWER_YANGTZE_INITIALS[found[1]] + _LOWER_YANGTZE_FINALS.get(found[2], found[2])


@lru_cache(maxsize=4096)
def wade_giles(syllable: str) -> str:
    """``zheng`` → ``cheng``, ``xiao`` → ``hsiao``; marks of aspiration are left out as most people do."""
    whole = _WADE_GILES_WHOLE.get(syllable)
    found = _SYLLABLE.fullmatch(syllable)
    if whole or not found:
        return whole or syllable
    initial, final = found.groups()
    return _WADE_GILES_INITIALS.get(initial, initial) + _WADE_GILES_FINALS.get(final, final)
