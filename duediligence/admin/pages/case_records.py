"""Notes, consultations with the one-stop desk and incidents of a case."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from duediligence.admin.forms.case_records import RecordForm
from duediligence.admin.forms.refusing import refuse
from duediligence.admin.frame import signed_in
from duediligence.admin.pages.case_frame import case_or_404, show_case
from duediligence.admin.pages.showing import actor_of
from duediligence.domain import access, case_record
from duediligence.enums import RecordKind, RecordVisibility
from duediligence.errors import CasePurged, Refused
from duediligence.messages import explain
from duediligence.models import Case, CaseRecord, User


@require_http_methods(["GET", "HEAD", "POST"])
def records(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the records that the reader may read, and take another."""
    case, user = case_or_404(request, reference), signed_in(request)
    readable = CaseRecord.objects.visible_to(user).filter(case=case)
    initial = {"happened_date": timezone.localdate(), "visibility": RecordVisibility.OFFICE}
    form = RecordForm(request.POST if request.method == "POST" else None, earlier=readable, initial=initial)
    if form.is_bound and form.is_valid() and _added(request, case, form):
        return redirect("admin:case_records", reference)
    context = {
        "records": readable.select_related("made_by", "follows"),
        "form": form,
        "refused": _refused(case, user),
    }
    return show_case(request, case, "case_records", context, status=422 if form.is_bound else 200)


def _added(request: HttpRequest, case: Case, form: RecordForm) -> bool:
    given = form.cleaned_data
    kind, visibility = RecordKind(given.pop("kind")), RecordVisibility(given.pop("visibility"))
    try:
        record = case_record.RecordInput(kind=kind, visibility=visibility, **given)
        case_record.add(case, record, actor=actor_of(request))
    except Refused as refused:
        refuse(form, refused)
        return False
    messages.success(request, gettext("The record is added."))
    return True


def _refused(case: Case, user: User) -> str:
    if case.purged_at:
        return explain(CasePurged())
    refused = access.refusal_on(case, user, case_record.WRITERS)
    return explain(refused) if refused else ""
