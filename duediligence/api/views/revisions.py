"""The revisions of a proposal: read, and written by the funder."""

from django.db import transaction
from django.db.models import QuerySet
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from duediligence.api import conditional, examples, trail
from duediligence.api.caller import actor_of
from duediligence.api.idempotency import idempotent
from duediligence.api.pagination import CursorPages
from duediligence.api.permissions import HasScope
from duediligence.api.serializers.content import SENT_ROLES
from duediligence.api.serializers.proposal import ProposalSerializer, RevisionInputSerializer, RevisionSerializer
from duediligence.api.views.base import FunderViewSet
from duediligence.api.views.proposals import SHOWN
from duediligence.domain import proposal as proposals
from duediligence.domain.content import PartyInput
from duediligence.domain.party import NameInput, OrganisationInput
from duediligence.enums import NameType, PartyRole, Scope
from duediligence.models import Proposal, Revision


class RevisionViewSet(FunderViewSet[Revision]):
    """The proposal as it stood from one moment on; the newest is the one that is examined."""

    queryset = Revision.objects.prefetch_related("memberships", "parties__organisation")
    permission_classes = [HasScope]
    scopes = {"list": Scope.PROPOSALS_READ, "create": Scope.PROPOSALS_WRITE}
    audited_as = "revisions"
    pagination_class = CursorPages
    serializer_class = RevisionSerializer
    input_class = RevisionInputSerializer
    conditional_actions = frozenset({"create"})
    summaries = {"list": "List the revisions of a proposal", "create": "Revise a proposal"}
    examples = (examples.sent(examples.REVISION_SENT), examples.answer(examples.REVISION))

    def get_queryset(self) -> QuerySet[Revision]:
        return self.queryset.filter(proposal__in=Proposal.objects.visible_to(self.client))

    def list(self, request: Request, public_id: str) -> Response:
        proposal = self._proposal(public_id)
        self.query = self.query_class.read(request)
        trail.note_read(request, proposal, part=self.audited_as)
        return self.listing(self.get_queryset().filter(proposal=proposal))[0]

    @idempotent
    def create(self, request: Request, public_id: str) -> Response:
        """Write the next revision. ``If-Match`` carries the ETag of the proposal that was read."""
        proposal = self._proposal(public_id)
        given = RevisionInputSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        revision = revise(proposal, given, request)
        return Response(self.get_serializer(self.get_queryset().get(pk=revision.pk)).data, status=201)

    def _proposal(self, public_id: str) -> Proposal:
        return get_object_or_404(SHOWN.visible_to(self.client), public_id=public_id)


@transaction.atomic
def revise(proposal: Proposal, given: RevisionInputSerializer, request: Request) -> Revision:
    """Revise what the client has seen; the row is locked so that nobody comes between."""
    Proposal.objects.select_for_update().get(pk=proposal.pk)
    proposal = SHOWN.get(pk=proposal.pk)
    conditional.demand_match(request, ProposalSerializer(proposal).data)
    content = given.content(also=carried_over(proposal.current_revision))
    return proposals.revise(proposal, content, actor=actor_of(request), reason=given.validated_data["reason"])


def carried_over(revision: Revision | None) -> tuple[PartyInput, ...]:
    """Return the parties that the institution found and a funder does not see.

    It cannot send them again, and they must not drop out of the screening because it revised.
    """
    if revision is None:
        return ()
    unseen = revision.parties.exclude(role__in=SENT_ROLES).select_related("organisation")
    return tuple(
        PartyInput(
            OrganisationInput(
                party.name,
                party.organisation.country,
                party.organisation.ror,
                tuple(NameInput(name.text, NameType(name.name_type)) for name in party.organisation.names.all()),
            ),
            PartyRole(party.role),
            party.note,
        )
        for party in unseen
    )
