"""Partner institutions of a case: where each stands, inviting its officer, and what it confirmed."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from duediligence.admin import partner_words as words
from duediligence.admin.forms.acts import ReasonForm
from duediligence.admin.forms.partner import InviteForm
from duediligence.admin.frame import signed_in
from duediligence.admin.pages.case_frame import case_or_404, show_case
from duediligence.admin.pages.showing import actor_of
from duediligence.admin.partner_words import FILES
from duediligence.domain import access, partner
from duediligence.domain.partner_status import RELATED, PartnerLine, partner_lines
from duediligence.enums import PartnerStatus
from duediligence.errors import LinkNotValid, Refused
from duediligence.messages import explain
from duediligence.models import Case, Declaration, Organisation, PartnerPart
from duediligence.notify import invitation_address

_SHOWN_ONCE = "partner_invitation_shown_once"
Bound = Mapping[tuple[int, str], forms.Form]


@never_cache
@require_safe
def partners(request: HttpRequest, reference: str) -> HttpResponse:
    return _page(request, case_or_404(request, reference), {})


@require_POST
def partner_act(request: HttpRequest, reference: str, organisation_id: int, name: str) -> HttpResponse:
    """Invite a partner's officer, take the invitation back, or record that the partner is not asked."""
    case = case_or_404(request, reference)
    organisation = get_object_or_404(Organisation, pk=organisation_id, institution=case.institution_id)
    if name not in _ACTS:
        raise Http404
    form = _FORMS[name](request.POST) if name in _FORMS else None
    if form is not None and not form.is_valid():
        return _page(request, case, {(organisation_id, name): form}, 422)
    try:
        done = _ACTS[name](request, case, organisation, form.cleaned_data if form else {})
    except Refused as refused:
        messages.error(request, explain(refused))
        return _page(request, case, {(organisation_id, name): form} if form else {}, 422)
    messages.success(request, done)
    return redirect("admin:case_partners", reference)


def _invite(request: HttpRequest, case: Case, organisation: Organisation, given: Mapping[str, Any]) -> str:
    part, token = partner.invite(case, organisation, actor=actor_of(request), **given)
    if not case.institution.is_demo:
        return gettext("The invitation is sent to %(email)s.") % {"email": part.email}
    shown = {"case": case.reference, "partner": organisation.name, "address": invitation_address(token)}
    request.session[_SHOWN_ONCE] = shown
    return gettext("%(name)s is invited.") % {"name": organisation.name}


def _revoke(request: HttpRequest, case: Case, organisation: Organisation, given: Mapping[str, Any]) -> str:
    partner.revoke(_part(case, organisation), actor=actor_of(request))
    return gettext("The invitation opens nothing any more.")


def _not_asked(request: HttpRequest, case: Case, organisation: Organisation, given: Mapping[str, Any]) -> str:
    partner.do_not_ask(case, organisation, reason=given["reason"], actor=actor_of(request))
    return gettext("It is recorded why %(name)s is not asked.") % {"name": organisation.name}


def _ask_after_all(request: HttpRequest, case: Case, organisation: Organisation, given: Mapping[str, Any]) -> str:
    partner.ask_after_all(_part(case, organisation), actor=actor_of(request))
    return gettext("%(name)s is asked again.") % {"name": organisation.name}


def _part(case: Case, organisation: Organisation) -> PartnerPart:
    found = PartnerPart.objects.filter(case=case, organisation=organisation).first()
    if found is None:
        raise LinkNotValid
    return found


_ACTS: dict[str, Callable[[HttpRequest, Case, Organisation, Mapping[str, Any]], str]] = {
    "invite": _invite,
    "revoke": _revoke,
    "not-asked": _not_asked,
    "ask": _ask_after_all,
}
_FORMS: dict[str, type[forms.Form]] = {"invite": InviteForm, "not-asked": ReasonForm}


_SHOWN = (
    "partner_parts__not_asked_by",
    "partner_parts__confirmations__members__person",
    Prefetch("partner_parts__confirmations__files", FILES.queryset),
    Prefetch("partner_parts__declarations", Declaration.objects.defer("draft", "draft_masked")),
)


def _page(request: HttpRequest, case: Case, bound: Bound, status: int = 200) -> HttpResponse:
    reader = signed_in(request)
    now = timezone.now()
    prefetch_related_objects([case], *RELATED, *_SHOWN)
    is_barred = not case.is_open or access.is_recused(reader, case)
    context = {
        "rows": [_row(line, bound) for line in partner_lines(case, now)],
        "may_invite": not is_barred and access.may(reader, access.COLLECTORS, case.institution),
        "may_excuse": not is_barred and access.may(reader, access.INVESTIGATORS, case.institution),
        "now": now,
        "may_take_files": access.may_take_documents(reader, case.institution),
        "link_shown": _shown_once(request, case),
    }
    return show_case(request, case, "case_partners", context, status=status)


def _shown_once(request: HttpRequest, case: Case) -> dict[str, str] | None:
    shown = request.session.pop(_SHOWN_ONCE, None)
    return shown if shown and shown["case"] == case.reference else None


def _row(line: PartnerLine, bound: Bound) -> dict[str, Any]:
    pk, part, latest = line.organisation.pk, line.part, line.latest
    known = {"officer_name": part.officer_name, "email": part.email, "language": part.language} if part else {}
    invite, excuse = bound.get((pk, "invite")), bound.get((pk, "not-asked"))
    earlier = sorted(part.confirmations.all(), key=lambda one: -one.number)[1:] if part else []
    return {
        "line": line,
        "may_revoke": line.link is not None and line.link.revoked_at is None,
        "has_answered": latest is not None or (part is not None and bool(part.declarations.all())),
        "is_excused": line.status is PartnerStatus.NOT_ASKED,
        "facts": words.confirmed_facts(latest) if latest else [],
        "told": words.told_of(latest) if latest else [],
        "earlier": [(one, words.confirmed_facts(one), words.told_of(one)) for one in earlier],
        "invite": invite or InviteForm(initial=known, auto_id=f"id_invite{pk}_%s"),
        "excuse": excuse or ReasonForm(auto_id=f"id_excuse{pk}_%s"),
        "is_open": invite is not None or excuse is not None,
    }
