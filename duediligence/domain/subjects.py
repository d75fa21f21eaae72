"""Every person and organisation of a case as a Subject, with where each came from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from duediligence.models import Organisation, Person, Revision
from screening.matching.subject import Subject, SubjectName
from screening.names.kinds import NameKind


@dataclass(frozen=True, slots=True)
class Origin:
    """Why a name is screened: the part it plays, and a detail such as the member it belongs to."""

    part: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class OriginatedSubject:
    subject: Subject
    origins: tuple[Origin, ...]


def subjects_of(revision: Revision) -> tuple[OriginatedSubject, ...]:
    """Return each person and organisation named in the revision once."""
    found: dict[str, tuple[Subject, list[Origin]]] = {}
    for subject, origin in _named(revision):
        origins = found.setdefault(subject.ref, (subject, []))[1]
        if origin not in origins:
            origins.append(origin)
    return tuple(OriginatedSubject(subject, tuple(origins)) for subject, origins in found.values())


def _named(revision: Revision) -> Iterator[tuple[Subject, Origin]]:
    members = revision.memberships.select_related("person__affiliation", "organisation").prefetch_related(
        "person__names"
    )
    for member in members:
        yield person_subject(member.person), Origin(f"member.{member.role}")
        for organisation in {member.organisation, member.person.affiliation} - {None}:
            yield from _with_parents(organisation, Origin("affiliation", member.person.name))
    for party in revision.parties.select_related("organisation"):
        yield from _with_parents(party.organisation, Origin(f"party.{party.role}", party.note))


def _with_parents(organisation: Organisation | None, origin: Origin) -> Iterator[tuple[Subject, Origin]]:
    seen: set[int] = set()
    while organisation and organisation.pk not in seen:
        seen.add(organisation.pk)
        yield organisation_subject(organisation), origin
        origin = Origin("parent", organisation.name)
        organisation = organisation.parent


def person_subject(person: Person) -> Subject:
    names = [SubjectName(name.text, name.reading) for name in person.names.all()]
    return Subject(
        ref=f"person:{person.pk}",
        kind=NameKind.PERSON,
        names=_unique([SubjectName(person.name, person.furigana), *names]),
        identifiers=(("orcid", person.orcid),) if person.orcid else (),
    )


def organisation_subject(organisation: Organisation) -> Subject:
    names = [SubjectName(name.text) for name in organisation.names.all()]
    return Subject(
        ref=f"organisation:{organisation.pk}",
        kind=NameKind.ORGANIZATION,
        names=_unique([SubjectName(organisation.name), *names]),
        countries=(organisation.country,) if organisation.country else (),
        identifiers=(("ror", organisation.ror),) if organisation.ror else (),
    )


def _unique(names: Iterable[SubjectName]) -> tuple[SubjectName, ...]:
    return tuple({name.text: name for name in reversed(list(names))}.values())[::-1]
