"""What may be done to a case as a whole, by whom, and the named reason why not."""

from enum import StrEnum

from duediligence import errors
from duediligence.domain import access, closing
from duediligence.domain.decision import awaited_step
from duediligence.domain.delegation import DELEGABLE
from duediligence.domain.evidence import once
from duediligence.domain.policy import read
from duediligence.enums import CaseStatus, Role, StepKind, StepStatus
from duediligence.models import Case, Department, RoleGrant, User
from screening.enums import RunStatus


class CaseAct(StrEnum):
    DECIDE = "decide"
    CONFIRM = "confirm"
    WAIVE = "waive"
    RESCREEN = "rescreen"
    ASSIGN = "assign"
    DEPARTMENT = "department"
    RECUSE = "recuse"
    WITHDRAW = "withdraw"
    CLOSE = "close"
    REOPEN = "reopen"


NEEDED: dict[CaseAct, frozenset[Role]] = {
    CaseAct.CONFIRM: frozenset({Role.SECURITY_OFFICER}),
    CaseAct.WAIVE: frozenset({Role.DECISION_MAKER}),
    CaseAct.RESCREEN: frozenset({Role.SECURITY_OFFICER}),
    CaseAct.ASSIGN: frozenset({Role.SECURITY_OFFICER, Role.OFFICE_ADMIN}),
    CaseAct.DEPARTMENT: frozenset({Role.SECURITY_OFFICER, Role.OFFICE_ADMIN}),
    CaseAct.RECUSE: DELEGABLE,
    CaseAct.WITHDRAW: frozenset({Role.SECURITY_OFFICER}),
    CaseAct.CLOSE: frozenset({Role.SECURITY_OFFICER}),
    CaseAct.REOPEN: frozenset({Role.SECURITY_OFFICER}),
}


def may_record(user: User) -> bool:
    """Return whether the user records and revises proposals of their institution."""
    return access.may(user, access.RECORDERS, user.institution)


def may_revise(case: Case, user: User) -> bool:
    """Return whether the user revises the proposal of a case: nobody does who takes no part in it."""
    return may_record(user) and not access.is_recused(user, case)


def possible_acts(case: Case) -> list[CaseAct]:
    """Return what the state of the case leaves to do, whoever does it. Deciding is a matter of its steps."""
    run = case.current_run
    could_not = run is not None and run.status in (RunStatus.PARTIAL, RunStatus.FAILED)
    if not case.is_open:
        return [] if case.purged_at else [CaseAct.REOPEN]
    acts = [act for act in CaseAct if act not in (CaseAct.DECIDE, CaseAct.REOPEN)]
    absent = {
        CaseAct.WAIVE: not could_not,
        CaseAct.CLOSE: case.status != CaseStatus.MONITORING,
        CaseAct.DEPARTMENT: not departments_of(case),
    }
    return [act for act in acts if not absent.get(act)]


def why_not(act: CaseAct, case: Case, user: User, roles: frozenset[Role]) -> errors.Refused | None:
    """Return why the user, who holds ``roles``, may not do this; ``None`` lets the button show."""
    watching = closing.watching(case) if act is CaseAct.CLOSE else []
    if not roles & (frozenset(Role(step.role) for step in watching) or NEEDED[act]):
        return errors.NotAllowed()
    if access.is_recused(user, case):
        return errors.AlreadyRecused() if act is CaseAct.RECUSE else errors.Recused()
    return closing.refusal(watching, user)


def awaited_answers(case: Case) -> list[Role]:
    """Return from whom an answer may be recorded now: the government's at any time, the funder's when awaited."""
    if not case.is_open:
        return []
    return [Role.GOVERNMENT] if awaited_step(case, Role.FUNDER) is None else [Role.FUNDER, Role.GOVERNMENT]


def possible_returns(case: Case) -> tuple[str, ...]:
    """Return the steps to which the answer that is awaited may send the case back, the usual one first."""
    step = case.steps.filter(kind=StepKind.EXTERNAL, status=StepStatus.OPEN).first()
    return read(case.policy_edition).step(step.code).may_return_to if step else ()


def departments_of(case: Case) -> list[Department]:
    """Return the departments with which the case can be put."""
    return once(case, "departments", lambda: list(Department.objects.filter(institution=case.institution_id)))


def officers_of(case: Case) -> list[User]:
    """Return the research-security officers to whom the case can be given."""
    grants = RoleGrant.objects.in_force().filter(role=Role.SECURITY_OFFICER, user__institution=case.institution_id)
    return list(User.objects.filter(pk__in=grants.values("user"), is_active=True))
