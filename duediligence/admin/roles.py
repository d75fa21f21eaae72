"""The reader's roles, looked up once for each request."""

from django.http import HttpRequest

from duediligence.admin.frame import signed_in
from duediligence.domain.access import CONFIGURERS, keeps_shared
from duediligence.enums import Role

_SHARES = "_keeps_what_is_shared"


def roles_of(request: HttpRequest) -> frozenset[Role]:
    """Return the roles that the reader holds today."""
    reader = signed_in(request)
    reader.roles_today = reader.roles()
    return reader.roles_today


def may_configure(request: HttpRequest) -> bool:
    """The records are the office administrator's and the installation's own administrator's."""
    return signed_in(request).is_superuser or bool(roles_of(request) & CONFIGURERS)


def may_share(request: HttpRequest) -> bool:
    """What all institutions share is kept by the installation's administrator, or by the only institution's own."""
    if not hasattr(request, _SHARES):
        setattr(request, _SHARES, keeps_shared(signed_in(request)))
    return bool(getattr(request, _SHARES))
