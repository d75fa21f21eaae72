"""The hits of a case in the order in which they are worked through, and what is known around one of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from duediligence.enums import Judgement
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


def hit_lines(run: Run | None) -> list[HitLine]:
    """Return the hits of a run, the gravest list effect first, then the strongest evidence."""
    if run is None:
        return []
    judged = {
        one.hit_id: one
        for one in Disposition.objects.filter(hit__run=run, withdrawn_at__isnull=True).select_related(
            "judged_by", "second_reviewer"
        )
    }
    hits = run.hits.select_related("entry__edition__source")
    lines = [HitLine(hit, judged.get(hit.pk)) for hit in hits]
    return sorted(lines, key=lambda one: (GRAVITY.index(one.hit.effect), -one.hit.evidence, -one.hit.score, one.hit.pk))


def next_open(lines: Sequence[HitLine], after: int | None = None) -> Hit | None:
    """Return the next hit to judge after the hit with the key ``after``, round to the first; else one to review."""
    keys = [line.hit.pk for line in lines]
    start = keys.index(after) + 1 if after in keys else 0
    turned = [*lines[start:], *lines[:start]]
    unjudged = (line.hit for line in turned if line.is_unjudged)
    to_review = (line.hit for line in turned if line.awaits_review and line.hit.pk != after)
    return next(unjudged, None) or next(to_review, None)


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
    return others.select_related("case", "judged_by", "second_reviewer").order_by("-judged_at")


def clearance_of(hit: Hit, case: Case) -> Clearance | None:
    """Return the clearance that answered the hit before anybody looked at it."""
    if not hit.clearance_ref:
        return None
    held = Clearance.objects.filter(ref=hit.clearance_ref, institution=case.institution_id)
    return held.select_related("disposition__case", "disposition__judged_by").first()


def judgement_keys() -> dict[str, Judgement]:
    """Return the one key that picks each judgement."""
    order = (
        Judgement.FALSE_POSITIVE,
        Judgement.TRUE_MATCH_RELEVANT,
        Judgement.TRUE_MATCH_NOT_RELEVANT,
        Judgement.CANNOT_TELL,
    )
    return {str(number): judgement for number, judgement in enumerate(order, start=1)}
