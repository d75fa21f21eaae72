"""The quick look at an organisation's name while it is typed."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from duediligence.admin.frame import signed_in
from duediligence.admin.pages.showing import language, show_part
from duediligence.queries.case_acts import may_record
from duediligence.queries.name_check import check_organisation


@require_safe
def name_check(request: HttpRequest) -> HttpResponse:
    """Answer a part of the page: which lists were asked and what they hold, never that a name is clear."""
    user = signed_in(request)
    if not may_record(user):
        raise PermissionDenied
    given = {name.rpartition("-")[2]: request.GET.get(name, "") for name in request.GET}
    answer = check_organisation(
        user, given.get("name", ""), given.get("country", ""), day=timezone.localdate(), language=language()
    )
    return show_part(request, "parts/name_check.html", {"answer": answer})
