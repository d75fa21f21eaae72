"""What was cleared: the memory of an office, what it answers now, and why a clearance no longer holds."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q, QuerySet
from django.utils import timezone

from duediligence.domain.clearance import cases_answered_by
from duediligence.enums import Judgement
from duediligence.models import Case, Clearance, Disposition, User
from duediligence.queries.hits import subject_of
from screening.matching.fingerprint import Material, material, normal_name
from screening.models import Hit
from screening.runs.engine import entity_of

SOON = dt.timedelta(days=30)


class Standing(StrEnum):
    """Where a clearance stands, as it is filtered by and shown."""

    IN_FORCE = "in_force"
    EXPIRES_SOON = "expires_soon"
    EXPIRED = "expired"
    REVOKED = "revoked"


class Lapsed(StrEnum):
    """Why an earlier judgement of the same pair does not answer a hit."""

    CHANGED = "changed"
    EXPIRED = "expired"
    REVOKED = "revoked"
    OTHER_CASE = "other_case"


@dataclass(frozen=True, slots=True)
class Change:
    """One material field of one side, such as ``entity.names``: what it no longer says and what it says anew."""

    field: str
    gone: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lapse:
    """An earlier judgement that no longer holds. ``changes`` is empty when only the way of comparing changed."""

    judged: Disposition
    why: Lapsed
    clearance: Clearance | None
    changes: Sequence[Change] = ()


def clearances(user: User, words: str, standing: str) -> QuerySet[Clearance]:
    """Return the clearances of the reader's office that fit, those that end first at the top."""
    found = Clearance.objects.visible_to(user).select_related(
        "disposition__case", "disposition__judged_by", "disposition__hit__entry__edition__source", "revoked_by"
    )
    if words:
        named = Q(disposition__hit__query_name__icontains=words) | Q(disposition__hit__matched_name__icontains=words)
        found = found.filter(named | Q(disposition__case__reference__icontains=words) | Q(entry_uid__iexact=words))
    return found.filter(_stands(standing)).order_by("revoked_at", "expires_date", "pk")


def _stands(standing: str) -> Q:
    today = timezone.localdate()
    live = Q(revoked_at__isnull=True)
    ways = {
        Standing.IN_FORCE: live & Q(expires_date__gte=today),
        Standing.EXPIRES_SOON: live & Q(expires_date__range=(today, today + SOON)),
        Standing.EXPIRED: live & Q(expires_date__lt=today),
        Standing.REVOKED: ~live,
    }
    return ways[Standing(standing)] if standing in set(Standing) else Q()


def standing_of(clearance: Clearance) -> Standing:
    today = timezone.localdate()
    if clearance.revoked_at:
        return Standing.REVOKED
    if clearance.expires_date < today:
        return Standing.EXPIRED
    return Standing.EXPIRES_SOON if clearance.expires_date <= today + SOON else Standing.IN_FORCE


def answered_cases(clearance: Clearance, user: User) -> QuerySet[Case]:
    """Return the open cases that a revocation would screen again."""
    return Case.objects.visible_to(user).filter(pk__in=cases_answered_by(clearance).values("pk"))


def lapse_of(hit: Hit, user: User) -> Lapse | None:
    """Return the newest judgement of the same pair, when it would have answered the hit and no longer does."""
    judged = (
        Disposition.objects.filter(
            case__in=Case.objects.visible_to(user).filter(institution=user.institution_id),
            withdrawn_at__isnull=True,
            carried_from__isnull=True,
            hit__subject_ref=hit.subject_ref,
            hit__source_code=hit.source_code,
            hit__entry__uid=hit.entry.uid,
        )
        .exclude(hit=hit)
        .select_related("case", "judged_by", "clearance__revoked_by", "hit__run", "hit__entry__edition__source")
        .order_by("-judged_at", "-pk")
        .first()
    )
    if judged is None:
        return None
    held: Clearance | None = getattr(judged, "clearance", None)
    if held and held.revoked_at:
        return Lapse(judged, Lapsed.REVOKED, held)
    if judged.hit.fingerprint != hit.fingerprint:
        return Lapse(judged, Lapsed.CHANGED, held, differences(judged.hit, hit))
    if held and held.expires_date < timezone.localdate():
        return Lapse(judged, Lapsed.EXPIRED, held)
    if judged.judgement == Judgement.TRUE_MATCH_NOT_RELEVANT and hit.run.owner_ref != f"case:{judged.case_id}":
        return Lapse(judged, Lapsed.OTHER_CASE, held)
    return None


def differences(before: Hit, after: Hit) -> list[Change]:
    """Return the material fields of both sides that are not what they were, names as they are written."""
    old, new = _material(before), _material(after)
    written = _written(before) | _written(after)
    return [
        Change(field, _without(old[field], values, written), _without(values, old[field], written))
        for field, values in new.items()
        if values != old[field]
    ]


def _without(values: Sequence[str], known: Sequence[str], written: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(written.get(one, one) for one in values if one not in known)


def _material(hit: Hit) -> Material:
    return material(subject_of(hit), entity_of(hit.entry))


def _written(hit: Hit) -> dict[str, str]:
    """Return the names of both sides by their normal form."""
    return {
        normal_name(name.text, side.kind): name.text
        for side in (subject_of(hit), entity_of(hit.entry))
        for name in side.names
    }
