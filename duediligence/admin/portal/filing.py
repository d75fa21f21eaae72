"""Who files a declaration: the member signed in, or whoever holds the live personal link. Others find nothing."""

import datetime as dt
import uuid
from dataclasses import dataclass

import structlog
from django.http import Http404, HttpRequest
from django.utils import timezone

from duediligence.domain import declaration, declaring
from duediligence.domain.actor import Actor
from duediligence.domain.due import dues
from duediligence.domain.policy import read
from duediligence.enums import DueKind
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

    @property
    def asked_by(self) -> tuple[str, str] | None:
        """Name and address of whoever asked last: an officer of the lead, or of the partner that holds it."""
        if holder := self.declaration.held_by:
            return holder.officer_name, holder.email
        link = self.declaration.links.select_related("created_by").order_by("-pk").first()
        by = link.created_by if link else None
        return (by.display_name or by.username, by.email) if by else None

    def due(self, now: dt.datetime) -> dt.date | None:
        """Return by when it is asked for; what a partner holds it needs before it confirms its part."""
        own = DueKind.DECLARATION, self.declaration.person.name
        if holder := self.declaration.held_by:
            own = DueKind.PARTNER, holder.organisation.name
        return next((one.by for one in dues(self.declaration.case, now) if (one.kind, one.name) == own), None)

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
    if isinstance(request.user, User):
        if found.person.user_id == request.user.pk:
            return Actor.of_user(request.user, request_id=request_id)
        if declaration.is_another(found, request.user):
            return None
    opened = request.session.get(_LINKS, {}).get(str(found.public_id))
    link = DeclarationLink.objects.filter(pk=opened, declaration=found).first() if opened else None
    return Actor.of_link(link, request_id=request_id) if link and link.is_live(timezone.now()) else None
