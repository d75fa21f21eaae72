"""Recording and revising proposals: one guided form, a page to check the answers, and the case that follows."""

import hashlib
from collections.abc import Callable

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from duediligence.admin.forms import draft as drafts
from duediligence.admin.forms.answers import answers
from duediligence.admin.forms.draft import Draft
from duediligence.admin.forms.member_table import read_text, read_upload
from duediligence.admin.forms.proposal import MemberTableForm
from duediligence.admin.forms.proposal_content import ProposalForms
from duediligence.admin.frame import signed_in
from duediligence.admin.pages.recording import Recording, new_recording, revising
from duediligence.admin.pages.showing import actor_of, language, show
from duediligence.domain import access
from duediligence.domain.policy import read
from duediligence.errors import NotAllowed, Recused, Refused
from duediligence.messages import explain
from duediligence.queries.case_acts import may_record

Step = Callable[[HttpRequest, Recording], HttpResponse]
ONCE_SECONDS = 600


def _for_new(step: Step) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        return _allowed(request, new_recording(request)) or step(request, new_recording(request))

    return require_http_methods(["GET", "HEAD", "POST"])(view)


def _for_revision(step: Step) -> Callable[[HttpRequest, str], HttpResponse]:
    def view(request: HttpRequest, reference: str) -> HttpResponse:
        recording = revising(request, reference)
        return _allowed(request, recording) or step(request, recording)

    return require_http_methods(["GET", "HEAD", "POST"])(view)


def _allowed(request: HttpRequest, recording: Recording) -> HttpResponse | None:
    user = signed_in(request)
    refused: Refused | None = None if may_record(user) else NotAllowed()
    if recording.case and access.is_recused(user, recording.case):
        refused = Recused()
    if refused is None:
        return None
    messages.error(request, explain(refused))
    return redirect(recording.home)


def _form(request: HttpRequest, recording: Recording) -> HttpResponse:
    """Show the draft; a button adds or takes away rows, reads a table, or goes on to the check."""
    draft = drafts.load(request, recording.key, recording.fresh)
    if request.method != "POST":
        return _show_form(request, recording, draft, bound="faults" in request.GET)
    draft = draft.typed(request.POST)
    act, _dash, number = request.POST.get("act", "check").partition("-")
    if act == "discard":
        drafts.discard(request, recording.key)
        messages.success(request, gettext("The draft is discarded."))
        return redirect(recording.home)
    if act == "read":
        return _read_table(request, recording, draft)
    changed = {
        "add_member": lambda: draft.with_member(),
        "add_party": lambda: draft.with_party(),
        "remove_member": lambda: draft.without("members", number),
        "remove_party": lambda: draft.without("parties", number),
    }.get(act)
    if changed:
        drafts.keep(request, recording.key, changed())
        return redirect(recording.form_address + ("#members" if "member" in act else "#parties"))
    return _checked(request, recording, draft)


def _checked(request: HttpRequest, recording: Recording, draft: Draft) -> HttpResponse:
    drafts.keep(request, recording.key, draft)
    forms = _forms(request, recording, draft, bound=True)
    problem = ""
    if forms.are_valid():
        try:
            _rehearse(request, recording, draft, forms)
            return redirect(recording.check_address)
        except Refused as refused:
            problem = forms.refuse(refused)
    return _page(request, recording, forms, problem=problem, status=422)


def _check(request: HttpRequest, recording: Recording) -> HttpResponse:
    """Show every answer once more; recording happens from here, once."""
    once = _once(request.POST.get("token", ""))
    if recorded := cache.get(once):
        messages.info(request, gettext("This draft has already been recorded."))
        return redirect("admin:case", recorded)
    draft = drafts.load(request, recording.key, recording.fresh)
    forms = _forms(request, recording, draft, bound=True)
    if not drafts.is_kept(request, recording.key) or not forms.are_valid():
        return redirect(recording.form_address)
    if request.method == "POST":
        if request.POST.get("seen") == draft.fingerprint:
            return _record(request, recording, draft, forms)
        messages.error(request, gettext("The draft has changed since this page was shown. Check the answers again."))
        return redirect(recording.check_address)
    return _show_check(request, recording, draft, forms)


def _show_check(request: HttpRequest, recording: Recording, draft: Draft, forms: ProposalForms) -> HttpResponse:
    """Say of a revision which steps of the case it begins again."""
    context = {"recording": recording, "draft": draft, "answers": list(answers(forms))}
    if recording.case:
        try:
            again = cache.get(_foreseen(recording, draft))
            again = _rehearse(request, recording, draft, forms) if again is None else again
        except Refused as refused:
            return _page(request, recording, forms, problem=forms.refuse(refused), status=422)
        policy = read(recording.case.policy_edition)
        context["again"] = [policy.step(code).name.within(language()) for code in again]
    return show(request, "proposal_check.html", context)


def _rehearse(request: HttpRequest, recording: Recording, draft: Draft, forms: ProposalForms) -> list[str]:
    """Find every refusal; remember for the next page which steps begin again."""
    again = recording.rehearse(forms, actor_of(request))
    cache.set(_foreseen(recording, draft), again, ONCE_SECONDS)
    return again


def _foreseen(recording: Recording, draft: Draft) -> str:
    return f"proposal-foreseen:{recording.key}:{recording.state(draft)}"


def _record(request: HttpRequest, recording: Recording, draft: Draft, forms: ProposalForms) -> HttpResponse:
    once = _once(draft.token)
    if not cache.add(once, "", ONCE_SECONDS):
        messages.info(request, gettext("This draft is being recorded at this moment."))
        return redirect("admin:worklist")
    try:
        reference = recording.record(forms, actor_of(request))
    except Refused as refused:
        cache.delete(once)
        problem = forms.refuse(refused)
        return _page(request, recording, forms, problem=problem, status=422)
    cache.set(once, reference, ONCE_SECONDS)
    drafts.discard(request, recording.key)
    messages.success(request, recording.done % {"case": reference})
    return HttpResponseRedirect(reverse("admin:case", args=[reference]))


def _once(token: str) -> str:
    """Return under what name the cache holds the case that a draft led to; nothing while it is being recorded."""
    return f"proposal-draft:{hashlib.sha256(token.encode()).hexdigest()}"


def _read_table(request: HttpRequest, recording: Recording, draft: Draft) -> HttpResponse:
    """Add the members of a pasted or uploaded table; rows that cannot be read are named and left out."""
    upload, text = request.FILES.get("file"), request.POST.get("table", "")
    table = read_upload(upload) if upload else read_text(text)
    draft = draft.with_members(table.members)
    drafts.keep(request, recording.key, draft)
    forms = _forms(request, recording, draft, bound=False)
    pasted, status = (text, 422) if table.errors else ("", 200)
    return _page(request, recording, forms, faults=table.errors, read=len(table.members), pasted=pasted, status=status)


def _show_form(request: HttpRequest, recording: Recording, draft: Draft, *, bound: bool) -> HttpResponse:
    return _page(request, recording, _forms(request, recording, draft, bound=bound))


def _forms(request: HttpRequest, recording: Recording, draft: Draft, *, bound: bool) -> ProposalForms:
    return ProposalForms(
        draft, user=signed_in(request), language=language(), is_new=recording.case is None, bound=bound
    )


def _page(
    request: HttpRequest,
    recording: Recording,
    forms: ProposalForms,
    *,
    problem: str = "",
    faults: tuple[str, ...] = (),
    read: int | None = None,
    pasted: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "recording": recording,
        "forms": forms,
        "table": MemberTableForm(initial={"table": pasted}),
        "problem": problem,
        "faults": faults,
        "read": read,
        "is_kept": drafts.is_kept(request, recording.key),
    }
    return show(request, "proposal_form.html", context, status)


new, check_new = _for_new(_form), _for_new(_check)
revise, check_revision = _for_revision(_form), _for_revision(_check)
