"""What every view of this API does alike: count, check, answer, note."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, TypeVar

from django.db.models import Model, QuerySet
from django.utils.cache import patch_cache_control
from drf_spectacular.utils import OpenApiExample
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from duediligence.api import conditional, trail
from duediligence.api.caller import client_of, request_id
from duediligence.api.serializers.queries import PageQuery
from duediligence.api.serializers.strict import QuerySerializer, StrictSerializer
from duediligence.enums import Scope
from duediligence.models import ApiClient

_M = TypeVar("_M", bound=Model)


class NamedRequest(APIView):
    """Every answer carries the request id, and nobody but the client keeps it."""

    http_method_names = ["get", "head", "post"]

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        final = super().finalize_response(request, response, *args, **kwargs)
        final["X-Request-ID"] = request_id()
        patch_cache_control(final, private=True, no_cache=True)
        return final


class FunderViewSet(NamedRequest, GenericViewSet[_M]):
    """A resource of a funder. Each view states: query set, permissions, scope per action, audit, pages."""

    scopes: ClassVar[Mapping[str, Scope]]
    audited_as: ClassVar[str]
    query_class: ClassVar[type[QuerySerializer]] = PageQuery
    query: Mapping[str, Any]

    # For the description of the API.
    summaries: ClassVar[Mapping[str, str]]
    examples: ClassVar[Sequence[OpenApiExample]]
    input_class: ClassVar[type[StrictSerializer] | None] = None
    conditional_actions: ClassVar[frozenset[str]] = frozenset()
    media_types: ClassVar[Sequence[str]] = ()

    @property
    def client(self) -> ApiClient:
        return client_of(self.request)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Who calls is settled first: whatever is refused afterwards is noted under the client's name."""
        self.perform_authentication(request)
        super().initial(request, *args, **kwargs)

    def check_permissions(self, request: Request) -> None:
        """Count the request first: a client without the scope must not be able to ask without end."""
        super().check_throttles(request)
        super().check_permissions(request)

    def check_throttles(self, request: Request) -> None:
        """Done together with the permissions."""

    def listing(self, rows: QuerySet[_M]) -> tuple[Response, list[_M]]:
        """Return the page that the query asks for, and the rows on it."""
        page = self.paginate_queryset(rows) or []
        return self.get_paginated_response(self.get_serializer(page, many=True).data), list(page)


class ResourceViewSet(FunderViewSet[_M]):
    """A resource of its own: a searchable list, and single objects with their ETag.

    ``filters`` says which look-up a parameter of the list stands for.
    """

    filters: ClassVar[Mapping[str, str]]

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        self.query = self.query_class.read(request)
        asked = {self.filters[name]: value for name, value in self.query.items() if name in self.filters}
        response, page = self.listing(self.get_queryset().filter(**asked))
        trail.note_listing(request, self.audited_as, [str(getattr(row, self.lookup_field)) for row in page])
        return response

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        found = self.get_object()
        trail.note_read(request, found)
        return conditional.representation(request, self.get_serializer(found).data)
