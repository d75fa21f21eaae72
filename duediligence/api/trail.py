"""What the audit log keeps of reading and of refusals; what is written, the domain notes itself."""

from collections.abc import Mapping, Sequence

from django.db import models
from django.utils.encoding import escape_uri_path
from rest_framework.request import Request

from duediligence.api.caller import actor_of, client_of, known_client
from duediligence.domain import audit
from duediligence.models import Case, Proposal

READ = "api.read"
REFUSED = "api.refused"
REPLAYED = "api.replayed"


def note_read(request: Request, target: models.Model, *, part: str = "") -> None:
    """Note that one object was read, in the log of the institution it belongs to."""
    institution = target.institution if isinstance(target, Proposal | Case) else None
    reference = target.reference if isinstance(target, Case) else ""
    audit.record(
        actor_of(request),
        READ,
        target,
        institution=institution,
        case_reference=reference,
        after={"path": request.path, **({"part": part} if part else {})},
    )


def note_listing(request: Request, resource: str, keys: Sequence[str]) -> None:
    """Note which objects a page showed. A page may cross institutions, so it stands in the platform's log."""
    after = {"resource": resource, "query": dict(request.query_params.items()), "shown": list(keys)}
    _note_of_client(request, READ, after)


def note_refusal(request: Request, code: str, status: int) -> None:
    """Note what a known client was refused. Too many requests are not noted: that would be too many rows."""
    if known_client(request) and status != 429:
        _note_of_client(request, REFUSED, _act(request, {"code": code, "status": status}))


def note_replay(request: Request, key: str) -> None:
    """Note that a stored answer was given again."""
    _note_of_client(request, REPLAYED, _act(request, {"idempotency_key": key}))


def _act(request: Request, more: dict[str, object]) -> dict[str, object]:
    return {"method": request.method, "path": escape_uri_path(request.path)[:500], **more}


def _note_of_client(request: Request, verb: str, after: Mapping[str, object]) -> None:
    audit.record(actor_of(request), verb, client_of(request), institution=None, after=after)
