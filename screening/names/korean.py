"""Korean personal names: the family name apart, and the spellings under which it travels."""

from functools import cache

from screening.names.hangul import romanise_hangul

DOUBLE_SURNAMES = frozenset(["남궁", "황보", "제갈", "선우", "독고", "사공", "서문", "동방"])
_MORE_SPELLINGS = {
    "이": "lee yi ri li rhee rhie i", "김": "kim gim", "박": "park pak bak", "최": "choi choe", "정": "jung jeong chung chong jong",
    "조": "cho jo", "강": "kang gang", "임": "lim im rim", "림": "lim im rim", "유": "yoo yu ryu you", "류": "ryu yu yoo ryoo", "노": "noh roh no ro",
    "로": "ro no roh noh", "리": "ri lee yi li", "려": "ryo yeo", "여": "yeo ryo", "윤": "yoon yun", "신": "shin sin", "전": "jeon chon chun jun", "문": "moon mun",
    "우": "woo u wu", "구": "koo ku gu", "허": "heo hur huh ho", "서": "seo suh so", "권": "kwon gwon", "황": "hwang", "안": "ahn an", "오": "oh o", "송": "song",
    "홍": "hong", "고": "ko go koh", "손": "son sohn", "배": "bae pae", "백": "baek paek paik", "남": "nam", "심": "shim sim", "하": "ha", "곽": "kwak gwak",
    "성": "sung seong song", "차": "cha", "주": "joo ju chu", "나": "na ra", "라": "ra na", "민": "min", "진": "jin chin", "지": "ji chi", "엄": "eom um om", "채": "chae",
    "원": "won", "천": "cheon chun chon", "방": "bang pang", "공": "kong gong", "현": "hyun hyeon hyon", "함": "ham", "변": "byun byeon pyon", "염": "yeom yum", "양": "yang ryang",
    "량": "ryang yang", "추": "choo chu", "도": "do to", "소": "so", "석": "seok suk sok", "선": "sun seon son", "설": "seol sul sol", "마": "ma", "길": "gil kil", "연": "yeon yon",
    "위": "wi", "표": "pyo", "명": "myung myeong myong", "기": "ki gi", "반": "ban pan", "왕": "wang", "금": "geum kum keum", "옥": "ok", "육": "yook yuk", "인": "in", "맹": "maeng",
    "제": "je", "모": "mo", "탁": "tak", "국": "kook guk kuk", "어": "eo", "은": "eun un", "편": "pyun pyeon", "용": "yong ryong", "계": "kye gye", "태": "tae",
}  # fmt: skip


def split_korean_name(syllables: str) -> tuple[str, str] | None:
    """Family and given name of two to four Hangul syllables; None when it cannot be a Korean name."""
    if not 2 <= len(syllables) <= 4:
        return None
    length = 2 if syllables[:2] in DOUBLE_SURNAMES and len(syllables) > 2 else 1
    family = syllables[:length]
    return (family, syllables[length:]) if family in surname_spellings() else None


@cache
def surname_spellings() -> dict[str, tuple[str, ...]]:
    """Family name in Hangul → the ways it is written in Latin letters, the official one first."""
    from name_variants.korean_surnames import KOREAN_SURNAME_VARIANTS

    table: dict[str, tuple[str, ...]] = {}
    for family in {*KOREAN_SURNAME_VARIANTS, *_MORE_SPELLINGS, *DOUBLE_SURNAMES}:
        listed = KOREAN_SURNAME_VARIANTS.get(family, {}).get("forms", [])
        plain = (form for form in listed if form.isascii() and form.isalpha())
        spellings = (romanise_hangul(family), *plain, *_MORE_SPELLINGS.get(family, "").split())
        table[family] = tuple(dict.fromkeys(spellings))
    return table
