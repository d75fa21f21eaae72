"""The hits of a case in the order in which they are worked through, and what is known around one of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import models
from django.db.models import Exists, OuterRef, QuerySet, Value, When

from duediligence.models import Case, Clearance, Disposition, SubjectOrigin, User
from screening.enums import ListEffect
from screening.matching.subject import Subject
from screening.models import Hit, Run
from screening.runs.request import ScreeningRequest

GRAVITY = [effect.value for effect in ListEffect]


@dataclass(frozen=True, slots=True)
class HitLine:
    """A hit with the judgement in force. ``is_open`` says that somebody still has to judge or review it."""

    hit: Hit
    judged: Disposition | None

    @property
    def is_unjudged(self) -> bool:
        return self.judged is None and not self.hit.clearance_ref

    @property
    def awaits_review(self) -> bool:
        return bool(self.judged and self.judged.needs_second_review and self.judged.second_reviewer_id is None)


def in_order(run: Run) -> QuerySet[Hit]:
    """Return the hits of a run, the gravest list effect first, then the strongest evidence."""
    places = [When(effect=effect, then=Value(place)) for place, effect in enumerate(GRAVITY)]
    hits = run.hits.select_related("entry__edition__source")
    return hits.alias(gravity=models.Case(*places, default=len(GRAVITY))).order_by(
        "gravity", "-evidence", "-score", "pk"
    )


def unjudged(hits: QuerySet[Hit]) -> QuerySet[Hit]:
    """Return those that neither a person nor an earlier clearance has answered."""
    return hits.filter(~Exists(_in_force()), clearance_ref="")


def awaiting_review(hits: QuerySet[Hit], *, by_other_than: User | None = None) -> QuerySet[Hit]:
    """Return those whose judgement a second person has yet to look at; ``by_other_than`` leaves out one's own."""
    waiting = _in_force().filter(needs_second_review=True, second_reviewer__isnull=True)
    return hits.filter(Exists(waiting.exclude(judged_by=by_other_than) if by_other_than else waiting))


def _in_force() -> QuerySet[Disposition]:
    return Disposition.objects.filter(hit=OuterRef("pk"), withdrawn_at__isnull=True).order_by()


def lines_of(hits: Iterable[Hit]) -> list[HitLine]:
    """Return hits in the order given, each with the judgement in force."""
    found = list(hits)
    in_force = Disposition.objects.filter(hit__in=[hit.pk for hit in found], withdrawn_at__isnull=True)
    judged = {one.hit_id: one for one in in_force.select_related("judged_by", "second_reviewer", "carried_from")}
    return [HitLine(hit, judged.get(hit.pk)) for hit in found]


def next_open(run: Run | None, user: User, after: int | None = None) -> int | None:
    """Return the key of the next hit to judge after the key ``after``, round to the first.

    Else of one whose judgement ``user`` may review: it is somebody else's.
    """
    if run is None:
        return None
    hits = in_order(run)
    order = keys_of(hits)
    start = order.index(after) + 1 if after in order else 0
    turned = [*order[start:], *order[:start]]
    waiting, to_review = set(keys_of(unjudged(hits))), {*keys_of(awaiting_review(hits, by_other_than=user))} - {after}
    return next((key for keys in (waiting, to_review) for key in turned if key in keys), None)


def keys_of(hits: QuerySet[Hit]) -> list[int]:
    return list(hits.values_list("pk", flat=True))


def of_same_name(hit: Hit) -> list[HitLine]:
    """Return every hit of the name that the hit is about, in its run."""
    return lines_of(in_order(hit.run).filter(subject_ref=hit.subject_ref))


def open_beside(lines: Sequence[HitLine], line: HitLine) -> list[HitLine]:
    """Return what else the same name met and nobody has judged."""
    return [one for one in _of_same_name(lines, line) if one.is_unjudged]


def to_review_with(lines: Sequence[HitLine], line: HitLine) -> list[HitLine]:
    """Return the judgements that were made with this one and await the second reviewer as well."""
    return [one for one in judged_with(lines, line) if one.awaits_review]


def judged_with(lines: Sequence[HitLine], line: HitLine) -> list[HitLine]:
    """Return what was said of the same name by the same person at the same moment."""
    if line.judged is None:
        return []
    said = line.judged.judged_by_id, line.judged.judged_at
    same = _of_same_name(lines, line)
    return [one for one in same if one.judged and (one.judged.judged_by_id, one.judged.judged_at) == said]


def said_of_same_name(lines: Sequence[HitLine], line: HitLine) -> list[HitLine]:
    return [one for one in _of_same_name(lines, line) if one.judged]


def _of_same_name(lines: Sequence[HitLine], line: HitLine) -> list[HitLine]:
    return [one for one in lines if one.hit.subject_ref == line.hit.subject_ref and one.hit.pk != line.hit.pk]


def subject_of(hit: Hit) -> Subject:
    """Return the subject as it was screened: the run keeps its input."""
    subjects = ScreeningRequest.from_dict(hit.run.request).subjects
    return next(subject for subject in subjects if subject.ref == hit.subject_ref)


def origins_of(hit: Hit) -> QuerySet[SubjectOrigin]:
    return SubjectOrigin.objects.filter(run=hit.run_id, subject_ref=hit.subject_ref)


def earlier_judgements(hit: Hit, user: User) -> QuerySet[Disposition]:
    """Return what was said of the same pair before, in every case that ``user`` may see, the newest first."""
    same = Disposition.objects.filter(
        case__in=Case.objects.visible_to(user),
        hit__subject_ref=hit.subject_ref,
        hit__source_code=hit.source_code,
        hit__entry__uid=hit.entry.uid,
        carried_from__isnull=True,
    )
    others = same.exclude(hit=hit, withdrawn_at__isnull=True)
    return others.select_related("case__policy_edition", "judged_by", "second_reviewer").order_by("-judged_at")


def clearance_of(hit: Hit, case: Case) -> Clearance | None:
    """Return the clearance that answered the hit before anybody looked at it."""
    if not hit.clearance_ref:
        return None
    held = Clearance.objects.filter(ref=hit.clearance_ref, institution=case.institution_id)
    return held.select_related("disposition__case", "disposition__judged_by").first()
