"""The words of a table of members: its headings and roles in either language, its days."""

import functools
import re
import unicodedata
from enum import StrEnum

from django.utils.translation import gettext, override

from duediligence.enums import MemberRole
from duediligence.labels import label
from screening.importers.dates import partial_date

Words = dict[str, str]

HEADINGS: dict[str, str] = {
    "name": "name", "氏名": "name", "名前": "name",
    "furigana": "furigana", "ふりがな": "furigana", "フリガナ": "furigana",
    "romanised": "romanised", "romanized": "romanised", "ローマ字": "romanised", "英語名": "romanised",
    "former names": "former", "former": "former", "旧姓": "former", "旧氏名": "former",
    "role": "role", "役割": "role",
    "affiliation": "affiliation", "所属": "affiliation", "所属機関": "affiliation",
    "country": "affiliation_country", "国": "affiliation_country", "所属機関の国": "affiliation_country",
    "e-rad": "erad_number", "e-rad番号": "erad_number", "e-rad number": "erad_number", "研究者番号": "erad_number",
    "orcid": "orcid",
    "from": "start_date", "開始日": "start_date", "開始": "start_date",
    "until": "end_date", "終了日": "end_date", "終了": "end_date",
}  # fmt: skip
MORE_ROLES = {
    "代表": MemberRole.PI, "代表者": MemberRole.PI, "研究代表": MemberRole.PI, "研究代表者": MemberRole.PI,
    "分担": MemberRole.CO_PI, "分担者": MemberRole.CO_PI, "研究分担者": MemberRole.CO_PI,
    "共同研究者": MemberRole.CO_PI, "主たる共同研究者": MemberRole.CO_PI,
    "co-pi": MemberRole.CO_PI, "co-i": MemberRole.CO_PI,
    "参加者": MemberRole.PARTICIPANT, "参画者": MemberRole.PARTICIPANT, "研究参加者": MemberRole.PARTICIPANT,
    "研究参画者": MemberRole.PARTICIPANT, "研究協力者": MemberRole.PARTICIPANT,
    "大学院生": MemberRole.STUDENT, "学部生": MemberRole.STUDENT,
    "責任研究者": MemberRole.PARTNER_LEAD, "協力機関の責任研究者": MemberRole.PARTNER_LEAD,
}  # fmt: skip
_BESIDE_JAPANESE = re.compile(r" (?=[^ -~])|(?<=[^ -~]) ")
DATES = ("start_date", "end_date")


def member_words(typed: Words) -> tuple[Words, dict[str, str]]:
    """Return the words of a draft, and what is wrong by the field it is wrong in."""
    wrong = {} if typed.get("name") else {"name": gettext("The name is empty.")}
    role = _role(typed.get("role", ""))
    if role is None:
        wrong["role"] = not_one_of(typed["role"], MemberRole)
    days = {name: partial_date(typed[name]) for name in DATES if typed.get(name)}
    for name, read in days.items():
        if len(read) != len("2026-04-01"):
            wrong[name] = gettext("“%(value)s” is not a date.") % {"value": typed[name]}
    return {**typed, **days, "role": role or ""}, wrong


def _role(text: str) -> str | None:
    """Return the role by its code or by its words in either language; nothing said is a participant."""
    if not text:
        return MemberRole.PARTICIPANT
    return _roles().get(plain(text))


@functools.cache
def _roles() -> dict[str, str]:
    named = {plain(words): role.value for words, role in MORE_ROLES.items()}
    for language in ("ja", "en"):
        with override(language):
            named |= {plain(str(label(role))): role.value for role in MemberRole}
    return named | {role.value: role.value for role in MemberRole}


def not_one_of(value: str, vocabulary: type[StrEnum]) -> str:
    names = " / ".join(str(label(one)) for one in vocabulary)
    return gettext("“%(value)s” is not one of these: %(names)s.") % {"value": value, "names": names}


def plain(text: str) -> str:
    """Return words as they are compared: width and case do not count, nor a space beside a Japanese character."""
    return _BESIDE_JAPANESE.sub("", " ".join(unicodedata.normalize("NFKC", text).casefold().split()))
