"""Open cases moved to an edition: each previewed, chosen by hand, moved by itself, with a reason."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from duediligence.admin.forms.policies import MoveForm
from duediligence.admin.frame import signed_in
from duediligence.admin.pages.policies import edition_or_404
from duediligence.admin.pages.showing import actor_of, language, page_of, show
from duediligence.domain import access, policy_move
from duediligence.domain.policy import read
from duediligence.errors import NotAllowed, Refused
from duediligence.messages import explain
from duediligence.models import Case, PolicyEdition, User
from duediligence.policy.edition import Policy


@dataclass(frozen=True, slots=True)
class Row:
    """A case with what moving it would do, or why it stays."""

    case: Case
    effects: tuple[str, ...]
    refused: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, edition_id: int) -> HttpResponse:
    found, user = edition_or_404(request, edition_id), signed_in(request)
    form = MoveForm(request.POST if request.method == "POST" else None)
    chosen = request.POST.getlist("case")
    if form.is_valid():
        if not chosen:
            form.add_error(None, gettext("Choose at least one case."))
        elif _moved(request, found, form, chosen):
            return redirect("admin:policy", edition_id)
    page = page_of(request, _open_elsewhere(user, found))
    context = {
        "edition": found,
        "form": form,
        "page": page,
        "rows": [_row(case, found) for case in page.object_list],
        "chosen": chosen,
        "refused": "" if access.may(user, policy_move.MOVERS, user.institution) else explain(NotAllowed()),
    }
    return show(request, "policy_move.html", context, 422 if form.errors else 200)


def _open_elsewhere(user: User, found: PolicyEdition) -> QuerySet[Case]:
    cases = Case.objects.visible_to(user).still_open().exclude(policy_edition=found)
    return cases.select_related("policy_edition", "proposal__programme", "revision", "institution").order_by("pk")


def _moved(request: HttpRequest, found: PolicyEdition, form: MoveForm, chosen: list[str]) -> bool:
    """Move each that was chosen by itself; tell of each that stays why, and return whether all were moved."""
    cases = _open_elsewhere(signed_in(request), found)
    wanted = list(cases.filter(pk__in=[key for key in chosen if key.isdecimal()]))
    refusals = [(case, refused) for case in wanted if (refused := _refusal(request, case, found, form))]
    for case, refused in refusals:
        form.add_error(None, f"{case}: {explain(refused)}")
    if count := len(wanted) - len(refusals):
        messages.success(request, gettext("Cases moved to this edition: %(count)d.") % {"count": count})
    return not refusals


def _refusal(request: HttpRequest, case: Case, found: PolicyEdition, form: MoveForm) -> Refused | None:
    try:
        policy_move.move(case, found, actor=actor_of(request), reason=form.cleaned_data["reason"])
    except Refused as refused:
        return refused
    return None


def _row(case: Case, found: PolicyEdition) -> Row:
    try:
        planned = policy_move.plan(case, found)
    except Refused as refused:
        return Row(case, (), explain(refused))
    old, new = read(case.policy_edition), read(found)
    effects = [
        _named(gettext("gone through again: %(steps)s"), new, planned.again),
        _named(gettext("added: %(steps)s"), new, planned.added),
        _named(gettext("no more: %(steps)s"), old, planned.dropped),
        gettext("screened anew") if planned.rescreens else "",
        gettext("assessed anew") if planned.reassesses else "",
    ]
    return Row(case, tuple(filter(None, effects)) or (gettext("every step stands"),))


def _named(words: str, policy: Policy, codes: Iterable[str]) -> str:
    names = ", ".join(policy.step(code).name.within(language()) for code in codes)
    return words % {"steps": names} if names else ""
