"""The audit log: searched, verified, taken along as JSON Lines."""

import json
from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from duediligence.admin.forms.audit import AuditSearchForm
from duediligence.admin.frame import Text, signed_in
from duediligence.admin.pages.showing import page_of, show
from duediligence.admin.verbs import actor_names, in_words
from duediligence.domain import access, audit
from duediligence.domain.audit import Break
from duediligence.enums import Role
from duediligence.models import AuditEvent, User
from duediligence.queries.events import found

READERS = frozenset({Role.AUDITOR, Role.OFFICE_ADMIN})
BREAKS: dict[str, Text] = {
    "missing": _("Event %(seq)d of %(stream)s is missing."),
    "unlinked": _("Event %(seq)d of %(stream)s does not follow from the one before it."),
    "altered": _("Event %(seq)d of %(stream)s was altered after it was written."),
    "rewritten": _("The log %(stream)s was rewritten before event %(seq)d."),
}
FIELDS = (
    "stream", "seq", "actor", "verb", "object_type", "object_id", "object_label", "case_reference", "before", "after",
    "reason", "request_id", "engine_version", "code_version", "previous_hash", "hash",
)  # fmt: skip


def may_read(user: User) -> bool:
    """The auditor and the administrator read the log; the installation's own administrator as well."""
    return user.is_superuser or access.may(user, READERS, user.institution)


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    form = AuditSearchForm(request.GET)
    page = page_of(request, found(signed_in(request), form.search()), 50)
    names = actor_names(page)
    events = [{"event": one, "words": in_words(one.verb), "who": names[one.actor]} for one in page]
    query = request.GET.copy()
    query.pop("page", None)
    return show(request, "audit.html", {"form": form, "page": page, "events": events, "query": query.urlencode()})


@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Walk the chain and name the first row that does not hold."""
    broken = list(_breaks(signed_in(request)))
    for one in broken:
        messages.error(request, str(BREAKS[one.code]) % {"seq": one.seq, "stream": one.stream})
    if not broken:
        messages.success(request, gettext("The log is whole: every event follows from the one before it."))
    return redirect("admin:audit")


@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """Send the events that fit the search, one JSON object a line, the oldest first."""
    events = found(signed_in(request), AuditSearchForm(request.GET).search()).order_by("stream", "seq")
    return StreamingHttpResponse(
        (_line(event) for event in events.iterator(chunk_size=1000)),
        content_type="application/jsonl; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="audit.jsonl"'},
    )


def _breaks(user: User) -> Iterator[Break]:
    if user.is_superuser:
        yield from audit.verify_all()
    elif broken := audit.verify(audit.stream_of(user.institution)):
        yield broken


def _line(event: AuditEvent) -> str:
    content = {"at": event.at.isoformat(), **{name: getattr(event, name) for name in FIELDS}}
    return json.dumps(content, ensure_ascii=False) + "\n"
