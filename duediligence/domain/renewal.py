"""Declarations that have grown old: whoever takes part declares again after the interval of the policy."""

import datetime as dt
from typing import Final

from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils import timezone

from duediligence.domain.policy import read
from duediligence.domain.telling import tell_officers
from duediligence.models import Case, Declaration, DeclarationVersion, Membership, PolicyEdition
from duediligence.models.proposal import has_left
from duediligence.policy.edition import Policy
from duediligence.policy.keeping import Recheck

DAY: Final = dt.timedelta(days=1)


def due_on(version: DeclarationVersion, policy: Policy) -> dt.date:
    """Return by when the member declares anew what this version says."""
    return timezone.localdate(version.submitted_at) + policy.days(Recheck.DECLARATION) * DAY


def near(declaration: Declaration, now: dt.datetime) -> dt.date | None:
    """Return by when a declaration that was submitted is to be renewed, from the days on in which it is told."""
    latest = declaration.latest
    if latest is None:
        return None
    policy = read(declaration.case.policy_edition)
    by = due_on(latest, policy)
    return by if by - policy.days(Recheck.REMINDER) * DAY <= timezone.localdate(now) else None


def remind(day: dt.date) -> int:
    """Tell the officers of cases in which declarations are nearly to be renewed or overdue, once a day and case."""
    told = 0
    not_told = Case.objects.still_open().exclude(reminded_date=day)
    for edition in PolicyEdition.objects.filter(pk__in=not_told.values("policy_edition")):
        policy = read(edition)
        interval, ahead = policy.days(Recheck.DECLARATION), policy.days(Recheck.REMINDER)
        found: dict[int, list[dt.date]] = {}
        filed = _filed_until(day - (interval - ahead) * DAY, not_told.filter(policy_edition=edition), day)
        for case_id, last_at in filed:
            found.setdefault(case_id, []).append(timezone.localdate(last_at) + interval * DAY)
        cases = not_told.filter(pk__in=found).select_related("owner", "institution")
        for case in [one for one in cases if _is_told_by_us(one, day)]:
            days = found[case.pk]
            tell_officers(case, "renewal_due", count=str(len(days)), due=min(days).isoformat())
            told += 1
    return told


def _is_told_by_us(case: Case, day: dt.date) -> bool:
    """Return whether nobody has told of the case today; whoever asks first has."""
    return bool(Case.objects.filter(pk=case.pk).exclude(reminded_date=day).update(reminded_date=day))


def _filed_until(filed: dt.date, cases: QuerySet[Case], day: dt.date) -> list[tuple[int, dt.datetime]]:
    """Return the case and the last filing of present members whose declarations, kept by the lead, are that old."""
    there = Membership.objects.filter(revision=OuterRef("case__revision"), person=OuterRef("person"))
    own = Declaration.objects.filter(Exists(there.exclude(has_left(day))), case__in=cases, held_by=None)
    newest = own.filter(not_required_at=None).annotate(last_filed_at=Max("versions__submitted_at"))
    return list(newest.filter(last_filed_at__date__lte=filed).values_list("case", "last_filed_at"))
