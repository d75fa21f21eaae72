"""What is due in a case as the database holds it, by kind."""

import datetime as dt
from typing import Any

from duediligence.domain.due import dues
from duediligence.domain.standing import Due
from duediligence.enums import DueKind
from duediligence.models import Case
from tests.factories import NOW, TODAY


def of(case: Case, kind: DueKind, *, on: dt.date = TODAY, **more: Any) -> list[Due]:
    fresh = Case.objects.get(pk=case.pk)
    now = NOW + (on - TODAY)
    return [one for one in dues(fresh, now, **more) if one.kind is kind]


def only(case: Case, kind: DueKind, **more: Any) -> Due:
    (found,) = of(case, kind, **more)
    return found
