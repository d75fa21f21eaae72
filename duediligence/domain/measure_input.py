"""What may be proposed as a measure: about whom, by whom to be kept up, and on which days."""

import datetime as dt
from dataclasses import dataclass, fields
from typing import Any, Final

from duediligence import errors
from duediligence.domain import access
from duediligence.domain.evidence import evidence_of
from duediligence.domain.policy import read
from duediligence.enums import MeasureKind, MeasureTarget
from duediligence.models import Case, Measure, Organisation, Person, User

FARTHEST_YEARS: Final = 30


@dataclass(frozen=True, slots=True)
class MeasureInput:
    """What is proposed. ``review_date`` is counted from the policy when it is not given."""

    kind: MeasureKind
    target: MeasureTarget
    description: str
    owner: User
    start_date: dt.date
    person: Person | None = None
    organisation: Organisation | None = None
    place: str = ""
    evidence_expected: str = ""
    end_date: dt.date | None = None
    review_date: dt.date | None = None

    def columns(self, case: Case) -> dict[str, Any]:
        """Return the columns of the measure."""
        days = read(case.policy_edition).measure(self.kind).review_days
        given = {one.name: getattr(self, one.name) for one in fields(self)}
        words = {name: given[name].strip() for name in ("description", "place", "evidence_expected")}
        return {**given, **words, "review_date": self.review_date or self.start_date + dt.timedelta(days=days)}


def stated(measure: Measure) -> dict[str, str]:
    """Return what a measure says, as the audit log keeps it."""
    return {
        "kind": measure.kind,
        "target": measure.target,
        "about": measure.about,
        "description": measure.description,
        "evidence_expected": measure.evidence_expected,
        "responsible": measure.owner.username,
        "start_date": measure.start_date.isoformat(),
        "end_date": measure.end_date.isoformat() if measure.end_date else "",
        "review_date": measure.review_date.isoformat(),
        "status": measure.status,
    }


def check(case: Case, given: MeasureInput, today: dt.date) -> None:
    """Raises ``TargetUnsuited``, ``InvalidInput``."""
    about = {MeasureTarget.PERSON: given.person, MeasureTarget.PARTNER: given.organisation}
    rule = read(case.policy_edition).measure(given.kind)
    if given.target not in rule.targets or not about.get(given.target, given.place.strip()):
        raise errors.TargetUnsuited(field="target")
    named = {party.record for party in evidence_of(case).parties}
    if not {given.person, given.organisation} - {None} <= named:
        raise errors.TargetUnsuited(field="about")
    demand_charged(case, given.owner)
    if not given.description.strip():
        raise errors.InvalidInput("description", "missing")
    _check_days(given, today)


def demand_charged(case: Case, owner: User) -> None:
    if not access.may_be_charged(case).filter(pk=owner.pk).exists():
        raise errors.InvalidInput("owner", "not_on_the_case", name=owner)


def _check_days(given: MeasureInput, today: dt.date) -> None:
    for name in ("start_date", "end_date", "review_date"):
        if day := getattr(given, name):
            demand_near(name, day, today)
    if given.end_date and given.end_date < given.start_date:
        raise errors.InvalidInput("end_date", "period")
    if given.end_date and given.end_date < today:
        raise errors.InvalidInput("end_date", "in_the_past", value=given.end_date)
    if given.review_date and given.review_date < given.start_date:
        raise errors.InvalidInput("review_date", "too_early", value=given.review_date, earliest=given.start_date)


def demand_near(name: str, day: dt.date, today: dt.date) -> None:
    """A mistyped year is not kept."""
    if abs(day.year - today.year) > FARTHEST_YEARS:
        raise errors.InvalidInput(name, "far_off", value=day, years=FARTHEST_YEARS)
