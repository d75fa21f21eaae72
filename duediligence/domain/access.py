"""Who may do what at an institution. Roles count for everybody alike; being a superuser adds none."""

from duediligence.domain.actor import Actor
from duediligence.enums import Role
from duediligence.errors import NotAllowed, Recused
from duediligence.models import Case, Institution, RoleGrant, User
from duediligence.models.proposal import OFFICE_ROLES

INVESTIGATORS = frozenset({Role.SECURITY_OFFICER})
CONFIGURERS = frozenset({Role.OFFICE_ADMIN})
DECIDERS = frozenset({Role.DECISION_MAKER})
COLLECTORS = frozenset({Role.DEPARTMENT_OFFICER, Role.SECURITY_OFFICER})
LIST_KEEPERS = frozenset({Role.SECURITY_OFFICER, Role.OFFICE_ADMIN})


def may(user: User, roles: frozenset[Role], institution: Institution | None) -> bool:
    """Return whether the user holds one of ``roles`` at this very institution."""
    return institution is not None and user.institution_id == institution.pk and bool(user.roles() & roles)


def may_take_documents(user: User, institution: Institution) -> bool:
    """Documents hold what everybody said: they are the office's, and nobody's of the department or the members."""
    return user.is_superuser or may(user, OFFICE_ROLES, institution)


def demand(actor: Actor, roles: frozenset[Role], institution: Institution | None) -> User:
    """Return the person who acts. Raises ``NotAllowed`` for programs, strangers and other roles."""
    if actor.user is None or not may(actor.user, roles, institution):
        raise NotAllowed
    return actor.user


def holders(role: Role, institution: Institution) -> list[User]:
    """Return the people who hold the role at the institution today."""
    grants = RoleGrant.objects.in_force().filter(role=role, user__institution=institution)
    return list(User.objects.filter(pk__in=grants.values("user"), is_active=True).order_by("pk"))


def is_recused(user: User, case: Case) -> bool:
    """Return whether the user declared a conflict of interest in the case."""
    return any(one.person_id == user.pk for one in case.recusals.all())


def demand_on(actor: Actor, roles: frozenset[Role], case: Case) -> User:
    """Return the person who acts on a case. Raises ``NotAllowed``, and ``Recused`` for whoever takes no part in it."""
    user = demand(actor, roles, case.institution)
    if is_recused(user, case):
        raise Recused
    return user
