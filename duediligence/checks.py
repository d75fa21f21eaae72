"""System checks: what an installation needs before anybody relies on it."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError, connections
from django.utils.translation import gettext as _

from duediligence.models import PolicyEdition, guards


@register(Tags.database)
def policy_is_published(
    app_configs: Any = None, databases: Sequence[str] | None = None, **_kwargs: Any
) -> list[CheckMessage]:
    if not databases:
        return []
    try:
        if PolicyEdition.objects.published().exists():
            return []
    except DatabaseError:
        return []
    hint = _("Run “manage.py load_reference”, or publish a policy edition in the web admin.")
    return [Warning(_("No policy is published: no case can be opened."), hint=hint, id="duediligence.W001")]


@register(Tags.database)
def audit_is_guarded(
    app_configs: Any = None, databases: Sequence[str] | None = None, **_kwargs: Any
) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    for alias in databases or ():
        try:
            missing = guards.missing(connections[alias]) if _is_migrated(alias) else set()
        except DatabaseError:
            continue
        if missing:
            text = _("Database triggers are missing: %(names)s.") % {"names": ", ".join(sorted(missing))}
            hint = _("Run “manage.py migrate” as the owner of the tables; it installs them again.")
            found.append(Error(text, hint=hint, id="duediligence.E001"))
    return found


def _is_migrated(alias: str) -> bool:
    return guards.AUDIT in connections[alias].introspection.table_names()
