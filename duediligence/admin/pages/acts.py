"""What can be done to a case from its steps page: each act is its form and one call of the domain."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from duediligence.admin.forms.acts import (
    AssignForm,
    ConfirmForm,
    DecideForm,
    DepartmentForm,
    NoQuestion,
    ReasonForm,
    RecuseForm,
)
from duediligence.admin.frame import Text
from duediligence.admin.pages.showing import language
from duediligence.documents import sending
from duediligence.domain import case as cases
from duediligence.domain import confirmation, decision, recusal, screening
from duediligence.domain.actor import Actor
from duediligence.domain.policy import read
from duediligence.domain.submission import PreparedFile
from duediligence.enums import CaseOutcome, ConfirmationKind, ConfirmationVerdict, StepKind, Verdict
from duediligence.errors import StaleRevision, StepNotOpen
from duediligence.models import Case, Department, Revision, Step, User
from duediligence.queries.case_acts import CaseAct, awaited_answers, departments_of, officers_of, possible_returns

Given = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Act:
    """``title`` and ``button`` offer it. ``done`` is said once it has happened, ``begun`` while others are to agree."""

    form: Callable[[Case, QueryDict | None], forms.Form]
    perform: Callable[[Case, Given, Actor], object]
    done: Text
    title: Text = ""
    button: Text = ""
    begun: Text = ""


def decide_form(case: Case, data: QueryDict | None) -> forms.Form:
    """Return the form of the step that ``data`` names. Raises ``StepNotOpen`` when there is none such any more."""
    number = data.get("step", "") if data else ""
    step = next((one for one in Step.objects.filter(case=case) if str(one.pk) == number), None)
    if step is None:
        raise StepNotOpen
    step.case = case
    return DecideForm(data, step=step, policy=read(case.policy_edition), language=language())


def _decide(case: Case, given: Given, actor: Actor) -> object:
    revision = Revision.objects.filter(proposal=case.proposal_id, pk=given["revision"]).first()
    if revision is None:
        raise StaleRevision
    step, submits = Step.objects.get(case=case, pk=given["step"]), given["verdict"] == Verdict.APPROVE
    undertakes = bool(given.get("undertakes"))
    return decision.decide(
        step,
        actor=actor,
        verdict=Verdict(given["verdict"]),
        reason=given["reason"],
        outcome=CaseOutcome(given["outcome"]) if given.get("outcome") else None,
        return_to=given.get("return_to", "") if given["verdict"] == Verdict.RETURN else "",
        revision=revision,
        questionnaire=sending.prepare(case, actor=actor, undertakes=undertakes)
        if submits and step.kind == StepKind.SUBMIT
        else None,
    )


def _confirm(case: Case, given: Given, actor: Actor) -> object:
    kind, verdict, letter = ConfirmationKind(given["kind"]), ConfirmationVerdict(given["verdict"]), given["letter"]
    return confirmation.receive(
        case,
        actor=actor,
        kind=kind,
        verdict=verdict,
        comments=given["comments"],
        letter=PreparedFile(letter.name, letter.read(settings.ATTACHMENT_MAX_BYTES + 1)) if letter else None,
        return_to=given.get("return_to", "") if verdict is ConfirmationVerdict.RETURNED else "",
    )


def _confirm_form(case: Case, data: QueryDict | None) -> forms.Form:
    policy = read(case.policy_edition)
    returns = [(code, policy.step(code).name.within(language())) for code in possible_returns(case)]
    return ConfirmForm(data, awaited=awaited_answers(case), returns=returns)


def _assign(case: Case, given: Given, actor: Actor) -> None:
    owner = User.objects.get(pk=given["owner"]) if given["owner"] else None
    cases.assign(case, owner, actor=actor)


def _hand_to(case: Case, given: Given, actor: Actor) -> None:
    department = Department.objects.get(pk=given["department"]) if given["department"] else None
    cases.hand_to(case, department, actor=actor)


ACTS: dict[CaseAct, Act] = {
    CaseAct.DECIDE: Act(decide_form, _decide, _("The decision is recorded.")),
    CaseAct.CONFIRM: Act(
        _confirm_form,
        _confirm,
        _("The answer is recorded."),
        _("Record an answer that came by letter"),
        _("Record the answer"),
    ),
    CaseAct.WAIVE: Act(
        lambda case, data: ReasonForm(data, auto_id="id_waive_%s"),
        lambda case, given, actor: screening.waive(case, actor=actor, reason=given["reason"]),
        _("It is recorded why work may go on."),
        _("Accept that not everything could be checked"),
        _("Record the reason"),
    ),
    CaseAct.RESCREEN: Act(
        lambda case, data: NoQuestion(data),
        lambda case, given, actor: screening.rescreen(case, actor=actor),
        _("The screening has been asked for."),
        _("Screen again now"),
    ),
    CaseAct.ASSIGN: Act(
        lambda case, data: AssignForm(data, case=case, officers=officers_of(case)),
        _assign,
        _("The officer is recorded."),
        _("Assign an officer"),
        _("Assign"),
    ),
    CaseAct.DEPARTMENT: Act(
        lambda case, data: DepartmentForm(data, case=case, departments=departments_of(case), language=language()),
        _hand_to,
        _("The department is recorded. Its officers see the case."),
        _("Put the case with a department"),
        _("Put it there"),
    ),
    CaseAct.RECUSE: Act(
        lambda case, data: RecuseForm(data, language=language(), auto_id="id_recuse_%s"),
        lambda case, given, actor: recusal.recuse(
            case, reason_code=given["reason_code"], text=given["text"], actor=actor
        ),
        _("Your conflict of interest is recorded. You take no further part in this case."),
        _("Declare a conflict of interest"),
        _("Declare it and take no part"),
    ),
    CaseAct.WITHDRAW: Act(
        lambda case, data: ReasonForm(data, auto_id="id_withdraw_%s"),
        lambda case, given, actor: cases.withdraw(case, actor=actor, reason=given["reason"]),
        _("The case is withdrawn."),
        _("Withdraw the case"),
    ),
    CaseAct.CLOSE: Act(
        lambda case, data: ReasonForm(data, auto_id="id_close_%s"),
        lambda case, given, actor: cases.close(case, actor=actor, reason=given["reason"]),
        _("The case is closed."),
        _("End the monitoring and close the case"),
        _("Close the case"),
        _("Your agreement to end the monitoring is recorded. The case is closed when the others have agreed, too."),
    ),
    CaseAct.REOPEN: Act(
        lambda case, data: ReasonForm(data, auto_id="id_reopen_%s"),
        lambda case, given, actor: cases.reopen(case, actor=actor, reason=given["reason"]),
        _("The case is open again at due diligence."),
        _("Take the case up again"),
    ),
}
