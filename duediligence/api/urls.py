"""Every address of the API."""

from django.urls import path, register_converter
from django.urls.converters import IntConverter, StringConverter

from duediligence.api.views.cases import CaseViewSet
from duediligence.api.views.confirmations import ConfirmationViewSet
from duediligence.api.views.documentation import NothingHere, ProblemKindView, SwaggerView, openapi
from duediligence.api.views.programmes import ProgrammeViewSet
from duediligence.api.views.proposals import ProposalViewSet
from duediligence.api.views.revisions import RevisionViewSet
from duediligence.api.views.submissions import SubmissionFileViewSet, SubmissionViewSet

app_name = "api"


class NumberConverter(IntConverter):
    """What counts within a case; no database is asked for a number that it could not hold."""

    regex = "[1-9][0-9]{0,8}"


class HashConverter(StringConverter):
    """The SHA-256 of a file."""

    regex = "[0-9a-f]{64}"


class CodeConverter(StringConverter):
    """The letters that codes and references are made of; no database is asked for any other."""

    regex = "[A-Za-z0-9_-]{1,60}"


register_converter(CodeConverter, "code")
register_converter(NumberConverter, "number")
register_converter(HashConverter, "sha256")

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
    path("cases/<code:reference>/submissions", SubmissionViewSet.as_view({"get": "list"}), name="submissions"),
    path(
        "cases/<code:reference>/submissions/<number:number>",
        SubmissionViewSet.as_view({"get": "retrieve"}),
        name="submission",
    ),
    path(
        "cases/<code:reference>/submissions/<number:number>/files/<sha256:sha256>",
        SubmissionFileViewSet.as_view({"get": "download"}),
        name="submission_file",
    ),
    path("problems/<str:code>", ProblemKindView.as_view(), name="problem"),
    path("openapi.yaml", openapi, name="openapi"),
    path("docs/", SwaggerView.as_view(), name="docs"),
    path("", NothingHere.as_view(), name="root"),
    path("<path:rest>", NothingHere.as_view(), name="nothing"),
]
