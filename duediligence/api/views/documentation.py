"""The description of the API, a page to try it out, the kinds of problems, and whatever is not there."""

from pathlib import Path
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from drf_spectacular.utils import OpenApiResponse, extend_schema
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.request import Request
from rest_framework.response import Response

from duediligence.api.problems import MEDIA_TYPE, kind_named
from duediligence.api.serializers.problem import ProblemKindSerializer, ProblemSerializer
from duediligence.api.views.base import NamedRequest

DESCRIPTION: Final = Path(__file__).parent.parent / "openapi.yaml"


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """The committed description: what is served is what was reviewed."""
    return HttpResponse(DESCRIPTION.read_bytes(), content_type="application/yaml; charset=utf-8")


class SwaggerView(SpectacularSwaggerSplitView):
    """Swagger UI, served from here, without a script or a style in the page itself."""

    url_name = "api:openapi"


class ProblemKindView(NamedRequest):
    """What the ``type`` of a problem leads to. Anybody may read it."""

    authentication_classes = []
    permission_classes = []
    throttle_classes = []

    @extend_schema(
        operation_id="problem_retrieve",
        tags=["problems"],
        summary="What a problem means",
        responses={
            200: OpenApiResponse(ProblemKindSerializer, description="Found."),
            (404, MEDIA_TYPE): OpenApiResponse(ProblemSerializer, description="No problem has this code."),
        },
    )
    def get(self, request: Request, code: str) -> Response:
        kind = kind_named(code)
        if kind is None:
            raise Http404
        return Response({"code": code, "status": kind.status, "title": str(kind.title), "detail": str(kind.detail)})


class NothingHere(NamedRequest):
    """Any other address below the API is answered with a problem like all the rest."""

    authentication_classes = []
    permission_classes = []
    throttle_classes = []
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise Http404
