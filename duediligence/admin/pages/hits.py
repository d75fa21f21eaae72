"""The hits of a case: the list, and one hit judged, reviewed by a second person, or taken back."""

from collections.abc import Callable, Collection, Sequence

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from duediligence.admin.components import Tab
from duediligence.admin.forms.judging import AlsoForm, JudgingForm, WithdrawJudgementForm
from duediligence.admin.forms.refusing import refuse
from duediligence.admin.frame import signed_in
from duediligence.admin.pages.case_frame import case_or_404, show_case
from duediligence.admin.pages.hit_page import HitForms, as_choices, hit_context
from duediligence.admin.pages.showing import actor_of, language, page_of, show, show_part
from duediligence.domain import access, disposition
from duediligence.domain.policy import read
from duediligence.errors import JudgementChanged, Refused
from duediligence.messages import explain
from duediligence.models import Case, Disposition
from duediligence.queries.case_file import list_names
from duediligence.queries.hits import (
    HitLine,
    awaiting_review,
    in_order,
    judged_with,
    lines_of,
    next_open,
    of_same_name,
    open_beside,
    subject_of,
    to_review_with,
    unjudged,
)
from screening.models import Hit, RunList

TO_DO = {"unjudged": unjudged, "review": awaiting_review}


@require_safe
def hits(request: HttpRequest, reference: str) -> HttpResponse:
    case = case_or_404(request, reference)
    page, tabs = page_of(request, _shown(request, case)), _tabs(request, case)
    context = {
        "page": page,
        "lines": lines_of(page),
        "tabs": tabs,
        "run_hits": bool(tabs and tabs[0].count),
        "may_see_clearances": access.may_take_documents(signed_in(request), case.institution),
        "subject_count": case.current_run.subject_count if case.current_run else 0,
        "lists": _lists(case),
    }
    return show_case(request, case, "case_hits", context)


def _lists(case: Case) -> list[tuple[str, RunList]]:
    """Return the lists that the present run was told to use, by name."""
    used = list(case.current_run.lists.select_related("edition")) if case.current_run else []
    names = list_names([one.source_code for one in used], language())
    return [(names.get(one.source_code, one.source_code), one) for one in used]


def _shown(request: HttpRequest, case: Case) -> QuerySet[Hit]:
    if case.current_run is None:
        return Hit.objects.none()
    hits = in_order(case.current_run).defer("explanation")
    wanted = TO_DO.get(request.GET.get("show", ""))
    return wanted(hits) if wanted else hits


def _tabs(request: HttpRequest, case: Case) -> list[Tab]:
    """Return what may be shown of the hits, with how many there are of each."""
    if case.current_run is None:
        return []
    hits, shown = case.current_run.hits.order_by(), request.GET.get("show", "")
    words = {"": gettext("All"), "unjudged": gettext("Not judged"), "review": gettext("Second review")}
    counts = {name: TO_DO[name](hits).count() if name else hits.count() for name in words}
    current = shown if shown in words else ""
    return [Tab(text, f"?show={name}", name == current, counts[name]) for name, text in words.items()]


@require_safe
def next_hit(request: HttpRequest, reference: str) -> HttpResponse:
    """Lead to the first hit that somebody still has to judge."""
    case = case_or_404(request, reference)
    return _onward(request, case, None)


@require_http_methods(["GET", "HEAD", "POST"])
def hit(request: HttpRequest, reference: str, hit_id: int) -> HttpResponse:
    """Show a hit beside its list entry and take the judgement."""
    case = case_or_404(request, reference)
    lines, line = _line(case, hit_id)
    given = _forms(request, case, lines, line)
    if request.method != "POST":
        return show(request, "case_hit.html", hit_context(request, case, lines, line, given))
    if given.judging.is_valid() and _judged(request, case, lines, line, given.judging):
        return _onward(request, case, hit_id)
    return show(request, "case_hit.html", hit_context(request, case, lines, line, given), 422)


def _forms(
    request: HttpRequest, case: Case, lines: Sequence[HitLine], line: HitLine, withdrawing: forms.Form | None = None
) -> HitForms:
    is_judging = request.method == "POST" and withdrawing is None
    return HitForms(
        judging=JudgingForm(
            request.POST if is_judging else None,
            request.FILES if is_judging else None,
            policy=read(case.policy_edition),
            language=language(),
            kind=subject_of(line.hit).kind,
            others=as_choices(open_beside(lines, line), language()),
            sources=case.sources.all(),
        ),
        reviewing=AlsoForm(
            others=as_choices(to_review_with(lines, line), language()),
            initial={"also": [str(one.hit.pk) for one in to_review_with(lines, line)]},
            auto_id="id_review_%s",
        ),
        withdrawing=withdrawing or _withdrawing(lines, line),
    )


def _withdrawing(lines: Sequence[HitLine], line: HitLine, data: object = None) -> WithdrawJudgementForm:
    others = as_choices(judged_with(lines, line), language())
    return WithdrawJudgementForm(data, others=others, auto_id="id_withdraw_%s")


def _judged(request: HttpRequest, case: Case, lines: Sequence[HitLine], line: HitLine, form: JudgingForm) -> bool:
    given, also = form.cleaned_data, set(form.others())
    try:
        disposition.judge(
            case,
            line.hit,
            also=[one.hit for one in lines if one.hit.pk in also],
            actor=actor_of(request),
            judgement=form.judgement,
            reason_code=given["reason_code"],
            text=given["text"],
            evidence=form.evidence(),
        )
    except Refused as refused:
        # The sources to tick are not there while none was consulted; another one can be named all the same.
        at = "title" if refused.field == "sources" and "sources" not in form.fields else refused.field
        refuse(form, refused, at=at)
        return False
    messages.success(request, gettext("The judgement is recorded."))
    return True


@require_GET
def reasons(request: HttpRequest, reference: str) -> HttpResponse:
    """Answer the reasons that the answers so far leave open: a part of the page."""
    case = case_or_404(request, reference)
    given = request.GET
    form = JudgingForm(
        initial={"reason_code": given.get("reason_code", "")},
        policy=read(case.policy_edition),
        language=language(),
        answered=(given.get("identity", ""), given.get("relevance", "")),
    )
    return show_part(request, "parts/reasons.html", {"form": form})


@require_POST
def second_review(request: HttpRequest, reference: str, hit_id: int) -> HttpResponse:
    """Let a second person stand by the judgement, and by those made alike that are ticked."""
    case = case_or_404(request, reference)
    lines, line = _line(case, hit_id)
    form = AlsoForm(request.POST, others=as_choices(to_review_with(lines, line), language()))
    also = _also(lines, form.others() if form.is_valid() else [])

    def act(judged: Disposition) -> None:
        disposition.review(judged, also=also, actor=actor_of(request))

    return _acted(request, case, line, act, gettext("The second review is recorded."))


@require_POST
def withdraw_judgement(request: HttpRequest, reference: str, hit_id: int) -> HttpResponse:
    """Take the judgement back, with the reason, and those made with it that are ticked."""
    case = case_or_404(request, reference)
    lines, line = _line(case, hit_id)
    form = _withdrawing(lines, line, request.POST)
    if not form.is_valid():
        context = hit_context(request, case, lines, line, _forms(request, case, lines, line, form))
        return show(request, "case_hit.html", context, 422)

    def act(judged: Disposition) -> None:
        also = _also(lines, form.others())
        disposition.withdraw(judged, also=also, actor=actor_of(request), reason=form.cleaned_data["reason"])

    return _acted(request, case, line, act, gettext("The judgement was withdrawn."), stay=True)


def _also(lines: Sequence[HitLine], keys: Collection[int]) -> list[Disposition]:
    return [line.judged for line in lines if line.judged and line.hit.pk in keys]


def _acted(
    request: HttpRequest,
    case: Case,
    line: HitLine,
    act: Callable[[Disposition], None],
    done: str,
    *,
    stay: bool = False,
) -> HttpResponse:
    place = case.reference, line.hit.pk
    try:
        access.demand(actor_of(request), access.INVESTIGATORS, case.institution)
        if line.judged is None:
            raise JudgementChanged
        act(line.judged)
    except Refused as refused:
        messages.error(request, explain(refused))
        return redirect("admin:case_hit", *place)
    messages.success(request, done)
    return redirect("admin:case_hit", *place) if stay else _onward(request, case, line.hit.pk)


def _line(case: Case, hit_id: int) -> tuple[list[HitLine], HitLine]:
    """Return the hit with all hits of its name; one of an earlier run stands alone: its page is stale."""
    hits = Hit.objects.filter(run__owner_ref=f"case:{case.pk}").select_related("run", "entry__edition__source")
    found = hits.filter(pk=hit_id).first()
    if found is None:
        raise Http404
    if found.run_id != case.current_run_id:
        return [], HitLine(found, None)
    lines = of_same_name(found)
    return lines, next(line for line in lines if line.hit == found)


def _onward(request: HttpRequest, case: Case, hit_id: int | None) -> HttpResponse:
    waiting = next_open(case.current_run, signed_in(request), after=hit_id)
    return (
        redirect("admin:case_hit", case.reference, waiting) if waiting else redirect("admin:case_hits", case.reference)
    )
