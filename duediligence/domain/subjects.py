"""Every person and organisation of a case as a Subject, with where each came from."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from duediligence.domain import registry
from duediligence.domain.declared import DeclaredName, MemberAnswers, declared_names, member_answers
from duediligence.domain.party import match_key
from duediligence.domain.programme_names import printed_names
from duediligence.models import Case, Organisation, Person, Revision
from duediligence.policy.form import Names
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


Found = dict[str, tuple[Subject, list[Origin]]]
_KINDS = {
    Names.PERSON: NameKind.PERSON,
    Names.ORGANIZATION: NameKind.ORGANIZATION,
    Names.PROGRAMME: NameKind.UNKNOWN,
}
DECLARED = "declared."
"""Begins the part of an origin in a declaration; the item's code follows."""
JOINING = "joining"
"""The part of whoever wishes to join, and of the names in their declaration."""
JOINING_EMPLOYER = f"{JOINING}.affiliation"
"""The part of where somebody who wishes to join works, and of its parents."""


def subjects_of_case(case: Case, day: dt.date) -> tuple[OriginatedSubject, ...]:
    """Return each person and organisation of a case: of its revision, the registry and its declarations."""
    members = member_answers(case)
    joining = [one for one in members if one.joins]
    return subjects_of(case.revision, declared_names(case, members), day, joining)


def subjects_of(
    revision: Revision,
    declared: Iterable[DeclaredName] = (),
    day: dt.date | None = None,
    joining: Iterable[MemberAnswers] = (),
) -> tuple[OriginatedSubject, ...]:
    """Return each one named once, with all its origins. With a ``day`` the registry of that day adds parents."""
    found: Found = {}
    for subject, origin in _named(revision):
        _add(found, subject, origin)
    _add_parents(found, "parent", _rors(found), day)
    known = _rors(found)
    for subject, origin in _joining(joining):
        _add(found, subject, origin)
    _add_parents(found, JOINING_EMPLOYER, _rors(found) - known, day)
    for name, subject in _recognised(declared, [one for one, _origins in found.values()]):
        _add(found, subject, _origin_of(name))
    return tuple(OriginatedSubject(subject, tuple(origins)) for subject, origins in found.values())


def _rors(found: Found) -> set[str]:
    return {number for one, _origins in found.values() for scheme, number in one.identifiers if scheme == "ror"}


def _add_parents(found: Found, part: str, rors: set[str], day: dt.date | None) -> None:
    for parent, child in registry.parents_of(rors, day) if day else ():
        _add(found, parent, Origin(part, child))


def _joining(members: Iterable[MemberAnswers]) -> Iterator[tuple[Subject, Origin]]:
    for one in members:
        yield person_subject(one.person), Origin(JOINING)
        for organisation in {one.affiliation, one.person.affiliation} - {None}:
            for subject, _origin in _with_parents(organisation, Origin(JOINING_EMPLOYER)):
                yield subject, Origin(JOINING_EMPLOYER, one.person.name)


def _origin_of(name: DeclaredName) -> Origin:
    if name.joins:
        return Origin(JOINING, f"{name.person.name}: {name.item.number} ({name.row})")
    return Origin(f"{DECLARED}{name.item.code}", f"{name.person.name} ({name.row})")


def _add(found: Found, subject: Subject, origin: Origin) -> None:
    origins = found.setdefault(subject.ref, (subject, []))[1]
    if origin not in origins:
        origins.append(origin)


def declared_subjects(case: Case, members: Iterable[MemberAnswers]) -> list[tuple[DeclaredName, Subject]]:
    """Return each declared name with the subject that it is screened as."""
    return list(_recognised(declared_names(case, members), [one for one, _origin in _named(case.revision)]))


def _recognised(
    declared: Iterable[DeclaredName], subjects: Iterable[Subject]
) -> Iterator[tuple[DeclaredName, Subject]]:
    """Yield the subject of each declared name; a member or partner that is written alike is that very one.

    The reference holds across cases, so that a judgement of the same name does.
    """
    known = {(one.kind, match_key(name.text)): one for one in subjects for name in one.names}
    for name in declared:
        kind, key = _KINDS[name.kind], match_key(name.text)
        if not any(character.isalnum() for character in key):
            continue
        if (kind, key) not in known:
            digest = hashlib.sha256(key.encode()).hexdigest()[:32]
            others = printed_names(name.text) if name.kind is Names.PROGRAMME else ()
            names = _unique([SubjectName(text) for text in (name.text, *others)])
            known[kind, key] = Subject(f"named:{kind}:{digest}", kind, names)
        yield name, known[kind, key]


def _named(revision: Revision) -> Iterator[tuple[Subject, Origin]]:
    members = revision.memberships.select_related("person__affiliation", "organisation").prefetch_related(
        "person__names", "person__affiliation__names", "organisation__names"
    )
    for member in members:
        yield person_subject(member.person), Origin(f"member.{member.role}")
        for organisation in {member.organisation, member.person.affiliation} - {None}:
            yield from _with_parents(organisation, Origin("affiliation", member.person.name))
    for party in revision.parties.select_related("organisation").prefetch_related("organisation__names"):
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
