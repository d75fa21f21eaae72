"""The programmes granted to the client."""

from django.db.models import QuerySet

from duediligence.api import examples
from duediligence.api.pagination import CursorPages
from duediligence.api.permissions import HasScope
from duediligence.api.serializers.programme import ProgrammeSerializer
from duediligence.api.serializers.queries import ProgrammeQuery
from duediligence.api.views.base import ResourceViewSet
from duediligence.enums import Scope
from duediligence.models import Programme


class ProgrammeViewSet(ResourceViewSet[Programme]):
    """Calls that proposals answer."""

    queryset = Programme.objects.select_related("funder").prefetch_related("stages")
    permission_classes = [HasScope]
    scopes = {"list": Scope.PROGRAMMES_READ, "retrieve": Scope.PROGRAMMES_READ}
    audited_as = "programmes"
    pagination_class = CursorPages
    query_class = ProgrammeQuery
    filters = {"designated": "is_designated", "open": "is_open"}
    serializer_class = ProgrammeSerializer
    lookup_field = "code"
    summaries = {"list": "List the programmes", "retrieve": "Read a programme"}
    examples = (examples.answer(examples.PROGRAMME),)

    def get_queryset(self) -> QuerySet[Programme]:
        return self.queryset.visible_to(self.client)
