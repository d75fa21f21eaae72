"""Whoever changes what names become or what they score must say so by a new engine version."""

import json
from hashlib import sha256

from screening.matching.levels import SHIPPED_THRESHOLDS
from screening.matching.score import compare
from screening.matching.version import ENGINE_VERSION
from screening.names.forms import name_forms
from screening.names.kinds import NameKind

PEOPLE = [
    "Taro Example", "EXAMPLE, Tarō", "山田 太郎", "山田太郎", "ヤマダ タロウ", "渡邊花子", "Watanabe Hanako",
    "李明", "Li Ming", "Lee Ming", "王小明", "Wang Xiaoming", "김철수", "Kim Chul-soo", "Иван Сергеевич Петров",
    "Ivan Petrov", "Iwan Petroff", "محمد عبدالله", "Mohammed Abdullah", "דוד כהן", "David Cohen",
    "Γιώργος Παπάς", "Giorgos Papas", "สมชาย ใจดี", "Somchai Jaidee", "J. Example", "John Quincy Example",
    "Johann van der Beispiel", "Nikolai Ivanovich Petrov", "NikolaijIvanovich Petrof",
    "NikolaijIvanovick", "أيمن جابر", "عبد الرحمن محمد", "Ayman Jabir",
    "Yu Cho Lu", "Yu Chol U", "Ri Aje Il", "Ri Jae Il", "Saed Mohammad Azim", "Sayed Mohammad Azim",
]  # fmt: skip
BODIES = [
    "Example University", "University of Example", "Example Univ.", "見本大学", "見本工業大学", "见本大学",
    "Mihon Daigaku", "株式会社見本", "ООО Пример", "Example Trading Co., Ltd.", "OOO Primer", "예시대학교",
    "Yesi University", "Plant 11", "Plant 12", "第十一研究所", "Institute 11", "哈工大",
    "Harbin Institute of Technology", "哈尔滨工业大学", "Harbin Inst. of Tech.",
    "دانشگاه صنعتی شریف", "Sharif University of Technology", "No. 55 Research Institute", "University of Agriculture",
]  # fmt: skip
FROZEN = {"9": "9e9e124a3e2e99f7"}


def fingerprint() -> str:
    """Forms, scores and thresholds of the sample."""
    digest = sha256(str(sorted(SHIPPED_THRESHOLDS.items())).encode())
    for kind, names in ((NameKind.PERSON, PEOPLE), (NameKind.ORGANIZATION, BODIES)):
        read = [name_forms(name, kind) for name in names]
        for one in read:
            forms = [(form.kind, form.script, form.tokens, form.codes) for form in one.forms]
            digest.update(json.dumps([one.text, forms], ensure_ascii=False).encode())
        for query in read:
            digest.update(json.dumps([round(compare(query, listed, kind).score, 6) for listed in read]).encode())
    return digest.hexdigest()[:16]


def test_forms_and_scores_change_with_the_engine_version_only() -> None:
    assert FROZEN.get(ENGINE_VERSION) == fingerprint(), (
        "Forms or scores of the sample are not those of this engine version: raise ENGINE_VERSION in"
        f" screening/matching/version.py and put {fingerprint()!r} here under the new version."
    )
