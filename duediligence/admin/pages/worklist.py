"""The worklist: what waits for whom, the first page after the sign-in."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from duediligence.admin.components import Action, Bar, Chart, Tab
from duediligence.admin.forms.filters import WorklistFilters
from duediligence.admin.frame import Count, Found, Text, Tone, signed_in
from duediligence.admin.pages.asked import asked, decider
from duediligence.admin.pages.due_words import DueLine, in_words
from duediligence.admin.pages.export import FORMATS, file_of_rows
from duediligence.admin.pages.showing import actor_of, address_with, in_language, language, page_of, show
from duediligence.domain import access, case
from duediligence.domain.candidates import OPENERS
from duediligence.enums import Role
from duediligence.errors import NotAllowed, Refused
from duediligence.messages import explain
from duediligence.models import Case, User
from duediligence.queries import worklist as queries
from duediligence.queries.case_acts import may_record
from duediligence.queries.case_rows import CaseRow, case_rows
from duediligence.queries.charts import cases_by_step, hits_by_list
from duediligence.queries.due import dues_of, next_due

TABS: dict[queries.Tab, Text] = {
    queries.Tab.MINE: _("Mine"),
    queries.Tab.TEAM: _("My team"),
    queries.Tab.UNASSIGNED: _("Unassigned"),
    queries.Tab.WAITING: _("Waiting for others"),
    queries.Tab.DUE_SOON: _("Due soon"),
    queries.Tab.OVERDUE: _("Overdue"),
    queries.Tab.ALL: _("All"),
}
EMPTY: dict[queries.Tab, Text] = {
    queries.Tab.MINE: _("Nothing waits for you. Take the next case, or look at what your team has."),
    queries.Tab.TEAM: _("Nothing waits for the holders of your roles."),
    queries.Tab.UNASSIGNED: _("Every case in progress has an officer."),
    queries.Tab.WAITING: _("None of your cases waits for somebody else."),
    queries.Tab.DUE_SOON: _("No step is due within a week."),
    queries.Tab.OVERDUE: _("No step is overdue."),
    queries.Tab.ALL: _("Record a proposal: its case opens and appears here."),
}
STEP_ROLES = frozenset({Role.SECURITY_OFFICER, Role.DECISION_MAKER, Role.DEPARTMENT_OFFICER, Role.PARTNER_OFFICER})
FOR_THE_READER = frozenset({queries.Tab.MINE, queries.Tab.TEAM})
"""Under these tabs what is asked of the reader goes before what is due sooner from others."""
TONES = {"asset_freeze": Tone.DANGER, "licence_trigger": Tone.WARNING, "funding_bar": Tone.WARNING}


@require_safe
def worklist(request: HttpRequest) -> HttpResponse:
    user, day = signed_in(request), timezone.localdate()
    tab = _tab(request, user)
    filters = WorklistFilters(request.GET, user=user, language=language())
    cases = filters.applied(queries.cases_under(tab, user, day)).select_related(
        "revision", "proposal__programme", "policy_edition", "owner", "current_run"
    )
    if request.GET.get("format") in FORMATS:
        return _file(request.GET["format"], cases)
    page = page_of(request, cases)
    rows = case_rows(page, language())
    due = _next_dues(rows, user if tab in FOR_THE_READER else None)
    context = {
        "tabs": _tabs(tab, user, day),
        "rows": [{"row": row, "asked": asked(row), "decider": decider(row), "due": due[row.case.pk]} for row in rows],
        "page": page,
        "filters": filters,
        "is_filtered": any(request.GET.get(name) for name in ("q", "programme", "status", "step")),
        "empty": EMPTY[tab],
        "today": day,
        "csv": address_with(request, format="csv"),
        "xlsx": address_with(request, format="xlsx"),
        "charts": _charts(user),
        "take": _take_action(request),
        "may_record": may_record(user),
        "may_open_candidates": access.may(user, OPENERS, user.institution),
    }
    return show(request, "worklist.html", context)


@require_POST
def take_next(request: HttpRequest) -> HttpResponse:
    """Give the reader the case without an officer that is due first."""
    user = signed_in(request)
    try:
        with transaction.atomic():
            taken = queries.next_unassigned(user, timezone.localdate())
            if taken:
                case.assign(taken, user, actor=actor_of(request), only_if_free=True)
    except Refused as refused:
        messages.error(request, explain(refused))
        return redirect("admin:worklist")
    if taken is None:
        messages.info(request, gettext("Every case in progress has an officer."))
        return redirect("admin:worklist")
    messages.success(request, gettext("%(case)s is now yours.") % {"case": taken.reference})
    return redirect("admin:case", taken.reference)


def to_do(request: HttpRequest) -> Count | None:
    """Count what waits for the reader, beside the entry of the navigation."""
    user, day = signed_in(request), timezone.localdate()
    number = queries.cases_under(queries.Tab.MINE, user, day).count()
    return Count(number, _("cases wait for you")) if number else None


def find_cases(request: HttpRequest, words: str) -> Iterator[Found]:
    """Answer the search of the frame."""
    user = signed_in(request)
    filters = WorklistFilters({"q": words}, user=user, language=language())
    cases = queries.cases_under(queries.Tab.ALL, user, timezone.localdate())
    for one in filters.applied(cases).select_related("revision")[:8]:
        yield Found(_("Cases"), title_of(one), reverse("admin:case", args=[one.reference]), one.reference)


def title_of(one: Case) -> str:
    return in_language(one.revision.title_ja, one.revision.title_en)


def _tab(request: HttpRequest, user: User) -> queries.Tab:
    """Those who stand at no step begin with everything they may see."""
    wanted = request.GET.get("tab", "")
    if wanted in set(queries.Tab):
        return queries.Tab(wanted)
    return queries.Tab.MINE if user.roles() & STEP_ROLES else queries.Tab.ALL


def _tabs(current: queries.Tab, user: User, day: dt.date) -> list[Tab]:
    counts = queries.tab_counts(user, day)
    return [Tab(label, f"?tab={tab}", tab == current, counts[tab]) for tab, label in TABS.items()]


def _charts(user: User) -> list[Chart]:
    cases = Case.objects.visible_to(user).still_open()
    steps = [Bar(name, number) for name, number in cases_by_step(cases, language()).items()]
    lists = hits_by_list(cases, language())
    hits = [Bar(name, number, TONES.get(effect, Tone.ACCENT)) for name, effect, number in lists]
    return [chart for chart in (Chart(_("Cases by step"), steps), Chart(_("Hits by list"), hits)) if chart.bars]


def _next_dues(rows: Sequence[CaseRow], reader: User | None) -> dict[int, DueLine | None]:
    """Return by the key of the case what is due in it next."""
    found = dues_of(rows, timezone.now())
    first = {row.case.pk: next_due(found[row.case.pk], reader) for row in rows}
    return {row.case.pk: in_words(due, row.case) if (due := first[row.case.pk]) else None for row in rows}


def _take_action(request: HttpRequest) -> Action | None:
    reader = signed_in(request)
    if Role.SECURITY_OFFICER in reader.roles():
        return Action(_("Take the next case"))
    return Action(_("Take the next case"), refused=explain(NotAllowed())) if reader.is_superuser else None


def _file(kind: str, cases: QuerySet[Case]) -> HttpResponse:
    heads = [_("Case"), _("Title"), _("Principal investigator"), _("Programme"), _("Status"), _("Outcome")]
    heads += [_("What is asked"), _("Who"), _("Due"), _("Officer"), _("Hits")]
    heads += [_("Due next"), pgettext_lazy("due", "From whom"), _("By when")]
    rows = case_rows(cases, language())
    due = _next_dues(rows, None)
    return file_of_rows(kind, "worklist", heads, [_cells(row, due[row.case.pk]) for row in rows])


def _cells(row: CaseRow, due: DueLine | None) -> list[Any]:
    one = row.case
    programme = one.proposal.programme
    return [
        one.reference,
        title_of(one),
        row.lead,
        in_language(programme.name_ja, programme.name_en) if programme else "",
        one.get_status_display(),
        one.get_outcome_display(),
        asked(row),
        decider(row),
        row.due_date,
        one.owner,
        sum(row.hits.values()),
        *((due.what, due.who, due.by) if due else ("", "", None)),
    ]
