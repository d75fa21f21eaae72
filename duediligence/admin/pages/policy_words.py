"""The content of a policy edition as tables that people read."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duediligence.admin.frame import Text
from duediligence.admin.policy_terms import member_words, term
from duediligence.labels import label
from duediligence.policy.bindings import ListBinding
from duediligence.policy.edition import Policy
from duediligence.policy.keeping import Recheck
from duediligence.policy.route import order_of
from duediligence.policy.steps import Gate, StepRule
from duediligence.policy.text import Mark, SourceMark
from duediligence.policy.wording import condition_in_words
from screening.enums import ListEffect
from screening.models.choices import label as effect_label

SOURCE = _("Source")
MARKS: dict[Mark, Text] = {
    Mark.OFFICIAL: _("official text"),
    Mark.FORM: _("funder's form"),
    Mark.PRESS: _("press"),
    Mark.INFERRED: _("inferred"),
    Mark.OWN: _("own choice"),
}
GATES: dict[Gate, Text] = {
    Gate.DECLARATIONS_IN: _("declarations in"),
    Gate.SCREENING_COMPLETE: _("screening complete"),
    Gate.TECHNOLOGY_SCREENED: _("technology screened"),
    Gate.HITS_JUDGED: _("hits judged"),
    Gate.ASSESSMENT_DONE: _("people and partners assessed"),
    Gate.MEASURES_AGREED: _("measures agreed"),
    Gate.MEASURES_FEASIBLE: _("measures feasible"),
    Gate.CONSENTS_GIVEN: _("consents given"),
    Gate.CROSS_CHECKS_ANSWERED: _("questions answered"),
    Gate.PARTNERS_CONFIRMED: _("partners' parts confirmed"),
}
RECHECKS: dict[Recheck, Text] = {
    Recheck.RESCREENING: _("Rescreening of monitored cases"),
    Recheck.DECLARATION: _("Renewal of declarations"),
    Recheck.CLEARANCE: _("Clearances hold for"),
    Recheck.INVITATION: _("Invitations hold for"),
    Recheck.REMINDER: _("Reminder before the due date"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One table of the policy."""

    title: Text
    heads: tuple[Text, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def lines(self) -> list[list[tuple[Text, str]]]:
        """Each row as its cells beside their heads, for a screen too narrow for columns."""
        return [list(zip(self.heads, row, strict=True)) for row in self.rows]


def contents(policy: Policy, language: str) -> list[Part]:
    """Return the parts of a policy that decide how a case goes."""
    return [
        _steps(policy, language),
        _lists(policy, language),
        _technologies(policy, language),
        _reasons(policy, language),
        _rules(policy, language),
        _intervals(policy),
        _retention(policy),
        _measures(policy, language),
    ]


def _steps(policy: Policy, language: str) -> Part:
    names = {step.code: step.name.within(language) for step in policy.steps}
    heads = (
        _("Step"),
        _("Comes after"),
        _("Decided by"),
        _("Working days"),
        _("Only when"),
        _("Needs"),
        _("Kept apart from"),
        _("May return to"),
        SOURCE,
    )
    rows = ((names[code], *_step(policy.step(code), names, language)) for code in order_of(policy))
    return Part(_("Steps"), heads, tuple(rows))


def _lists(policy: Policy, language: str) -> Part:
    heads = (_("List"), _("Effect"), _("Person"), _("Organisation"), _("Allowed age"), _("Required"), SOURCE)
    return Part(_("Lists"), heads, tuple(_list(one, language) for one in policy.list_bindings))


def _list(one: ListBinding, language: str) -> tuple[str, ...]:
    person, organisation = one.thresholds.person, one.thresholds.organization
    return (
        one.name.within(language),
        str(effect_label(ListEffect(one.effect))),
        f"{person.possible} / {person.strong}",
        f"{organisation.possible} / {organisation.strong}",
        gettext("%(days)d days") % {"days": one.max_age_days},
        gettext("yes") if one.required else gettext("no"),
        _mark(one.source),
    )


def _technologies(policy: Policy, language: str) -> Part:
    rows = (
        (
            one.name.within(language),
            str(label(one.actions.possible)),
            str(label(one.actions.strong)),
            _mark(one.source),
        )
        for one in policy.technology_bindings
    )
    return Part(_("Technology lists"), (_("List"), _("Possible match"), _("Strong match"), SOURCE), tuple(rows))


def _reasons(policy: Policy, language: str) -> Part:
    rows = ((str(label(one.judgement)), one.text.within(language), _mark(one.source)) for one in policy.reason_codes)
    return Part(_("Reasons for judging hits"), (_("Judgement"), _("Reason"), SOURCE), tuple(rows))


def _intervals(policy: Policy) -> Part:
    rows = ((str(RECHECKS[one.recheck]), str(one.days), _mark(one.source)) for one in policy.intervals)
    return Part(_("Intervals"), (_("What"), _("Days"), SOURCE), tuple(rows))


def _rules(policy: Policy, language: str) -> Part:
    rows = (
        (
            one.text.within(language),
            member_words(one.subject),
            " · ".join(condition_in_words(test, language, term) for test in one.when),
            member_words(one.points_to),
            _mark(one.source),
        )
        for one in policy.assessment_rules
    )
    heads = (_("Rule"), _("About"), _("Only when"), _("Points to"), SOURCE)
    return Part(_("Assessment rules"), heads, tuple(rows))


def _retention(policy: Policy) -> Part:
    rows = (
        (member_words(one.record), str(one.months), member_words(one.counted_from), _mark(one.source))
        for one in policy.retention
    )
    return Part(_("Retention"), (_("Record"), _("Months"), _("Counted from"), SOURCE), tuple(rows))


def _measures(policy: Policy, language: str) -> Part:
    rows = ((one.name.within(language), one.description.within(language), _mark(one.source)) for one in policy.measures)
    return Part(_("Mitigation measures"), (_("Measure"), _("Description"), SOURCE), tuple(rows))


def _step(step: StepRule, names: dict[str, str], language: str) -> tuple[str, ...]:
    return (
        _joined(names.get(code, code) for code in step.after),
        _deciders(step),
        _days(step),
        " · ".join(condition_in_words(one, language, term) for one in step.when) or "‐",
        _joined(str(GATES[gate]) for gate in step.requires),
        _joined(names.get(code, code) for code in step.separate_from),
        _joined(names.get(code, code) for code in step.may_return_to),
        _mark(step.source),
    )


def _deciders(step: StepRule) -> str:
    told = [str(label(step.role))]
    if step.approvers > 1:
        told.append(gettext("%(count)d different people") % {"count": step.approvers})
    if step.excludes_author:
        told.append(gettext("nobody who wrote the proposal or takes part"))
    return ", ".join(told)


def _days(step: StepRule) -> str:
    if step.escalates_to is None:
        return str(step.due_working_days)
    passed_on = {"count": step.due_working_days, "role": label(step.escalates_to)}
    return gettext("%(count)d; then passed on to: %(role)s") % passed_on


def _joined(words: Iterable[str]) -> str:
    return ", ".join(words) or "‐"


def _mark(source: SourceMark) -> str:
    return str(MARKS[source.mark])
