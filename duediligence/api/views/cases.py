"""The cases about proposals of the client's programmes."""

from django.db.models import Prefetch, QuerySet

from duediligence.api import examples
from duediligence.api.pagination import CursorPages
from duediligence.api.permissions import HasScope
from duediligence.api.public import with_public_status
from duediligence.api.serializers.case import CaseSerializer
from duediligence.api.serializers.queries import CaseQuery
from duediligence.api.views.base import ResourceViewSet
from duediligence.domain import partner_status
from duediligence.enums import Scope
from duediligence.models import Case, Submission


class CaseViewSet(ResourceViewSet[Case]):
    """Where the due diligence about a proposal stands, and what came of it."""

    queryset = (
        Case.objects.select_related("proposal__programme", "institution", "revision", "current_run")
        .prefetch_related(
            "steps", "editions__edition__source", "current_run__technology_hits", "technology_answers__revision"
        )
        .prefetch_related(*partner_status.RELATED, Prefetch("submissions", Submission.objects.only("case", "number")))
        .defer("current_run__request")
    )
    permission_classes = [HasScope]
    scopes = {"list": Scope.CASES_READ, "retrieve": Scope.CASES_READ}
    audited_as = "cases"
    pagination_class = CursorPages
    query_class = CaseQuery
    filters = {
        "programme": "proposal__programme__code",
        "institution": "institution__code",
        "proposal": "proposal__public_id",
        "status": "public_status",
    }
    serializer_class = CaseSerializer
    lookup_field = "reference"
    summaries = {"list": "List the cases", "retrieve": "Read a case"}
    examples = (examples.answer(examples.CASE),)

    def get_queryset(self) -> QuerySet[Case]:
        return with_public_status(self.queryset.visible_to(self.client))
