"""What is given to one person on request: everything held about them as JSON, noted in the audit log each time."""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from duediligence.domain import access, audit
from duediligence.domain.actor import Actor
from duediligence.models import Institution, Person
from duediligence.queries.person_export import everything_about
from duediligence.queries.person_screening import everything_under


def of_person(person: Person, *, actor: Actor) -> str:
    """Return everything that is held about a person. Raises ``NotAllowed``."""
    access.demand_unless_system(actor, access.INVESTIGATORS, person.institution)
    found = everything_about(person)
    audit.record(actor, "person.exported", person, institution=person.institution)
    return _json(found)


def of_name(name: str, institution: Institution, *, actor: Actor) -> str:
    """Return what is held about somebody without a record of their own, such as a co-author. Raises ``NotAllowed``.

    The event names the cases and not the name: it stays when the data of a case is removed.
    """
    access.demand_unless_system(actor, access.INVESTIGATORS, institution)
    found = everything_under(name, institution)
    cases = list(dict.fromkeys(one["case"] for one in found["screened"]))
    audit.record(actor, "person.exported", institution, institution=institution, after={"cases": cases})
    return _json(found)


def _json(found: dict[str, Any]) -> str:
    return json.dumps(found, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
