"""Under which names one person was screened, where those came from, and what the lists held."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Max, Q, QuerySet

from duediligence.models import Case, Institution, Person, SubjectOrigin
from duediligence.queries.person_accesses import taken
from duediligence.queries.person_words import fold, spellings
from screening.matching.engine import Engine
from screening.matching.levels import SHIPPED_THRESHOLDS
from screening.matching.subject import ListedEntity, ListedName, Subject, SubjectName
from screening.models import Hit
from screening.names.kinds import NameKind

Found = Mapping[tuple[int, str], list[dict[str, Any]]]


def screened(person: Person) -> list[dict[str, Any]]:
    """Return each name of each case with its last run, the oldest case first.

    Besides the person's own names these are names that others gave, of a co-author for instance, and that are theirs in
    one spelling or another: those may be a namesake's, so each says that it is there by its name alone.
    """
    return _told(_origins(person), own=f"person:{person.pk}")


def everything_under(name: str, institution: Institution) -> dict[str, Any]:
    """Return where a name stands that others gave, of somebody who has no record: a co-author, a scholarship giver.

    Names are compared as in screening, so that another order, script or romanisation is found as well; each row says
    whether it is written like the name. Of people with a record of such a name only the numbers are told: what is held
    about them is theirs. Whose declaration gave the name is that member's.
    """
    origins = SubjectOrigin.objects.filter(case__institution=institution).exclude(kind=NameKind.ORGANIZATION)
    given = origins.exclude(subject_ref__startswith="person:")
    people = Person.objects.filter(institution=institution)
    own = [*people.values_list("name", "pk"), *people.exclude(names=None).values_list("names__text", "pk")]
    alike = _alike([name], {*given.values_list("name", flat=True), *(text for text, _number in own)})
    cases = Case.objects.filter(subjects__in=given.filter(name__in=alike)).distinct()
    return {
        "name": name,
        "institution": institution.code,
        "screened": [
            {**one, "written_otherwise": fold(one["name"]) != fold(name)} for one in _told(given.filter(name__in=alike))
        ],
        "people": sorted({number for text, number in own if text in alike}),
        "accesses": taken(cases),
    }


def _alike(names: Iterable[str], others: Iterable[str]) -> list[str]:
    """Return the other names that are written like one of these or that screening holds for a strong match."""
    subject = Subject("asked", NameKind.PERSON, tuple(SubjectName(one) for one in names))
    written = {fold(one.text) for one in subject.names}
    listed = [ListedEntity(one, NameKind.PERSON, (ListedName(one, is_primary=True),)) for one in others]
    strong = SHIPPED_THRESHOLDS[NameKind.PERSON].strong
    found = {match.entry.uid for match in Engine.build(listed).search(subject, floor=strong)}
    return sorted(found | {one.uid for one in listed if fold(one.uid) in written})


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
    of_people = SubjectOrigin.objects.filter(case__institution=person.institution).exclude(kind=NameKind.ORGANIZATION)
    given = of_people.exclude(subject_ref__startswith="person:", kind=NameKind.PERSON)
    typed = [person.name, *(one.text for one in person.names.all()), *spellings(person)]
    alike = _alike(typed, given.values_list("name", flat=True).distinct())
    return of_people.filter(Q(subject_ref=f"person:{person.pk}") | Q(pk__in=given.filter(name__in=alike)))


def _last(origins: QuerySet[SubjectOrigin]) -> Iterator[SubjectOrigin]:
    columns = ("case", "subject_ref", "name", "origin", "detail")
    newest = origins.order_by().values(*columns).annotate(newest=Max("pk")).values("newest")
    chosen = SubjectOrigin.objects.filter(pk__in=newest).select_related("case", "run")
    chosen = chosen.defer("run__request", "run__technology").order_by("case_id", "pk")
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
