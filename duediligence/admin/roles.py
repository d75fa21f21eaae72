"""The reader's roles, looked up once for each request."""

from django.http import HttpRequest

from duediligence.admin.frame import signed_in
from duediligence.domain.access import CONFIGURERS
from duediligence.enums import Role
from duediligence.models import Institution

_ALONE = "_institution_is_alone"


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
    if signed_in(request).is_superuser:
        return True
    if not hasattr(request, _ALONE):
        setattr(request, _ALONE, Institution.objects.count() == 1)
    return may_configure(request) and bool(getattr(request, _ALONE))
