"""Under which names one person was screened, where those came from, and what the lists held."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Max, Q, QuerySet

from duediligence.models import Institution, Person, SubjectOrigin
from duediligence.queries.person_words import spellings
from screening.models import Hit
from screening.names.kinds import NameKind

Found = Mapping[tuple[int, str], list[dict[str, Any]]]


def screened(person: Person) -> list[dict[str, Any]]:
    """Return each name of each case with its last run, the oldest case first.

    Besides the person's own names these are names that others gave, of a co-author for instance, and that are written
    like theirs: those may be a namesake's, so each says that it is there by its name alone.
    """
    return _told(_origins(person), own=f"person:{person.pk}")


def everything_under(name: str, institution: Institution) -> dict[str, Any]:
    """Return where a name stands that others gave, of somebody who has no record: a co-author, a scholarship giver.

    Of people with a record of that name only the numbers are told: what is held about them is theirs.
    """
    origins = SubjectOrigin.objects.filter(name__iexact=name, case__institution=institution)
    given = origins.exclude(kind=NameKind.ORGANIZATION).exclude(subject_ref__startswith="person:")
    alike = Q(name__iexact=name) | Q(names__text__iexact=name)
    people = Person.objects.filter(alike, institution=institution).order_by("pk").distinct()
    numbers = list(people.values_list("pk", flat=True))
    return {"name": name, "institution": institution.code, "screened": _told(given), "people": numbers}


def _told(named: QuerySet[SubjectOrigin], own: str = "") -> list[dict[str, Any]]:
    origins = list(_last(named))
    found = _hits(origins)
    return [
        {
            "case": one.case.reference,
            "name": one.name,
            "from": one.origin,
            "by_name_alone": one.subject_ref != own,
            "as_at": one.run.as_at_date,
            "found": found.get((one.run_id, one.subject_ref), []),
        }
        for one in origins
    ]


def _origins(person: Person) -> QuerySet[SubjectOrigin]:
    typed = Q()
    for name in {person.name, *(one.text for one in person.names.all()), *spellings(person)}:
        typed |= Q(name__iexact=name)
    about = Q(subject_ref=f"person:{person.pk}") | (typed & ~Q(subject_ref__startswith="person:", kind=NameKind.PERSON))
    return SubjectOrigin.objects.filter(about, case__institution=person.institution).exclude(kind=NameKind.ORGANIZATION)


def _last(origins: QuerySet[SubjectOrigin]) -> Iterator[SubjectOrigin]:
    columns = ("case", "subject_ref", "name", "origin", "detail")
    newest = origins.order_by().values(*columns).annotate(newest=Max("pk")).values("newest")
    chosen = SubjectOrigin.objects.filter(pk__in=newest).select_related("case", "run").order_by("case_id", "pk")
    said: set[tuple[Any, ...]] = set()
    for one in chosen:
        if (key := (one.case_id, one.subject_ref, one.name, one.origin)) not in said:
            said.add(key)
            yield one


def _hits(origins: list[SubjectOrigin]) -> Found:
    refs, runs = {one.subject_ref for one in origins}, {one.run_id for one in origins}
    found: defaultdict[tuple[int, str], list[dict[str, Any]]] = defaultdict(list)
    for hit in Hit.objects.filter(run__in=runs, subject_ref__in=refs).select_related("entry").order_by("pk"):
        told = {"list": hit.source_code, "entry": hit.entry.primary_name, "level": hit.level}
        found[hit.run_id, hit.subject_ref].append({**told, "name_on_list": hit.matched_name})
    return found
