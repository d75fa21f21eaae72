"""Members and their declarations: where each stands, asking, and reading what was submitted."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duediligence.admin import declared as words
from duediligence.admin.forms.declaration_acts import ActReasonForm, AskForm
from duediligence.admin.forms.joining import JoinForm
from duediligence.admin.frame import signed_in
from duediligence.admin.pages.case_frame import case_or_404, show_case
from duediligence.admin.pages.joining import joining_rows
from duediligence.admin.pages.showing import actor_of, language
from duediligence.domain import access, declaration, declaring, reasons, renewal
from duediligence.domain.policy import read
from duediligence.enums import DeclarationStatus, Role
from duediligence.errors import LinkNotValid, Recused, Refused
from duediligence.labels import label
from duediligence.messages import explain
from duediligence.models import Case, Declaration, DeclarationVersion, Person
from duediligence.notify import link_address
from duediligence.policy.answers import ItemAnswer, differences
from duediligence.policy.reasons import ReasonedAct
from duediligence.queries.declarations import MemberLine, member_lines

_SHOWN_ONCE = "declaration_link_shown_once"


@never_cache
@require_safe
def members(request: HttpRequest, reference: str) -> HttpResponse:
    case = case_or_404(request, reference)
    now, day = timezone.now(), timezone.localdate()
    lines = member_lines(case, now)
    parties = case.revision.parties.select_related("organisation").prefetch_related("organisation__names")
    may_collect = case.is_open and access.refusal_on(case, signed_in(request), access.COLLECTORS) is None
    shown = request.session.pop(_SHOWN_ONCE, None)
    lines, rest = [one for one in lines if not one.joins], [one for one in lines if one.joins]
    collecting = [one for one in (*lines, *rest) if not one.holder] if may_collect else []
    context = {
        "joining": joining_rows(request, case),
        "join_form": JoinForm(auto_id="id_join_%s") if may_collect else None,
        "collecting": [{"line": line, **_forms(line, case)} for line in collecting],
        "lines": [{"line": line, "why": _why(line)} for line in lines],
        "anew": [line.membership.person.name for line in lines if case.is_open and _declares_anew(line, case, day)],
        "outstanding": sum(line.status == "required" and not line.has_left(day) for line in lines),
        "parties": parties,
        "may_collect": may_collect,
        "link_shown": shown if shown and shown["case"] == reference else None,
        "readable": {one.person_id for one in Declaration.objects.visible_to(signed_in(request)).filter(case=case)},
    }
    return show_case(request, case, "case_members", context)


def _declares_anew(line: MemberLine, case: Case, day: dt.date) -> bool:
    """Whether the declaration of a member who takes part is older than the policy lets it be."""
    if line.latest is None or line.status != DeclarationStatus.SUBMITTED or line.holder:
        return False
    if line.told not in (None, DeclarationStatus.REQUIRED) or line.has_left(day):
        return False
    return renewal.due_on(line.latest, read(case.policy_edition)) < day


def _why(line: MemberLine) -> str:
    """Return why no declaration is required, in words."""
    if line.declaration is None or line.declaration.not_required_at is None:
        return ""
    parts = reasons.words_of(line.declaration.not_required_code, language()), line.declaration.not_required_reason
    return " · ".join(part for part in parts if part)


def _forms(line: MemberLine, case: Case) -> dict[str, Any]:
    person, begun = line.membership.person, line.declaration
    address = (begun.email if begun else "") or (person.user.email if person.user else "")
    form = read(case.policy_edition).declaration_form
    student = bool(form.light_forms) and line.membership.role == "student"
    light = begun.light_form if begun else form.light_forms[0].code if student else ""
    return {
        "ask": AskForm(
            initial={"email": address, "light_form": light},
            form=form,
            language=language(),
            auto_id=f"id_ask{person.pk}_%s",
        ),
        "not_required": ActReasonForm(
            act=ReasonedAct.DECLARATION_NOT_REQUIRED, language=language(), auto_id=f"id_not{person.pk}_%s"
        ),
    }


@require_POST
def member_act(request: HttpRequest, reference: str, person_id: int, name: str) -> HttpResponse:
    """Ask a member, take a link back, or record whether a declaration is required."""
    case = case_or_404(request, reference)
    person = get_object_or_404(Person, pk=person_id, institution=case.institution_id)
    if name not in _ACTS:
        raise Http404
    try:
        messages.success(request, str(_ACTS[name](request, case, person)))
    except Refused as refused:
        messages.error(request, explain(refused))
    return redirect("admin:case_members", reference)


def _ask(request: HttpRequest, case: Case, person: Person) -> Any:
    form = AskForm(request.POST, form=read(case.policy_edition).declaration_form, language=language())
    if not form.is_valid():
        return _("Give a valid e-mail address; nothing was sent.")
    asked, token = declaration.ask(
        case,
        person,
        actor=actor_of(request),
        email=form.cleaned_data["email"],
        light_form=form.cleaned_data.get("light_form"),
    )
    if asked.email and not case.institution.is_demo:
        return gettext("The personal link is sent to %(email)s.") % {"email": asked.email}
    request.session[_SHOWN_ONCE] = {"case": case.reference, "person": person.name, "address": link_address(token)}
    return gettext("The declaration of %(name)s is asked for.") % {"name": person.name}


def _revoke(request: HttpRequest, case: Case, person: Person) -> Any:
    found = Declaration.objects.filter(case=case, person=person).first()
    if found is None:
        raise LinkNotValid
    declaration.revoke_link(found, actor=actor_of(request))
    return _("The link opens nothing any more.")


def _not_required(request: HttpRequest, case: Case, person: Person) -> Any:
    declaration.mark_not_required(
        case,
        person,
        actor=actor_of(request),
        reason_code=request.POST.get("reason_code", ""),
        text=request.POST.get("text", "")[:2000],
    )
    return _("It is recorded why no declaration is required.")


def _require(request: HttpRequest, case: Case, person: Person) -> Any:
    declaration.require(get_object_or_404(Declaration, case=case, person=person), actor=actor_of(request))
    return _("The declaration is required again.")


_ACTS: dict[str, Callable[[HttpRequest, Case, Person], Any]] = {
    "ask": _ask,
    "revoke": _revoke,
    "not-required": _not_required,
    "require": _require,
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def declaration_page(request: HttpRequest, reference: str, person_id: int) -> HttpResponse:
    """Show what a member submitted; the masked items only when they are asked for with a reason."""
    case = case_or_404(request, reference)
    person = get_object_or_404(Person, pk=person_id, institution=case.institution_id)
    if declaration.expected_role(case, person_id) is None:
        raise Http404
    found = Declaration.objects.visible_to(signed_in(request)).filter(case=case, person=person_id)
    given = found.select_related("person", "case__policy_edition", "case__institution").first()
    if given is None and case.declarations.filter(person=person_id).exists():
        raise Http404
    versions = list(DeclarationVersion.objects.with_the_lead().filter(declaration=given).order_by("-number"))
    version = next((one for one in versions if str(one.number) == request.GET.get("version")), None)
    version = version or (versions[0] if versions else None)
    masked: dict[str, ItemAnswer] = {}
    form = ActReasonForm(act=ReasonedAct.VIEW_MASKED_ANSWER, language=language())
    if request.method == "POST" and version:
        form = ActReasonForm(request.POST, act=ReasonedAct.VIEW_MASKED_ANSWER, language=language())
        masked = _viewed(request, version, form)
    barred = access.refusal_on(case, signed_in(request), access.INVESTIGATORS)
    items = read(case.policy_edition).declaration_form.items
    said = words.all_said(items, declaring.submitted_answers(version), masked, language()) if version else []
    context = {
        "tab": "case_members",
        "person": person,
        "version": version,
        "versions": versions,
        "said": said,
        "changes": _changes(given, version, versions) if given and version else None,
        "form": form if barred is None and not masked else None,
        "refused": _view_refused(barred) if barred else "",
    }
    return show_case(request, case, "case_declaration", context, status=422 if form.errors else 200)


def _view_refused(refused: Refused) -> str:
    if isinstance(refused, Recused):
        return explain(refused)
    return gettext("Only the role %(role)s may view the masked items.") % {"role": label(Role.SECURITY_OFFICER)}


def _viewed(request: HttpRequest, version: DeclarationVersion, form: ActReasonForm) -> dict[str, ItemAnswer]:
    if not form.is_valid():
        return {}
    try:
        return declaring.view_masked(version, actor=actor_of(request), **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, explain(refused))
        return {}


def _changes(
    given: Declaration, version: DeclarationVersion, versions: list[DeclarationVersion]
) -> list[words.Difference] | None:
    before = next((one for one in versions if one.number == version.number - 1), None)
    if before is None:
        return None
    found = differences(declaring.submitted_answers(before), declaring.submitted_answers(version))
    items = read(given.case.policy_edition).declaration_form.items
    return [words.difference(change, items, language()) for change in found]
