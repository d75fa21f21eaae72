"""How often a client may ask."""

from typing import TYPE_CHECKING

from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from duediligence.api.caller import known_client

if TYPE_CHECKING:
    from rest_framework.views import APIView  # it imports this module


class ClientThrottle(SimpleRateThrottle):
    """One count per client, whichever of its keys it shows. The rate is the setting ``API_RATE``."""

    scope = "client"

    def get_cache_key(self, request: Request, view: "APIView") -> str | None:
        client = known_client(request)
        return self.cache_format % {"scope": self.scope, "ident": client.pk} if client else None
