"""What two policy editions do differently, place by place."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import Annotated, Any, get_args, get_origin

from duediligence.policy.edition import Policy
from duediligence.policy.limits import Catalogued
from duediligence.policy.shapes import hints, within
from duediligence.policy.text import LongText, SourceMark, Text

_WHOLE = (Text, LongText, SourceMark)
"""Parts that are shown as one value."""


class ChangeKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Part:
    """One named part on the way to a change, such as the step “Decision”."""

    collection: str
    name: Text | str


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. ``path`` names items by their key, as in ``steps[decision].due_working_days``.

    ``before`` and ``after`` are the values themselves; ``None`` where there is none. ``parts`` and ``field``
    are what a wording is made of; ``field`` is empty when a whole part was added or removed.
    """

    path: str
    kind: ChangeKind
    before: object
    after: object
    parts: tuple[Part, ...]
    field: str = ""


def compare(before: Policy, after: Policy) -> tuple[Change, ...]:
    """Return every difference in the order of the editions' fields."""
    return tuple(_objects(before, after, "", ()))


def _objects(before: Any, after: Any, path: str, parts: tuple[Part, ...]) -> Iterator[Change]:
    for item in fields(before):
        old, new = getattr(before, item.name), getattr(after, item.name)
        place = within(path, item.name)
        catalogue = _catalogue(hints(type(before))[item.name])
        if catalogue:
            yield from _items(old, new, catalogue, place, (parts, item.name))
        elif is_dataclass(old) and type(old) is type(new) and not isinstance(old, _WHOLE):
            yield from _objects(old, new, place, (*parts, Part(item.name, "")))
        elif old != new:
            yield Change(place, ChangeKind.CHANGED, old, new, parts, item.name)


def _items(
    before: Any, after: Any, catalogue: Catalogued, path: str, where: tuple[tuple[Part, ...], str]
) -> Iterator[Change]:
    parts, collection = where
    old = {str(getattr(item, catalogue.key)): item for item in before}
    new = {str(getattr(item, catalogue.key)): item for item in after}
    for key in dict.fromkeys((*old, *new)):
        place = f"{path}[{key}]"
        shown = (*parts, Part(collection, _name(new.get(key) or old[key], key)))
        if key not in new:
            yield Change(place, ChangeKind.REMOVED, old[key], None, shown)
        elif key not in old:
            yield Change(place, ChangeKind.ADDED, None, new[key], shown)
        else:
            yield from _objects(old[key], new[key], place, shown)


def _catalogue(hint: Any) -> Catalogued | None:
    if get_origin(hint) is not Annotated:
        return None
    return next((limit for limit in get_args(hint)[1:] if isinstance(limit, Catalogued)), None)


def _name(item: object, key: str) -> Text | str:
    for attribute in ("name", "title", "text"):
        words = getattr(item, attribute, None)
        if isinstance(words, Text):
            return words
    return key
