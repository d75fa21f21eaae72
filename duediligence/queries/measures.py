"""The plan of measures of a case with its history, and who may still consent."""

from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects

from duediligence.domain.measure import refusal
from duediligence.enums import MeasureAct
from duediligence.errors import MeasureNotThere, Refused
from duediligence.models import Attachment, Case, Measure, User


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """``acts`` are those that the state of the measure leaves, each with the reason why the reader may not."""

    measure: Measure
    acts: tuple[tuple[MeasureAct, Refused | None], ...]


def measure_lines(case: Case, user: User) -> list[MeasureLine]:
    """Return every measure of the case, the live ones first."""
    prefetch_related_objects([case], "recusals")
    found = case.measures.select_related("person", "organisation", "owner").prefetch_related(
        "records__made_by", Prefetch("records__attachments", Attachment.objects.with_size())
    )
    lines = [_line(case, measure, user) for measure in found]
    return sorted(lines, key=lambda line: (not line.measure.is_live, line.measure.pk))


def _line(case: Case, measure: Measure, user: User) -> MeasureLine:
    measure.case = case
    asked = ((act, refusal(measure, act, user)) for act in MeasureAct if act is not MeasureAct.PROPOSE)
    acts = tuple((act, refused) for act, refused in asked if not isinstance(refused, MeasureNotThere))
    return MeasureLine(measure, acts)
