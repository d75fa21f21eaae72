"""Who may change the records."""

from django.http import HttpRequest

from duediligence.admin.frame import signed_in
from duediligence.domain.access import CONFIGURERS, keeps_shared

_SHARES = "_keeps_what_is_shared"


def may_configure(request: HttpRequest) -> bool:
    """The records are the office administrator's and the installation's own administrator's."""
    reader = signed_in(request)
    return reader.is_superuser or bool(reader.roles() & CONFIGURERS)


def may_share(request: HttpRequest) -> bool:
    """What all institutions share is kept by the installation's administrator, or by the only institution's own."""
    if not hasattr(request, _SHARES):
        setattr(request, _SHARES, keeps_shared(signed_in(request)))
    return bool(getattr(request, _SHARES))
