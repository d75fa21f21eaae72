"""What the dataclasses of a policy say about themselves: types, limits and stand-ins."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Union, get_args, get_origin, get_type_hints

from duediligence.policy.conditions import ConditionValue

_NEUTRAL: Final[Mapping[Any, Any]] = {str: "", bool: False, int: 0, float: 0.0, date: date.min}


def within(path: str, key: str) -> str:
    """Return the place of a key inside a place."""
    return f"{path}.{key}" if path else key


def hints(shape: Any) -> dict[str, Any]:
    """Return the declared types of a dataclass with their limits."""
    return _hints(shape)


@cache
def _hints(shape: Any) -> dict[str, Any]:
    return get_type_hints(shape, include_extras=True)


def is_optional(shape: Any) -> bool:
    return get_origin(shape) in {Union, UnionType} and NoneType in get_args(shape)


def unwrapped(shape: Any) -> Any:
    """Return the type of an optional value when there is one."""
    return next(part for part in get_args(shape) if part is not NoneType)


def neutral(shape: Any) -> Any:
    """Return the value that stands in for one that could not be read."""
    if get_origin(shape) is Annotated:
        return neutral(get_args(shape)[0])
    if shape == ConditionValue:
        return False
    if is_optional(shape):
        return None
    if get_origin(shape) is tuple:
        return ()
    if isinstance(shape, type) and is_dataclass(shape):
        return shape(**{item.name: neutral(hints(shape)[item.name]) for item in fields(shape)})
    return _NEUTRAL[shape] if shape in _NEUTRAL else next(iter(shape))
