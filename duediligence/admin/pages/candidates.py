"""Opening cases by a spreadsheet of candidates: upload it, look at every row, open all of them or put it away."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duediligence.admin.frame import signed_in
from duediligence.admin.pages.export import FORMATS, file_of_rows
from duediligence.admin.pages.showing import actor_of, in_language, language, show, show_part
from duediligence.domain import access
from duediligence.domain import candidate_list as lists
from duediligence.domain.candidate_sheet import COLUMNS, LIMITS
from duediligence.domain.candidates import OPENERS
from duediligence.enums import CandidateListStatus
from duediligence.errors import NotAllowed, Refused
from duediligence.messages import explain, file_fault
from duediligence.models import CandidateList, Case, Programme

FAULTS_SHOWN = 200
LISTS_SHOWN = 10


class CandidatesForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        max_length=200,
        help_text=_("XLSX, or CSV in UTF-8, UTF-16 or CP932 (Shift_JIS)."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        """Refuse a file that is too large before it is read."""
        sent: UploadedFile[bytes] = self.cleaned_data["file"]
        if (sent.size or 0) > LIMITS.file_bytes:
            fault = file_fault(sent.name or "", None, "", "too_large", {"limit": LIMITS.file_bytes})
            raise forms.ValidationError(fault)
        return sent


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Take a spreadsheet to be checked; the next page shows how far that is, and then every row."""
    user = signed_in(request)
    if not access.may(user, OPENERS, user.institution):
        return show(
            request, "candidates.html", {"refused": explain(NotAllowed())}, 200 if request.method != "POST" else 403
        )
    form = CandidatesForm(request.POST, request.FILES) if request.method == "POST" else CandidatesForm()
    if form.is_bound and form.is_valid() and user.institution:
        sent = form.cleaned_data["file"]
        try:
            brought = lists.bring(user.institution, sent.name, sent.read(), actor=actor_of(request))
            return redirect("admin:candidate_list", brought.pk)
        except Refused as refused:
            form.add_error("file", explain(refused))
    columns = [ja if language() == "ja" else en for _name, ja, en in COLUMNS]
    present = CandidateList.objects.visible_to(user).exclude(status=CandidateListStatus.PUT_AWAY)
    context = {"form": form, "columns": columns, "lists": present.select_related("brought_by")[:LISTS_SHOWN]}
    return show(request, "candidates.html", context, 422 if form.is_bound else 200)


@require_safe
def candidate_list(request: HttpRequest, list_id: int) -> HttpResponse:
    """Show how far a list is, what is wrong with it, what would be opened, or what was."""
    return _shown(request, _list_or_404(request, list_id))


@require_safe
def progress(request: HttpRequest, list_id: int) -> HttpResponse:
    """Answer how far the work is; once it has ended the page is loaded anew."""
    brought = _list_or_404(request, list_id)
    if brought.is_worked_on:
        return show_part(request, "parts/candidate_progress.html", {"list": brought})
    return HttpResponse(headers={"HX-Refresh": "true"})


@require_POST
def open_them(request: HttpRequest, list_id: int) -> HttpResponse:
    """Have the cases of the list opened that the reader looked at."""
    brought = _list_or_404(request, list_id)
    try:
        lists.confirm(brought, actor=actor_of(request))
    except Refused as refused:
        messages.error(request, explain(refused))
    return redirect("admin:candidate_list", brought.pk)


@require_POST
def discard(request: HttpRequest, list_id: int) -> HttpResponse:
    """Put away what was uploaded and not opened."""
    brought = _list_or_404(request, list_id)
    try:
        lists.put_away(brought, actor=actor_of(request))
    except Refused as refused:
        messages.error(request, explain(refused))
        return redirect("admin:candidate_list", brought.pk)
    messages.success(request, gettext("%(file)s was put away.") % {"file": brought.file_name})
    return redirect("admin:candidates")


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """Hand out an empty spreadsheet with every heading."""
    kind = request.GET.get("format", "")
    heads = [ja if language() == "ja" else en for _name, ja, en in COLUMNS]
    return file_of_rows(kind if kind in FORMATS else "csv", "candidates", heads, [])


def _list_or_404(request: HttpRequest, list_id: int) -> CandidateList:
    visible = CandidateList.objects.visible_to(signed_in(request)).select_related("brought_by", "confirmed_by")
    found = visible.filter(pk=list_id).first()
    if found is None:
        raise Http404
    return found


def _shown(request: HttpRequest, brought: CandidateList) -> HttpResponse:
    keys = [row["proposal"] for row in brought.rows if row["proposal"]]
    seen = Case.objects.visible_to(signed_in(request)).filter(proposal__in=keys).order_by("pk")
    references = dict(seen.values_list("proposal_id", "reference"))
    programmes = Programme.objects.in_bulk({row["programme"] for row in brought.rows if row.get("programme")})
    rows = [_row(row, references, programmes) for row in brought.rows]
    opened = [row for row in rows if "case" in row]
    context = {
        "list": brought,
        "opened": opened,
        "problem": in_language(**brought.problem) if brought.problem else "",
        "faults": [
            {name: in_language(**said) if name != "row" else said for name, said in fault.items()}
            for fault in brought.faults[:FAULTS_SHOWN]
        ],
        "more_faults": max(0, len(brought.faults) - FAULTS_SHOWN),
        "rows": rows,
        "new": sum(row["is_new"] for row in opened or rows),
        "present": sum(not row["is_new"] for row in opened or rows),
        "may_put_away": lists.may_put_away(brought),
    }
    return show(request, "candidate_list.html", context)


def _row(row: dict[str, Any], references: dict[int, str], programmes: dict[int, Programme]) -> dict[str, Any]:
    """Return a row as the page shows it: of a list to be opened, or of one that is open."""
    programme = programmes.get(row.get("programme") or 0)
    return {
        **row,
        "title": in_language(row.get("title_ja", ""), row.get("title_en", "")),
        "programme": in_language(programme.name_ja, programme.name_en) if programme else "",
        "deadline": dt.date.fromisoformat(row["deadline"]) if row.get("deadline") else None,
        "reference": references.get(row["proposal"] or 0, ""),
        "is_new": bool(row["case"]) if "case" in row else row["proposal"] is None,
    }
