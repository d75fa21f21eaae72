"""Who files a declaration: the member signed in, or whoever holds the live personal link. Others find nothing."""

import uuid
from dataclasses import dataclass

import structlog
from django.http import Http404, HttpRequest
from django.utils import timezone

from duediligence.domain import declaring
from duediligence.domain.actor import Actor
from duediligence.domain.policy import read
from duediligence.models import Declaration, DeclarationLink, User
from duediligence.policy.edition import Policy
from duediligence.policy.form import FormItem

_LINKS = "declaration_links"


@dataclass(frozen=True)
class Filing:
    """One declaration and who is at it."""

    declaration: Declaration
    actor: Actor

    @property
    def policy(self) -> Policy:
        return read(self.declaration.case.policy_edition)

    @property
    def items(self) -> tuple[FormItem, ...]:
        return declaring.asked_items(self.declaration)

    def item(self, code: str) -> FormItem:
        """Return one of the items asked. Raises ``Http404``."""
        for item in self.items:
            if item.code == code:
                return item
        raise Http404


def remember(request: HttpRequest, link: DeclarationLink) -> None:
    """Keep in the session which link opened which declaration; the address itself no longer shows the link."""
    opened = {**request.session.get(_LINKS, {}), str(link.declaration.public_id): link.pk}
    request.session[_LINKS] = opened


def filing(request: HttpRequest, public_id: uuid.UUID) -> Filing:
    """Return the declaration at an address for its own member. Raises ``Http404`` for anybody else."""
    related = ("person__user", "case__institution", "case__policy_edition", "case__revision")
    found = Declaration.objects.select_related(*related).filter(public_id=public_id).first()
    actor = _actor(request, found) if found else None
    if found is None or actor is None:
        raise Http404
    return Filing(found, actor)


def _actor(request: HttpRequest, found: Declaration) -> Actor | None:
    request_id = str(structlog.contextvars.get_contextvars().get("request_id", ""))[:64]
    if isinstance(request.user, User) and found.person.user_id == request.user.pk:
        return Actor.of_user(request.user, request_id=request_id)
    opened = request.session.get(_LINKS, {}).get(str(found.public_id))
    link = DeclarationLink.objects.filter(pk=opened, declaration=found).first() if opened else None
    return Actor.of_link(link, request_id=request_id) if link and link.is_live(timezone.now()) else None
