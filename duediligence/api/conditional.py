"""ETags: a reader who has the present state gets 304, a writer who has another is refused (RFC 9110, section 13)."""

import hashlib
from typing import Any

from django.utils.http import parse_etags, quote_etag
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from duediligence.api.problems import ApiProblem


def etag_of(content: Any) -> str:
    """Return the strong ETag of a representation: the digest of its JSON."""
    return quote_etag(hashlib.sha256(JSONRenderer().render(content)).hexdigest()[:32])


def representation(request: Request, content: Any) -> Response:
    """Answer with ``content`` and its ETag, or 304 when ``If-None-Match`` has it already."""
    etag = etag_of(content)
    if is_known(request, etag):
        return unchanged(etag)
    return Response(content, headers={"ETag": etag})


def is_known(request: Request, etag: str) -> bool:
    """Return whether the reader says in ``If-None-Match`` that it has this state."""
    known = [tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))]
    return etag in known or "*" in known


def unchanged(etag: str) -> Response:
    return Response(status=304, headers={"ETag": etag})


def demand_match(request: Request, content: Any) -> None:
    """Refuse a write whose ``If-Match`` is missing or names another state than ``content``."""
    given = request.headers.get("If-Match", "")
    if not given:
        raise ApiProblem("precondition_required")
    tags = parse_etags(given)
    if etag_of(content) not in tags and "*" not in tags:
        raise ApiProblem("precondition_failed")
