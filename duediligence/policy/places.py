"""Places in the data of a policy, named as faults name them: ``steps[2]``, ``checklists[0].points[1]``.

An index one past the end is the place of an item that is still to be added.
"""

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from typing import Annotated, Any, Final, get_args, get_origin

from duediligence.policy.conditions import ConditionValue
from duediligence.policy.edition import Policy
from duediligence.policy.limits import Limit
from duediligence.policy.shapes import hints, is_optional, unwrapped, within

_PATH: Final = re.compile(r"\w+(?:\[\d+\])?(?:\.\w+(?:\[\d+\])?)*")
_PART: Final = re.compile(r"\[(\d{1,4})\]|(\w+)")


class NoSuchPlace(LookupError):  # noqa: N818 - an answer, not a fault of the program
    """The data has no object at this place."""


@dataclass(frozen=True, slots=True)
class Place:
    """An object of the data with the dataclass that it is read into; ``data`` is empty for a new item."""

    path: str
    shape: Any
    data: Mapping[str, Any]
    is_new: bool = False

    @property
    def outer(self) -> str:
        """The place of the object that holds this one."""
        return self.path.rpartition(".")[0]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value inside a place that is typed in, such as ``thresholds.person.strong``.

    ``shape`` is the type of the value, or of each value where there are ``many``. It is ``needed`` when the object is
    no policy without it; ``owners`` are the optional objects around it, which exist when one of their leaves does.
    """

    path: str
    shape: Any
    limits: tuple[Limit, ...]
    needed: bool
    many: bool = False
    owners: tuple[str, ...] = ()


def find(content: Mapping[str, Any], path: str) -> Place:
    """Return the object at a place. Raises ``NoSuchPlace``."""
    shape, data, is_new = Policy, content, False
    for part in _parts(path):
        if is_new:
            raise NoSuchPlace(path)
        shape, data, is_new = _step_into(shape, data, part, path)
    if not is_dataclass(shape) or not isinstance(data, Mapping):
        raise NoSuchPlace(path)
    return Place(path, shape, data, is_new)


def leaves(shape: Any) -> tuple[Leaf, ...]:
    """Return what is typed in at a place, in order; collections of objects have places of their own."""
    return tuple(_leaves(shape, "", ()))


def collections(shape: Any) -> tuple[str, ...]:
    """Return the fields of a place that have places of their own: collections of objects, and what holds some."""
    return tuple(item.name for item in fields(shape) if _stands_alone(_opened(hints(shape)[item.name])[0]))


def replaced(content: Mapping[str, Any], path: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the content with another object at a place, added when the place is a new one."""
    find(content, path)
    if not path:
        return copy.deepcopy(dict(data))
    changed = copy.deepcopy(dict(content))
    holder, key = _holder(changed, path)
    if isinstance(holder, list) and key == len(holder):
        holder.append(copy.deepcopy(dict(data)))
    else:
        holder[key] = copy.deepcopy(dict(data))
    return changed


def removed(content: Mapping[str, Any], path: str) -> dict[str, Any]:
    """Return the content without an item. Raises ``NoSuchPlace`` for what is no item."""
    changed, items, index = _items(content, path)
    del items[index]
    return changed


def raised(content: Mapping[str, Any], path: str) -> dict[str, Any]:
    """Return the content with an item one place further up; the first one stays."""
    changed, items, index = _items(content, path)
    if index:
        items[index - 1 : index + 1] = [items[index], items[index - 1]]
    return changed


def _parts(path: str) -> list[str | int]:
    if path and not _PATH.fullmatch(path):
        raise NoSuchPlace(path)
    return [int(index) if index else name for index, name in _PART.findall(path)]


def _step_into(shape: Any, data: Any, part: str | int, path: str) -> tuple[Any, Any, bool]:
    if isinstance(part, str):
        if not isinstance(data, Mapping) or not is_dataclass(shape) or part not in hints(shape):
            raise NoSuchPlace(path)
        inner = _opened(hints(shape)[part])[0]
        return inner, data.get(part, [] if get_origin(inner) is tuple else None), False
    if get_origin(shape) is not tuple or not isinstance(data, list) or part > len(data):
        raise NoSuchPlace(path)
    is_new = part == len(data)
    return _opened(get_args(shape)[0])[0], {} if is_new else data[part], is_new


def _holder(changed: Any, path: str) -> tuple[Any, Any]:
    """Return the object or list that holds a place, with the key it has there."""
    *before, key = _parts(path)
    holder = changed
    for part, following in zip(before, [*before[1:], key], strict=True):
        if isinstance(following, int):
            holder.setdefault(part, [])
        holder = holder[part]
    return holder, key


def _items(content: Mapping[str, Any], path: str) -> tuple[dict[str, Any], list[Any], int]:
    if find(content, path).is_new or not path.endswith("]"):
        raise NoSuchPlace(path)
    changed = copy.deepcopy(dict(content))
    items, index = _holder(changed, path)
    return changed, items, index


def _leaves(shape: Any, path: str, owners: tuple[str, ...]) -> Iterator[Leaf]:
    for item in fields(shape):
        place = within(path, item.name)
        hint, limits = _opened(hints(shape)[item.name])
        needed = item.default is MISSING
        if _stands_alone(hint):
            continue
        if is_dataclass(hint):
            yield from _leaves(hint, place, owners if needed else (*owners, place))
        elif get_origin(hint) is tuple:
            inner, more = _opened(get_args(hint)[0])
            yield Leaf(place, inner, (*limits, *more), needed, True, owners)
        else:
            yield Leaf(place, hint, limits, needed, False, owners)


def _stands_alone(hint: Any) -> bool:
    if get_origin(hint) is tuple:
        return is_dataclass(_opened(get_args(hint)[0])[0])
    return is_dataclass(hint) and bool(collections(hint))


def _opened(hint: Any) -> tuple[Any, tuple[Limit, ...]]:
    """Return a type without its annotations and its *or nothing*, and the limits it had."""
    if get_origin(hint) is Annotated:
        inner, *limits = get_args(hint)
        shape, more = _opened(inner)
        return shape, (*limits, *more)
    if hint != ConditionValue and is_optional(hint):
        return _opened(unwrapped(hint))
    return hint, ()
