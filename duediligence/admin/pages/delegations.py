"""Who stands in for whom, from when until when."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from duediligence.admin.forms.delegations import DelegateForm
from duediligence.admin.forms.refusing import refuse
from duediligence.admin.frame import signed_in
from duediligence.admin.pages.showing import actor_of, show
from duediligence.domain import access, delegation
from duediligence.enums import Role
from duediligence.errors import Refused
from duediligence.messages import explain
from duediligence.models import Delegation, RoleGrant, User


def may_see(user: User) -> bool:
    """Whoever holds a role that can be lent, and the office administrator who arranges for the absent."""
    return bool(user.roles() & (delegation.DELEGABLE | access.CONFIGURERS))


@require_http_methods(["GET", "HEAD", "POST"])
def delegations(request: HttpRequest) -> HttpResponse:
    """Show the delegations of the institution and arrange another."""
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            delegation.delegate(
                from_user=form.people[given["from_user"]],
                to_user=form.people[given["to_user"]],
                role=Role(given["role"]),
                from_date=given["from_date"],
                until_date=given["until_date"],
                reason=given["reason"],
                actor=actor_of(request),
            )
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, gettext("The substitute is recorded."))
            return redirect("admin:delegations")
    reader, today = signed_in(request), timezone.localdate()
    found = Delegation.objects.visible_to(reader).select_related("from_user", "to_user", "made_by")
    rows = [
        {
            "one": one,
            "is_over": one.revoked_at is not None or one.until_date < today,
            "may_revoke": delegation.may_arrange(reader, one.from_user),
        }
        for one in found[:200]
    ]
    context = {"form": form if form.holders else None, "rows": rows, "today": today}
    return show(request, "delegations.html", context, 422 if form.errors else 200)


@require_POST
def revoke(request: HttpRequest, delegation_id: int) -> HttpResponse:
    found = Delegation.objects.visible_to(signed_in(request)).filter(pk=delegation_id).first()
    if found is None:
        raise Http404
    try:
        delegation.revoke(found, actor=actor_of(request))
        messages.success(request, gettext("The delegation has ended."))
    except Refused as refused:
        messages.error(request, explain(refused))
    return redirect("admin:delegations")


def _form(request: HttpRequest) -> DelegateForm:
    reader = signed_in(request)
    colleagues = list(User.objects.filter(institution=reader.institution_id, is_active=True))
    if reader.roles() & access.CONFIGURERS:
        held = RoleGrant.objects.in_force().filter(role__in=delegation.DELEGABLE).values_list("user", flat=True)
        lending = set(held)
        holders = [one for one in colleagues if one.pk in lending]
    else:
        holders = [reader] if reader.own_roles() & delegation.DELEGABLE else []
    data = request.POST if request.method == "POST" else None
    return DelegateForm(data, holders=holders, colleagues=colleagues)
