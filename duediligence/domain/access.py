"""Who may do what at an institution. Roles count for everybody alike; being a superuser adds none."""

from typing import TYPE_CHECKING

from django.db.models import Q

from duediligence.domain.actor import Actor
from duediligence.enums import Role
from duediligence.errors import NotAllowed, Recused, Refused
from duediligence.models import Case, Delegation, Institution, RoleGrant, User
from duediligence.models.declaration import READERS
from duediligence.models.proposal import OFFICE_ROLES

if TYPE_CHECKING:
    from django.db.models import QuerySet

INVESTIGATORS = frozenset({Role.SECURITY_OFFICER})
CONFIGURERS = frozenset({Role.OFFICE_ADMIN})
DECIDERS = frozenset({Role.DECISION_MAKER})
COLLECTORS = frozenset({Role.DEPARTMENT_OFFICER, Role.SECURITY_OFFICER})
RECORDERS = frozenset({Role.RESEARCHER, Role.DEPARTMENT_OFFICER, Role.SECURITY_OFFICER, Role.OFFICE_ADMIN})
LIST_KEEPERS = frozenset({Role.SECURITY_OFFICER, Role.OFFICE_ADMIN})


def may(user: User, roles: frozenset[Role], institution: Institution | None) -> bool:
    """Return whether the user holds one of ``roles`` at this very institution."""
    return institution is not None and user.institution_id == institution.pk and bool(user.roles() & roles)


def may_take_documents(user: User, institution: Institution) -> bool:
    """Documents hold what everybody said: they are the office's, and nobody's of the department or the members."""
    return user.is_superuser or may(user, OFFICE_ROLES, institution)


def may_read_declarations(user: User, institution: Institution) -> bool:
    """Return whether the user reads what the members of the institution's cases declared."""
    return user.is_superuser or may(user, READERS, institution)


def keeps_shared(user: User) -> bool:
    """What all institutions share is kept by the installation's administrator, or by the only institution's own."""
    return user.is_superuser or (may(user, CONFIGURERS, user.institution) and Institution.objects.count() == 1)


def demand(actor: Actor, roles: frozenset[Role], institution: Institution | None) -> User:
    """Return the person who acts. Raises ``NotAllowed`` for programs, strangers and other roles."""
    if actor.user is None or not may(actor.user, roles, institution):
        raise NotAllowed
    return actor.user


def demand_unless_system(actor: Actor, roles: frozenset[Role], institution: Institution | None) -> None:
    """Ask for a role of whoever comes from outside; the installation's own tasks and commands have none."""
    if actor.comes_from_outside:
        demand(actor, roles, institution)


def holders(role: Role, institution: Institution) -> list[User]:
    """Return the people who hold the role at the institution today."""
    grants = RoleGrant.objects.in_force().filter(role=role, user__institution=institution)
    return list(User.objects.filter(pk__in=grants.values("user"), is_active=True).order_by("pk"))


def may_be_charged(case: Case) -> "QuerySet[User]":
    """Return the people to whom a task in the case may be given: they see it, and do not only audit."""
    held = RoleGrant.objects.in_force().filter(user__institution=case.institution_id)
    office = held.filter(role__in=OFFICE_ROLES - {Role.AUDITOR})
    department = held.filter(role=Role.DEPARTMENT_OFFICER, user__department__isnull=False)
    own = department.filter(user__department=case.proposal.department_id)
    members = case.revision.memberships.values("person__user")
    sees = Q(pk__in=office.values("user")) | Q(pk__in=own.values("user")) | Q(pk=case.proposal.created_by_id)
    return User.objects.filter(sees | Q(pk__in=members), institution=case.institution_id, is_active=True)


def addressees(role: Role, case: Case) -> list[User]:
    """Return who is told of a case as a holder of the role: they and their substitutes, who see it and take part."""
    lent = Delegation.objects.in_force().filter(role=role, from_user__institution=case.institution_id)
    substitutes = User.objects.filter(pk__in=lent.values("to_user"), is_active=True).order_by("pk")
    found = dict.fromkeys([*holders(role, case.institution), *substitutes])
    cases = Case.objects.filter(pk=case.pk)
    return [user for user in found if not is_recused(user, case) and cases.visible_to(user).exists()]


def officers_told(case: Case) -> list[User]:
    """Return the officer who has the case; all of them where nobody has it, or not any more as an officer."""
    if case.owner and case.owner.is_active and may(case.owner, INVESTIGATORS, case.institution):
        return [case.owner]
    return addressees(Role.SECURITY_OFFICER, case)


def demand_reader(actor: Actor, case: Case) -> User:
    """Return the person who reads what members declared and what was sent of it. Raises ``NotAllowed``."""
    user = actor.user
    if user is None or not may_read_declarations(user, case.institution):
        raise NotAllowed
    if not Case.objects.visible_to(user).filter(pk=case.pk).exists():
        raise NotAllowed
    return user


def is_recused(user: User, case: Case) -> bool:
    """Return whether the user declared a conflict of interest in the case."""
    return any(one.person_id == user.pk for one in case.recusals.all())


def refusal_on(case: Case, user: User, roles: frozenset[Role]) -> Refused | None:
    """Return why ``user`` does nothing on the case as a holder of one of ``roles``; ``None`` lets the button show."""
    if not may(user, roles, case.institution):
        return NotAllowed()
    return Recused() if is_recused(user, case) else None


def demand_on(actor: Actor, roles: frozenset[Role], case: Case) -> User:
    """Return the person who acts on a case. Raises ``NotAllowed``, and ``Recused`` for whoever takes no part in it."""
    if actor.user is None:
        raise NotAllowed
    if refused := refusal_on(case, actor.user, roles):
        raise refused
    return actor.user
