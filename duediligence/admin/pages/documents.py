"""The documents of a case: made when they are asked for, and each time noted in its history."""

import io

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST, require_safe

from duediligence.admin.frame import signed_in
from duediligence.admin.pages.case_frame import case_or_404, show_case
from duediligence.admin.pages.showing import actor_of
from duediligence.documents import bundle, decision_record, measure_plan
from duediligence.domain import access
from duediligence.models import Case


@require_safe
def documents(request: HttpRequest, reference: str) -> HttpResponse:
    case = _case(request, reference)
    return show_case(request, case, "case_documents", {})


@require_POST
def record(request: HttpRequest, reference: str) -> HttpResponseBase:
    case = _case(request, reference)
    language = "en" if request.POST.get("language") == "en" else "ja"
    content = decision_record.take(case, actor=actor_of(request), language=language)
    return _download(io.BytesIO(content), f"{case.reference}-record-{language}.pdf")


@require_POST
def plan(request: HttpRequest, reference: str) -> HttpResponseBase:
    case = _case(request, reference)
    language = "en" if request.POST.get("language") == "en" else "ja"
    content = measure_plan.take(case, actor=actor_of(request), language=language)
    return _download(io.BytesIO(content), f"{case.reference}-plan-{language}.pdf")


@require_POST
def evidence(request: HttpRequest, reference: str) -> HttpResponseBase:
    case = _case(request, reference)
    stream = io.BytesIO()
    bundle.write(case, stream, actor=actor_of(request))
    stream.seek(0)
    return _download(stream, f"{case.reference}-evidence.zip")


def _case(request: HttpRequest, reference: str) -> Case:
    case = case_or_404(request, reference)
    if not access.may_take_documents(signed_in(request), case.institution):
        raise PermissionDenied
    return case


def _download(stream: io.BytesIO, name: str) -> FileResponse:
    return FileResponse(stream, as_attachment=True, filename=name)
