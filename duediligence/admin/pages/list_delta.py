"""What changed between two editions, each change by its class; doubtful links are settled here."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from duediligence.admin.components import Tab
from duediligence.admin.forms.list_delta import DeltaFilters, SettleForm
from duediligence.admin.pages.export import FORMATS, file_of_rows
from duediligence.admin.pages.list_frame import refusal, source_or_404
from duediligence.admin.pages.list_words import cells_of, counted, lines_of, names_in, new_fields
from duediligence.admin.pages.showing import actor_of, address_with, page_of, show
from duediligence.domain import lists
from duediligence.errors import Refused
from duediligence.messages import explain
from screening.enums import LinkVerdict
from screening.lists.change_words import field_words
from screening.lists.delta import Delta, delta
from screening.lists.linking import Link
from screening.lists.printed import PrintedEntry
from screening.models import ListSource

HEADS = [_("Change"), _("Identifier"), _("Name"), _("Field"), _("Before"), _("After"), _("Other entry")]
DOUBTFUL_SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HttpRequest, code: str) -> HttpResponse:
    """Show the changes; an answer to a doubtful link comes back to the same address."""
    source = source_or_404(request, code)
    answer = SettleForm(request.POST) if request.method == "POST" else None
    if answer and _settled(request, source, answer):
        return redirect(f"{request.get_full_path()}#doubtful")
    filters = DeltaFilters(request.GET, source=source)
    found = delta(filters.older, filters.newer) if filters.older and filters.newer else None
    if found and request.GET.get("format") in FORMATS:
        name = f"{code}-{found.after.issued_date}-changes"
        return file_of_rows(request.GET["format"], name, HEADS, cells_of(filters.applied(found), names_in(found)))
    context = {"source": source, "filters": filters, "delta": found}
    if found:
        context |= _shown(request, filters, found)
        context |= {
            "doubtful": [_asked(link, answer) for link in found.doubtful[:DOUBTFUL_SHOWN]],
            "refused": refusal(request, source),
        }
    return show(request, "list_delta.html", context, 422 if answer else 200)


def _settled(request: HttpRequest, source: ListSource, answer: SettleForm) -> bool:
    """Record whether two entries are the same one; what is wrong with the answer is said."""
    if not answer.is_valid():
        messages.error(request, gettext("Please correct what is marked"))
        return False
    given = answer.cleaned_data
    pair = given["before_uid"], given["after_uid"]
    try:
        verdict = LinkVerdict(given["verdict"])
        lists.settle(source, *pair, verdict, actor=actor_of(request), reason=given["reason"])
    except Refused as refused:
        messages.error(request, explain(refused))
        return False
    messages.success(request, gettext("The answer is recorded and holds for editions to come."))
    return True


def _shown(request: HttpRequest, filters: DeltaFilters, found: Delta) -> dict[str, Any]:
    names = names_in(found)
    page = page_of(request, filters.applied(found))
    return {
        "tabs": [
            Tab(_("All changes"), address_with(request, kind=""), filters.chosen_kind is None, len(found.entries)),
            *(
                Tab(words, address_with(request, kind=kind), kind == filters.chosen_kind, number)
                for kind, words, _tone, number in counted(found)
            ),
        ],
        "new_fields": new_fields(found),
        "page": page,
        "rows": [(entry, lines_of(entry, names)) for entry in page],
        "csv": address_with(request, format="csv"),
        "xlsx": address_with(request, format="xlsx"),
    }


def _asked(link: Link, answer: SettleForm | None) -> dict[str, Any]:
    """Return a doubtful link as two entries side by side, with the form that settles it."""
    pair = {"before_uid": link.before.uid, "after_uid": link.after.uid}
    auto_id = f"id_{link.before.pk}_{link.after.pk}_%s"
    is_answered = answer is not None and pair == {name: answer.data.get(name) for name in pair}
    return {
        "link": link,
        "sides": [(_("Before"), _side(link.before)), (_("After"), _side(link.after))],
        "form": SettleForm(answer.data if answer and is_answered else None, initial=pair, auto_id=auto_id),
    }


def _side(entry: PrintedEntry) -> dict[str, Any]:
    facts = {"countries": entry.countries, "birth_dates": entry.birth_dates}
    return {
        "name": entry.primary_name,
        "uid": entry.uid,
        "names": [name.text for name in entry.names[1:]],
        "facts": [(field_words(name), ", ".join(values)) for name, values in facts.items() if values],
    }
