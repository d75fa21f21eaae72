"""Opening cases by a spreadsheet of candidates: upload it, look at every row, open all of them or put it away."""

import hashlib
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duediligence.admin.forms.candidate_rows import CandidateRows
from duediligence.admin.forms.candidate_table import COLUMNS, LIMITS, CandidateSheet, read_sheet
from duediligence.admin.forms.uploaded import kept_upload
from duediligence.admin.frame import signed_in
from duediligence.admin.pages.export import FORMATS, file_of_rows
from duediligence.admin.pages.showing import actor_of, language, show
from duediligence.domain import access
from duediligence.domain.candidates import OPENERS, Opening, open_all
from duediligence.errors import CandidatesRefused, NotAllowed, Refused
from duediligence.messages import explain, file_fault
from duediligence.models import Case
from screening.importers.faults import ImportRefused

FAULTS_SHOWN = 200
_KEY = "candidates"


class CandidatesForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        max_length=200,
        help_text=_("XLSX, or CSV in UTF-8 or CP932 (Shift_JIS)."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Read a spreadsheet and show what would be opened, or what is wrong and where. Nothing is recorded.

    One that was read and neither opened nor put away is shown again at ``?again``.
    """
    if refused := _refusal(request):
        return show(request, "candidates.html", {"refused": refused}, 200 if request.method != "POST" else 403)
    if request.method != "POST" and "again" in request.GET and _KEY in request.session:
        return _tried(request, keeps=False)
    form = CandidatesForm(request.POST, request.FILES) if request.method == "POST" else CandidatesForm()
    if not form.is_bound or not form.is_valid():
        return _form_page(request, form)
    sent = form.cleaned_data["file"]
    try:
        with kept_upload(sent) as file:
            if sent.size > LIMITS.file_bytes:
                raise ImportRefused(file.name, "too_large", limit=LIMITS.file_bytes)
            sheet = read_sheet(file)
            digest = hashlib.sha256(file.path.read_bytes()).hexdigest()
    except ImportRefused as fault:
        form.add_error("file", file_fault(fault.file, fault.row, fault.field, fault.code, fault.params))
        return _form_page(request, form)
    if not sheet.groups:
        form.add_error("file", gettext("%(file)s: the table is empty.") % {"file": sent.name})
        return _form_page(request, form)
    request.session[_KEY] = {"sheet": sheet.kept(), "name": sent.name, "sha256": digest}
    return _tried(request, keeps=False)


@require_POST
def open_them(request: HttpRequest) -> HttpResponse:
    """Open the cases of the sheet that the reader looked at."""
    if refused := _refusal(request):
        messages.error(request, refused)
        return redirect("admin:candidates")
    kept = request.session.get(_KEY)
    if kept is None or kept["sha256"] != request.POST.get("seen"):
        messages.error(request, gettext("This is not the file that was looked at last. Upload it once more."))
        return redirect("admin:candidates")
    return _tried(request, keeps=True)


@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """Put away what was uploaded and not opened."""
    if kept := request.session.pop(_KEY, None):
        messages.success(
            request, gettext("%(file)s was put away; nothing of it was recorded.") % {"file": kept["name"]}
        )
    return redirect("admin:candidates")


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """Hand out an empty spreadsheet with every heading."""
    kind = request.GET.get("format", "")
    heads = [ja if language() == "ja" else en for _name, ja, en in COLUMNS]
    return file_of_rows(kind if kind in FORMATS else "csv", "candidates", heads, [])


def _tried(request: HttpRequest, *, keeps: bool) -> HttpResponse:
    """Open every case of the kept sheet; unless ``keeps``, nothing of it stays."""
    kept, user = request.session[_KEY], signed_in(request)
    sheet = CandidateSheet.of_kept(kept["sheet"])
    rows = CandidateRows(sheet, user=user, language=language(), today=timezone.localdate())
    openings: list[Opening] = []
    problem = ""
    if not rows.faults and user.institution:
        source = f"{kept['name']} sha256:{kept['sha256']}"
        try:
            with transaction.atomic():
                openings = open_all(user.institution, rows.candidates(), actor=actor_of(request), source=source)
                transaction.set_rollback(not keeps)
        except CandidatesRefused as refused:
            rows.refuse(refused)
        except Refused as refused:
            problem = explain(refused)
    if rows.faults or problem:
        del request.session[_KEY]
    elif keeps:
        del request.session[_KEY]
        return _opened(request, openings)
    return _preview(request, kept, sheet, rows, openings, problem)


def _opened(request: HttpRequest, openings: list[Opening]) -> HttpResponse:
    number = sum(one.case is not None for one in openings)
    if number:
        words = ngettext("%(count)d case is opened.", "%(count)d cases are opened.", number) % {"count": number}
        messages.success(request, words)
    else:
        messages.info(request, gettext("Every proposal of this file is there already; nothing was opened."))
    return redirect("admin:worklist")


def _preview(
    request: HttpRequest,
    kept: dict[str, Any],
    sheet: CandidateSheet,
    rows: CandidateRows,
    openings: list[Opening],
    problem: str,
) -> HttpResponse:
    faults = rows.faults
    present = [one.proposal.pk for one in openings if one.case is None]
    seen = Case.objects.visible_to(signed_in(request)).filter(proposal__in=present).order_by("pk")
    references = dict(seen.values_list("proposal_id", "reference"))
    context = {
        "name": kept["name"],
        "seen": kept["sha256"],
        "ignored": sheet.ignored,
        "faults": faults[:FAULTS_SHOWN],
        "more_faults": max(0, len(faults) - FAULTS_SHOWN),
        "problem": problem,
        "openings": [
            (group, one, references.get(one.proposal.pk, ""))
            for group, one in zip(sheet.groups, openings, strict=False)
        ],
        "new": len(openings) - len(present),
        "present": len(present),
        "form": CandidatesForm(),
    }
    return show(request, "candidates.html", context, 422 if faults or problem else 200)


def _form_page(request: HttpRequest, form: CandidatesForm) -> HttpResponse:
    columns = [ja if language() == "ja" else en for _name, ja, en in COLUMNS]
    waiting = request.session.get(_KEY, {}).get("name", "")
    context = {"form": form, "columns": columns, "waiting": waiting}
    return show(request, "candidates.html", context, 422 if form.is_bound else 200)


def _refusal(request: HttpRequest) -> str:
    user = signed_in(request)
    return "" if access.may(user, OPENERS, user.institution) else explain(NotAllowed())
