"""A quick look at one name while it is typed. It records nothing and never says that a name is clear."""

import datetime as dt
from dataclasses import dataclass

from duediligence.domain.lists import owner_key
from duediligence.domain.policy import read
from duediligence.models import PolicyEdition, User
from duediligence.policy.bindings import ListBinding
from screening.lists.as_at import editions_as_at
from screening.matching.levels import Level, Thresholds, level_for
from screening.matching.subject import Subject, SubjectName
from screening.models import ListEdition
from screening.names.kinds import NameKind
from screening.runs.engine import engine_for

SHORTEST = 2
LONGEST = 300
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Likeness:
    """A listed name that the typed one may be."""

    list_name: str
    edition: ListEdition
    effect: str
    level: Level
    matched_name: str


@dataclass(frozen=True, slots=True)
class NameCheck:
    """``checked`` are the editions asked; ``missing`` names the lists of the policies that are not loaded."""

    found: tuple[Likeness, ...]
    checked: tuple[ListEdition, ...]
    missing: tuple[str, ...]


def check_organisation(user: User, name: str, country: str, *, day: dt.date, language: str) -> NameCheck | None:
    """Compare an organisation's name with every list that a published policy binds; ``None`` for too short a name."""
    name = " ".join(name.split())[:LONGEST]
    if len(name) < SHORTEST:
        return None
    bindings = _bindings(user)
    editions = editions_as_at(bindings, day, owner_ref=owner_key(user.institution) if user.institution else "")
    subject = Subject(
        ref="typed",
        kind=NameKind.ORGANIZATION,
        names=(SubjectName(name),),
        countries=(country.upper(),) if len(country) == 2 else (),
    )
    found = _likenesses(subject, bindings, editions, language) if editions else ()
    missing = tuple(
        one.name.within(language) for code, one in bindings.items() if code not in editions and one.required
    )
    return NameCheck(found, tuple(editions.values()), missing)


def _bindings(user: User) -> dict[str, ListBinding]:
    published = PolicyEdition.objects.visible_to(user).published()
    return {one.list_code: one for edition in published for one in read(edition).list_bindings}


def _likenesses(
    subject: Subject, bindings: dict[str, ListBinding], editions: dict[str, ListEdition], language: str
) -> tuple[Likeness, ...]:
    engine = engine_for(list(editions.values()))
    floor = min(bindings[code].thresholds.organization.possible for code in editions)
    found = []
    for match in engine.search(subject, floor=floor):
        binding = bindings[match.entry.list_code]
        limits = binding.thresholds.organization
        level = level_for(match.score, Thresholds(limits.possible, limits.strong))
        if level is not Level.NONE:
            edition = editions[binding.list_code]
            name = binding.name.within(language)
            found.append(Likeness(name, edition, binding.effect, level, match.matched_name.text))
    return tuple(found[:SHOWN])
