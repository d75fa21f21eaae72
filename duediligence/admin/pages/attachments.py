"""Files of a case: put on it, and handed out as downloads. Nothing of them is ever shown within a page."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from duediligence.admin.frame import signed_in
from duediligence.admin.pages.case_frame import case_or_404
from duediligence.admin.pages.showing import actor_of
from duediligence.domain import attachment as domain
from duediligence.domain import partner_files
from duediligence.errors import FileDamaged, NotAllowed
from duediligence.messages import explain
from duediligence.models import Attachment, PartnerFile


@never_cache
@require_safe
def attachment(request: HttpRequest, reference: str, attachment_id: int) -> HttpResponse:
    case = case_or_404(request, reference)
    found = Attachment.objects.visible_to(signed_in(request)).filter(case=case, pk=attachment_id).first()
    if found is None:
        raise Http404
    try:
        content = domain.open_for(found, actor=actor_of(request))
    except FileDamaged as lost:
        messages.error(request, explain(lost))
        return redirect("admin:case_due_diligence", reference)
    return download(content, found.name, found.media_type)


@never_cache
@require_safe
def partner_file(request: HttpRequest, reference: str, file_id: int) -> HttpResponse:
    """Hand out a file that a partner institution sent with what it confirmed."""
    case = case_or_404(request, reference)
    found = PartnerFile.objects.filter(part__case=case, pk=file_id, confirmations__isnull=False).first()
    if found is None:
        raise Http404
    try:
        return download(partner_files.take(found, actor=actor_of(request)), found.name, found.media_type)
    except NotAllowed as refused:
        raise PermissionDenied from refused
    except FileDamaged as lost:
        messages.error(request, explain(lost))
        return redirect("admin:case_partners", reference)


def download(content: bytes, name: str, media_type: str) -> HttpResponse:
    disposition = str(content_disposition_header(as_attachment=True, filename=name))
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=media_type, headers=headers)
