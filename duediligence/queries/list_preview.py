"""What an edition or a draft changes, and which of the cases that a person may see it touches."""

from dataclasses import dataclass
from functools import partial

from django.utils import timezone

from duediligence.domain import list_change
from duediligence.domain.list_change import Compare
from duediligence.domain.list_effects import Touch
from duediligence.models import Case, User
from screening.lists.as_at import edition_of
from screening.lists.delta import Delta, delta
from screening.lists.draft_preview import draft_delta
from screening.lists.suspicion import previous
from screening.models import ListEdition, ListSource, WatchListDraft


@dataclass(frozen=True, slots=True)
class Preview:
    """``touched`` are open and monitored cases; those whose institution is another's are not among them."""

    delta: Delta
    touched: list[tuple[Case, list[Touch]]]


def preview(edition: ListEdition, user: User) -> Preview:
    """Return what taking ``edition`` into use means, compared with the edition that it replaces."""
    return _preview(edition.source, previous(edition), partial(delta, after=edition), user)


def draft_preview(draft: WatchListDraft, user: User) -> Preview:
    """Return what publishing the draft means, compared with the edition in use."""
    present = edition_of(draft.source, timezone.localdate())
    return _preview(draft.source, present, partial(draft_delta, draft), user)


def _preview(source: ListSource, before: ListEdition | None, compare: Compare, user: User) -> Preview:
    changes = compare(before)
    visible = list_change.cases_of(source).filter(pk__in=Case.objects.visible_to(user))
    cases = visible.select_related("revision", "owner").order_by("reference")
    return Preview(
        changes,
        list_change.touched_by(source, cases, lambda pinned: changes if pinned == before else compare(pinned)),
    )
