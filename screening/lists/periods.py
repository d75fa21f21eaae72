"""From when until when each edition of a source applies."""

from collections.abc import Iterable
from itertools import pairwise

from screening.models import ListEdition, ListSource


def fit_into_time(source: ListSource) -> None:
    """End each edition in use on the day the next one applies. Whole lists and extracts are two successions.

    Run whenever an edition comes into use or leaves it, so that one that was loaded late finds its place.
    """
    for is_extract in (False, True):
        editions = ListEdition.objects.applied().filter(source=source, is_extract=is_extract)
        _end_each_at_the_next(editions.in_time())


def _end_each_at_the_next(editions: Iterable[ListEdition]) -> None:
    for edition, following in pairwise([*editions, None]):
        if edition is None:
            continue
        ends = [day for day in (edition.stated_repeal_date, following and following.effective_date) if day]
        repealed = min(ends, default=None)
        if repealed != edition.repealed_date:
            edition.repealed_date = repealed
            edition.save(update_fields=["repealed_date"])
