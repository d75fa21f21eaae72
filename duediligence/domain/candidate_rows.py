"""The rows of a spreadsheet of candidates as what the domain takes, and every fault with its row and column."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, gettext, override

from duediligence.domain.candidate_sheet import CandidateSheet, Group
from duediligence.domain.candidates import Candidate
from duediligence.domain.content import MemberInput, PartyInput, ProposalContent
from duediligence.domain.member_words import Words, member_words, not_one_of, plain
from duediligence.domain.party import NameInput, OrganisationInput, PersonInput
from duediligence.enums import MemberRole, NameType, PartyRole, StageKind
from duediligence.errors import InvalidInput, Refused
from duediligence.labels import label
from duediligence.messages import explain, explain_beside
from duediligence.models import Department, Programme, User
from screening.importers.dates import partial_date

DAY = len("2026-04-01")
MORE_PARTY_ROLES = {
    "代表機関": PartyRole.LEAD.value,
    "連携機関": PartyRole.PARTNER.value,
    "相手機関": PartyRole.PARTNER.value,
    "分担機関": PartyRole.PARTNER.value,
}
_PLACE = re.compile(r"(members|parties)\[(\d+)\]\.?(.*)")
# Where the domain's name for a place is not the name of the column that was read.
_COLUMN = {
    "person.affiliation.name": "affiliation",
    "person.affiliation.country": "affiliation_country",
    "person.names": "romanised",
}


Said = Mapping[str, str]
"""The same in every language of the pages."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a row, at a column by its heading."""

    row: int
    column: Said
    words: Said


def in_each_language(say: Callable[[], str]) -> dict[str, str]:
    said = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            said[language] = say().replace("\0", "")
    return said


class CandidateRows:
    """Reads the proposals of a sheet for the person who brought it."""

    def __init__(self, sheet: CandidateSheet, *, user: User, today: dt.date) -> None:
        self._sheet, self._user, self._today = sheet, user, today
        programmes = Programme.objects.visible_to(user).select_related("funder").prefetch_related("stages")
        departments = Department.objects.visible_to(user)
        self._programmes = {plain(name): one for one in programmes for name in (one.name_en, one.name_ja, one.code)}
        self._departments = {plain(name): one for one in departments for name in (one.name_en, one.name_ja, one.code)}
        self._stages, self._party_roles = _by_words(StageKind), {**_by_words(PartyRole), **MORE_PARTY_ROLES}
        self._faults: dict[tuple[int, str], Fault] = {}

    @property
    def faults(self) -> list[Fault]:
        return [fault for _place, fault in sorted(self._faults.items(), key=lambda one: one[0])]

    def candidate(self, group: Group) -> Candidate:
        """Return a proposal of the sheet as the domain takes it; what is wrong with its words is among the faults."""
        for row, name, first in group.contradicted:
            self._fault(row, name, partial(_differs, first))
        if not group.topic.get("external_id"):
            self._fault(group.row, "external_id", lambda: gettext("Give each proposal a number of its own."))
        programme, department = self._programme(group), self._department(group)
        return Candidate(
            external_id=group.topic.get("external_id", ""),
            content=self._content(group),
            programme=programme,
            department=department or self._user.department,
            stage_deadline_date=self._deadline(group, programme),
        )

    def refuse(self, group: Group, refusals: Sequence[Refused]) -> None:
        """Put each refusal of the domain beside the row and column that it is about."""
        for refused in refusals:
            place = _PLACE.match(refused.field)
            rows = getattr(group, place[1]) if place else []
            column = _COLUMN.get(place[3], place[3].rpartition(".")[2]) if place else refused.field
            row = rows[int(place[2])][0] if place and rows else group.said_in.get(column, group.row)
            prefix = "party_" if place and place[1] == "parties" and column else ""
            name = f"{prefix}{column}"
            say = explain_beside if self._sheet.heading(name, "ja") else explain
            self._fault(row, name, partial(say, _without_place(refused)))

    def _content(self, group: Group) -> ProposalContent:
        topic = group.topic
        texts = {name: topic.get(name, "") for name in ("title_ja", "title_en", "abstract_ja", "abstract_en")}
        return ProposalContent(
            **texts,
            keywords_ja=_split(topic.get("keywords_ja", ""), "[,、，;]"),
            keywords_en=_split(topic.get("keywords_en", ""), "[,;]"),
            members=tuple(self._member(row, words) for row, words in group.members),
            parties=tuple(self._party(row, words) for row, words in group.parties),
        )

    def _programme(self, group: Group) -> Programme | None:
        topic = group.topic
        programme = self._programmes.get(plain(topic.get("programme", "")))
        if "programme" in topic and not (programme and programme.is_open):
            code = "programme_closed" if programme else "programme_unknown"
            unknown = InvalidInput("programme", code, value=topic["programme"])
            self._fault(group.said_in["programme"], "programme", partial(explain_beside, unknown))
            return None
        return programme

    def _department(self, group: Group) -> Department | None:
        typed = group.topic.get("department", "")
        department = self._departments.get(plain(typed))
        if typed and department is None:
            self._fault(
                group.said_in["department"],
                "department",
                lambda: gettext("There is no department “%(value)s”.") % {"value": typed},
            )
        return department

    def _deadline(self, group: Group, programme: Programme | None) -> dt.date | None:
        """Return the deadline written in the sheet, else the programme's next one of the stage."""
        topic, said = group.topic, group.said_in
        typed, stage = topic.get("stage_deadline_date", ""), self._stages.get(plain(topic.get("stage", "")))
        if "stage" in topic and stage is None:
            self._fault(said["stage"], "stage", partial(not_one_of, topic["stage"], StageKind))
        if typed:
            read = partial_date(typed)
            if len(read) == DAY:
                return dt.date.fromisoformat(read)
            self._fault(
                said["stage_deadline_date"],
                "stage_deadline_date",
                lambda: gettext("“%(value)s” is not a date.") % {"value": typed},
            )
            return None
        if stage is None or programme is None:
            return None
        coming = [one.deadline_date for one in programme.stages.all() if one.kind == stage]
        ahead = [day for day in coming if day >= self._today]
        if not ahead:
            self._fault(
                said["stage"],
                "stage",
                lambda: gettext("The programme has no coming deadline of this stage. Write the deadline itself."),
            )
        return min(ahead, default=None)

    def _member(self, row: int, typed: Words) -> MemberInput:
        words, wrong = member_words(typed)
        for name in wrong:
            self._fault(row, name, partial(_wrong, typed, name))
        names = [NameInput(text, NameType.ROMANISED) for text in _split(words.get("romanised", ""))]
        names += [NameInput(text, NameType.FORMER) for text in _split(words.get("former", ""))]
        at = words.get("affiliation", "")
        person = PersonInput(
            name=words.get("name", ""),
            furigana=words.get("furigana", ""),
            erad_number=words.get("erad_number", ""),
            orcid=words.get("orcid", ""),
            names=tuple(names),
            affiliation=OrganisationInput(at, words.get("affiliation_country", "")) if at else None,
        )
        days = {name: _day(words.get(name, "")) for name in ("start_date", "end_date")}
        return MemberInput(person, MemberRole(words["role"] or MemberRole.PARTICIPANT), None, **days)

    def _party(self, row: int, typed: Words) -> PartyInput:
        role = self._party_roles.get(plain(typed["role"])) if typed.get("role") else PartyRole.PARTNER.value
        if role is None:
            self._fault(row, "party_role", partial(not_one_of, typed["role"], PartyRole))
        one = OrganisationInput(typed.get("name", ""), typed.get("country", ""), typed.get("ror", ""))
        return PartyInput(one, PartyRole(role or PartyRole.PARTNER))

    def _fault(self, row: int, name: str, say: Callable[[], str]) -> None:
        """Keep the first fault of a cell: what reads its words says more than what takes them."""
        heading = in_each_language(lambda: self._sheet.heading(name, get_language() or ""))
        self._faults.setdefault((row, name), Fault(row, heading, in_each_language(say)))


def _without_place(refused: Refused) -> Refused:
    """Return the refusal with the mere name of its field: the row stands beside it."""
    if not isinstance(refused, InvalidInput):
        return refused
    params: Mapping[str, Any] = {name: value for name, value in refused.params.items() if name != "field"}
    return InvalidInput(refused.field.rpartition(".")[2].partition("[")[0], refused.code, **params)


def _differs(row: int) -> str:
    return gettext("This differs from row %(row)d of the same proposal. Write it once.") % {"row": row}


def _wrong(typed: Words, name: str) -> str:
    return member_words(typed)[1][name]


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if len(text) == DAY else None


def _split(text: str, separators: str = ";") -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(separators, text) if part.strip())


def _by_words(vocabulary: type[StageKind] | type[PartyRole]) -> dict[str, str]:
    """Return the codes by themselves and by their words in either language."""
    named = {one.value: one.value for one in vocabulary}
    for language in ("ja", "en"):
        with override(language):
            named |= {plain(str(label(one))): one.value for one in vocabulary}
    return named
