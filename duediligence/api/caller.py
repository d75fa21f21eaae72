"""Who calls: the client behind a request, as the domain and the audit log know it."""

from typing import cast

import structlog
from rest_framework.request import Request

from duediligence.domain.actor import Actor
from duediligence.models import ApiClient, ApiKey


def client_of(request: Request) -> ApiClient:
    """Return the client whose key was shown; views are reached by nobody else."""
    return cast("ApiClient", request.user)


def known_client(request: Request) -> ApiClient | None:
    """Return the client, or ``None`` when no valid key was shown."""
    user: object = request.user
    return user if isinstance(user, ApiClient) else None


def key_of(request: Request) -> ApiKey:
    return cast("ApiKey", request.auth)


def request_id() -> str:
    """Return the id under which this request stands in the logs, the audit log and its answer."""
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))


def actor_of(request: Request) -> Actor:
    return Actor.of_client(client_of(request), request_id())
