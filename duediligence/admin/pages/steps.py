"""The steps of a case: decide what is open, see what was decided, and everything else that can be done to the case."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from duediligence.admin.forms.acts import DecideForm
from duediligence.admin.frame import signed_in
from duediligence.admin.pages.acts import ACTS
from duediligence.admin.pages.case_frame import case_or_404, show_case
from duediligence.admin.pages.showing import actor_of, language
from duediligence.domain import access, decision, gates
from duediligence.domain.decision import DECIDABLE
from duediligence.domain.evidence import remember
from duediligence.domain.policy import read
from duediligence.domain.reasons import catalogue
from duediligence.enums import CaseOutcome, CaseStatus, Role, StepKind, Verdict
from duediligence.errors import Refused
from duediligence.labels import label
from duediligence.messages import explain
from duediligence.models import Case, Recusal, Step, StepDecision, User
from duediligence.policy.reasons import ReasonedAct
from duediligence.policy.steps import StepRule
from duediligence.queries.case_acts import CaseAct, possible_acts, why_not
from duediligence.queries.case_file import CaseFile, all_decisions, case_file, list_names
from duediligence.queries.case_rows import next_date

Bound = dict[CaseAct, forms.Form]
ENDING = frozenset({CaseAct.WITHDRAW, CaseAct.CLOSE})


@require_safe
def steps(request: HttpRequest, reference: str) -> HttpResponse:
    return _show(request, case_or_404(request, reference), {})


@require_POST
def act(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """Do one of the acts; what was typed stays on the page when it is refused."""
    case = case_or_404(request, reference)
    if name not in set(CaseAct):
        raise Http404
    which = CaseAct(name)
    form: forms.Form | None = None
    try:
        form = ACTS[which].form(case, request.POST)
        form.files = request.FILES
        if form.is_valid():
            is_done = ACTS[which].perform(case, form.cleaned_data, actor_of(request)) is not False
            messages.success(request, str(ACTS[which].done if is_done else ACTS[which].begun))
            return redirect("admin:case_steps", reference)
    except Refused as refused:
        words = explain(refused, read(case.policy_edition))
        messages.error(request, words)
        if form is not None and refused.field in form.fields:
            form.add_error(refused.field, words)
    case = case_or_404(request, reference)
    kept = request.POST.get("reason", "") or request.POST.get("comments", "")
    return _show(request, case, {which: form} if form else {}, kept=kept, status=422)


def _show(request: HttpRequest, case: Case, bound: Bound, *, kept: str = "", status: int = 200) -> HttpResponse:
    remember(case)
    prefetch_related_objects([case], Prefetch("recusals", Recusal.objects.select_related("person")))
    user, file = signed_in(request), case_file(case, language())
    context = {
        "file": file,
        "panels": [_panel(file, step, user, bound) for step in file.open_steps],
        "acts": [_act(name, case, user, user.roles(), bound) for name in possible_acts(case)],
        "decisions": _decided(case),
        "confirmations": case.confirmations.select_related("recorded_by", "client__funder"),
        "reads": access.may_read_declarations(user, case.institution),
        "recusals": [(one, _recusal_words(one.reason_code)) for one in case.recusals.all()],
        "next_action": None,
        "kept": kept if status != 200 else "",
    }
    return show_case(request, case, "case_steps", context, status=status)


def _panel(file: CaseFile, step: Step, user: User, bound: Bound) -> dict[str, Any]:
    """Return an open step with its form, or with every reason why the reader has none."""
    rule = file.policy.step(step.code)
    panel = {
        "step": step,
        "name": rule.name.within(language()),
        "help": rule.help.within(language()) if rule.help else "",
        "role": label(Role(step.role)),
        "made": file.decisions.get(step.pk, ()),
        "passed_on": label(Role(step.escalated_role)) if step.escalated_role else "",
        "due": next_date(file.case, step),
        "is_external": step.kind == StepKind.EXTERNAL,
        "is_watched": step.kind == StepKind.MONITOR and file.case.status == CaseStatus.MONITORING,
    }
    if step.kind == StepKind.EXTERNAL or panel["is_watched"]:
        return panel
    barred = decision.refusals(step, user, Verdict.RETURN)
    unmet = decision.unmet(step)
    submits = step.kind == StepKind.SUBMIT
    outcomes = _outcomes(file.case, rule, unmet)
    form = bound.get(CaseAct.DECIDE)
    if not isinstance(form, DecideForm) or form["step"].value() != str(step.pk):
        form = DecideForm(step=step, policy=file.policy, language=language(), outcomes=outcomes)
    elif form["revision"].value() in _other_revisions(file.case):
        # The page now shows the new revision; what was typed on the old one is offered again.
        typed = {name: form[name].value() for name in form.fields} | {"revision": file.case.revision_id}
        form = DecideForm(step=step, policy=file.policy, language=language(), outcomes=outcomes, initial=typed)
    may_act = not barred and bool(outcomes or rule.may_return_to)
    principal = decision.principal_of(step, user) if not barred else None
    reasons = list(dict.fromkeys(explain(one, file.policy) for one in (*barred, *(() if submits else unmet))))
    around = {"reasons": reasons, "principal": principal, "submits": submits, "missing": len(unmet) if submits else 0}
    return {**panel, **around, "form": form if may_act else None}


def _recusal_words(code: str) -> str:
    reasons = catalogue().reasons_for(ReasonedAct.RECUSE)
    return next((one.text.within(language()) for one in reasons if one.code == code), code)


def _outcomes(case: Case, rule: StepRule, unmet: Sequence[Refused]) -> tuple[CaseOutcome, ...]:
    """Return with which outcomes the step could be approved now: none, all, or not pursuing alone."""
    if not unmet:
        return DECIDABLE
    dropped = rule.kind is StepKind.DECIDE and not gates.unmet(case, rule, CaseOutcome.NOT_PURSUED)
    return (CaseOutcome.NOT_PURSUED,) if dropped else ()


def _other_revisions(case: Case) -> set[str]:
    others = case.proposal.revisions.exclude(pk=case.revision_id)
    return {str(key) for key in others.values_list("pk", flat=True)}


def _act(name: CaseAct, case: Case, user: User, roles: frozenset[Role], bound: Bound) -> dict[str, Any]:
    refused = why_not(name, case, user, roles)
    return {
        "name": name.value,
        "title": ACTS[name].title,
        "button": ACTS[name].button or ACTS[name].title,
        "style": "button-danger" if name in ENDING else "",
        "form": bound.get(name) or ACTS[name].form(case, None),
        "refused": explain(refused) if refused else "",
        "is_open": name in bound,
    }


def _decided(case: Case) -> list[dict[str, Any]]:
    """Return what was decided, each with the name of its step and those of the lists that it rests on."""
    decisions = list(all_decisions(case))
    used = {one.pk: _editions(one) for one in decisions}
    names = list_names([code for editions in used.values() for code, _edition in editions], language())
    return [
        {
            "decision": one,
            "step": read(one.policy_edition).step(one.step.code).name.within(language()),
            "lists": [(names.get(code, code), edition) for code, edition in used[one.pk]],
        }
        for one in decisions
    ]


def _editions(made: StepDecision) -> list[tuple[str, str]]:
    """Return the code and the edition of every list, of names and of technologies, that a decision rests on."""
    if made.run is None:
        return []
    names = [(one.source_code, one.edition.label if one.edition else "") for one in made.run.lists.all()]
    return [*names, *((code, facts.get("edition", "")) for code, facts in made.run.technology.items())]
