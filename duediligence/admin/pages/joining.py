"""The joining gate on the members page: requests, what still keeps each closed, and the decision."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from duediligence.admin.forms.joining import AdmitForm, JoinForm
from duediligence.admin.forms.refusing import refuse
from duediligence.admin.frame import signed_in
from duediligence.admin.pages.case_frame import case_or_404, show_case
from duediligence.admin.pages.showing import actor_of
from duediligence.domain import joining
from duediligence.enums import JoiningStatus
from duediligence.errors import Refused
from duediligence.messages import explain
from duediligence.models import Case, Joining, User

_TYPED = "joining_reason_typed"


def joining_rows(request: HttpRequest, case: Case) -> list[dict[str, Any]]:
    """Return every request, the open ones with the reasons why the reader cannot admit the person.

    A reason that was typed for a decision that was refused stands in its field once more.
    """
    typed = request.session.pop(_TYPED, {})
    return [_row(case, one, signed_in(request), typed.get(str(one.pk), "")) for one in _joinings(case)]


def _joinings(case: Case) -> Any:
    return case.joinings.select_related("person", "organisation", "requested_by", "decided_by").order_by("-pk")


def _row(case: Case, one: Joining, user: User, typed: str) -> dict[str, Any]:
    one.case = case
    if one.status != JoiningStatus.REQUESTED:
        return {"joining": one}
    refusals = joining.refusals(one, user)
    barred = {"not_allowed", "other_person_admits", "case_not_open", "recused"} & {refusal.code for refusal in refusals}
    form = None if barred else AdmitForm(auto_id=f"id_joining{one.pk}_%s", initial={"reason": typed})
    return {"joining": one, "form": form, "refused": [explain(refusal) for refusal in refusals]}


@require_POST
def request_joining(request: HttpRequest, reference: str) -> HttpResponse:
    case = case_or_404(request, reference)
    form = JoinForm(request.POST, auto_id="id_join_%s")
    if form.is_valid():
        try:
            joining.request(case, form.member(), actor=actor_of(request), reason=form.cleaned_data["reason"])
        except Refused as refused:
            field = refused.field.rpartition(".")[2]
            refuse(form, refused, at=field)
        else:
            messages.success(request, gettext("The request is recorded and screened. Ask for the declaration next."))
            return redirect("admin:case_members", reference)
    return show_case(request, case, "case_joining", {"form": form, "tab": "case_members"}, status=422)


@require_POST
def decide(request: HttpRequest, reference: str, joining_id: int) -> HttpResponse:
    """Admit or decline."""
    case = case_or_404(request, reference)
    one = get_object_or_404(Joining, case=case, pk=joining_id)
    reason, verdict = request.POST.get("reason", "")[:10_000], request.POST.get("verdict")
    if verdict not in ("admit", "decline"):
        return HttpResponseBadRequest()
    try:
        if verdict == "admit":
            joining.admit(one, actor=actor_of(request), reason=reason)
            messages.success(request, gettext("%(name)s is admitted as a member.") % {"name": one.person.name})
        else:
            joining.decline(one, actor=actor_of(request), reason=reason)
            messages.success(request, gettext("%(name)s is not admitted.") % {"name": one.person.name})
    except Refused as refused:
        messages.error(request, explain(refused))
        request.session[_TYPED] = {str(one.pk): reason}
    return redirect("admin:case_members", reference)
