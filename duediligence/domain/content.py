"""What a proposal says, and what in it cannot be taken."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from duediligence.domain.party import OrganisationInput, PersonInput, content_key, organisation_faults, person_faults
from duediligence.enums import MemberRole, PartyRole
from duediligence.errors import InvalidInput

MAX_TITLE = 500
MAX_ABSTRACT = 20_000
MAX_KEYWORDS = 20_000
MAX_MEMBERS = 500
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class MemberInput:
    person: PersonInput
    role: MemberRole
    organisation: OrganisationInput | None = None
    start_date: dt.date | None = None
    end_date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class PartyInput:
    organisation: OrganisationInput
    role: PartyRole
    note: str = ""


@dataclass(frozen=True, slots=True)
class ProposalContent:
    """What a revision says, in either language or both."""

    title_ja: str = ""
    title_en: str = ""
    abstract_ja: str = ""
    abstract_en: str = ""
    keywords_ja: tuple[str, ...] = ()
    keywords_en: tuple[str, ...] = ()
    members: tuple[MemberInput, ...] = ()
    parties: tuple[PartyInput, ...] = ()


def one_line(text: str) -> str:
    """Return a title with single spaces, without the marks that turn the rest of the line round it."""
    return " ".join(_TURNING.sub("", text).split())


def check(content: ProposalContent) -> None:
    """Raise ``InvalidInput`` naming the first field that cannot be taken."""
    for fault in faults(content):
        raise fault


def faults(content: ProposalContent) -> Iterator[InvalidInput]:
    """Yield everything in the content that cannot be taken, each with its field."""
    if not one_line(content.title_ja) and not one_line(content.title_en):
        yield InvalidInput("title_ja", "title_missing")
    for field in ("title_ja", "title_en", "abstract_ja", "abstract_en"):
        limit = MAX_TITLE if field.startswith("title") else MAX_ABSTRACT
        yield from text_faults(getattr(content, field), field, limit)
    for field in ("keywords_ja", "keywords_en"):
        yield from text_faults("".join(getattr(content, field)), field, MAX_KEYWORDS)
    if len(content.members) > MAX_MEMBERS:
        yield InvalidInput("members", "too_many", length=len(content.members), limit=MAX_MEMBERS)
    if not content.members:
        yield InvalidInput("members", "members_missing")
    elif not any(member.role is MemberRole.PI for member in content.members):
        yield InvalidInput("members", "pi_missing")
    seen: dict[str, str] = {}
    for number, member in enumerate(content.members):
        yield from _member_faults(member, f"members[{number}]", seen)
    for number, party in enumerate(content.parties):
        yield from organisation_faults(party.organisation, f"parties[{number}].organisation")


def text_faults(text: str, field: str, limit: int) -> Iterator[InvalidInput]:
    if len(text) > limit:
        yield InvalidInput(field, "too_long", length=len(text), limit=limit)
    if any(unicodedata.category(c) == "Cc" and c not in "\t\n\r" for c in text):
        yield InvalidInput(field, "control_characters")


def _member_faults(member: MemberInput, field: str, seen: dict[str, str]) -> Iterator[InvalidInput]:
    """``seen`` are the members before this one, by what tells people apart."""
    found = list(person_faults(member.person, f"{field}.person"))
    yield from found
    if member.organisation:
        yield from organisation_faults(member.organisation, f"{field}.organisation")
    if member.start_date and member.end_date and member.end_date < member.start_date:
        yield InvalidInput(f"{field}.end_date", "period")
    if found:
        return
    first = seen.setdefault(content_key(member.person), field)
    if first != field:
        yield InvalidInput(field, "same_person", value=member.person.name, other=first)
