"""Who works on a partner institution's part: whoever opened its live invitation. Others find nothing."""

import uuid
from dataclasses import dataclass

import structlog
from django.http import Http404, HttpRequest
from django.utils import timezone

from duediligence.domain import partner_part
from duediligence.domain.actor import Actor
from duediligence.models import Membership, PartnerLink, PartnerPart, Person

_LINKS = "partner_links"


@dataclass(frozen=True)
class Invited:
    """One part and its officer."""

    part: PartnerPart
    actor: Actor
    link: PartnerLink

    @property
    def members(self) -> tuple[Membership, ...]:
        return partner_part.members_of(self.part)

    def person(self, pk: int) -> Person:
        """Return one of the partner's own people. Raises ``Http404``."""
        for one in self.members:
            if one.person_id == pk:
                return one.person
        raise Http404


def remember(request: HttpRequest, link: PartnerLink) -> None:
    """Keep in the session, under a new key, which invitation opened which part."""
    request.session.cycle_key()
    request.session[_LINKS] = {**request.session.get(_LINKS, {}), str(link.part.public_id): link.pk}


def invited(request: HttpRequest, public_id: uuid.UUID) -> Invited:
    """Return the part at an address for its own officer. Raises ``Http404`` for anybody else."""
    opened = request.session.get(_LINKS, {}).get(str(public_id))
    related = ("part__organisation", "part__case__institution", "part__case__policy_edition", "part__case__revision")
    link = PartnerLink.objects.select_related(*related).filter(pk=opened, part__public_id=public_id).first()
    if link is None or not partner_part.is_open_to(link, timezone.now()):
        raise Http404
    request_id = str(structlog.contextvars.get_contextvars().get("request_id", ""))[:64]
    return Invited(link.part, Actor.of_partner(link, request_id=request_id), link)
