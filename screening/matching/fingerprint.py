"""What a clearance rests on: the material fields of both sides, and which of them changed since."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from hashlib import sha256

from screening.matching.qualifiers import normal_identifiers
from screening.matching.subject import ListedEntity, Subject
from screening.names.kinds import NameKind
from screening.names.text import clean
from screening.names.words import words

_VERSION = "2"
_DIGEST_BYTES = 6

Material = dict[str, list[str]]


def fingerprint(subject: Subject, entity: ListedEntity) -> str:
    """One short digest per material field, at most 128 characters; case, width, spacing and order leave it alone."""
    return ":".join((_VERSION, *map(_digest, material(subject, entity).values())))


def differences(old: str, new: str) -> tuple[str, ...]:
    """Names of the fields that differ between two fingerprints, such as ``entity.names``; all when the versions
    differ."""
    fields = tuple(material(Subject("", NameKind.UNKNOWN, ()), ListedEntity("", NameKind.UNKNOWN, ())))
    before, after = old.split(":"), new.split(":")
    if len(before) != len(after) or before[0] != after[0]:
        return fields
    return tuple(field for field, a, b in zip(fields, before[1:], after[1:], strict=True) if a != b)


def material(subject: Subject, entity: ListedEntity) -> Material:
    """The fields a reviewer's judgement rests on, in their normal form."""
    return {
        "subject.kind": [str(subject.kind)],
        "subject.names": _names((name.text for name in subject.names), subject.kind),
        "subject.readings": _names((name.reading for name in subject.names), subject.kind),
        "subject.countries": _codes(subject.countries),
        "subject.birth_date": _codes((subject.birth_date,)),
        "subject.identifiers": _identifiers(subject.identifiers),
        "entity.uid": [entity.list_code, entity.uid],
        "entity.kind": [str(entity.kind)],
        "entity.names": _names((name.text for name in entity.names if not name.is_weak), entity.kind),
        "entity.weak_names": _names((name.text for name in entity.names if name.is_weak), entity.kind),
        "entity.countries": _codes(entity.countries),
        "entity.birth_dates": _codes(entity.birth_dates),
        "entity.identifiers": _identifiers(entity.identifiers),
    }


def _digest(values: list[str]) -> str:
    text = json.dumps(values, ensure_ascii=False)
    return urlsafe_b64encode(sha256(text.encode()).digest()[:_DIGEST_BYTES]).decode()


def normal_name(text: str, kind: NameKind = NameKind.UNKNOWN) -> str:
    """What is left of a name when its case, width, spacing and punctuation are taken away, and the order in which a
    person's surname is printed before a comma."""
    family, comma, given = clean(text).text.casefold().partition(",")
    is_turned = kind is NameKind.PERSON and comma and "," not in given
    return "".join(words(f"{given} {family}" if is_turned else f"{family}{comma}{given}"))


def _names(texts: Iterable[str], kind: NameKind) -> list[str]:
    return sorted({normal_name(text, kind) for text in texts} - {""})


def _codes(values: Iterable[str]) -> list[str]:
    return sorted({value.strip().upper() for value in values} - {""})


def _identifiers(identifiers: tuple[tuple[str, str], ...]) -> list[str]:
    return [f"{scheme}:{value}" for scheme, value in sorted(normal_identifiers(identifiers))]
