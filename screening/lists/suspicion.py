"""What about a newly read edition must be seen by a second person before it is used."""

from collections.abc import Iterator

from screening.enums import EditionState, HoldCode
from screening.models import ListEdition
from screening.models.holds import Hold, hold

ROW_ERROR_LIMIT = 0.02


def suspicions(edition: ListEdition) -> Iterator[Hold]:
    """Yield why the edition must not be taken into use unseen."""
    rows = edition.entry_count + edition.row_error_count
    if edition.row_error_count > ROW_ERROR_LIMIT * rows:
        yield hold(HoldCode.ROW_ERRORS, errors=edition.row_error_count, rows=rows)
    present = newest_in_use(edition)
    if present is None:
        return
    if edition.effective_date < present.effective_date:
        effective, since = edition.effective_date.isoformat(), present.effective_date.isoformat()
        yield hold(HoldCode.OLDER, effective=effective, present=since)
    elif edition.entry_count < present.entry_count * (1 - edition.source.shrink_limit):
        yield hold(HoldCode.SHRINKAGE, before=present.entry_count, after=edition.entry_count)


def newest_in_use(edition: ListEdition) -> ListEdition | None:
    """Return the newest edition in use of the same succession, whichever day it applies from."""
    others = ListEdition.objects.applied().filter(source=edition.source, is_extract=edition.is_extract)
    return others.exclude(pk=edition.pk).in_time().last()


def previous(edition: ListEdition) -> ListEdition | None:
    """Return the edition in use that this one replaces or would replace, whole lists before extracts."""
    place = (edition.effective_date, edition.issued_date, edition.pk)
    found = [one for one in neighbours(edition) if (one.effective_date, one.issued_date, one.pk) < place]
    return found[0] if found else None


def neighbours(edition: ListEdition, state: EditionState = EditionState.APPLIED) -> list[ListEdition]:
    """Return the edition in this state that this one replaces, and the one that replaces it, where there are such."""
    others = ListEdition.objects.filter(source=edition.source, state=state).exclude(pk=edition.pk)
    succession = [*others.in_time()]
    place = (edition.effective_date, edition.issued_date, edition.pk)
    before = [one for one in succession if (one.effective_date, one.issued_date, one.pk) < place]
    after = [one for one in succession if (one.effective_date, one.issued_date, one.pk) > place]
    whole_first = sorted(before, key=lambda one: (not one.is_extract, one.effective_date, one.issued_date, one.pk))
    return [*whole_first[-1:], *after[:1]]
