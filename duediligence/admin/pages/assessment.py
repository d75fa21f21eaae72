"""The assessment of a case: everybody in one table, one person or partner on a page of its own."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from duediligence.admin.forms.assessment import AssessForm, AssessSeveralForm, as_initial
from duediligence.admin.forms.refusing import refuse
from duediligence.admin.frame import signed_in
from duediligence.admin.pages.assessment_facts import known_of
from duediligence.admin.pages.assessment_words import decided, part_in_words, proposed
from duediligence.admin.pages.case_frame import case_or_404, show_case
from duediligence.admin.pages.showing import actor_of, language, show_part
from duediligence.domain import assessment
from duediligence.domain.evidence import Evidence, evidence_of, remember
from duediligence.domain.policy import read
from duediligence.errors import AssessmentChanged, HitsUnjudged, Refused
from duediligence.messages import explain
from duediligence.models import Case
from duediligence.policy.judging import Subject
from duediligence.queries.assessment import AssessmentRow, assessment_rows, earlier_assessments, row_of


@require_safe
def assessments(request: HttpRequest, reference: str) -> HttpResponse:
    return _show_all(request, case_or_404(request, reference))


@require_POST
def several(request: HttpRequest, reference: str) -> HttpResponse:
    """Answer *no* about everybody who is ticked."""
    case = case_or_404(request, reference)
    plain = {_code(row): row for row in assessment_rows(evidence_of(case)) if row.is_plain}
    form = AssessSeveralForm(request.POST, keys=list(plain))
    if form.is_valid():
        rows = [plain[code] for code in form.cleaned_data["parties"]]
        chosen = {row.party.key: row.made.pk if row.made else None for row in rows}
        try:
            assessment.assess_several(case, chosen, reason=form.cleaned_data["reason"], actor=actor_of(request))
        except Refused as refused:
            form.add_error(None, explain(refused))
        else:
            words = ngettext("%(count)d assessment is recorded.", "%(count)d assessments are recorded.", len(chosen))
            messages.success(request, words % {"count": len(chosen)})
            return redirect("admin:case_assessment", reference)
    return _show_all(request, case, form, status=422)


def _show_all(
    request: HttpRequest, case: Case, form: AssessSeveralForm | None = None, *, status: int = 200
) -> HttpResponse:
    rows = assessment_rows(remember(case))
    policy = read(case.policy_edition)
    plain = [_code(row) for row in rows if row.is_plain]
    context = {
        "rows": [_shown(row, policy) for row in rows],
        "done": sum(row.is_done for row in rows),
        "several": form or AssessSeveralForm(keys=plain),
        "chosen": form.data.getlist("parties") if form else plain,  # type: ignore[attr-defined]
        "has_plain": bool(plain),
        "refused": _why_not(request, case),
    }
    return show_case(request, case, "case_assessment", context, status=status)


def _shown(row: AssessmentRow, policy: Any) -> dict[str, Any]:
    return {
        "row": row,
        "code": _code(row),
        "part": part_in_words(row.party.subject, row.party.part),
        "proposals": [proposed(one, language()) for one in row.proposals],
        "decided": decided(row.made, policy, language()) if row.made else None,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def assess(request: HttpRequest, reference: str, subject: str, number: int) -> HttpResponse:
    """Show what is known of one person or partner and take the answer."""
    case = case_or_404(request, reference)
    evidence, row = _row_or_404(case, subject, number)
    initial = as_initial(row.made) if row.made else None
    form = _form(case, row, request.POST if request.method == "POST" else None, initial)
    is_stale = False
    if request.method == "POST" and form.is_valid():
        try:
            assessment.assess(case, row.party.key, form.given(), actor=actor_of(request))
        except Refused as refused:
            refuse(form, refused)
            is_stale = isinstance(refused, AssessmentChanged)
        else:
            messages.success(request, gettext("The assessment is recorded."))
            return redirect("admin:case_assessment", reference)
    policy = read(case.policy_edition)
    context = {
        **_shown(row, policy),
        **_rules(evidence, row, form),
        "form": form,
        "seen": (initial or {}).get("seen") if is_stale else form["seen"].value(),
        "name": row.party.record.name,
        **known_of(case, row, signed_in(request)),
        "earlier": [decided(one, policy, language()) for one in earlier_assessments(case, row.party)],
        "refused": _why_not(request, case) or _why_not_this(evidence, row),
        "tab": "case_assessment",
    }
    return show_case(request, case, "case_assess", context, status=422 if form.errors else 200)


@require_GET
def rules(request: HttpRequest, reference: str, subject: str, number: int) -> HttpResponse:
    """Answer what the rules point to with the points that are ticked: a part of the page."""
    case = case_or_404(request, reference)
    evidence, row = _row_or_404(case, subject, number)
    context = _rules(evidence, row, _form(case, row, request.GET, None))
    return show_part(request, "parts/rules.html", context)


def _rules(evidence: Evidence, row: AssessmentRow, form: AssessForm) -> dict[str, Any]:
    weighed = assessment.weigh(evidence, row.party, form.picked())
    return {"proposals": [proposed(one, language()) for one in weighed]}


def _form(case: Case, row: AssessmentRow, data: Any, initial: dict[str, Any] | None) -> AssessForm:
    policy = read(case.policy_edition)
    return AssessForm(data, initial=initial, policy=policy, subject=row.party.subject, language=language())


def _row_or_404(case: Case, subject: str, number: int) -> tuple[Evidence, AssessmentRow]:
    found = row_of(case, Subject(subject), number) if subject in set(Subject) else None
    if found is None:
        raise Http404
    return found


def _code(row: AssessmentRow) -> str:
    """Return what names a row together with the assessment that it shows."""
    subject, number = row.party.key
    return f"{subject}-{number}-{row.made.pk}" if row.made else f"{subject}-{number}"


def _why_not(request: HttpRequest, case: Case) -> str:
    refused = assessment.refusal(case, signed_in(request))
    return explain(refused) if refused else ""


def _why_not_this(evidence: Evidence, row: AssessmentRow) -> str:
    if row.unjudged:
        return explain(HitsUnjudged(count=row.unjudged))
    refused = assessment.rewriting_refusal(evidence, row.party, row.made) if row.made else None
    return explain(refused) if refused else ""
