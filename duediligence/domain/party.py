"""People and organisations: recorded once per institution, their names collected."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain

from duediligence.domain import audit
from duediligence.domain.actor import Actor
from duediligence.enums import NameType
from duediligence.errors import InvalidInput
from duediligence.models import Institution, Organisation, OrganisationName, Person, PersonName

MAX_NAME = 300
_ORCID = re.compile(r"[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]")
_ERAD = re.compile(r"[0-9]{8}")
_ROR = re.compile(r"(?:https://ror\.org/)?(0[a-z0-9]{6}[0-9]{2})", re.IGNORECASE)
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


def match_key(text: str) -> str:
    """Return what two spellings of one typed name share: width, case and spacing do not count."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def organisation_key(name: str, country: str, ror: str) -> str:
    return f"ror:{ror}" if ror else f"name:{match_key(name)}|{country}"


def person_key(given: PersonInput, affiliation: object) -> str:
    """Identifiers decide where there are any, else the name within the affiliation; of a checked person."""
    if given.orcid:
        return f"orcid:{given.orcid}"
    if given.erad_number:
        return f"erad:{given.erad_number}"
    return f"name:{match_key(given.name)}|{affiliation}"


def checked_organisation(given: OrganisationInput, field: str) -> OrganisationInput:
    """Return the organisation as it is recorded, each name once, its own first. Raises ``InvalidInput``."""
    name = clean_name(given.name, f"{field}.name")
    country = _country(given.country, f"{field}.country")
    ror = _matched(_ROR, given.ror, f"{field}.ror").lower()[-9:]
    return OrganisationInput(name, country, ror, _names(NameInput(name, NameType.NATIVE), given.names, field))


def checked_person(given: PersonInput, field: str) -> PersonInput:
    """Return the person as recorded, each name once, the own one first. Raises ``InvalidInput``."""
    name = clean_name(given.name, f"{field}.name")
    furigana = _reading(given.furigana, f"{field}.furigana")
    return PersonInput(
        name,
        furigana,
        _matched(_ERAD, given.erad_number, f"{field}.erad_number"),
        _orcid(given.orcid, f"{field}.orcid"),
        _names(NameInput(name, NameType.NATIVE, furigana), given.names, field),
        checked_organisation(given.affiliation, f"{field}.affiliation") if given.affiliation else None,
    )


def organisation_faults(given: OrganisationInput, field: str) -> Iterator[InvalidInput]:
    """Yield everything for which ``checked_organisation`` would refuse."""
    yield from _faults(clean_name, given.name, f"{field}.name")
    yield from _faults(_country, given.country, f"{field}.country")
    yield from _faults(partial(_matched, _ROR), given.ror, f"{field}.ror")
    for name in given.names:
        yield from _faults(clean_name, name.text, f"{field}.names")
        yield from _faults(_reading, name.reading, f"{field}.names")


def person_faults(given: PersonInput, field: str) -> Iterator[InvalidInput]:
    """Yield everything for which ``checked_person`` would refuse."""
    yield from _faults(clean_name, given.name, f"{field}.name")
    yield from _faults(_reading, given.furigana, f"{field}.furigana")
    yield from _faults(partial(_matched, _ERAD), given.erad_number, f"{field}.erad_number")
    yield from _faults(_orcid, given.orcid, f"{field}.orcid")
    for name in given.names:
        yield from _faults(clean_name, name.text, f"{field}.names")
        yield from _faults(_reading, name.reading, f"{field}.names")
    if given.affiliation:
        yield from organisation_faults(given.affiliation, f"{field}.affiliation")


def _faults(check: Callable[[str, str], object], text: str, field: str) -> Iterator[InvalidInput]:
    try:
        check(text, field)
    except InvalidInput as fault:
        yield fault


def _names(own: NameInput, others: Iterable[NameInput], field: str) -> tuple[NameInput, ...]:
    first = {own.text: own}
    for other in others:
        text = clean_name(other.text, f"{field}.names")
        first.setdefault(text, NameInput(text, other.name_type, _reading(other.reading, f"{field}.names")))
    return tuple(first.values())


def _reading(text: str, field: str) -> str:
    return clean_name(text, field) if text.strip() else ""


def _country(text: str, field: str) -> str:
    country = text.strip().upper()
    if country and not _COUNTRY.fullmatch(country):
        raise InvalidInput(field, "country", value=text[:60])
    return country


def _matched(pattern: re.Pattern[str], text: str, field: str) -> str:
    text = unicodedata.normalize("NFKC", text).strip()
    if not text:
        return ""
    if not pattern.fullmatch(text):
        raise InvalidInput(field, "malformed", value=text[:60])
    return text


def _orcid(text: str, field: str) -> str:
    """Return an ORCID whose last character checks the others (ISO/IEC 7064, MOD 11-2)."""
    orcid = _matched(_ORCID, text, field)
    left = 0
    for digit in orcid[:-1].replace("-", ""):
        left = (left + int(digit)) * 2 % 11
    if orcid and orcid[-1] != "0123456789X"[(12 - left) % 11]:
        raise InvalidInput(field, "check_digit", value=orcid)
    return orcid


def content_key(given: PersonInput) -> str:
    """Return what two people of one content share when they are one; of a person without faults."""
    one = checked_person(given, "")
    at = one.affiliation
    return person_key(one, organisation_key(at.name, at.country, at.ror) if at else "")


def receive_organisations(
    institution: Institution, named: Iterable[tuple[str, OrganisationInput]], *, actor: Actor
) -> dict[OrganisationInput, Organisation]:
    """Find or record organisations and add the names not yet known, in the caller's transaction.

    Steps: check all, find by ROR or by name and country, record the new ones, add names, audit. Holds the chain of
    the institution's audit log: nobody else records the same one meanwhile. Raises ``InvalidInput``.
    """
    keyed: dict[str, list[OrganisationInput]] = {}
    key_of: dict[OrganisationInput, str] = {}
    for field, given in named:
        if given not in key_of:
            one = checked_organisation(given, field)
            key_of[given] = organisation_key(one.name, one.country, one.ror)
            keyed.setdefault(key_of[given], []).append(one)
    audit.hold(institution)
    recorded = Organisation.objects.filter(institution=institution, match_key__in=keyed)
    known = {one.match_key: one for one in recorded.prefetch_related("names")}
    new = [
        Organisation(
            institution=institution, match_key=key, name=same[0].name, country=same[0].country, ror=same[0].ror
        )
        for key, same in keyed.items()
        if key not in known
    ]
    found = known | {one.match_key: one for one in Organisation.objects.bulk_create(new)}
    added = {key: _unknown(known.get(key), [one.names for one in same]) for key, same in keyed.items()}
    OrganisationName.objects.bulk_create(
        OrganisationName(organisation=found[key], text=name.text, name_type=name.name_type)
        for key, names in added.items()
        for name in names
    )
    _note_all(actor, institution, [(found[key], key not in known, names) for key, names in added.items()])
    return {given: found[key] for given, key in key_of.items()}


def receive_people(
    institution: Institution,
    named: Sequence[tuple[str, PersonInput]],
    organisations: Mapping[OrganisationInput, Organisation],
    *,
    actor: Actor,
) -> list[Person]:
    """Find or record people and add the names not yet known, in the caller's transaction; one for each given.

    ``organisations`` were received in the same transaction, the affiliations of these people among them. Steps:
    check all, find by ORCID, e-Rad number or name within the affiliation, record the new ones, add names, audit.
    Raises ``InvalidInput``.
    """
    keyed: dict[str, list[tuple[PersonInput, Organisation | None]]] = {}
    keys = []
    for field, given in named:
        one, at = checked_person(given, field), organisations[given.affiliation] if given.affiliation else None
        keys.append(person_key(one, at.pk if at else ""))
        keyed.setdefault(keys[-1], []).append((one, at))
    recorded = Person.objects.filter(institution=institution, match_key__in=keyed)
    known = {one.match_key: one for one in recorded.select_related("affiliation").prefetch_related("names")}
    new = [_person(institution, key, *same[0]) for key, same in keyed.items() if key not in known]
    found = known | {one.match_key: one for one in Person.objects.bulk_create(new)}
    added = {key: _unknown(known.get(key), [one.names for one, _at in same]) for key, same in keyed.items()}
    PersonName.objects.bulk_create(
        PersonName(person=found[key], text=name.text, reading=name.reading, name_type=name.name_type)
        for key, names in added.items()
        for name in names
    )
    _note_all(actor, institution, [(found[key], key not in known, names) for key, names in added.items()])
    return [found[key] for key in keys]


def _person(institution: Institution, key: str, given: PersonInput, at: Organisation | None) -> Person:
    return Person(
        institution=institution,
        match_key=key,
        name=given.name,
        furigana=given.furigana,
        erad_number=given.erad_number,
        orcid=given.orcid,
        affiliation=at,
    )


def _unknown(known: Person | Organisation | None, names: Iterable[Iterable[NameInput]]) -> list[NameInput]:
    """Return the names that are not recorded yet, each once."""
    texts = {name.text for name in known.names.all()} if known else set()
    first: dict[str, NameInput] = {}
    for name in chain.from_iterable(names):
        first.setdefault(name.text, name)
    return [name for text, name in first.items() if text not in texts]


def _note_all(
    actor: Actor, institution: Institution, received: Sequence[tuple[Person | Organisation, bool, list[NameInput]]]
) -> None:
    notes = []
    for target, is_new, names in received:
        if is_new or names:
            verb = f"{target._meta.model_name}.{'recorded' if is_new else 'names_added'}"
            notes.append((verb, target, {"name": target.name, "names": [name.text for name in names]}))
    audit.record_all(actor, notes, institution=institution)
