"""Bodies: JSON in UTF-8 (RFC 8259), of limited size."""

import json
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from duediligence.api.problems import ApiProblem


class StrictJSONParser(BaseParser):
    """Raises ``ParseError`` for what is not JSON and the problem ``body_too_large`` for more than the limit."""

    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body: bytes = stream.read(limit + 1)
        if len(body) > limit:
            raise ApiProblem("body_too_large", limit=limit)
        try:
            content = json.loads(body.decode("utf-8"), parse_constant=_refuse_constant, object_pairs_hook=_unique_names)
            json.dumps(content, ensure_ascii=False).encode("utf-8")  # half a surrogate pair is no character
            return content
        except (ValueError, RecursionError) as error:
            raise ParseError from error


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _unique_names(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A name given twice has no agreed meaning (RFC 8259, section 4); one with a NUL cannot be told back."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name is given twice")
    if any("\0" in name for name in found):
        raise ValueError("a name holds the NUL character")
    return found
