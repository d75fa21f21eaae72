"""The entries of a list as arrays: one text for each, read when it is asked for."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from typing import Any, Self

from screening.matching.index.prefixes import prefixed, without_prefix
from screening.matching.index.row_keys import RowKeys
from screening.matching.index.texts import Arrays, Texts
from screening.matching.qualifiers import STRONG_IDENTIFIERS, normal_identifiers
from screening.matching.subject import ListedEntity, ListedName
from screening.names.kinds import NameKind

Identifiers = tuple[tuple[str, str], ...]


class Entries:
    """Immutable. An entry's number is its place in the order given to `build`."""

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays
        self._texts = Texts(arrays["blob"], arrays["offsets"])
        self._identifiers = RowKeys(without_prefix(arrays, "identifiers"))

    @classmethod
    def build(cls, entities: Iterable[ListedEntity]) -> Self:
        texts: list[str] = []
        identifiers: list[tuple[str, ...]] = []
        for entity in entities:
            texts.append(json.dumps(_stored(entity), ensure_ascii=False, separators=(",", ":")))
            identifiers.append(tuple(_keys(entity.identifiers)))
        return cls({**Texts.build(texts).arrays(), **prefixed("identifiers", RowKeys.build(identifiers).arrays())})

    def arrays(self) -> Arrays:
        return self._arrays

    def __len__(self) -> int:
        return len(self._texts)

    def take(self, numbers: Sequence[int]) -> Iterator[ListedEntity]:
        return map(_entity, self._texts.take(numbers)) if numbers else iter(())

    def sharing_identifier(self, identifiers: Identifiers) -> Iterator[int]:
        """The numbers of entries that share a strong identifier."""
        for key in _keys(identifiers):
            yield from self._identifiers.rows(key).tolist()


def _keys(identifiers: Identifiers) -> Iterator[str]:
    for scheme, value in sorted(normal_identifiers(identifiers)):
        if scheme in STRONG_IDENTIFIERS:
            yield f"{scheme}:{value}"


def _stored(entity: ListedEntity) -> dict[str, Any]:
    """All fields by name; `dataclasses.asdict` takes many times as long."""
    named = {field.name: getattr(entity, field.name) for field in fields(entity)}
    return {**named, "names": [(name.text, name.is_weak, name.is_primary) for name in entity.names]}


def _entity(text: str) -> ListedEntity:
    stored: dict[str, Any] = json.loads(text)
    return ListedEntity(
        uid=stored["uid"],
        kind=NameKind(stored["kind"]),
        names=tuple(ListedName(*name) for name in stored["names"]),
        countries=tuple(stored["countries"]),
        birth_dates=tuple(stored["birth_dates"]),
        identifiers=tuple((scheme, value) for scheme, value in stored["identifiers"]),
        list_code=stored["list_code"],
        attributes=stored["attributes"],
    )
