"""A partner institution's portal: what is asked, the result as typed, checked once more and confirmed."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from duediligence.admin import partner_words as words
from duediligence.admin.forms.partner import AskOwnForm, ConfirmPartForm, ResultForm, typed_files, typed_result
from duediligence.admin.forms.refusing import refuse
from duediligence.admin.pages.attachments import download
from duediligence.admin.pages.showing import in_language, show
from duediligence.admin.partner_words import FILES
from duediligence.admin.portal import attempts
from duediligence.admin.portal.invited import Invited, invited, remember
from duediligence.domain import partner_files, partner_part, partner_people
from duediligence.domain.due import dues
from duediligence.domain.partner_part import PartnerResult
from duediligence.domain.partner_status import basis_of, is_submitted, status_of
from duediligence.enums import DueKind
from duediligence.errors import DraftStale, FileDamaged, PartnerPartSubmitted, Refused
from duediligence.messages import explain, explain_beside
from duediligence.models import PartnerFile, User


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Let an officer in at the press of a button: a mail scanner that follows links opens nothing.

    The first page is the same for every token but that of an institution that takes part no more. The page
    that follows shows an address without it.
    """
    if attempts.too_many(request):
        return attempts.refuse(request)
    if partner_part.has_left(token):
        words = gettext("Your institution's part in this research project has ended; nothing is left to confirm.")
        return show(request, "declaration_closed.html", {"problem": words}, 404)
    if request.method != "POST":
        return show(request, "partner_open.html", {})
    by = request.user if isinstance(request.user, User) else None
    try:
        link = partner_part.open_invitation(token, by=by)
    except Refused as refused:
        attempts.failed(request)
        return show(request, "declaration_closed.html", {"problem": explain(refused)}, 404)
    remember(request, link)
    return redirect("partner_part", link.part.public_id)


@never_cache
@require_safe
def start(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show what is asked, the partner's own people, and what was confirmed."""
    given = invited(request, public_id)
    versions = list(given.part.confirmations.prefetch_related("members__person", FILES).order_by("-number"))
    held = partner_people.held(given.part)
    asked_by_lead = set(given.part.case.declarations.filter(held_by=None).values_list("person", flat=True))
    name = given.part.organisation.name
    owed = [one.by for one in dues(given.part.case, timezone.now()) if one.kind is DueKind.PARTNER and one.name == name]
    context = {
        "due": min(owed, default=None),
        "officer": given.link.created_by,
        "people": [
            {
                "member": one,
                "declaration": held.get(one.person_id),
                "is_asked_by_lead": one.person_id in asked_by_lead,
                "form": AskOwnForm(
                    initial={"email": held[one.person_id].email if one.person_id in held else ""},
                    auto_id=f"id_ask{one.person_id}_%s",
                ),
            }
            for one in given.members
        ],
        "versions": [(one, words.confirmed_facts(one), words.told_of(one)) for one in versions],
        "latest": versions[0] if versions else None,
        "faults": list(partner_part.faults(given.part, partner_part.draft_of(given.part))),
    }
    return show_part(request, given, "part", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def result(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Keep what is typed, whichever button is pressed; go on when nothing is missing."""
    given = invited(request, public_id)
    if request.method != "POST":
        draft = partner_part.draft_of(given.part)
        return _result_page(request, given, _form(given, draft))
    typed = typed_result(request.POST, given.members)
    saved = request.POST.get("saved", "")
    try:
        number = int(saved) if saved.isdecimal() and len(saved) < 9 else -1
        partner_part.save_draft(given.part, typed, saved=number, actor=given.actor)
    except Refused as refused:
        status = 409 if isinstance(refused, DraftStale) else 422
        return _result_page(request, given, _form(given, typed, request.POST), problem=explain(refused), status=status)
    return _kept(request, given, typed)


def _form(given: Invited, result: PartnerResult, data: QueryDict | None = None) -> ResultForm:
    files = given.part.files.filter(in_draft=True)
    return ResultForm(data, members=given.members, given=result, files=list(files))


def _kept(request: HttpRequest, given: Invited, typed: PartnerResult) -> HttpResponse:
    """Keep the files beside the words, which are kept already; go on when nothing is missing."""
    problem = _keep_files(request, given)
    data = request.POST.copy()
    data.pop("taken_out", None)
    form = _form(given, typed, data)
    if problem:
        form.is_valid()
        form.add_error("attachment", problem)
        return _result_page(request, given, form, status=422)
    if request.POST.get("act") != "next":
        messages.success(request, gettext("Saved. You can go on later."))
        return redirect("partner_result", given.part.public_id)
    if _mark_faults(form, given, typed):
        return _result_page(request, given, form, status=422)
    return redirect("partner_confirm", given.part.public_id)


def _keep_files(request: HttpRequest, given: Invited) -> str:
    """Take out what is ticked and put in what was chosen; return why a file is not kept."""
    try:
        for key in typed_files(request.POST):
            partner_files.take_out(given.part, key, actor=given.actor)
        if upload := request.FILES.get("attachment"):
            partner_files.attach(given.part, upload, actor=given.actor)
    except Refused as refused:
        return explain_beside(refused)
    return ""


def _mark_faults(form: ResultForm, given: Invited, typed: PartnerResult) -> bool:
    """Put each thing that is missing beside its question."""
    form.is_valid()
    found = list(partner_part.faults(given.part, typed))
    names = {one.person.name: f"status_{one.person_id}" for one in given.members}
    for fault in found:
        field = names.get(str(fault.params.get("name")), fault.field)
        refuse(form, fault, at=field)
    return bool(found)


def _result_page(
    request: HttpRequest, given: Invited, form: ResultForm, *, problem: str = "", status: int = 200
) -> HttpResponse:
    given.part.refresh_from_db(fields=["draft_number"])
    context = {"form": form, "saved": given.part.draft_number, "problem": problem, "files": _files(given)}
    return show_part(request, given, "result", context, status=status)


def _files(given: Invited) -> list[PartnerFile]:
    return list(given.part.files.filter(in_draft=True).select_related("stored").defer("stored__content"))


@never_cache
@require_safe
def file(request: HttpRequest, public_id: uuid.UUID, file_id: int) -> HttpResponse:
    """Hand the officer's own file out again."""
    given = invited(request, public_id)
    found = given.part.files.filter(pk=file_id).first()
    if found is None:
        raise Http404
    try:
        return download(partner_files.take(found, actor=given.actor), found.name, found.media_type)
    except FileDamaged as lost:
        messages.error(request, explain(lost))
        return redirect("partner_part", public_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the whole once more; a named person of a named office confirms it from here."""
    given = invited(request, public_id)
    latest = given.part.latest
    posted = request.POST if request.method == "POST" else None
    known = {"name": given.part.officer_name, "office": "", "date": timezone.localdate()}
    if latest:
        known |= {"name": latest.confirmed_name, "office": latest.confirmed_office}
    initial = {"draft_number": given.part.draft_number, **known}
    form = ConfirmPartForm(posted, initial=initial, is_correction=latest is not None)
    if posted is not None and form.is_valid():
        try:
            made = partner_part.confirm(given.part, actor=given.actor, **form.cleaned_data)
        except Refused as refused:
            shown = {"confirmed_name": "name", "confirmed_office": "office", "confirmed_date": "date"}
            field = shown.get(refused.field, refused.field)
            refuse(form, refused, at=field)
        else:
            messages.success(request, gettext("Your part is confirmed (version %(n)d).") % {"n": made.number})
            return redirect("partner_part", public_id)
    draft = partner_part.draft_of(given.part)
    context = {
        "form": form,
        "facts": words.draft_facts(draft),
        "told": words.told_rows(given.members, draft.members),
        "faults": [explain(one) for one in partner_part.faults(given.part, draft)],
        "latest": latest,
        "files": _files(given),
    }
    return show_part(request, given, "confirm", context, status=422 if form.errors else 200)


def show_part(
    request: HttpRequest, given: Invited, page: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render a page of the portal with what it shows of the case: its title, its lead, nothing more."""
    part, case = given.part, given.part.case
    programme = case.proposal.programme
    basis = basis_of(case.revision, part.organisation_id)
    around = {
        "part": part,
        "partner": part.organisation.name,
        "institution": in_language(case.institution.name_ja, case.institution.name_en),
        "project": in_language(case.revision.title_ja, case.revision.title_en),
        "programme": in_language(programme.name_ja, programme.name_en) if programme else "",
        "until": given.link.expires_at,
        "status": status_of(part, basis, timezone.now()),
        "closed": explain(PartnerPartSubmitted()) if is_submitted(case) else "",
    }
    return show(request, f"partner_{page}.html", {**around, **context}, status)
