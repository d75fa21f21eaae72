"""What is due, from whom and from what the day is counted, in words."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from duediligence.admin.frame import Text
from duediligence.admin.pages.showing import language
from duediligence.days import day
from duediligence.domain.policy import read
from duediligence.domain.standing import Basis, Due
from duediligence.enums import DueBasis, DueKind, Role, StageKind
from duediligence.labels import label
from duediligence.models import Case

_PLACES: Mapping[DueKind, str] = {
    DueKind.STEP: "case_steps",
    DueKind.ANSWER: "case_steps",
    DueKind.DECLARATION: "case_members",
    DueKind.RENEWAL: "case_members",
    DueKind.PARTNER: "case_partners",
    DueKind.SECOND_REVIEW: "case_hits",
    DueKind.MEASURE_BREACH: "case_measures",
    DueKind.MEASURE_REVIEW: "case_measures",
    DueKind.MEASURE_END: "case_measures",
}
"""The page of the case on which it is done, where everybody who sees the case may open one."""
_WORDS: Mapping[DueKind, Text] = {
    DueKind.QUESTIONNAIRE: _("Questionnaire to the funder"),
    DueKind.REPORT: _("Yearly report"),
    DueKind.DECLARATION: _("Declaration of %(name)s"),
    DueKind.RENEWAL: _("New declaration of %(name)s"),
    DueKind.PARTNER: _("Confirmation of %(name)s"),
    DueKind.MEASURE_BREACH: _("Breach of the measure “%(name)s”: restore or end it"),
    DueKind.MEASURE_REVIEW: _("Review of the measure “%(name)s”"),
    DueKind.MEASURE_END: _("End of the measure “%(name)s”"),
    DueKind.RESCREENING: _("Next rescreening"),
}
_TO_ASK: Mapping[DueKind, Text] = {
    DueKind.DECLARATION: _("Ask %(name)s for the declaration"),
    DueKind.PARTNER: _("Invite %(name)s to confirm"),
}
"""What the office has to do before somebody else can."""


@dataclass(frozen=True, slots=True)
class DueLine:
    """``what`` is a link to ``url`` where there is one."""

    what: str
    who: str
    by: dt.date
    basis: str
    is_overdue: bool
    url: str


def in_words(due: Due, case: Case) -> DueLine:
    place = _PLACES.get(due.kind)
    return DueLine(
        what=_what(due, case),
        who=_who(due),
        by=due.by,
        basis=_basis(due.basis, case),
        is_overdue=due.is_overdue,
        url=reverse(f"admin:{place}", args=[case.reference]) if place else "",
    )


def _what(due: Due, case: Case) -> str:
    if due.kind in (DueKind.STEP, DueKind.ANSWER):
        return _step(due.name, case)
    if due.kind is DueKind.SECOND_REVIEW:
        words = ngettext("Second review of %(count)d judgement", "Second review of %(count)d judgements", due.count)
        return words % {"count": due.count}
    to_ask = _TO_ASK.get(due.kind) if due.role is Role.DEPARTMENT_OFFICER else None
    return str(to_ask or _WORDS[due.kind]) % {"name": due.name}


def _who(due: Due) -> str:
    if due.kind is DueKind.RESCREENING:
        return gettext("Done by itself")
    who = due.who or str(label(due.role) if due.role else "")
    if due.kind is DueKind.SECOND_REVIEW:
        return gettext("%(role)s, another one") % {"role": who}
    if due.passed_on_to:
        return gettext("%(who)s; passed on to: %(role)s") % {"who": who, "role": label(due.passed_on_to)}
    return who


def _basis(basis: Basis, case: Case) -> str:
    values = {"day": day(basis.since), "count": basis.days}
    match basis.kind:
        case DueBasis.WORKING_DAYS:
            words = ngettext("%(count)d working day from %(day)s", "%(count)d working days from %(day)s", basis.days)
            return words % values
        case DueBasis.STAGE:
            stage = label(StageKind(basis.code)) if basis.code else gettext("Deadline")
            return gettext("%(stage)s: %(day)s") % {**values, "stage": stage}
        case DueBasis.STEP:
            return gettext("Needed for: %(step)s") % {"step": _step(basis.code, case)}
        case DueBasis.LINK:
            return gettext("The link of %(day)s ends") % values
        case DueBasis.AGREED:
            return gettext("Set with the measure")
        case DueBasis.REPORTED:
            return gettext("The day on which it was reported")
    if basis.since:
        return ngettext("%(count)d day after %(day)s", "%(count)d days after %(day)s", basis.days) % values
    return ngettext("Every day", "Every %(count)d days", basis.days) % values


def _step(code: str, case: Case) -> str:
    return read(case.policy_edition).step(code).name.within(language())
