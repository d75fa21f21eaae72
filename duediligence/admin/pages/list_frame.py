"""Which list, which edition, and what the reader may do with them: the beginning of every page about a list."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _

from duediligence.admin.components import Fact
from duediligence.admin.frame import signed_in
from duediligence.admin.pages.showing import actor_of
from duediligence.admin.verbs import people
from duediligence.days import day, moment
from duediligence.domain import lists, watch_list
from duediligence.errors import NotAllowed
from duediligence.messages import explain, file_fault
from duediligence.queries.lists import visible_sources
from screening.lists.sources import OWN_WATCH_LIST
from screening.models import EditionRowError, ListEdition, ListSource


def source_or_404(request: HttpRequest, code: str) -> ListSource:
    """Return the list; the code of the own watch list means the reader's institution's, which comes into being."""
    user = signed_in(request)
    if code == OWN_WATCH_LIST and user.institution:
        return watch_list.source_of(user.institution)
    source = visible_sources(user).filter(code=code).first()
    if source is None:
        raise Http404
    return source


def edition_or_404(request: HttpRequest, code: str, edition_id: int) -> ListEdition:
    editions = ListEdition.objects.filter(source__in=visible_sources(signed_in(request)), source__code=code)
    found = editions.filter(pk=edition_id).select_related("source").first()
    if found is None:
        raise Http404
    return found


def refusal(request: HttpRequest, source: ListSource) -> str:
    """Return why the reader may do nothing with this list; empty for its keepers."""
    return "" if lists.is_keeper(actor_of(request), source) else explain(NotAllowed())


def edition_facts(found: ListEdition) -> list[Fact]:
    return [
        Fact(_("Issued"), day(found.issued_date)),
        Fact(_("Applies from"), day(found.effective_date)),
        Fact(_("No longer applies from"), day(found.repealed_date)),
        Fact(_("Entries"), f"{found.entry_count:,}"),
        Fact(_("Names"), f"{found.name_count:,}"),
        Fact(_("Rows that could not be read"), f"{found.row_error_count:,}"),
        Fact(_("Content hash (SHA-256)"), found.sha256),
        Fact(_("File"), found.file_name),
        Fact(_("Obtained from"), found.source_address),
        Fact(_("Read by"), found.importer_version),
        Fact(_("Loaded"), f"{moment(found.loaded_at)} · {people([found.loaded_by])[found.loaded_by]}"),
    ]


def row_faults(errors: Iterable[EditionRowError]) -> list[str]:
    """Return the rows that could not be read, each with its reason, in the reader's language."""
    return [file_fault("", error.row, error.field, error.code, error.params) for error in errors]
