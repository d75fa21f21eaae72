"""The lists that cases are checked against: their health, editions, entries, and what they said on a day."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from duediligence.admin.components import Fact
from duediligence.admin.forms.lists import AsAtSearch, EntrySearch
from duediligence.admin.frame import Count, signed_in
from duediligence.admin.pages.export import FORMATS, file_of_rows
from duediligence.admin.pages.showing import address_with, in_language, page_of, show
from duediligence.days import day, moment
from duediligence.models import User
from duediligence.queries.list_health import stale_count, visible_health
from duediligence.queries.lists import as_at, entries_about, visible_sources
from screening.models import Entry, ListEdition, ListSource


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    rows = visible_health(signed_in(request), timezone.localdate())
    return show(request, "lists.html", {"rows": rows, "look_up": AsAtSearch(initial={"day": timezone.localdate()})})


@require_safe
def editions(request: HttpRequest, code: str) -> HttpResponse:
    source = _source(signed_in(request), code)
    context = {"source": source, "editions": source.editions.all(), "facts": _source_facts(source)}
    return show(request, "list.html", context)


@require_safe
def edition(request: HttpRequest, code: str, edition_id: int) -> HttpResponse:
    found = _edition(signed_in(request), code, edition_id)
    search = EntrySearch(request.GET)
    search.is_valid()
    entries = entries_about(found, search.cleaned_data.get("q", ""))
    if request.GET.get("format") in FORMATS:
        heads = [_("Identifier"), _("Kind"), _("Name"), _("Other names"), _("Countries")]
        return file_of_rows(request.GET["format"], f"{code}-{found.label}", heads, _cells(entries))
    context = {
        "edition": found,
        "source": found.source,
        "facts": _edition_facts(found),
        "page": page_of(request, entries),
        "search": search,
        "errors": found.row_errors.all()[:20],
        "csv": address_with(request, format="csv"),
        "xlsx": address_with(request, format="xlsx"),
    }
    return show(request, "list_edition.html", context)


@require_safe
def entry(request: HttpRequest, code: str, edition_id: int, entry_id: int) -> HttpResponse:
    found = _edition(signed_in(request), code, edition_id)
    one = Entry.objects.filter(edition=found, pk=entry_id).first()
    if one is None:
        raise Http404
    facts = [
        Fact(_("Identifier"), one.uid),
        Fact(_("Kind"), one.get_kind_display()),
        Fact(_("Countries"), ", ".join(one.countries)),
        Fact(_("Dates of birth"), ", ".join(one.birth_dates)),
        Fact(_("Identifiers"), ", ".join(f"{scheme}: {value}" for scheme, value in one.identifiers)),
        Fact(_("Row of the file"), str(one.row)),
    ]
    facts += [Fact(name, _plain(value)) for name, value in one.attributes.items()]
    context = {"edition": found, "source": found.source, "entry": one, "facts": facts, "names": one.names.all()}
    return show(request, "list_entry.html", context)


@require_safe
def look_up(request: HttpRequest) -> HttpResponse:
    """Answer “was this name listed on that day?”."""
    form = AsAtSearch(request.GET or None, initial={"day": timezone.localdate()})
    answered = form.is_bound and form.is_valid()
    given = form.cleaned_data if answered else {}
    found = as_at(signed_in(request), given["day"], given["q"]) if answered else []
    return show(request, "lists_as_at.html", {"form": form, "found": found, "given": given, "answered": answered})


def to_renew(request: HttpRequest) -> Count | None:
    """Count the lists whose edition is too old, beside the entry of the navigation."""
    number = stale_count(signed_in(request), timezone.localdate())
    return Count(number, _("lists are out of date"), urgent=True) if number else None


def _source(user: User, code: str) -> ListSource:
    source = visible_sources(user).filter(code=code).order_by("-owner_ref").first()  # one's own before the public one
    if source is None:
        raise Http404
    return source


def _edition(user: User, code: str, edition_id: int) -> ListEdition:
    editions = ListEdition.objects.filter(source__in=visible_sources(user), source__code=code)
    found = editions.filter(pk=edition_id).select_related("source").first()
    if found is None:
        raise Http404
    return found


def _source_facts(source: ListSource) -> list[Fact]:
    return [
        Fact(_("Issuer"), in_language(source.issuer_ja, source.issuer_en)),
        Fact(_("What being listed means"), in_language(source.legal_note_ja, source.legal_note_en)),
        Fact(_("Licence"), in_language(source.licence_note_ja, source.licence_note_en)),
        Fact(_("Official page"), source.official_page, source.official_page),
        Fact(_("Allowed age"), _("%(days)d days") % {"days": source.allowed_age_days}),
        Fact(_("Importer"), _READ if source.seen_real_file else _NOT_READ),
    ]


_READ = _("has read a published file of this list")
_NOT_READ = _("has not yet read a published file of this list; check the first one by hand")


def _edition_facts(found: ListEdition) -> list[Fact]:
    return [
        Fact(_("Issued"), day(found.issued_date)),
        Fact(_("Applies from"), day(found.effective_date)),
        Fact(_("No longer applies from"), day(found.repealed_date)),
        Fact(_("Entries"), f"{found.entry_count:,}"),
        Fact(_("Names"), f"{found.name_count:,}"),
        Fact(_("Content hash (SHA-256)"), found.sha256),
        Fact(_("File"), found.file_name),
        Fact(_("Loaded"), f"{moment(found.loaded_at)} · {found.loaded_by}"),
    ]


def _cells(entries: Any) -> Iterator[list[str]]:
    for one in entries:
        others = [name.text for name in one.names.all() if name.text != one.primary_name]
        yield [one.uid, one.get_kind_display(), one.primary_name, "; ".join(others), " ".join(one.countries)]


def _plain(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
