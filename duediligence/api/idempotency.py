"""A repeated POST acts once: the answer is stored under the client's ``Idempotency-Key`` and given again."""

import datetime as dt
import functools
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone
from rest_framework.exceptions import APIException
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from duediligence.api import trail
from duediligence.api.caller import client_of
from duediligence.api.problems import MEDIA_TYPE, ApiProblem
from duediligence.errors import Refused
from duediligence.models import ApiClient, IdempotencyRecord

# Longer than any request is let run: a row older than this was left by a process that died.
ABANDONED_AFTER: Final = dt.timedelta(minutes=5)
KEPT_HEADERS: Final = ("ETag", "Location")
REFUSED: Final = (APIException, ApiProblem, Refused, Http404, IntegrityError)
_KEY: Final = re.compile(r"[!-~]{1,255}")
_P = ParamSpec("_P")
_V = TypeVar("_V", bound=APIView)


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to answer under a key: held by whoever wrote ``since`` into the row, until another takes over."""

    pk: int
    since: dt.datetime

    def settle(self, response: Response) -> None:
        """Store the answer. Raises the problem ``request_in_progress`` when another has taken the key over."""
        kept = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
        stored = self._own().update(
            status_code=response.status_code, body=json.loads(JSONRenderer().render(response.data)), headers=kept
        )
        if not stored:
            raise ApiProblem("request_in_progress")

    def release(self) -> None:
        """Forget the request: sent again, it is worked on anew. An answer that is stored stays."""
        self._own().delete()

    def _own(self) -> Any:
        return IdempotencyRecord.objects.filter(pk=self.pk, created_at=self.since, status_code__isnull=True)


@transaction.atomic
def claim(client: ApiClient, key: str, request_hash: str, *, now: dt.datetime) -> Claim | IdempotencyRecord:
    """Return the right to answer, or the row that holds the answer.

    Steps: write the row or lock the one that is there, compare the requests, take over what was abandoned.
    Raises the problems ``idempotency_key_reused`` and ``request_in_progress``.
    """
    record, is_new = IdempotencyRecord.objects.select_for_update().get_or_create(
        client=client, key=key, defaults={"request_hash": request_hash, "created_at": now}
    )
    if is_new:
        return Claim(record.pk, now)
    if record.request_hash != request_hash:
        raise ApiProblem("idempotency_key_reused")
    if record.status_code is not None:
        return record
    if record.created_at > now - ABANDONED_AFTER:
        raise ApiProblem("request_in_progress")
    record.created_at = now
    record.save(update_fields=["created_at"])
    return Claim(record.pk, now)


def idempotent(
    act: Callable[Concatenate[_V, Request, _P], Response],
) -> Callable[Concatenate[_V, Request, _P], Response]:
    """Let a POST act once for each key; what it writes and its stored answer are one transaction.

    Answers that a client may repeat with hope (409, 429 and faults of our own) are not stored.
    """

    @functools.wraps(act)
    def answer(view: _V, request: Request, /, *args: _P.args, **kwargs: _P.kwargs) -> Response:
        key = _key(request)
        held = claim(client_of(request), key, _request_hash(request), now=timezone.now())
        if isinstance(held, IdempotencyRecord):
            trail.note_replay(request, key)
            return _replay(held)
        try:
            with transaction.atomic():
                response = act(view, request, *args, **kwargs)
                held.settle(response)
        except REFUSED as exc:
            response = view.handle_exception(exc)
            if not _may_be_repeated(response):
                held.settle(response)
        finally:
            held.release()
        return response

    return answer


def _may_be_repeated(response: Response) -> bool:
    return response.status_code in (409, 429) or response.status_code >= 500


def _key(request: Request) -> str:
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        raise ApiProblem("idempotency_key_missing")
    if not _KEY.fullmatch(key):
        raise ApiProblem("idempotency_key_malformed")
    return key


def _request_hash(request: Request) -> str:
    asked = [request.method, request.path, request.headers.get("If-Match", ""), request.data]
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def _replay(record: IdempotencyRecord) -> Response:
    status = record.status_code or 500
    headers = {**record.headers, "Idempotent-Replay": "true"}
    return Response(record.body, status=status, headers=headers, content_type=MEDIA_TYPE if status >= 400 else None)
