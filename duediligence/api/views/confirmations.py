"""What the funder answered about a case: confirmed, or returned with comments."""

from django.db.models import QuerySet
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from duediligence.api import examples, trail
from duediligence.api.caller import actor_of
from duediligence.api.idempotency import idempotent
from duediligence.api.pagination import CursorPages
from duediligence.api.permissions import HasScope
from duediligence.api.serializers.case import ConfirmationInputSerializer, ConfirmationSerializer
from duediligence.api.views.base import FunderViewSet
from duediligence.domain import confirmation as confirmations
from duediligence.enums import ConfirmationKind, ConfirmationVerdict, Scope
from duediligence.models import Case, Confirmation


class ConfirmationViewSet(FunderViewSet[Confirmation]):
    """The funder's answers; an answer is added, never changed."""

    queryset = Confirmation.objects.filter(kind=ConfirmationKind.FUNDER).select_related("revision", "submission")
    permission_classes = [HasScope]
    scopes = {"list": Scope.CASES_READ, "create": Scope.CONFIRMATIONS_WRITE}
    audited_as = "confirmations"
    pagination_class = CursorPages
    serializer_class = ConfirmationSerializer
    input_class = ConfirmationInputSerializer
    summaries = {"list": "List the funder's answers about a case", "create": "Confirm a case or return it"}
    examples = (examples.sent(examples.CONFIRMATION_SENT), examples.answer(examples.CONFIRMATION))

    def get_queryset(self) -> QuerySet[Confirmation]:
        return self.queryset.filter(case__in=Case.objects.visible_to(self.client))

    def list(self, request: Request, reference: str) -> Response:
        case = self._case(reference)
        self.query = self.query_class.read(request)
        trail.note_read(request, case, part=self.audited_as)
        return self.listing(self.get_queryset().filter(case=case))[0]

    @idempotent
    def create(self, request: Request, reference: str) -> Response:
        """Answer the submission that the case awaits an answer to."""
        case = self._case(reference)
        given = ConfirmationInputSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        confirmation = confirmations.receive(
            case,
            actor=actor_of(request),
            kind=ConfirmationKind.FUNDER,
            verdict=ConfirmationVerdict(given.validated_data["verdict"]),
            comments=given.validated_data["comments"],
            revision=given.validated_data.get("revision"),
            submission_number=given.validated_data.get("submission"),
        )
        return Response(self.get_serializer(confirmation).data, status=201)

    def _case(self, reference: str) -> Case:
        return get_object_or_404(Case.objects.visible_to(self.client), reference=reference)
