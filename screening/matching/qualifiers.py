"""What besides the name speaks for or against: the seat's country, the date of birth, shared identifiers.

Absence is not disagreement. A person's nationality, language or origin is never looked at: countries count only
between an
organisation and an organisation.
"""

from dataclasses import dataclass
from enum import StrEnum

from screening.matching.subject import ListedEntity, Subject
from screening.names.kinds import NameKind

COUNTRY_DIFFERS = -0.2
BIRTH_YEAR_DIFFERS = -0.15
BIRTH_DATE_DIFFERS = -0.25
STRONG_IDENTIFIERS = frozenset({"orcid", "ror", "lei", "registration_number", "corporate_number", "imo"})
_FULL_DATE = 10


class QualifierState(StrEnum):
    AGREE = "agree"
    DIFFER = "differ"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Qualifier:
    """``weight`` is what it adds to the score of the names; an agreeing qualifier adds evidence, not score."""

    name: str
    state: QualifierState
    weight: float
    query: tuple[str, ...]
    listed: tuple[str, ...]


def qualifiers(subject: Subject, entity: ListedEntity) -> tuple[Qualifier, ...]:
    found = [_identifier(subject, entity)]
    if subject.kind is not NameKind.PERSON and entity.kind is not NameKind.PERSON:
        found.append(_country(subject, entity))
    if subject.kind is not NameKind.ORGANIZATION and entity.kind is not NameKind.ORGANIZATION:
        found.append(_birth_date(subject, entity))
    return tuple(found)


def normal_identifiers(identifiers: tuple[tuple[str, str], ...]) -> frozenset[tuple[str, str]]:
    """Schemes in lower case; values without scheme prefix, spaces and punctuation."""
    return frozenset(filter(lambda pair: pair[1], (_normal_identifier(scheme, value) for scheme, value in identifiers)))


def _normal_identifier(scheme: str, value: str) -> tuple[str, str]:
    last = value.strip().rstrip("/").rsplit("/", 1)[-1]
    return scheme.strip().lower(), "".join(filter(str.isalnum, last)).upper()


def _identifier(subject: Subject, entity: ListedEntity) -> Qualifier:
    ours, theirs = normal_identifiers(subject.identifiers), normal_identifiers(entity.identifiers)
    shared = {pair for pair in ours & theirs if pair[0] in STRONG_IDENTIFIERS}
    schemes = {scheme for scheme, _ in ours} & {scheme for scheme, _ in theirs} & STRONG_IDENTIFIERS
    state = QualifierState.AGREE if shared else QualifierState.DIFFER if schemes else QualifierState.ABSENT
    return Qualifier("identifier", state, 0.0, _shown(shared or ours), _shown(shared or theirs))


def _shown(identifiers: frozenset[tuple[str, str]] | set[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(f"{scheme}:{value}" for scheme, value in sorted(identifiers))


def _country(subject: Subject, entity: ListedEntity) -> Qualifier:
    ours, theirs = _codes(subject.countries), _codes(entity.countries)
    if not ours or not theirs:
        return Qualifier("country", QualifierState.ABSENT, 0.0, ours, theirs)
    if set(ours) & set(theirs):
        return Qualifier("country", QualifierState.AGREE, 0.0, ours, theirs)
    return Qualifier("country", QualifierState.DIFFER, COUNTRY_DIFFERS, ours, theirs)


def _codes(countries: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({country.strip().upper() for country in countries} - {""}))


def _birth_date(subject: Subject, entity: ListedEntity) -> Qualifier:
    ours, theirs = subject.birth_date.strip(), tuple(filter(None, map(str.strip, entity.birth_dates)))
    shown = (ours,) if ours else ()
    if not ours or not theirs:
        return Qualifier("birth_date", QualifierState.ABSENT, 0.0, shown, theirs)
    weight = max(_date_weight(ours, other) for other in theirs)
    state = QualifierState.DIFFER if weight < 0 else QualifierState.AGREE
    return Qualifier("birth_date", state, weight, shown, theirs)


def _date_weight(ours: str, theirs: str) -> float:
    """Compared as far as both are known; day and month in the other order are taken for a slip of the pen."""
    if len(ours) == len(theirs) == _FULL_DATE:
        same = theirs in (ours, f"{ours[:4]}-{ours[8:]}-{ours[5:7]}")
        return 0.0 if same else BIRTH_DATE_DIFFERS
    return 0.0 if ours[:4] == theirs[:4] else BIRTH_YEAR_DIFFERS
