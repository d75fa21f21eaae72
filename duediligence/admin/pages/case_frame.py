"""What surrounds every page of a case file: what comes next, the route, editions, warnings, sections."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duediligence.admin.components import Action, StepMark, Tab
from duediligence.admin.frame import Text, signed_in
from duediligence.admin.pages.asked import asked, decider
from duediligence.admin.pages.showing import language, show
from duediligence.domain import access, decision
from duediligence.enums import Role, StepKind, StepStatus
from duediligence.errors import NotAllowed
from duediligence.labels import label
from duediligence.messages import explain
from duediligence.models import Case, Step, User
from duediligence.queries.case_file import CaseFile, case_file, visible_case
from duediligence.queries.case_rows import next_date
from duediligence.queries.run_words import problems_in_words

SECTIONS: dict[str, Text] = {
    "case": _("Overview"),
    "case_members": _("Members and declarations"),
    "case_partners": _("Partner institutions"),
    "case_hits": _("Hits"),
    "case_technology": _("Technology"),
    "case_assessment": _("Assessment"),
    "case_measures": _("Measures"),
    "case_due_diligence": _("Due diligence"),
    "case_records": _("Notes and incidents"),
    "case_steps": _("Steps"),
    "case_questionnaire": _("Questionnaire"),
    "case_documents": _("Documents"),
    "case_history": _("History"),
}


def case_or_404(request: HttpRequest, reference: str) -> Case:
    """Return the case if the reader may see it; else it does not exist for them."""
    try:
        return visible_case(signed_in(request), reference)
    except Case.DoesNotExist as missing:
        raise Http404 from missing


def show_case(
    request: HttpRequest, case: Case, section: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render a page of the case file within the header and the rail of sections."""
    file = context.get("file") or case_file(case, language())
    run = case.current_run
    around = {
        "file": file,
        "case": case,
        "run": run,
        "shows_route": section in ("case", "case_steps"),
        "today": timezone.localdate(),
        "next": _next(file),
        "next_action": None if "next_action" in context else _action(file, request),
        "stepper": [_mark(file, step) for step in file.steps],
        "sections": _sections(file, context.get("tab", section), signed_in(request)),
        "problems": problems_in_words(run) if run and run.problems else [],
        "editions": list(case.editions.select_related("edition__source")),
    }
    return show(request, f"{section}.html", {**around, **context}, status)


def _next(file: CaseFile) -> dict[str, Any]:
    """Return the one sentence: what, who, by when."""
    return {"what": asked(file.row), "who": decider(file.row), "due": file.row.due_date}


def _action(file: CaseFile, request: HttpRequest) -> Action | None:
    """Return its button, or the reason why there is none."""
    step, reference = file.row.step, file.case.reference
    run = file.case.current_run
    if step is None or step.kind == StepKind.MONITOR or (run and run.is_live):
        return None
    step.case = file.case
    roles = signed_in(request).roles()
    if step.kind == StepKind.EXTERNAL:
        label, allowed = gettext("Record the answer"), Role.SECURITY_OFFICER in roles
        refused = "" if allowed else explain(NotAllowed())
        return Action(label, reverse("admin:case_steps", args=[reference]), refused)
    if file.row.unjudged and step.role == Role.SECURITY_OFFICER and Role.SECURITY_OFFICER in roles:
        return Action(gettext("Judge the hits"), reverse("admin:case_next_hit", args=[reference]))
    refusals = decision.refusals(step, signed_in(request))
    refused = explain(refusals[0], file.policy) if refusals else ""
    return Action(gettext("Decide this step"), reverse("admin:case_steps", args=[reference]), refused)


def _mark(file: CaseFile, step: Step) -> StepMark:
    made = file.decisions.get(step.pk, ())
    who = ", ".join(str(one.decided_by) for one in made) or str(label(Role(step.role)))
    done = timezone.localdate(step.completed_at) if step.completed_at else None
    is_open = step.status == StepStatus.OPEN
    return StepMark(
        label=file.policy.step(step.code).name.within(language()),
        state=step.status,
        state_label=label(StepStatus(step.status)),
        who=who if step.status != StepStatus.SKIPPED else "",
        on=next_date(file.case, step) if is_open else done,
        is_current=is_open,
    )


def _sections(file: CaseFile, current: str, reader: User) -> list[Tab]:
    counts = {"case_members": file.member_count, "case_hits": file.hit_count, "case_technology": file.area_count}
    reference = file.case.reference
    allowed = {
        "case_documents": access.may_take_documents(reader, file.case.institution),
        "case_questionnaire": access.may_read_declarations(reader, file.case.institution),
    }
    return [
        Tab(label, reverse(f"admin:{name}", args=[reference]), name == current, counts.get(name))
        for name, label in SECTIONS.items()
        if allowed.get(name, True)
    ]
