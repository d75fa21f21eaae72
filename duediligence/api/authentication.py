"""A funder's program shows its key: ``Authorization: Bearer dd_<prefix>_<secret>``."""

from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from duediligence.domain import api_client
from duediligence.models import ApiClient, ApiKey

REALM = 'Bearer realm="api"'


class ApiKeyAuthentication(BaseAuthentication):
    """``request.user`` becomes the client, ``request.auth`` the key.

    A missing, wrong, expired or revoked key and a client put out of use get the same answer.
    """

    def authenticate(self, request: Request) -> tuple[ApiClient, ApiKey]:
        now = timezone.now()
        key = api_client.find_key(_bearer_token(request), now=now)
        if key is None:
            raise AuthenticationFailed
        api_client.note_use(key, now=now)
        return key.client, key

    def authenticate_header(self, request: Request) -> str:
        return REALM


def _bearer_token(request: Request) -> str:
    parts = get_authorization_header(request).decode("latin-1").split()
    return parts[1] if len(parts) == 2 and parts[0].lower() == "bearer" else ""
