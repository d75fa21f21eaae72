"""One edition browsed, searched and taken along, and one entry with what every edition said of it."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from duediligence.admin.components import Fact
from duediligence.admin.forms.lists import EntryFilters
from duediligence.admin.frame import Text
from duediligence.admin.pages.export import FORMATS, file_of_rows
from duediligence.admin.pages.list_frame import edition_facts, edition_or_404, row_faults
from duediligence.admin.pages.list_words import line_of
from duediligence.admin.pages.showing import address_with, asked_for, page_of, show
from duediligence.queries.lists import entries_about
from screening.enums import EditionState
from screening.lists.change_words import field_words, value_words
from screening.lists.changes import as_values
from screening.lists.history import HistoryLine, history
from screening.lists.sorts import WORDS, sort_of
from screening.models import Entry

FAULTS_SHOWN = 20


@require_safe
def edition(request: HttpRequest, code: str, edition_id: int) -> HttpResponse:
    found = edition_or_404(request, code, edition_id)
    filters = EntryFilters(request.GET, edition=found)
    entries = filters.applied(entries_about(found, asked_for(request, "q")))
    if request.GET.get("format") in FORMATS:
        return file_of_rows(request.GET["format"], f"{code}-{found.issued_date}", HEADS, _cells(entries))
    context = {
        "edition": found,
        "source": found.source,
        "facts": edition_facts(found),
        "page": page_of(request, entries),
        "filters": filters,
        "faults": row_faults(found.row_errors.all()[:FAULTS_SHOWN]),
        "more_faults": max(0, found.row_error_count - FAULTS_SHOWN),
        "csv": address_with(request, format="csv"),
        "xlsx": address_with(request, format="xlsx"),
        "waits": found.state == EditionState.HELD,
    }
    return show(request, "list_edition.html", context)


@require_safe
def row_errors(request: HttpRequest, code: str, edition_id: int) -> HttpResponse:
    """Give every row that could not be read, with its reason, as a file."""
    found = edition_or_404(request, code, edition_id)
    errors = list(found.row_errors.all())
    rows = zip((error.row for error in errors), (error.field for error in errors), row_faults(errors), strict=True)
    heads = [_("Row of the file"), _("Column"), _("Problem")]
    return file_of_rows("csv", f"{code}-{found.issued_date}-rows", heads, rows)


@require_safe
def entry(request: HttpRequest, code: str, edition_id: int, entry_id: int) -> HttpResponse:
    found = edition_or_404(request, code, edition_id)
    one = Entry.objects.filter(edition=found, pk=entry_id).select_related("edition__source").first()
    if one is None:
        raise Http404
    context = {
        "edition": found,
        "source": found.source,
        "entry": one,
        "facts": list(_facts(one)),
        "names": one.names.all(),
        "history": [_told(line) for line in reversed(history(one))],
    }
    return show(request, "list_entry.html", context)


HEADS = [_("Identifier"), _("Kind"), _("Name"), _("Other names"), _("Countries"), _("Dates of birth"), _("Identifiers")]


def _cells(entries: Any) -> Iterator[list[Text]]:
    for one in entries:
        others = [name.text for name in one.names.all() if name.text != one.primary_name]
        identifiers = [f"{scheme}:{value}" for scheme, value in one.identifiers]
        lists = ["; ".join(cell) for cell in (others, one.countries, one.birth_dates, identifiers)]
        yield [one.uid, WORDS[sort_of(one)], one.primary_name, *lists]


def _facts(one: Entry) -> Iterator[Fact]:
    yield Fact(_("Identifier"), one.uid)
    yield Fact(_("Kind"), WORDS[sort_of(one)])
    yield Fact(_("Countries"), ", ".join(one.countries))
    yield Fact(_("Dates of birth"), ", ".join(one.birth_dates))
    yield Fact(_("Identifiers"), ", ".join(f"{scheme}: {value}" for scheme, value in one.identifiers))
    for name, value in one.attributes.items():
        yield Fact(field_words(name), value_words(name, as_values(value)))
    yield Fact(_("Row of the file"), str(one.row))


def _told(line: HistoryLine) -> dict[str, Any]:
    return {
        "edition": line.edition,
        "entry": line.entry,
        "changes": [line_of(change, {}) for change in line.changes],
    }
