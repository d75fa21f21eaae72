"""What an entry is, as readers ask for it: people, bodies, and what publishers list beside them.

Matching knows people and organisations alone. That an entry is a ship, an aircraft or a talent programme stands among
its facts, in each publisher's word.
"""

from collections.abc import Mapping
from enum import StrEnum

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from screening.lists.changes import as_values
from screening.models import Entry
from screening.names.kinds import NameKind


class Sort(StrEnum):
    PERSON = "person"
    ORGANIZATION = "organization"
    VESSEL = "vessel"
    AIRCRAFT = "aircraft"
    PROGRAMME = "programme"
    UNKNOWN = "unknown"


WORDS: Mapping[Sort, Promise] = {
    Sort.PERSON: _("Person"),
    Sort.ORGANIZATION: _("Organisation"),
    Sort.VESSEL: _("Vessel"),
    Sort.AIRCRAFT: _("Aircraft"),
    Sort.PROGRAMME: _("Talent programme"),
    Sort.UNKNOWN: _("Person or organisation"),
}
PRINTED: Mapping[Sort, tuple[str, ...]] = {
    Sort.VESSEL: ("vessel", "Vessel", "ship", "Ship"),
    Sort.AIRCRAFT: ("aircraft", "Aircraft", "airplane", "Airplane"),
    Sort.PROGRAMME: ("programme", "talent_programme"),
}
FIELDS = ("entity_type", "entry_type")


def sort_of(entry: Entry) -> Sort:
    printed = {value for field in FIELDS for value in as_values(entry.attributes.get(field, ()))}
    return next((sort for sort, words in PRINTED.items() if printed & set(words)), Sort(entry.kind))


def of_sort(entries: QuerySet[Entry], sort: Sort) -> QuerySet[Entry]:
    """Return the entries of one sort; who is only known to be on the list is of the last."""
    if sort in PRINTED:
        return entries.filter(_printed_as(sort))
    others = Entry.objects.filter(_printed_as(*PRINTED), edition__in=entries.order_by().values("edition"))
    return entries.filter(kind=NameKind(sort)).exclude(pk__in=others.values("pk"))


def _printed_as(*sorts: Sort) -> Q:
    words = [word for sort in sorts for word in PRINTED[sort]]
    return Q(attributes__entity_type__in=words) | Q(attributes__entry_type__in=words)
