"""What a case asks of whom, in words."""

from django.utils.translation import gettext, ngettext

from duediligence.enums import CaseStatus, Role, StepKind
from duediligence.labels import label
from duediligence.queries.case_rows import CaseRow


def asked(row: CaseRow) -> str:
    """Return the next thing to do: the hits first, then the step itself."""
    if row.step is None:
        return str(row.case.get_status_display())
    run = row.case.current_run
    if run and run.is_live:
        return gettext("Screening is under way")
    if is_watched(row):
        return gettext("Next rescreening")
    if row.step.role == Role.SECURITY_OFFICER:
        if row.unjudged:
            return ngettext("Judge %(count)d hit", "Judge %(count)d hits", row.unjudged) % {"count": row.unjudged}
        if row.unreviewed:
            words = ngettext(
                "Second review of %(count)d judgement", "Second review of %(count)d judgements", row.unreviewed
            )
            return words % {"count": row.unreviewed}
    return row.step_name


def is_watched(row: CaseRow) -> bool:
    """Return whether nothing is left but to look again from time to time."""
    return row.case.status == CaseStatus.MONITORING or bool(row.step and row.step.kind == StepKind.MONITOR)


def decider(row: CaseRow) -> str:
    """Return who has to act: the officer who has the case, else the role; nobody while the case is monitored."""
    if row.step is None:
        return ""
    if is_watched(row):
        return gettext("Done by itself")
    role = label(Role(row.step.role))
    if row.step.role != Role.SECURITY_OFFICER:
        return str(role)
    if row.unreviewed and not row.unjudged:
        return gettext("%(role)s, another one") % {"role": role}
    return str(row.case.owner) if row.case.owner else gettext("%(role)s (not assigned)") % {"role": role}
