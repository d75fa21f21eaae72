"""People and organisations: recorded once per institution, their names collected."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from duediligence.domain import audit
from duediligence.domain.actor import Actor
from duediligence.enums import NameType
from duediligence.errors import InvalidInput
from duediligence.models import Institution, Organisation, OrganisationName, Person, PersonName

MAX_NAME = 300
_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")
_ERAD = re.compile(r"\d{8}")
_ROR = re.compile(r"(?:https://ror\.org/)?(0[a-z0-9]{6}\d{2})", re.IGNORECASE)
_COUNTRY = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class NameInput:
    """Another name as typed; ``reading`` is its furigana."""

    text: str
    name_type: NameType = NameType.ALIAS
    reading: str = ""


@dataclass(frozen=True, slots=True)
class OrganisationInput:
    """An organisation as typed. ``country`` is the ISO 3166-1 alpha-2 code of its seat."""

    name: str
    country: str = ""
    ror: str = ""
    names: tuple[NameInput, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonInput:
    """A person as typed: no nationality."""

    name: str
    furigana: str = ""
    erad_number: str = ""
    orcid: str = ""
    names: tuple[NameInput, ...] = ()
    affiliation: OrganisationInput | None = None


def clean_name(text: str, field: str) -> str:
    """Return the name without invisible marks and with single spaces.

    Raises ``InvalidInput`` naming ``field`` when nothing is left, when it is longer than 300 characters, when it
    holds control characters, or when it has neither letters nor digits: no list could ever answer to it.
    """
    if any(unicodedata.category(c) == "Cc" and c not in "\t\n\r" for c in text):
        raise InvalidInput(field, "control_characters")
    visible = "".join(c for c in text if unicodedata.category(c) != "Cf")
    name = " ".join(visible.split())
    if not name:
        raise InvalidInput(field, "empty_name")
    if len(name) > MAX_NAME:
        raise InvalidInput(field, "too_long", length=len(name), limit=MAX_NAME)
    if not any(character.isalnum() for character in name):
        raise InvalidInput(field, "name_without_letters", value=name[:60])
    return name


Met = dict[OrganisationInput, Organisation]
"""Organisations of one proposal as they were received, each once."""


def match_key(text: str) -> str:
    """Return what two spellings of one typed name share: width, case and spacing do not count."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def organisation_key(name: str, country: str, ror: str) -> str:
    return f"ror:{ror}" if ror else f"name:{match_key(name)}|{country}"


def person_key(name: str, orcid: str, erad_number: str, affiliation: Organisation | None) -> str:
    """Identifiers decide where there are any, else the name within the affiliation."""
    if orcid:
        return f"orcid:{orcid}"
    if erad_number:
        return f"erad:{erad_number}"
    return f"name:{match_key(name)}|{affiliation.pk if affiliation else ''}"


def receive_organisation(
    institution: Institution,
    given: OrganisationInput,
    *,
    actor: Actor,
    field: str = "organisation",
    met: Met | None = None,
) -> Organisation:
    """Find or record an organisation and add the names not yet known, in the caller's transaction.

    Steps: check, find by ROR or by name and country, record when new, add names, audit. What is in ``met`` was
    received with the same content a moment ago.
    """
    met = {} if met is None else met
    if given not in met:
        met[given] = _receive_organisation(institution, given, actor, field)
    return met[given]


def _receive_organisation(institution: Institution, given: OrganisationInput, actor: Actor, field: str) -> Organisation:
    name = clean_name(given.name, f"{field}.name")
    country = given.country.strip().upper()
    if country and not _COUNTRY.fullmatch(country):
        raise InvalidInput(f"{field}.country", "country", value=given.country[:60])
    ror = _matched(_ROR, given.ror, f"{field}.ror").lower()[-9:]
    organisation, is_new = Organisation.objects.get_or_create(
        institution=institution,
        match_key=organisation_key(name, country, ror),
        defaults={"name": name, "country": country, "ror": ror},
    )
    names = [NameInput(name, NameType.NATIVE), *given.names]
    cleaned = [(clean_name(other.text, f"{field}.names"), other) for other in names]
    known = set() if is_new else set(organisation.names.values_list("text", flat=True))
    added = [
        OrganisationName(organisation=organisation, text=text, name_type=other.name_type)
        for text, other in _first_of_each(cleaned)
        if text not in known
    ]
    OrganisationName.objects.bulk_create(added)
    _note(actor, organisation, institution, is_new, [name.text for name in added])
    return organisation


def receive_person(
    institution: Institution, given: PersonInput, *, actor: Actor, field: str = "person", met: Met | None = None
) -> Person:
    """Find or record a person and add the names not yet known, in the caller's transaction.

    Steps: check, record the affiliation unless it is in ``met``, find by ORCID, e-Rad number or name within the
    affiliation, record when new, add names, audit.
    """
    name = clean_name(given.name, f"{field}.name")
    furigana = _reading(given.furigana, f"{field}.furigana")
    erad_number = _matched(_ERAD, given.erad_number, f"{field}.erad_number")
    orcid = _matched(_ORCID, given.orcid, f"{field}.orcid")
    affiliation = (
        receive_organisation(institution, given.affiliation, actor=actor, field=f"{field}.affiliation", met=met)
        if given.affiliation
        else None
    )
    person, is_new = Person.objects.get_or_create(
        institution=institution,
        match_key=person_key(name, orcid, erad_number, affiliation),
        defaults={
            "name": name,
            "furigana": furigana,
            "erad_number": erad_number,
            "orcid": orcid,
            "affiliation": affiliation,
        },
    )
    names = [NameInput(name, NameType.NATIVE, furigana), *given.names]
    cleaned = [(clean_name(other.text, f"{field}.names"), other) for other in names]
    known = set() if is_new else set(person.names.values_list("text", flat=True))
    added = [
        PersonName(
            person=person, text=text, reading=_reading(other.reading, f"{field}.names"), name_type=other.name_type
        )
        for text, other in _first_of_each(cleaned)
        if text not in known
    ]
    PersonName.objects.bulk_create(added)
    _note(actor, person, institution, is_new, [name.text for name in added])
    return person


def _reading(text: str, field: str) -> str:
    return clean_name(text, field) if text.strip() else ""


def _first_of_each(named: Sequence[tuple[str, NameInput]]) -> Iterable[tuple[str, NameInput]]:
    first: dict[str, tuple[str, NameInput]] = {}
    for text, given in named:
        first.setdefault(text, (text, given))
    return first.values()


def _matched(pattern: re.Pattern[str], text: str, field: str) -> str:
    text = text.strip()
    if not text:
        return ""
    if not pattern.fullmatch(text):
        raise InvalidInput(field, "malformed", value=text[:60])
    return text


def _note(
    actor: Actor, target: Person | Organisation, institution: Institution, is_new: bool, names: list[str]
) -> None:
    kind = target._meta.model_name
    if is_new or names:
        verb = f"{kind}.recorded" if is_new else f"{kind}.names_added"
        audit.record(actor, verb, target, institution=institution, after={"name": target.name, "names": names})
