"""The questionnaire of a case: what is missing, a draft to look at, what was submitted and what came back."""

import io

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from duediligence.admin.frame import signed_in
from duediligence.admin.pages.case_frame import case_or_404, show_case
from duediligence.admin.pages.showing import actor_of, language
from duediligence.documents import sending
from duediligence.domain import access, completeness, confirmation, submission
from duediligence.domain.completeness import Missing, Place
from duediligence.domain.evidence import remember
from duediligence.domain.policy import read
from duediligence.enums import StepStatus
from duediligence.errors import Refused
from duediligence.labels import label
from duediligence.messages import explain
from duediligence.models import Case, Confirmation, Submission, SubmissionFile

_PAGES = {
    Place.SCREENING: "case",
    Place.TECHNOLOGY: "case_technology",
    Place.HITS: "case_hits",
    Place.DUE_DILIGENCE: "case_due_diligence",
    Place.MEASURES: "case_measures",
    Place.PARTNERS: "case_partners",
    Place.STEPS: "case_steps",
}


@require_safe
def questionnaire(request: HttpRequest, reference: str) -> HttpResponse:
    """List what is missing with who mends it and where; then the submissions, the newest first."""
    case = _case(request, reference)
    remember(case)
    step = completeness.submission_step(case)
    policy = read(case.policy_edition)
    answers = _answers(case)
    context = {
        "step": step,
        "is_asked": step is not None and step.status != StepStatus.SKIPPED,
        "is_open": step is not None and step.status == StepStatus.OPEN,
        "missing": [
            {
                "words": explain(one.what, policy),
                "name": one.name,
                "who": label(one.role),
                "address": _address(case, one),
            }
            for one in completeness.missing(case, timezone.localdate())
        ],
        "has_form": policy.questionnaire is not None,
        "submissions": [{"submission": one, "answers": answers.pop(one.pk, [])} for one in _submissions(case)],
        "answers": answers.get(None, []),
    }
    return show_case(request, case, "case_questionnaire", context)


@require_safe
def submitted(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Show one submission with what differs from the one before it."""
    case = _case(request, reference)
    found = _submission(case, number)
    before = case.submissions.filter(number=number - 1).select_related("policy_edition", "case").first()
    now, then = sending.sent(found, language()), sending.sent(before, language()) if before else None
    context = {
        "tab": "case_questionnaire",
        "submission": found,
        "answers": _answers(case).get(found.pk, []),
        "before": before,
        "changes": sending.changes(then, now) if then else [],
    }
    return show_case(request, case, "case_submission", context)


@require_POST
def draw(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Give the draft out as a file."""
    case = _case(request, reference)
    kind = "xlsx" if request.POST.get("kind") == "xlsx" else "pdf"
    chosen = "en" if request.POST.get("language") == "en" else "ja"
    try:
        content = sending.draw(case, actor=actor_of(request), language=chosen, kind=kind)
    except Refused as refused:
        messages.error(request, explain(refused))
        return redirect("admin:case_questionnaire", reference)
    return _download(content, f"{case.reference}-questionnaire-draft-{chosen}.{kind}")


@require_POST
def take_file(request: HttpRequest, reference: str, number: int, file_id: int) -> HttpResponseBase:
    """Give out a file exactly as it was sent."""
    case = _case(request, reference)
    file = _submission(case, number).files.select_related("stored").filter(pk=file_id).first()
    if file is None:
        raise Http404
    if file.stored.is_sealed and not access.may(signed_in(request), access.INVESTIGATORS, case.institution):
        raise PermissionDenied
    file.submission.case = case
    return _download(submission.take(file, actor=actor_of(request)), file.name)


@require_POST
def take_letter(request: HttpRequest, reference: str, answer_id: int) -> HttpResponseBase:
    """Give out the letter that an officer attached to an answer."""
    case = _case(request, reference)
    answer = case.confirmations.select_related("letter").filter(pk=answer_id, letter__isnull=False).first()
    if answer is None:
        raise Http404
    return _download(confirmation.take_letter(answer, actor=actor_of(request)), answer.letter_name)


def _case(request: HttpRequest, reference: str) -> Case:
    case = case_or_404(request, reference)
    if not access.may_read_declarations(signed_in(request), case.institution):
        raise PermissionDenied
    return case


def _submissions(case: Case) -> QuerySet[Submission]:
    """Return the submissions, the newest first, with their files but not the bytes of these."""
    files = Prefetch("files", SubmissionFile.objects.select_related("stored").defer("stored__content"))
    related = ("submitted_by", "revision", "policy_edition", "case")
    return case.submissions.select_related(*related).prefetch_related(files).order_by("-number")


def _answers(case: Case) -> dict[int | None, list[Confirmation]]:
    """Return the answers from outside by the submission that they are about."""
    found: dict[int | None, list[Confirmation]] = {}
    for one in case.confirmations.select_related("recorded_by", "client__funder"):
        found.setdefault(one.submission_id, []).append(one)
    return found


def _submission(case: Case, number: int) -> Submission:
    found = _submissions(case).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def _address(case: Case, one: Missing) -> str:
    if one.place is Place.POLICY:
        return reverse("admin:policy", args=[case.policy_edition_id])
    if one.place is Place.DECLARATION:
        return reverse("admin:case_declaration", args=[case.reference, one.number])
    if one.place in (Place.PERSON, Place.PARTNER):
        return reverse("admin:case_assess", args=[case.reference, one.place.value, one.number])
    return reverse(f"admin:{_PAGES[one.place]}", args=[case.reference])


def _download(content: bytes, name: str) -> FileResponse:
    """Nothing of it is shown by the browser itself, whatever it is."""
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=name, content_type="application/octet-stream")
