"""Strict reading of decoded JSON: every refusal names the path of the value that caused it."""

from collections.abc import Iterator, Mapping
from typing import Any

from screening.technology.faults import TechnologyFault


class Reader:
    """A JSON object at a known path, read field by field."""

    def __init__(self, value: object, path: str) -> None:
        if not isinstance(value, Mapping):
            raise TechnologyFault(path, "not_an_object", "an object with named fields is needed here")
        self.value: Mapping[str, Any] = value
        self.path = path

    def at(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def only(self, *names: str) -> None:
        """Refuse fields that nobody would read: a misspelt name must not be ignored."""
        for name in self.value:
            if name not in names:
                raise TechnologyFault(
                    self.at(name),
                    "unknown_field",
                    "unknown field; known are: {known}",
                    known=", ".join(names),
                )

    def text(self, name: str, *, default: str | None = None) -> str:
        value = self.value.get(name, default)
        if not isinstance(value, str):
            raise TechnologyFault(self.at(name), "text_needed", "a text is needed here")
        if not value.strip() and default is None:
            raise TechnologyFault(self.at(name), "text_empty", "this text must not be empty")
        return value

    def flag(self, name: str, *, default: bool | None = None) -> bool:
        value = self.value.get(name, default)
        if not isinstance(value, bool):
            raise TechnologyFault(self.at(name), "flag_needed", "true or false is needed here")
        return value

    def number(self, name: str, *, default: float | None = None, above: float = 0.0, upto: float = 100.0) -> float:
        return checked_number(self.value.get(name, default), self.at(name), above=above, upto=upto)

    def choice(self, name: str, choices: tuple[str, ...], *, default: str | None = None) -> str:
        value = self.text(name, default=default)
        if value not in choices:
            raise TechnologyFault(
                self.at(name),
                "unknown_choice",
                "{value!r} is not one of: {choices}",
                value=value,
                choices=", ".join(choices),
            )
        return value

    def inner(self, name: str) -> "Reader":
        return Reader(self.value.get(name), self.at(name))

    def objects(self, name: str) -> Iterator["Reader"]:
        for index, value in enumerate(listed(self.value.get(name), self.at(name))):
            yield Reader(value, f"{self.at(name)}[{index}]")

    def texts(self, name: str) -> Iterator[tuple[str, str]]:
        """The texts of a list, each with its path."""
        for index, value in enumerate(listed(self.value.get(name), self.at(name))):
            path = f"{self.at(name)}[{index}]"
            if not isinstance(value, str) or not value.strip():
                raise TechnologyFault(path, "text_needed", "a text is needed here")
            yield value, path


def listed(value: object, path: str) -> list[object]:
    if not isinstance(value, list):
        raise TechnologyFault(path, "not_a_list", "a list is needed here")
    return value


def checked_number(value: object, path: str, *, above: float, upto: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TechnologyFault(path, "number_needed", "a number is needed here")
    if not above < value <= upto:
        raise TechnologyFault(
            path,
            "number_out_of_range",
            "{value} is not above {above} and at most {upto}",
            value=value,
            above=above,
            upto=upto,
        )
    return float(value)
