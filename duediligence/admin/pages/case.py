"""The case file: overview, members, history, and the progress of a run."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from duediligence.admin.components import Fact
from duediligence.admin.frame import signed_in
from duediligence.admin.pages.case_frame import case_or_404, show_case
from duediligence.admin.pages.due_words import in_words as due_in_words
from duediligence.admin.pages.showing import in_language, language, page_of, show_part
from duediligence.admin.verbs import actor_names, happenings, in_words
from duediligence.days import day, moment
from duediligence.models import Case
from duediligence.queries.case_acts import may_revise
from duediligence.queries.case_file import case_file
from duediligence.queries.due import dues_of
from duediligence.queries.events import main_events, of_case

SOONEST = 12
"""So many dues are shown at once; the others unfold."""


@require_safe
def overview(request: HttpRequest, reference: str) -> HttpResponse:
    case = case_or_404(request, reference)
    file = case_file(case, language())
    due = [due_in_words(one, case) for one in dues_of([file.row], timezone.now())[case.pk]]
    context = {
        "file": file,
        "soonest": due[:SOONEST],
        "later": due[SOONEST:],
        "overdue": sum(one.is_overdue for one in due),
        "facts": _facts(case),
        "events": happenings(main_events(case)),
        "texts": _texts(case),
        "may_revise": case.is_open and may_revise(case, signed_in(request)),
    }
    return show_case(request, case, "case", context)


@require_safe
def history(request: HttpRequest, reference: str) -> HttpResponse:
    case = case_or_404(request, reference)
    page = page_of(request, of_case(case), 50)
    names = actor_names(page)
    events = [{"event": one, "words": in_words(one.verb), "who": names[one.actor]} for one in page]
    return show_case(request, case, "case_history", {"page": page, "events": events})


@require_safe
def progress(request: HttpRequest, reference: str) -> HttpResponse:
    """Answer how far the run is; once it has finished the page is loaded anew."""
    case = case_or_404(request, reference)
    if case.current_run and case.current_run.is_live:
        return show_part(request, "parts/progress.html", {"case": case, "run": case.current_run})
    return HttpResponse(headers={"HX-Refresh": "true"})


def _facts(case: Case) -> list[Fact]:
    proposal = case.proposal
    programme, department = proposal.programme, proposal.department
    policy = in_language(case.policy_edition.name_ja, case.policy_edition.name_en)
    facts = [
        Fact(_("Programme"), in_language(programme.name_ja, programme.name_en) if programme else _("Voluntary case")),
        Fact(_("Funder's number"), proposal.external_id),
        Fact(_("Department"), in_language(department.name_ja, department.name_en) if department else ""),
        Fact(_("Deadline"), day(proposal.stage_deadline_date)),
        Fact(_("Recorded by"), str(proposal.created_by or proposal.created_by_client)),
        Fact(_("Revision"), f"{case.revision.number} ({moment(case.revision.created_at)})"),
        Fact(_("Officer"), str(case.owner) if case.owner else _("Not assigned")),
        Fact(_("Case opened"), moment(case.opened_at)),
        Fact(
            _("Policy"),
            f"{policy} {case.policy_edition.edition}",
            reverse("admin:policy", args=[case.policy_edition_id]),
        ),
    ]
    if case.next_rescreen_date:
        facts.append(Fact(_("Next rescreening"), day(case.next_rescreen_date)))
    if case.closed_at:
        facts.append(Fact(_("Case closed"), moment(case.closed_at)))
    return facts


def _texts(case: Case) -> list[Fact]:
    revision = case.revision
    texts = [
        Fact(_("Title (Japanese)"), revision.title_ja),
        Fact(_("Title (English)"), revision.title_en),
        Fact(_("Abstract (Japanese)"), revision.abstract_ja),
        Fact(_("Abstract (English)"), revision.abstract_en),
        Fact(_("Keywords (Japanese)"), "、".join(revision.keywords_ja)),
        Fact(_("Keywords (English)"), ", ".join(revision.keywords_en)),
    ]
    return [text for text in texts if text.value]
