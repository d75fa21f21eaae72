"""The measures of a case: who needs them, the plan with its history, the consent of those concerned."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duediligence.admin.forms.measures import ChangeForm, ConsentForm, MeasureActForm, ProposeForm, as_initial
from duediligence.admin.forms.refusing import refuse
from duediligence.admin.frame import signed_in
from duediligence.admin.pages.case_frame import case_or_404, show_case
from duediligence.admin.pages.showing import actor_of, language
from duediligence.domain import access, consent, measure
from duediligence.domain.evidence import parties_of, remember
from duediligence.domain.policy import read
from duediligence.enums import MeasureAct, MeasureKind
from duediligence.errors import CaseNotOpen, NotAllowed, Refused
from duediligence.labels import label
from duediligence.messages import explain
from duediligence.models import Case, Measure, Person, User
from duediligence.queries.measures import MeasureLine, measure_lines

Bound = dict[tuple[int, str], MeasureActForm]


@require_safe
def plan(request: HttpRequest, reference: str) -> HttpResponse:
    return _show(request, case_or_404(request, reference))


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """Propose a measure of one kind, beginning with the policy's wording."""
    case = case_or_404(request, reference)
    if kind not in set(MeasureKind):
        raise Http404
    form = ProposeForm(_sent(request), **_offered(case, kind))
    if form.is_valid():
        try:
            measure.propose(case, form.given(), actor=actor_of(request))
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, gettext("The measure is proposed."))
            return redirect("admin:case_measures", reference)
    return _written(request, case, form, {"refused": _why_not_propose(request, case)})


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, reference: str, measure_id: int) -> HttpResponse:
    """Change a measure that is only proposed."""
    case = case_or_404(request, reference)
    one = _measure_or_404(request, case, measure_id)
    form = ChangeForm(_sent(request), initial=as_initial(one), **_offered(case, one.kind))
    if form.is_valid():
        words = form.cleaned_data
        try:
            measure.change(one, form.given(), reason=words["reason"], seen=words["seen"], actor=actor_of(request))
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, gettext("The proposal is changed. Whoever had consented is asked again."))
            return redirect("admin:case_measures", reference)
    why_not = measure.refusal(one, MeasureAct.CHANGE, signed_in(request))
    return _written(request, case, form, {"changed": one, "refused": explain(why_not) if why_not else ""})


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _offered(case: Case, kind: str) -> dict[str, Any]:
    """Return what the forms of a measure offer."""
    return {
        "rule": read(case.policy_edition).measure(MeasureKind(kind)),
        "parties": parties_of(case),
        "owners": list(access.may_be_charged(case)),
        "language": language(),
    }


def _written(request: HttpRequest, case: Case, form: ProposeForm, more: dict[str, Any]) -> HttpResponse:
    context = {"form": form, "kind": form.rule.name.within(language()), "tab": "case_measures", **more}
    return show_case(request, case, "case_measure", context, status=422 if form.errors else 200)


def _measure_or_404(request: HttpRequest, case: Case, measure_id: int) -> Measure:
    one = Measure.objects.visible_to(signed_in(request)).filter(case=case, pk=measure_id).first()
    if one is None:
        raise Http404
    return one


@require_POST
def act(request: HttpRequest, reference: str, measure_id: int, name: str) -> HttpResponse:
    """Do one thing with a measure; what was typed stays on the page when it is refused."""
    case = case_or_404(request, reference)
    one = _measure_or_404(request, case, measure_id)
    if name not in set(MeasureAct) - {MeasureAct.PROPOSE, MeasureAct.CHANGE}:
        raise Http404
    form = _act_form(one, MeasureAct(name), access.may_be_charged(case), request.POST)
    form.files = request.FILES
    if form.is_valid():
        try:
            measure.perform(one, MeasureAct(name), actor=actor_of(request), **form.given())
        except Refused as refused:
            refuse(form, refused)
            messages.error(request, explain(refused))
        else:
            messages.success(request, gettext("It is recorded."))
            return redirect("admin:case_measures", reference)
    return _show(request, case, {(one.pk, name): form}, status=422)


@require_POST
def consent_of(request: HttpRequest, reference: str) -> HttpResponse:
    """Record what a person concerned said."""
    case = case_or_404(request, reference)
    form = ConsentForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        person = Person.objects.filter(pk=given["person"], institution=case.institution_id).first()
        try:
            if person is None:
                raise NotAllowed
            answer = given["is_given"] == "yes"
            consent.answer(case, person, is_given=answer, text=given["text"], actor=actor_of(request))
        except Refused as refused:
            messages.error(request, explain(refused))
        else:
            messages.success(request, gettext("The answer is recorded."))
            return redirect("admin:case_measures", reference)
    return _show(request, case, consent_form=form, status=422)


def _show(
    request: HttpRequest,
    case: Case,
    bound: Bound | None = None,
    *,
    consent_form: ConsentForm | None = None,
    status: int = 200,
) -> HttpResponse:
    remember(case)
    lines = measure_lines(case, signed_in(request))
    live = [line.measure for line in lines if line.measure.is_live]
    owners = list(access.may_be_charged(case)) if live else []
    policy = read(case.policy_edition)
    kinds = [(one.kind, one.name.within(language()), one.description.within(language())) for one in policy.measures]
    context = {
        "needed": measure.uncovered(case, live),
        "lines": [_shown(line, owners, bound or {}) for line in lines],
        "kinds": kinds,
        "concerned": [_concerned(request, case, one, consent_form) for one in consent.concerned(case, live)],
        "refused": _why_not_propose(request, case),
        "today": timezone.localdate(),
        "may_take_files": access.may_take_documents(signed_in(request), case.institution),
    }
    return show_case(request, case, "case_measures", context, status=status)


def _shown(line: MeasureLine, owners: Sequence[User], bound: Bound) -> dict[str, Any]:
    one = line.measure
    return {
        "measure": one,
        "records": sorted(one.records.all(), key=lambda record: (record.made_at, record.pk)),
        "acts": [
            {
                "name": name.value,
                "title": label(name),
                "refused": explain(refused) if refused else "",
                "form": bound.get((one.pk, name.value)) or _act_form(one, name, owners),
                "is_open": (one.pk, name.value) in bound,
                "style": "button-danger" if name in (MeasureAct.END, MeasureAct.REPORT_BREACH) else "",
            }
            for name, refused in line.acts
        ],
    }


def _act_form(one: Measure, name: MeasureAct, owners: Iterable[User], data: Any = None) -> MeasureActForm:
    days = read(one.case.policy_edition).measure(MeasureKind(one.kind)).review_days
    proposed = timezone.localdate() + dt.timedelta(days=days)
    others = [user for user in owners if user.pk != one.owner_id]
    return MeasureActForm(data, act=name, proposed=proposed, owners=others, auto_id=f"id_{one.pk}_{name}_%s")


def _concerned(request: HttpRequest, case: Case, one: consent.Concerned, bound: ConsentForm | None) -> dict[str, Any]:
    refused = consent.refusal(case, one.person, signed_in(request))
    is_this = bound is not None and bound["person"].value() == str(one.person.pk)
    form = bound if is_this else ConsentForm(initial={"person": one.person.pk}, auto_id=f"id_consent{one.person.pk}_%s")
    return {"one": one, "form": form, "refused": explain(refused) if refused else "", "is_open": is_this}


def _why_not_propose(request: HttpRequest, case: Case) -> str:
    if not access.may(signed_in(request), access.INVESTIGATORS, case.institution):
        return explain(NotAllowed())
    return "" if case.is_open else explain(CaseNotOpen())
