"""The EU consolidated financial sanctions list: what its three renderings have in common.

Source of the structure: the European Commission's ``xmlFullSanctionsList_1_1`` schema. A subject has name
aliases (``strong`` false marks a weak one), addresses, birth dates, citizenships, identifications and
regulations. No alias is marked as the main one: the first stands for the entry.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from screening.importers.base import ImportOptions, NameType, Parsed
from screening.importers.brackets import is_native
from screening.importers.draft import EntryDraft
from screening.names.kinds import NameKind

Facts = Mapping[str, str]
KINDS = {
    "person": NameKind.PERSON,
    "p": NameKind.PERSON,
    "enterprise": NameKind.ORGANIZATION,
    "e": NameKind.ORGANIZATION,
}
# Serbia and Montenegro: the Commission still prints the withdrawn code for what is Serbia today.
WITHDRAWN_CODES = {"CS": "RS"}
UNKNOWN_CODE = "00"
ADDRESS = ("street", "po_box", "zip_code", "city", "region", "place", "country_description")


@dataclass(slots=True)
class EuSubject:
    """One sanctioned subject, its parts keyed as the schema's attributes in snake case."""

    row: int
    reference: str
    subject_type: str
    facts: dict[str, str] = field(default_factory=dict)
    names: list[Facts] = field(default_factory=list)
    addresses: list[Facts] = field(default_factory=list)
    birth_dates: list[Facts] = field(default_factory=list)
    citizenships: list[Facts] = field(default_factory=list)
    identifications: list[Facts] = field(default_factory=list)
    regulations: list[Facts] = field(default_factory=list)


def read_subject(file: str, subject: EuSubject, options: ImportOptions) -> Iterator[Parsed]:
    draft = EntryDraft(file, subject.row, options.limits)
    if not subject.reference:
        draft.error("uid", "uid_missing")
    for alias in subject.names:
        _add_name(draft, alias)
    for address in subject.addresses:
        draft.country(country_of(address), "address")
        draft.attribute("addresses", ", ".join(part for key in ADDRESS if (part := address.get(key, ""))))
    for birth in subject.birth_dates:
        _add_birth(draft, birth)
    for document in subject.identifications:
        draft.identifier(document.get("identification_type_code", "") or "document", document.get("number", ""))
    draft.identifier("un_reference", subject.facts.get("united_nation_id", ""))
    _attributes(draft, subject)
    yield from draft.finish(subject.reference, KINDS.get(subject.subject_type.casefold(), NameKind.UNKNOWN))


def _add_name(draft: EntryDraft, alias: Facts) -> None:
    parts = ("first_name", "middle_name", "last_name")
    text = alias.get("whole_name", "") or " ".join(part for key in parts if (part := alias.get(key, "")))
    is_weak = alias.get("strong", "true").casefold() == "false"
    type_ = NameType.LOW_QUALITY if is_weak else NameType.NATIVE if is_native(text) else NameType.ALIAS
    draft.name(text, "nameAlias", type_, is_weak=is_weak, language=alias.get("name_language", "").lower())
    draft.attribute("titles", alias.get("title", ""))
    draft.attribute("positions", alias.get("function", ""))


def country_of(facts: Facts) -> str:
    code = facts.get("country_iso2_code", "")
    if code and code != UNKNOWN_CODE:
        return WITHDRAWN_CODES.get(code, code)
    description = facts.get("country_description", "")
    return "" if description.casefold() == "unknown" else description


def _add_birth(draft: EntryDraft, birth: Facts) -> None:
    """A birth date as far as it is stated; dates of another calendar are kept as printed."""
    year, month, day = (birth.get(key, "") for key in ("year", "month_of_year", "day_of_month"))
    first, last = birth.get("year_range_from", ""), birth.get("year_range_to", "")
    printed = birth.get("birthdate", "") or "-".join(part for part in (year, month, day) if part)
    if first and last and not printed:
        printed = f"{first} to {last}"
    if birth.get("calendar_type", "GREGORIAN") not in {"GREGORIAN", ""}:
        draft.attribute("birth_dates_as_printed", f"{printed} ({birth['calendar_type'].lower()})" if printed else "")
        return
    if birth.get("circa", "").casefold() == "true":
        draft.attribute("birth_dates_approximate", printed)
    draft.birth_date(printed, "birthdate")
    place = ("place", "city", "region", "country_description")
    draft.attribute("birth_places", ", ".join(part for key in place if (part := birth.get(key, ""))))


def _attributes(draft: EntryDraft, subject: EuSubject) -> None:
    draft.attribute("programme", *_each(subject.regulations, "programme"))
    draft.attribute("regulations", *_each(subject.regulations, "number_title"))
    draft.attribute("listed_on", *_each(subject.regulations, "publication_date"))
    draft.attribute("nationality_as_printed", *_each(subject.citizenships, "country_description"))
    draft.attribute("remarks", subject.facts.get("remark", ""), subject.facts.get("designation_details", ""))


def _each(parts: Sequence[Facts], key: str) -> list[str]:
    return [value for part in parts if (value := part.get(key, ""))]
