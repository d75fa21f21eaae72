"""Every address of the API."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from duediligence.api.views.cases import CaseViewSet
from duediligence.api.views.confirmations import ConfirmationViewSet
from duediligence.api.views.documentation import NothingHere, ProblemKindView, SwaggerView, openapi
from duediligence.api.views.programmes import ProgrammeViewSet
from duediligence.api.views.proposals import ProposalViewSet
from duediligence.api.views.revisions import RevisionViewSet

app_name = "api"


class CodeConverter(StringConverter):
    """The letters that codes and references are made of; no database is asked for any other."""

    regex = "[A-Za-z0-9_-]{1,60}"


register_converter(CodeConverter, "code")

urlpatterns = [
    path("programmes", ProgrammeViewSet.as_view({"get": "list"}), name="programmes"),
    path("programmes/<code:code>", ProgrammeViewSet.as_view({"get": "retrieve"}), name="programme"),
    path("proposals", ProposalViewSet.as_view({"get": "list", "post": "create"}), name="proposals"),
    path("proposals/<str:public_id>", ProposalViewSet.as_view({"get": "retrieve"}), name="proposal"),
    path(
        "proposals/<str:public_id>/revisions",
        RevisionViewSet.as_view({"get": "list", "post": "create"}),
        name="revisions",
    ),
    path("cases", CaseViewSet.as_view({"get": "list"}), name="cases"),
    path("cases/<code:reference>", CaseViewSet.as_view({"get": "retrieve"}), name="case"),
    path(
        "cases/<code:reference>/confirmations",
        ConfirmationViewSet.as_view({"get": "list", "post": "create"}),
        name="confirmations",
    ),
    path("problems/<str:code>", ProblemKindView.as_view(), name="problem"),
    path("openapi.yaml", openapi, name="openapi"),
    path("docs/", SwaggerView.as_view(), name="docs"),
    path("", NothingHere.as_view(), name="root"),
    path("<path:rest>", NothingHere.as_view(), name="nothing"),
]
