"""Due diligence on the case file: questions from the cross-checks, sources consulted, the result."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from duediligence.admin.forms.due_diligence import AnswerForm, ResultForm, SourceForm
from duediligence.admin.forms.files import AttachForm
from duediligence.admin.forms.refusing import refuse
from duediligence.admin.frame import signed_in
from duediligence.admin.pages.assessment_facts import facts_in_words
from duediligence.admin.pages.case_frame import case_or_404, show_case
from duediligence.admin.pages.showing import actor_of, language
from duediligence.domain import attachment, cross_check
from duediligence.domain.cross_rules import Question
from duediligence.enums import CrossCheckAnswer, DueDiligenceResult
from duediligence.errors import Refused
from duediligence.labels import label
from duediligence.messages import explain
from duediligence.models import Attachment, Case, CrossCheck
from duediligence.models.declaration import READERS
from duediligence.queries.case_file import list_names


@require_safe
def due_diligence(request: HttpRequest, reference: str) -> HttpResponse:
    return _page(request, case_or_404(request, reference), {})


@require_POST
def answer_question(request: HttpRequest, reference: str, key: str) -> HttpResponse:
    case = case_or_404(request, reference)
    form = AnswerForm(request.POST, auto_id=f"id_{key}_%s")
    if form.is_valid():
        given = CrossCheckAnswer(form.cleaned_data["answer"])
        try:
            cross_check.answer(case, key, given=given, reason=form.cleaned_data["reason"], actor=actor_of(request))
        except Refused as refused:
            return _refused(request, case, key, form, refused)
        messages.success(request, gettext("The answer is recorded."))
        return redirect("admin:case_due_diligence", reference)
    return _page(request, case, {key: form}, 422)


@require_POST
def add_source(request: HttpRequest, reference: str) -> HttpResponse:
    case = case_or_404(request, reference)
    form = SourceForm(request.POST, request.FILES)
    if form.is_valid():
        given = form.cleaned_data
        upload = given.pop("attachment")
        try:
            cross_check.consult(case, actor=actor_of(request), files=[upload] if upload else [], **given)
        except Refused as refused:
            return _refused(request, case, "source", form, refused)
        messages.success(request, gettext("The source is recorded."))
        return redirect("admin:case_due_diligence", reference)
    return _page(request, case, {"source": form}, 422)


@require_POST
def attach(request: HttpRequest, reference: str) -> HttpResponse:
    """Put a file on the case itself."""
    case = case_or_404(request, reference)
    form = AttachForm(request.POST, request.FILES, auto_id="id_file_%s")
    if form.is_valid():
        try:
            attachment.attach(case, form.cleaned_data["attachment"], actor=actor_of(request))
        except Refused as refused:
            return _refused(request, case, "file", form, refused)
        messages.success(request, gettext("The file is attached."))
        return redirect("admin:case_due_diligence", reference)
    return _page(request, case, {"file": form}, 422)


@require_POST
def record_result(request: HttpRequest, reference: str) -> HttpResponse:
    case = case_or_404(request, reference)
    form = ResultForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            cross_check.conclude(
                case,
                result=DueDiligenceResult(given["result"]),
                not_obtained=given["not_obtained"],
                actor=actor_of(request),
            )
        except Refused as refused:
            return _refused(request, case, "result", form, refused)
        messages.success(request, gettext("The result is recorded."))
        return redirect("admin:case_due_diligence", reference)
    return _page(request, case, {"result": form}, 422)


def _refused(request: HttpRequest, case: Case, name: str, form: forms.Form, refused: Refused) -> HttpResponse:
    refuse(form, refused)
    if name not in {one.key for one in cross_check.questions(case)} | {"source", "result", "file"}:
        messages.error(request, explain(refused))
    return _page(request, case, {name: form}, 422)


def _page(request: HttpRequest, case: Case, bound: Mapping[str, forms.Form], status: int = 200) -> HttpResponse:
    prefetch_related_objects([case], "recusals")
    user = signed_in(request)
    roles = user.roles()
    reads = user.is_superuser or bool(roles & READERS)
    refused = cross_check.refusal(case, user)
    answers = cross_check.answers_of(case)
    asked = cross_check.questions(case) if reads else ()
    names = list_names([word for one in asked for word in one.facts], language()) if asked else {}
    files = Prefetch("attachments", Attachment.objects.with_size())
    context = {
        "questions": [_row(one, answers.get(one.key), bound, names) for one in asked],
        "reads": reads,
        "barred": explain(refused) if refused else "",
        "sources": case.sources.select_related("recorded_by").prefetch_related(files),
        "files": Attachment.objects.visible_to(user)
        .filter(case=case)
        .with_size()
        .select_related("uploaded_by", "source"),
        "file_form": bound.get("file") or AttachForm(auto_id="id_file_%s"),
        "source_form": bound.get("source") or SourceForm(initial={"consulted_date": timezone.localdate()}),
        "concluded": cross_check.result_of(case),
        "result_form": bound.get("result") or ResultForm(),
    }
    return show_case(request, case, "case_due_diligence", context, status=status)


def _row(
    one: Question, answer: CrossCheck | None, bound: Mapping[str, forms.Form], names: Mapping[str, str]
) -> dict[str, Any]:
    return {
        "key": one.key,
        "words": label(one.kind),
        "member": one.member,
        "person_id": one.person_id,
        "facts": facts_in_words(one, names),
        "remark": one.remark,
        "answer": answer,
        "form": bound.get(one.key) or AnswerForm(auto_id=f"id_{one.key}_%s"),
        "is_open": one.key in bound,
    }
