"""From an exception to its problem document: the only place where refusals become answers."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import singledispatch
from typing import Any, Final

import structlog
from django.core.signals import got_request_exception
from django.db import IntegrityError
from django.http import Http404
from django.utils.translation import gettext
from rest_framework import exceptions
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from duediligence.api import trail
from duediligence.api.authentication import REALM
from duediligence.api.caller import request_id
from duediligence.api.field_errors import FieldError, of_refusal, of_validation
from duediligence.api.problems import KINDS, MEDIA_TYPE, OTHER_REFUSAL, REFUSALS, ApiProblem
from duediligence.errors import Refused

logger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Problem:
    code: str
    status: int
    title: str
    detail: str
    errors: Sequence[FieldError] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


def problem_response(exc: Exception, context: Mapping[str, Any]) -> Response:
    """Answer an exception of a view as ``application/problem+json`` and note the refusal in the audit log."""
    request: Request = context["request"]
    problem = problem_of(exc, request)
    if problem.status >= 500:
        # The answer says nothing of the fault; the logs and whoever listens to this signal get all of it.
        logger.error("api_request_failed", exc_info=exc)
        got_request_exception.send(sender=None, request=request._request)
    else:
        trail.note_refusal(request, problem.code, problem.status)
    content: dict[str, Any] = {
        "type": reverse("api:problem", kwargs={"code": problem.code}, request=request),
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "code": problem.code,
        "instance": f"urn:uuid:{request_id()}",
    }
    if problem.errors:
        content["errors"] = [{"field": e.field, "code": e.code, "detail": e.detail} for e in problem.errors]
    return Response(content, status=problem.status, headers=dict(problem.headers), content_type=MEDIA_TYPE)


_CODES: Final[Mapping[type[Exception], str]] = {
    Http404: "not_found",
    IntegrityError: "conflicting_write",
    exceptions.AuthenticationFailed: "unauthenticated",
    exceptions.NotAcceptable: "not_acceptable",
    exceptions.NotFound: "not_found",
    exceptions.ParseError: "malformed_body",
    exceptions.UnsupportedMediaType: "unsupported_media_type",
}


@singledispatch
def problem_of(exc: Exception, request: Request) -> Problem:
    """Return what ``exc`` is to the reader: a problem of a known code, else a fault of our own."""
    code = next((code for kind, code in _CODES.items() if isinstance(exc, kind)), "internal_error")
    return _known(code, headers={"WWW-Authenticate": REALM} if code == "unauthenticated" else {})


@problem_of.register
def _api_problem(exc: ApiProblem, request: Request) -> Problem:
    return _known(exc.code, exc.params)


@problem_of.register
def _method_not_allowed(exc: exceptions.MethodNotAllowed, request: Request) -> Problem:
    return _known("method_not_allowed", {"method": request.method})


@problem_of.register
def _throttled(exc: exceptions.Throttled, request: Request) -> Problem:
    seconds = math.ceil(getattr(exc, "wait", None) or 1)
    return _known("rate_limited", {"seconds": seconds}, headers={"Retry-After": str(seconds)})


@problem_of.register
def _validation(exc: exceptions.ValidationError, request: Request) -> Problem:
    reads = request.method in SAFE_METHODS
    return _known("invalid_query" if reads else "invalid_input", errors=of_validation(exc, in_body=not reads))


@problem_of.register
def _refused(exc: Refused, request: Request) -> Problem:
    kind = REFUSALS.get(type(exc), OTHER_REFUSAL)
    if kind is KINDS["invalid_input"]:
        return _known("invalid_input", errors=[of_refusal(exc)])
    return Problem(exc.code, kind.status, str(kind.title), gettext(exc.template) % dict(exc.params))


def _known(
    code: str,
    params: Mapping[str, object] | None = None,
    *,
    errors: Sequence[FieldError] = (),
    headers: Mapping[str, str] | None = None,
) -> Problem:
    kind = KINDS[code]
    return Problem(code, kind.status, str(kind.title), str(kind.detail) % (params or {}), errors, headers or {})
