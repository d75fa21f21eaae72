"""The partner's own people: asked for their declarations, read, and sent to the lead when the officer says so."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from duediligence.admin import declared as words
from duediligence.admin.forms.declaration_acts import ActReasonForm
from duediligence.admin.forms.partner import AskOwnForm
from duediligence.admin.pages.showing import language
from duediligence.admin.portal.invited import Invited, invited
from duediligence.admin.portal.partner_pages import show_part
from duediligence.domain import declaration, declaring, partner_people
from duediligence.domain.policy import read
from duediligence.errors import LinkNotValid, Refused
from duediligence.messages import explain
from duediligence.models import DeclarationVersion, Person
from duediligence.notify import link_address
from duediligence.policy.answers import Change, ItemAnswer, differences
from duediligence.policy.reasons import ReasonedAct


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def declaration_page(request: HttpRequest, public_id: uuid.UUID, person_id: int) -> HttpResponse:
    """Show what one of the partner's people filed with it; the masked items only when asked for with a reason.

    Each view is audited.
    """
    given = invited(request, public_id)
    person = given.person(person_id)
    try:
        versions = partner_people.read(given.part, person, actor=given.actor)
    except Refused as refused:
        raise Http404 from refused
    form = ActReasonForm(
        request.POST if request.method == "POST" else None,
        act=ReasonedAct.VIEW_MASKED_ANSWER,
        language=language(),
    )
    del form.fields["text"]
    masked = _viewed(given, person, versions[0], form) if request.method == "POST" else {}
    newest, before = versions[0], versions[1] if len(versions) > 1 else None
    items = read(given.part.case.policy_edition).declaration_form.items
    context = {
        "person": person,
        "version": newest,
        "said": words.all_said(items, declaring.submitted_answers(newest), masked, language()),
        "form": None if masked else form,
        "changes": [words.difference(one, items, language()) for one in _changes(before, newest)] if before else None,
    }
    return show_part(request, given, "declaration", context, status=422 if form.errors else 200)


def _viewed(given: Invited, person: Person, version: DeclarationVersion, form: ActReasonForm) -> dict[str, ItemAnswer]:
    if not form.is_valid():
        return {}
    try:
        return partner_people.view_masked(
            given.part, person, number=version.number, actor=given.actor, **form.cleaned_data
        )
    except Refused as refused:
        form.add_error(None, explain(refused))
        return {}


def _changes(before: DeclarationVersion, newest: DeclarationVersion) -> tuple[Change, ...]:
    return tuple(differences(declaring.submitted_answers(before), declaring.submitted_answers(newest)))


@require_POST
def act(request: HttpRequest, public_id: uuid.UUID, person_id: int, name: str) -> HttpResponse:
    """Ask one of the partner's people, take a link back, or send their declaration to the lead."""
    given = invited(request, public_id)
    person = given.person(person_id)
    if name not in _ACTS:
        raise Http404
    try:
        messages.success(request, _ACTS[name](request, given, person))
    except Refused as refused:
        messages.error(request, explain(refused))
    except _NotSent as not_sent:
        messages.error(request, str(not_sent))
    return redirect("partner_part", public_id)


class _NotSent(Exception):  # noqa: N818 - what was left out stands on the page
    """The form lacks something; nothing was done."""


def _ask(request: HttpRequest, given: Invited, person: Person) -> str:
    form = AskOwnForm(request.POST)
    if not form.is_valid():
        raise _NotSent(gettext("Give a valid e-mail address; nothing was sent."))
    asked, token = declaration.ask(given.part.case, person, actor=given.actor, email=form.cleaned_data["email"])
    if given.part.case.institution.is_demo:
        return gettext("This demonstration sends no mail. The personal link of %(name)s: %(link)s") % {
            "name": person.name,
            "link": link_address(token),
        }
    return gettext("The personal link is sent to %(email)s.") % {"email": asked.email}


def _revoke(request: HttpRequest, given: Invited, person: Person) -> str:
    found = given.part.declarations.filter(person=person).first()
    if found is None:
        raise LinkNotValid
    declaration.revoke_link(found, actor=given.actor)
    return gettext("The link opens nothing any more.")


def _send(request: HttpRequest, given: Invited, person: Person) -> str:
    if request.POST.get("sends") != "yes":
        raise _NotSent(gettext("Tick that you send it; nothing was sent."))
    sent = partner_people.send(given.part, person, actor=given.actor)
    return gettext("Version %(n)d of the declaration of %(name)s is sent to the lead institution.") % {
        "n": sent.number,
        "name": person.name,
    }


_ACTS: dict[str, Callable[[HttpRequest, Invited, Person], str]] = {"ask": _ask, "revoke": _revoke, "send": _send}
