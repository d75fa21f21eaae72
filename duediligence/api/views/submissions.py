"""What the institution submitted about a case, for the funder that answers it."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header, quote_etag
from rest_framework.generics import get_object_or_404
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from duediligence.api import conditional, examples, trail
from duediligence.api.caller import actor_of
from duediligence.api.pagination import CursorPages
from duediligence.api.permissions import HasScope
from duediligence.api.serializers.submission import SubmissionSerializer
from duediligence.api.views.base import FunderViewSet
from duediligence.domain import file_types
from duediligence.domain import submission as submissions
from duediligence.enums import Scope
from duediligence.models import Case, Submission, SubmissionFile

WITHOUT_BYTES = SubmissionFile.objects.select_related("stored", "submission__case").defer(
    "stored__content", "submission__content"
)


class SubmissionViewSet(FunderViewSet[Submission]):
    """What was submitted: number, moment, revision, and the files by their hash."""

    queryset = (
        Submission.objects.select_related("revision")
        .prefetch_related(Prefetch("files", WITHOUT_BYTES))
        .defer("content")
    )
    permission_classes = [HasScope]
    scopes = {"list": Scope.CASES_READ, "retrieve": Scope.CASES_READ}
    audited_as = "submissions"
    pagination_class = CursorPages
    serializer_class = SubmissionSerializer
    summaries = {"list": "List what was submitted about a case", "retrieve": "Read a submission"}
    examples = (examples.answer(examples.SUBMISSION),)

    def get_queryset(self) -> QuerySet[Submission]:
        return self.queryset.filter(case__in=Case.objects.visible_to(self.client))

    def list(self, request: Request, reference: str) -> Response:
        case = get_object_or_404(Case.objects.visible_to(self.client), reference=reference)
        self.query = self.query_class.read(request)
        trail.note_read(request, case, part=self.audited_as)
        return self.listing(self.get_queryset().filter(case=case))[0]

    def retrieve(self, request: Request, reference: str, number: int) -> Response:
        found = get_object_or_404(self.get_queryset().select_related("case"), case__reference=reference, number=number)
        trail.note_read(request, found.case, part=f"{self.audited_as}/{number}")
        return conditional.representation(request, self.get_serializer(found).data)


class AnyAnswer(JSONRenderer):
    """A file is given in the format that it has, whatever the reader would accept; a refusal is JSON."""

    media_type = "*/*"


class SubmissionFileViewSet(FunderViewSet[SubmissionFile]):
    """A file exactly as it was submitted. One that states sealed answers is never given out here."""

    queryset = WITHOUT_BYTES
    permission_classes = [HasScope]
    renderer_classes = [AnyAnswer]
    scopes = {"download": Scope.CASES_READ}
    audited_as = "submissions"
    summaries = {"download": "Take a file that was submitted"}
    media_types = tuple(file_types.TYPES[code].media_type for code in ("pdf", "xlsx"))
    examples = ()

    def get_queryset(self) -> QuerySet[SubmissionFile]:
        return self.queryset.filter(submission__case__in=Case.objects.visible_to(self.client))

    def download(self, request: Request, reference: str, number: int, sha256: str) -> HttpResponseBase:
        """Give out the bytes. The ETag is their SHA-256."""
        named: dict[str, Any] = {"submission__case__reference": reference, "submission__number": number}
        file = self.get_queryset().filter(stored__sha256=sha256, **named).order_by("stored__is_sealed", "pk").first()
        if file is None:
            raise Http404
        etag = quote_etag(sha256)
        if conditional.is_known(request, etag) and not file.stored.is_sealed:
            trail.note_read(request, file.submission.case, part=f"{self.audited_as}/{number}/{file.name}")
            return conditional.unchanged(etag)
        content = submissions.take(file, actor=actor_of(request))
        kind = file_types.TYPES.get(file_types.detect(content))
        disposition = content_disposition_header(True, file.name) or "attachment"
        return HttpResponse(
            content,
            content_type=kind.media_type if kind else "application/octet-stream",
            headers={"Content-Disposition": disposition, "ETag": etag},
        )
