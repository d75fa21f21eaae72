"""Reads plain data into the frozen values of a policy. The dataclasses are the schema.

A faulty value is noted by its place and replaced by a neutral one, so that one pass names every fault;
``Faults.sound`` then tells a rule which values to believe.
"""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, TypeVar, get_args, get_origin

from duediligence.policy import scalars
from duediligence.policy.faults import Faults
from duediligence.policy.limits import MOST_ITEMS, Catalogued, Limit, NotEmpty, Refers
from duediligence.policy.shapes import hints, is_optional, neutral, unwrapped, within

_T = TypeVar("_T")


class Reader:
    """Reads one document; remembers the keys of its catalogues and who refers to them."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self._keys: dict[str, set[str]] = {}
        self._references: list[tuple[str, str, str]] = []

    def read(self, shape: type[_T], data: object) -> _T:
        value: _T = self._value(shape, data, "", ())
        self._resolve()
        return value

    def _resolve(self) -> None:
        for path, catalogue, key in self._references:
            if key not in self._keys.get(catalogue, set()):
                self.faults.add(path, "unknown_reference", value=key, catalogue=catalogue)

    def _value(self, shape: Any, data: object, path: str, limits: tuple[Limit, ...]) -> Any:
        if get_origin(shape) is Annotated:
            inner, *more = get_args(shape)
            return self._value(inner, data, path, (*limits, *more))
        if is_optional(shape):
            return None if data is None else self._value(unwrapped(shape), data, path, limits)
        if get_origin(shape) is tuple:
            return self._tuple(get_args(shape)[0], data, path, limits)
        if is_dataclass(shape):
            return self._object(shape, data, path)
        return self._scalar(shape, data, path, limits)

    def _scalar(self, shape: Any, data: object, path: str, limits: tuple[Limit, ...]) -> Any:
        try:
            value = _read_scalar(shape, data, limits)
        except scalars.Unreadable as error:
            self.faults.add(path, error.code, **error.params)
            return neutral(shape)
        for limit in limits:
            if isinstance(limit, Refers):
                self._references.append((path, limit.catalogue, value))
        return value

    def _object(self, shape: Any, data: object, path: str) -> Any:
        if not isinstance(data, Mapping):
            self.faults.add(path, "wrong_type", expected="an object", found=scalars.kind_in_words(data))
            return neutral(shape)
        known = {item.name: item for item in fields(shape)}
        for key in data:
            if key not in known:
                self.faults.add(within(path, str(key)[:50]), "unknown_key", known=", ".join(known))
        return shape(**{name: self._field(item, shape, data, path) for name, item in known.items()})

    def _field(self, item: Field[Any], shape: Any, data: Mapping[Any, Any], path: str) -> Any:
        place = within(path, item.name)
        hint = hints(shape)[item.name]
        if item.name in data:
            return self._value(hint, data[item.name], place, ())
        if item.default is not MISSING:
            return item.default
        self.faults.add(place, "missing_key")
        return neutral(hint)

    def _tuple(self, shape: Any, data: object, path: str, limits: tuple[Limit, ...]) -> tuple[Any, ...]:
        if not isinstance(data, list | tuple):
            self.faults.add(path, "wrong_type", expected="a list", found=scalars.kind_in_words(data))
            return ()
        if len(data) > MOST_ITEMS:
            self.faults.add(path, "too_many", count=len(data), most=MOST_ITEMS)
            return ()
        if not data and any(isinstance(limit, NotEmpty) for limit in limits):
            self.faults.add(path, "empty_list")
        items = tuple(self._value(shape, item, f"{path}[{index}]", ()) for index, item in enumerate(data))
        catalogue = next((limit for limit in limits if isinstance(limit, Catalogued)), None)
        if catalogue:
            self._catalogue(catalogue, items, path)
        elif items and isinstance(items[0], str):
            self._each_once(items, [f"{path}[{index}]" for index in range(len(items))])
        return items

    def _catalogue(self, catalogue: Catalogued, items: tuple[Any, ...], path: str) -> None:
        keys = [getattr(item, catalogue.key) for item in items]
        places = [f"{path}[{index}].{catalogue.key}" for index in range(len(items))]
        self._each_once(keys, places)
        self._keys.setdefault(catalogue.name, set()).update(keys)

    def _each_once(self, keys: Any, places: list[str]) -> None:
        seen: set[str] = set()
        for key, place in zip(keys, places, strict=True):
            if key in seen and self.faults.sound(place):
                self.faults.add(place, "duplicate", value=str(key))
            seen.add(key)


def _read_scalar(shape: Any, data: object, limits: tuple[Limit, ...]) -> Any:
    if shape is str:
        return scalars.read_text(data, limits)
    if shape is bool:
        return scalars.read_flag(data)
    if shape is int:
        return scalars.read_whole(data, limits)
    if shape is float:
        return scalars.read_number(data, limits)
    if shape is date:
        return scalars.read_date(data)
    if isinstance(shape, type) and issubclass(shape, StrEnum):
        return scalars.read_choice(data, shape)
    return scalars.read_condition_value(data)
