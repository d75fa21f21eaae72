"""The hits of a case: the list, and one hit judged, reviewed by a second person, or taken back."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from duediligence.admin.forms.judging import JudgingForm, WithdrawJudgementForm
from duediligence.admin.pages.case_frame import case_or_404, show_case
from duediligence.admin.pages.hit_page import hit_context
from duediligence.admin.pages.showing import actor_of, language, show, show_part
from duediligence.domain import access, disposition
from duediligence.domain.policy import read
from duediligence.enums import Judgement
from duediligence.errors import JudgementNotOpen, Refused
from duediligence.messages import explain
from duediligence.models import Case, Disposition
from duediligence.queries.hits import HitLine, hit_lines, next_open
from screening.models import Hit


@require_safe
def hits(request: HttpRequest, reference: str) -> HttpResponse:
    case = case_or_404(request, reference)
    lines = hit_lines(case.current_run)
    context = {
        "lines": lines,
        "subject_count": case.current_run.subject_count if case.current_run else 0,
        "lists": case.current_run.lists.select_related("edition__source") if case.current_run else [],
    }
    return show_case(request, case, "case_hits", context)


@require_safe
def next_hit(request: HttpRequest, reference: str) -> HttpResponse:
    """Lead to the first hit that somebody still has to judge."""
    case = case_or_404(request, reference)
    waiting = next_open(hit_lines(case.current_run))
    return redirect("admin:case_hit", reference, waiting.pk) if waiting else redirect("admin:case_hits", reference)


@require_http_methods(["GET", "HEAD", "POST"])
def hit(request: HttpRequest, reference: str, hit_id: int) -> HttpResponse:
    """Show a hit beside its list entry and take the judgement."""
    case = case_or_404(request, reference)
    lines, line = _line(case, hit_id)
    if request.method != "POST":
        form = JudgingForm(policy=read(case.policy_edition), language=language())
        return show(request, "case_hit.html", hit_context(request, case, lines, line, form))
    form = JudgingForm(request.POST, policy=read(case.policy_edition), language=language())
    if form.is_valid() and _judged(request, case, line.hit, form):
        return _onward(case, hit_id)
    context = hit_context(request, case, lines, line, form)
    return show(request, "case_hit.html", context, 422)


def _judged(request: HttpRequest, case: Case, one: Hit, form: JudgingForm) -> bool:
    given = form.cleaned_data
    try:
        disposition.judge(
            case,
            one,
            actor=actor_of(request),
            judgement=Judgement(given["judgement"]),
            reason_code=given["reason_code"],
            text=given["text"],
        )
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, explain(refused))
        return False
    messages.success(request, gettext("The judgement is recorded."))
    return True


@require_GET
def reasons(request: HttpRequest, reference: str) -> HttpResponse:
    """Answer the reasons of the chosen judgement: a part of the page."""
    case = case_or_404(request, reference)
    given = request.GET
    form = JudgingForm(
        initial={"reason_code": given.get("reason_code", "")},
        policy=read(case.policy_edition),
        language=language(),
        chosen=given.get("judgement", ""),
    )
    return show_part(request, "parts/reasons.html", {"form": form})


@require_POST
def second_review(request: HttpRequest, reference: str, hit_id: int) -> HttpResponse:
    """Let a second person stand by the judgement."""

    def act(case: Case, judged: Disposition) -> None:
        disposition.review(judged, actor=actor_of(request))

    return _acted(request, reference, hit_id, act, gettext("The second review is recorded."))


@require_POST
def withdraw_judgement(request: HttpRequest, reference: str, hit_id: int) -> HttpResponse:
    """Take the judgement back, with the reason."""
    case = case_or_404(request, reference)
    lines, line = _line(case, hit_id)
    form = WithdrawJudgementForm(request.POST)
    if not form.is_valid():
        judging = JudgingForm(policy=read(case.policy_edition), language=language())
        context = hit_context(request, case, lines, line, judging) | {"withdraw_form": form}
        return show(request, "case_hit.html", context, 422)

    def act(case: Case, judged: Disposition) -> None:
        disposition.withdraw(judged, actor=actor_of(request), reason=form.cleaned_data["reason"])

    return _acted(request, reference, hit_id, act, gettext("The judgement was withdrawn."), stay=True)


def _acted(
    request: HttpRequest,
    reference: str,
    hit_id: int,
    act: Callable[[Case, Disposition], None],
    done: str,
    *,
    stay: bool = False,
) -> HttpResponse:
    case = case_or_404(request, reference)
    _lines, line = _line(case, hit_id)
    try:
        access.demand(actor_of(request), access.INVESTIGATORS, case.institution)
        if line.judged is None:
            raise JudgementNotOpen
        act(case, line.judged)
    except Refused as refused:
        messages.error(request, explain(refused))
        return redirect("admin:case_hit", reference, hit_id)
    messages.success(request, done)
    return redirect("admin:case_hit", reference, hit_id) if stay else _onward(case, hit_id)


def _line(case: Case, hit_id: int) -> tuple[list[HitLine], HitLine]:
    """A hit of an earlier run is looked up in the newest one: the page it came from is stale."""
    lines = hit_lines(case.current_run)
    for line in lines:
        if line.hit.pk == hit_id:
            return lines, line
    earlier = (
        Hit.objects.filter(pk=hit_id, run__owner_ref=f"case:{case.pk}").select_related("entry__edition__source").first()
    )
    if earlier is None:
        raise Http404
    return lines, HitLine(earlier, None)


def _onward(case: Case, hit_id: int) -> HttpResponse:
    waiting = next_open(hit_lines(case.current_run), after=hit_id)
    return (
        redirect("admin:case_hit", case.reference, waiting.pk)
        if waiting
        else redirect("admin:case_hits", case.reference)
    )
