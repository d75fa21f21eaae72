"""The words of a table of members: its headings and roles in either language, its days."""

import functools
import unicodedata

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
    "代表": MemberRole.PI,
    "研究代表者": MemberRole.PI,
    "分担": MemberRole.CO_PI,
    "研究分担者": MemberRole.CO_PI,
}
DATES = ("start_date", "end_date")


def member_words(typed: Words) -> tuple[Words, dict[str, str]]:
    """Return the words of a draft, and what is wrong by the field it is wrong in."""
    wrong = {} if typed.get("name") else {"name": gettext("The name is empty.")}
    role = _role(typed.get("role", ""))
    if role is None:
        wrong["role"] = gettext("“%(value)s” is not a role of a member.") % {"value": typed["role"]}
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


def plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
