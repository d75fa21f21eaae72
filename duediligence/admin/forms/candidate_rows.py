"""The rows of a spreadsheet of candidates as what the domain takes, or every fault with its row and column."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext, override

from duediligence.admin.forms.candidate_table import CandidateSheet, Group
from duediligence.admin.forms.draft import Draft, Words
from duediligence.admin.forms.member_table import member_words, plain
from duediligence.admin.forms.proposal_content import ProposalForms
from duediligence.domain.candidates import Candidate
from duediligence.enums import PartyRole, StageKind
from duediligence.errors import CandidatesRefused, InvalidInput
from duediligence.labels import label
from duediligence.messages import explain
from duediligence.models import Department, Programme, User
from screening.importers.dates import partial_date

DAY = len("2026-04-01")
MORE_PARTY_ROLES = {
    "代表機関": PartyRole.LEAD.value,
    "連携機関": PartyRole.PARTNER.value,
    "相手機関": PartyRole.PARTNER.value,
    "分担機関": PartyRole.PARTNER.value,
}


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    row: int
    column: str
    words: str


class CandidateRows:
    """Checks every proposal of a sheet with the forms of the page that records one."""

    def __init__(self, sheet: CandidateSheet, *, user: User, language: str, today: dt.date) -> None:
        self._sheet, self._user, self._language, self._today = sheet, user, language, today
        programmes = Programme.objects.visible_to(user).prefetch_related("stages")
        departments = Department.objects.visible_to(user)
        self._programmes = {plain(name): one for one in programmes for name in (one.name_en, one.name_ja, one.code)}
        self._departments = {plain(name): one for one in departments for name in (one.name_en, one.name_ja, one.code)}
        self._faults: set[Fault] = set()
        self._forms = [self._check(group) for group in sheet.groups]

    @property
    def faults(self) -> list[Fault]:
        return sorted(self._faults)

    def candidates(self) -> list[Candidate]:
        """Return what the domain takes, of a sheet without faults."""
        return [self._candidate(one) for one in self._forms]

    def refuse(self, refused: CandidatesRefused) -> None:
        """Put each refusal of the domain beside the row and column that it is about."""
        for number, why in refused.refusals.items():
            group, of_group = self._sheet.groups[number], self._forms[number]
            if words := of_group.refuse(why):
                self._fault(group.row, "", words)
            self._collect(group, of_group)

    def _candidate(self, of_group: ProposalForms) -> Candidate:
        given = of_group.frame.cleaned_data if of_group.frame else {}
        return Candidate(
            external_id=given["external_id"],
            content=of_group.content(),
            programme=given["programme"],
            department=given["department"] or self._user.department,
            stage_deadline_date=given["stage_deadline_date"],
        )

    def _check(self, group: Group) -> ProposalForms:
        for row, name, first in group.contradicted:
            words = gettext("This differs from row %(row)d of the same proposal. Write it once.") % {"row": first}
            self._fault(row, name, words)
        if not group.topic.get("external_id"):
            self._fault(group.row, "external_id", gettext("Give each proposal a number of its own."))
        draft = Draft(
            fields=self._fields(group),
            members=tuple(self._member(row, words) for row, words in group.members),
            parties=tuple(self._party(row, words) for row, words in group.parties),
        )
        of_group = ProposalForms(draft, user=self._user, language=self._language, is_new=True, bound=True)
        of_group.are_valid()
        self._collect(group, of_group)
        return of_group

    def _fields(self, group: Group) -> Words:
        """Return the topic with its programme and department as the forms name them, its deadline as a day."""
        topic, said = group.topic, group.said_in
        programme = self._programmes.get(plain(topic.get("programme", "")))
        if "programme" in topic and not (programme and programme.is_open):
            code = "programme_closed" if programme else "programme_unknown"
            self._fault(
                said["programme"], "programme", explain(InvalidInput("programme", code, value=topic["programme"]))
            )
            programme = None
        department = self._departments.get(plain(topic.get("department", "")))
        if "department" in topic and department is None:
            words = gettext("There is no department “%(value)s”.") % {"value": topic["department"]}
            self._fault(said["department"], "department", words)
        return {
            **topic,
            "programme": str(programme.pk) if programme else "",
            "department": str(department.pk) if department else "",
            "stage_deadline_date": self._deadline(group, programme),
        }

    def _deadline(self, group: Group, programme: Programme | None) -> str:
        """Return the deadline written in the sheet, else the programme's next one of the stage."""
        topic, said = group.topic, group.said_in
        typed, stage = topic.get("stage_deadline_date", ""), _by_words(StageKind).get(plain(topic.get("stage", "")))
        if "stage" in topic and stage is None:
            self._fault(said["stage"], "stage", _not_one_of(topic["stage"], StageKind))
        if typed:
            read = partial_date(typed)
            if len(read) != DAY:
                words = gettext("“%(value)s” is not a date.") % {"value": typed}
                self._fault(said["stage_deadline_date"], "stage_deadline_date", words)
                return ""
            return read
        if stage is None or programme is None:
            return ""
        coming = [one.deadline_date for one in programme.stages.all() if one.kind == stage]
        ahead = [day for day in coming if day >= self._today]
        if not ahead:
            words = gettext("The programme has no coming deadline of this stage. Write the deadline itself.")
            self._fault(said["stage"], "stage", words)
        return min(ahead).isoformat() if ahead else ""

    def _member(self, row: int, typed: Words) -> Words:
        words, wrong = member_words(typed)
        for name, why in wrong.items():
            self._fault(row, name, why)
        # What is named here already is not named a second time by the form.
        return {**words, **({"name": "-"} if "name" in wrong else {}), "role": words["role"] or "participant"}

    def _party(self, row: int, typed: Words) -> Words:
        roles = {**_by_words(PartyRole), **MORE_PARTY_ROLES, "": PartyRole.PARTNER.value}
        role = roles.get(plain(typed.get("role", "")))
        if role is None:
            self._fault(row, "party_role", _not_one_of(typed["role"], PartyRole))
        return {**typed, "role": role or PartyRole.PARTNER.value}

    def _collect(self, group: Group, of_group: ProposalForms) -> None:
        """Take over what the forms of a proposal found, each at the row that was read into it."""
        for topic in (of_group.topic, of_group.frame):
            if topic:
                self._errors(topic, group.row, "", group.said_in)
        for (row, _words), member in zip(group.members, of_group.members, strict=True):
            self._errors(member, row, "", {})
        for (row, _words), party in zip(group.parties, of_group.parties, strict=True):
            self._errors(party, row, "party_", {})

    def _errors(self, form: forms.Form, row: int, prefix: str, said: Mapping[str, int]) -> None:
        for name, errors in form.errors.items():
            for words in errors:
                self._fault(said.get(name, row), "" if name == "__all__" else f"{prefix}{name}", str(words))

    def _fault(self, row: int, name: str, words: str) -> None:
        self._faults.add(Fault(row, self._sheet.heading(name, self._language), words))


def _not_one_of(value: str, vocabulary: type[StageKind] | type[PartyRole]) -> str:
    names = " / ".join(str(label(one)) for one in vocabulary)
    return gettext("“%(value)s” is not one of these: %(names)s.") % {"value": value, "names": names}


def _by_words(vocabulary: type[StageKind] | type[PartyRole]) -> dict[str, str]:
    """Return the codes by themselves and by their words in either language."""
    named = {one.value: one.value for one in vocabulary}
    for language in ("ja", "en"):
        with override(language):
            named |= {plain(str(label(one))): one.value for one in vocabulary}
    return named
