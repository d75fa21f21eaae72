"""What an edition changes, and which of the cases that a person may see it touches."""

from dataclasses import dataclass

from duediligence.domain import list_change
from duediligence.domain.list_effects import Touch
from duediligence.models import Case, User
from screening.lists.delta import Delta, delta
from screening.lists.suspicion import previous
from screening.models import ListEdition


@dataclass(frozen=True, slots=True)
class Preview:
    """``touched`` are open and monitored cases; those whose institution is another's are not among them."""

    delta: Delta
    touched: list[tuple[Case, list[Touch]]]


def preview(edition: ListEdition, user: User) -> Preview:
    """Return what taking ``edition`` into use means, compared with the edition that it replaces."""
    before = previous(edition)
    changes = delta(before, edition)
    visible = list_change.cases_of(edition).filter(pk__in=Case.objects.visible_to(user))
    cases = visible.select_related("revision", "owner").order_by("reference")
    return Preview(changes, list_change.touched_by(edition, cases, {before: changes}))
