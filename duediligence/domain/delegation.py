"""Roles lent to a substitute for a time: by their holder, or by the office for somebody who is absent."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from duediligence import errors
from duediligence.domain import access, audit
from duediligence.domain.actor import Actor
from duediligence.enums import Role
from duediligence.models import Delegation, User

DELEGABLE = frozenset({Role.DEPARTMENT_OFFICER, Role.SECURITY_OFFICER, Role.DECISION_MAKER})


@transaction.atomic
def delegate(
    *,
    from_user: User,
    to_user: User,
    role: Role,
    from_date: dt.date,
    until_date: dt.date,
    reason: str,
    actor: Actor,
    now: dt.datetime | None = None,
) -> Delegation:
    """Lend a role of one person to another from one date to another, both included.

    Steps: check who arranges it, the role, the substitute, the dates and the reason, write, audit. Raises
    ``NotAllowed``, ``NotDelegable``, ``SubstituteUnsuited``, ``InvalidInput``, ``ReasonMissing``.
    """
    now = now or timezone.now()
    maker = _demand_arranger(actor, from_user)
    if role not in DELEGABLE or role not in from_user.own_roles():
        raise errors.NotDelegable(field="role")
    if to_user.institution_id != from_user.institution_id or not to_user.is_active or role in to_user.own_roles():
        raise errors.SubstituteUnsuited(field="to_user")
    if until_date < from_date:
        raise errors.InvalidInput("until_date", "period")
    if until_date < timezone.localdate(now):
        raise errors.InvalidInput("until_date", "in_the_past", value=until_date)
    if not reason.strip():
        raise errors.ReasonMissing(field="reason")
    made = Delegation.objects.create(
        from_user=from_user,
        to_user=to_user,
        role=role,
        from_date=from_date,
        until_date=until_date,
        reason=reason.strip(),
        made_by=maker,
        made_at=now,
    )
    _note(actor, "delegation.made", made, made.reason)
    return made


@transaction.atomic
def revoke(delegation: Delegation, *, actor: Actor, now: dt.datetime | None = None) -> None:
    """End a delegation at once; what was decided under it stands. Raises ``NotAllowed``."""
    delegation = Delegation.objects.select_for_update(of=("self",)).select_related("from_user").get(pk=delegation.pk)
    _demand_arranger(actor, delegation.from_user)
    if delegation.revoked_at is None:
        delegation.revoked_at = now or timezone.now()
        delegation.save(update_fields=["revoked_at"])
        _note(actor, "delegation.revoked", delegation, "")


def principals(user: User, role: Role, day: dt.date | None = None) -> list[User]:
    """Return for whom ``user`` stands in under this role."""
    lent = Delegation.objects.in_force(day).filter(to_user=user, role=role).select_related("from_user")
    return [one.from_user for one in lent.order_by("pk")]


def may_arrange(user: User, from_user: User) -> bool:
    return user.pk == from_user.pk or access.may(user, access.CONFIGURERS, from_user.institution)


def _demand_arranger(actor: Actor, from_user: User) -> User:
    if actor.user is None or not may_arrange(actor.user, from_user):
        raise errors.NotAllowed
    return actor.user


def _note(actor: Actor, verb: str, made: Delegation, reason: str) -> None:
    audit.record(
        actor,
        verb,
        made,
        institution=made.from_user.institution,
        after={
            "from": made.from_user.username,
            "to": made.to_user.username,
            "role": made.role,
            "from_date": made.from_date.isoformat(),
            "until_date": made.until_date.isoformat(),
        },
        reason=reason,
    )
