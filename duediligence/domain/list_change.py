"""What follows when another edition of a list comes into force: touched cases are found, and looked at again.

Monitored cases are screened again at once instead of on their date. A case that is still being worked on keeps the
editions it has; its owner is told, and moving it is an act of its own.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from duediligence.domain import audit, lists
from duediligence.domain.actor import Actor
from duediligence.domain.list_effects import Touch, touched
from duediligence.domain.telling import tell_officers
from duediligence.enums import CaseStatus
from duediligence.models import AuditEvent, Case, CaseEdition
from screening.lists.as_at import edition_of
from screening.lists.delta import Delta, delta
from screening.models import EditionDecision, ListEdition, ListSource

SWEPT = "list.swept"
TOUCHES = "list.touches"
ENTRIES_NAMED = 20
Compare = Callable[[ListEdition | None], Delta]


def due_editions(day: dt.date) -> list[int]:
    """Return the editions that came into force since their list was last seen to."""
    present = (edition_of(source, day) for source in ListSource.objects.order_by("pk"))
    return [edition.pk for edition in present if edition and not _is_swept(edition)]


def cases_of(source: ListSource) -> QuerySet[Case]:
    """Return the open and monitored cases that an edition of this list can touch: an own list, its owner's only."""
    cases = Case.objects.still_open().filter(current_run__isnull=False).select_related("current_run", "institution")
    owner = lists.owner_of(source)
    return cases.filter(institution=owner) if owner else cases


@transaction.atomic
def sweep(edition_id: int, day: dt.date, *, actor: Actor) -> int:
    """See to an edition that came into force; return how many cases it touches. Idempotent: the audit log knows.

    Steps: lock the list, find the touched cases, see to each, note that it was done.
    """
    edition = ListEdition.objects.select_related("source").get(pk=edition_id)
    ListSource.objects.select_for_update().get(pk=edition.source_id)
    if _is_swept(edition):
        return 0
    found = touched_by(edition.source, cases_of(edition.source), partial(delta, after=edition))
    # Every case first, the log last: whoever works on one of them waits, and nobody waits in a circle.
    for case, _touches in sorted(found, key=lambda one: one[0].pk):
        _see_to(case, edition, day)
    for case, touches in found:
        _note(case, edition, touches, actor=actor)
    after = {"cases": len(found), "decision": _last_decision(edition)}
    audit.record(actor, SWEPT, edition, institution=lists.owner_of(edition.source), after=after)
    return len(found)


def touched_by(source: ListSource, cases: Iterable[Case], compare: Compare) -> list[tuple[Case, list[Touch]]]:
    """Return those of ``cases`` that a new edition touches, and how.

    ``compare`` gives the difference from the edition that a case was checked with to the new one.
    """
    pins = CaseEdition.objects.filter(source_code=source.code).select_related("edition__source")
    pinned = {pin.case_id: pin.edition for pin in pins}
    groups: dict[ListEdition | None, dict[int, Case]] = defaultdict(dict)
    for case in cases:
        groups[pinned.get(case.pk)][case.pk] = case
    found = []
    for before, group in groups.items():
        found += [(group[pk], touches) for pk, touches in touched(compare(before), group.values()).items()]
    return found


def _see_to(case: Case, edition: ListEdition, day: dt.date) -> None:
    if case.status == CaseStatus.MONITORING:
        Case.objects.filter(pk=case.pk, status=CaseStatus.MONITORING).update(next_rescreen_date=day)
    else:
        tell_officers(case, "list_changed", list=getattr(edition.source, f"name_{settings.LANGUAGE_CODE}"))


def _note(case: Case, edition: ListEdition, touches: list[Touch], *, actor: Actor) -> None:
    audit.record(
        actor,
        TOUCHES,
        edition,
        institution=case.institution,
        case_reference=case.reference,
        after={"touches": [_facts(touch) for touch in touches[:ENTRIES_NAMED]], "count": len(touches)},
    )


def _facts(touch: Touch) -> dict[str, object]:
    return {
        "why": str(touch.why),
        "subject": touch.subject_ref,
        "entry": touch.entry.uid,
        "name": touch.entry.name,
        "changes": sorted(touch.entry.kinds),
    }


def _is_swept(edition: ListEdition) -> bool:
    """Whether this edition was seen to since it last came into force: one may be taken out of use and come back."""
    swept = AuditEvent.objects.filter(verb=SWEPT, object_type="listedition", object_id=str(edition.pk))
    return swept.filter(after__decision=_last_decision(edition)).exists()


def _last_decision(edition: ListEdition) -> int:
    decision = EditionDecision.objects.filter(edition__source=edition.source).order_by("-pk").first()
    return decision.pk if decision else 0
