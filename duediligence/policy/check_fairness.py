"""No rule may turn on nationality, residency, race, religion or culture: a policy that names them is refused.

Two places may: the items of the declaration that the deemed-export test needs, which are masked and out of
every rule's reach, and the consent, which must tell people that they are asked. Titles of sources are quoted.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final

from duediligence.policy.faults import Faults
from duediligence.policy.form import DEEMED_EXPORT_ITEMS
from duediligence.policy.shapes import within

_EXEMPT: Final = re.compile(r"sources|declaration_form\.(?:consent|light_forms\[\d+\]\.items)")
_ITEMS: Final = re.compile(r"declaration_form\.items\[\d+\]")
_REFERENCES: Final = re.compile(r"checklists\[\d+\]\.points\[\d+\]\.items\[\d+\]")
_INVISIBLE: Final = re.compile(r"[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")

_GAP: Final = re.compile(r"[\s_\-‐-―・]+")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ALONE: Final = re.compile(r"nationalit(?:y|ies)|citizenship|ethnicit(?:y|ies)|religio(?:ns?|us)|multicultural")
_JAPANESE: Final = re.compile(
    r"(?<!多)国籍|多国籍(?!企業)|人種|民族|宗教|宗派|信仰|信教|信条|仏教|(?<!精)神道"
    r"|(?:キリスト|イスラム|イスラーム|ユダヤ|ヒンズー|ヒンドゥー)教"
    r"|ムスリム|クリスチャン|(?<!研究)(?<!安全)(?<!組織)文化(?!庁|財|勲章)"
    r"|出身国|出身地|出生国|出生地|生まれた国|母国|祖国|(?<![一-龥])出自|(?<!専)門地|血統|家系|肌の色|皮膚の色|母語"
    r"|居住者|居住地|居住国|居住性|永住|在留|市民権|帰化|移民|難民"
    r"|(?<!全)国(?:人(?![材民権])|系(?![列統]))|[ァ-ヴー]人(?![数材員事物的間権工口])"
)
_ENGLISH: Final = re.compile(
    r"\b(?:citizens?|nationals|foreigners?|aliens?|immigrants?|refugees?|expatriates?|ethnic|ethnically"
    r"|races?(?! condition)|racial|racially|racism|castes?|creed|birthplace|passports?"
    r"|residen(?:cy|ce|ts?)|cultur(?:al|ally)"
    r"|(?<!cell )(?<!tissue )(?<!security )(?<!safety )(?<!research )(?<!integrity )cultures?"
    r"|muslims?|islam(?:ic)?|christians?|christianity|jewish|jews?|judaism|buddhis[mt]s?|hindu(?:s|ism)?"
    r"|skin colou?r|mother tongue|native (?:language|speaker|country)|home country|national origin"
    r"|(?:country|place|nation|land) of (?:birth|origin)|of \w+ (?:descent|ancestry)|born in"
    r"|foreign (?:born|national)"
    r"|(?:chinese|russian|iranian|korean|japanese|american|indian|pakistani|asian|african|arab)s?"
    r" (?:persons?|people|researchers?|students?|scholars?|scientists?|members?|applicants?|visitors?))\b"
)


def check_fairness(data: object, faults: Faults) -> None:
    for path, words in _texts(data):
        found = forbidden_word(words)
        if found:
            faults.add(path, "forbidden_attribute", word=found)
        elif words in DEEMED_EXPORT_ITEMS and _REFERENCES.fullmatch(path):
            faults.add(path, "forbidden_attribute", word=words)


def forbidden_word(words: str) -> str:
    """Return the first word that no rule may name, empty when there is none."""
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", words)).replace("國", "国")
    joined = "".join(_GAP.split(plain)).lower()
    spaced = _GAP.sub(" ", _CAMEL.sub(" ", plain)).lower()
    match = _ALONE.search(joined) or _JAPANESE.search(joined) or _ENGLISH.search(spaced)
    return match.group() if match else ""


def _texts(data: object) -> Iterator[tuple[str, str]]:
    """Yield every key and every text with its place, except where such words are allowed."""
    waiting: list[tuple[str, object]] = [("", data)]
    while waiting:
        path, part = waiting.pop()
        if _EXEMPT.fullmatch(path) or _is_deemed_export_item(path, part):
            continue
        if isinstance(part, str):
            yield path, part
        elif isinstance(part, Mapping):
            yield from ((within(path, str(key)), str(key)) for key in part)
            waiting.extend((within(path, str(key)), value) for key, value in part.items())
        elif isinstance(part, list | tuple):
            waiting.extend((f"{path}[{index}]", item) for index, item in enumerate(part))


def _is_deemed_export_item(path: str, part: object) -> bool:
    if not isinstance(part, Mapping) or not _ITEMS.fullmatch(path):
        return False
    return part.get("masked") is True and str(part.get("code")) in DEEMED_EXPORT_ITEMS
