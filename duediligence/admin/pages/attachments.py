"""Files of a case: put on it, and handed out as downloads. Nothing of them is ever shown within a page."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from duediligence.admin.frame import signed_in
from duediligence.admin.pages.case_frame import case_or_404
from duediligence.admin.pages.showing import actor_of
from duediligence.domain import attachment as domain
from duediligence.errors import FileDamaged
from duediligence.messages import explain
from duediligence.models import Attachment


@never_cache
@require_safe
def download(request: HttpRequest, reference: str, attachment_id: int) -> HttpResponse:
    case = case_or_404(request, reference)
    found = Attachment.objects.visible_to(signed_in(request)).filter(case=case, pk=attachment_id).first()
    if found is None:
        raise Http404
    try:
        content = domain.open_for(found, actor=actor_of(request))
    except FileDamaged as lost:
        messages.error(request, explain(lost))
        return redirect("admin:case_due_diligence", reference)
    disposition = str(content_disposition_header(as_attachment=True, filename=found.name))
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=found.media_type, headers=headers)
