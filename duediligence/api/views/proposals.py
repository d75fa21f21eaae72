"""Proposals of the programmes granted to the client: read, and recorded by it."""

from django.db import transaction
from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from duediligence.api import conditional, examples
from duediligence.api.caller import actor_of
from duediligence.api.idempotency import idempotent
from duediligence.api.pagination import CursorPages
from duediligence.api.permissions import HasScope
from duediligence.api.serializers.proposal import ProposalInputSerializer, ProposalSerializer
from duediligence.api.serializers.queries import ProposalQuery
from duediligence.api.views.base import ResourceViewSet
from duediligence.domain import case as cases
from duediligence.domain import proposal as proposals
from duediligence.enums import Scope
from duediligence.errors import InvalidInput
from duediligence.models import ApiClient, Institution, Programme, Proposal

SHOWN = Proposal.objects.select_related("programme", "institution", "current_revision").prefetch_related(
    "cases", "current_revision__memberships", "current_revision__parties__organisation"
)


class ProposalViewSet(ResourceViewSet[Proposal]):
    """What is planned, with whom. A proposal that a funder sends opens a case at once."""

    queryset = SHOWN
    permission_classes = [HasScope]
    scopes = {"list": Scope.PROPOSALS_READ, "retrieve": Scope.PROPOSALS_READ, "create": Scope.PROPOSALS_WRITE}
    audited_as = "proposals"
    pagination_class = CursorPages
    query_class = ProposalQuery
    filters = {
        "programme": "programme__code",
        "institution": "institution__code",
        "external_id": "external_id",
        "created_from": "created_at__gte",
        "created_before": "created_at__lt",
    }
    serializer_class = ProposalSerializer
    lookup_field = "public_id"
    input_class = ProposalInputSerializer
    summaries = {
        "list": "List the proposals",
        "retrieve": "Read a proposal",
        "create": "Record a proposal and open its case",
    }
    examples = (examples.sent(examples.PROPOSAL_SENT), examples.answer(examples.PROPOSAL))

    def get_queryset(self) -> QuerySet[Proposal]:
        return self.queryset.visible_to(self.client)

    @idempotent
    def create(self, request: Request) -> Response:
        given = ProposalInputSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        proposal = record(given, request, self.client)
        content = self.get_serializer(self.get_queryset().get(pk=proposal.pk)).data
        address = reverse("api:proposal", kwargs={"public_id": proposal.public_id}, request=request)
        return Response(content, status=201, headers={"Location": address, "ETag": conditional.etag_of(content)})


@transaction.atomic
def record(given: ProposalInputSerializer, request: Request, client: ApiClient) -> Proposal:
    """Record the proposal and open its case."""
    sent = given.validated_data
    actor = actor_of(request)
    programme = _programme(sent["programme"], client)
    proposal = proposals.receive(
        institution=_institution(sent["institution"], programme),
        content=given.content(),
        actor=actor,
        programme=programme,
        external_id=sent["external_id"],
        stage_deadline_date=sent["stage_deadline_date"],
    )
    cases.open_case(proposal, actor=actor)
    return proposal


def _programme(code: str, client: ApiClient) -> Programme:
    """Return the programme; one that is not granted is as unknown as one that is not there."""
    programme = Programme.objects.visible_to(client).filter(code=code).first()
    if programme is None:
        raise InvalidInput("programme", "programme_unknown", value=code)
    return programme


def _institution(code: str, programme: Programme) -> Institution:
    """Return the institution; a programme recorded by one institution is for that one alone."""
    institution = Institution.objects.filter(code=code).first()
    if institution is None or programme.institution_id not in (None, institution.pk):
        raise InvalidInput("institution", "institution_unknown", value=code)
    return institution
