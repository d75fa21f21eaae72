"""Faults of single fields, named by JSON Pointer (RFC 6901) in a body and plainly in a query."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from rest_framework.exceptions import ValidationError
from rest_framework.settings import api_settings

from duediligence.errors import Refused

_INDEX = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class FieldError:
    field: str
    code: str
    detail: str


def of_validation(exc: ValidationError, *, in_body: bool) -> list[FieldError]:
    """Return every fault that the serializers found."""
    return list(_walk(exc.get_full_details(), (), in_body))


def of_refusal(exc: Refused) -> FieldError:
    """Return the one fault that the domain named: its ``members[0].person`` is our ``/members/0/person``."""
    pointer = _pointer(exc.field) if exc.field else ""
    params = {**exc.params, "field": pointer}
    if isinstance(other := params.get("other"), str):
        params["other"] = _pointer(other)
    return FieldError(pointer, exc.code, gettext(exc.template) % params)


def _pointer(path: str) -> str:
    return "/" + _INDEX.sub(r"/\1", path).replace(".", "/")


def _walk(details: Any, path: tuple[str, ...], in_body: bool) -> Iterator[FieldError]:
    if isinstance(details, list):
        for number, one in enumerate(details):
            # A list holds either the faults of one field or one mapping for each item.
            is_fault = isinstance(one, Mapping) and set(one) == {"message", "code"} and isinstance(one["code"], str)
            yield from _walk(one, path if is_fault else (*path, str(number)), in_body)
    elif set(details) == {"message", "code"} and isinstance(details["code"], str):
        yield FieldError(_name(path, in_body), details["code"], _printable(str(details["message"])))
    else:
        for name, inner in details.items():
            own = name == api_settings.NON_FIELD_ERRORS_KEY
            yield from _walk(inner, path if own else (*path, str(name)), in_body)


def _name(path: tuple[str, ...], in_body: bool) -> str:
    if not in_body:
        return ".".join(path)
    return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in path)


def _printable(sentence: str) -> str:
    """A sentence may repeat what was sent; PostgreSQL keeps no NUL in a stored answer."""
    return sentence.replace("\0", "\N{REPLACEMENT CHARACTER}")
