"""Parts whose markup depends on more than their words: sorted headings, page numbers, marked text, charts."""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from django.template import Context
from django.utils.choices import flatten_choices
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from duediligence.admin.components import Chart, Span
from duediligence.admin.frame import Text

register = template.Library()

_BAR_HEIGHT = 10
_ROW_HEIGHT = 46
_CHART_WIDTH = 320


@register.inclusion_tag("duediligence/components/sort_header.html", takes_context=True)
def sort_header(context: Context, field: str, label: Text, kind: str = "") -> dict[str, Any]:
    """Head a column that ``?sort=field`` sorts; a second press turns the order round.

    ``kind="numeric"`` sets the heading over right-aligned numbers.
    """
    request: HttpRequest = context["request"]
    current = request.GET.get("sort", "")
    order = {field: "ascending", f"-{field}": "descending"}.get(current, "")
    query = request.GET.copy()
    query.pop("page", None)
    query["sort"] = f"-{field}" if order == "ascending" else field
    return {"label": label, "order": order, "kind": kind, "address": f"?{query.urlencode()}"}


@register.simple_tag
def cleared_address(form: BaseForm) -> str:
    """Return the address of a list without what was typed into its filters; nothing when nothing was."""
    if not _typed(form):
        return ""
    kept = {field.html_name: value for field in form.hidden_fields() if (value := field.value())}
    return f"?{urlencode(kept)}"


@register.simple_tag
def filtered_by(form: BaseForm) -> str:
    """Return what a list is filtered by, in the words of the filters; nothing when it is shown whole."""
    return " · ".join(map(_chosen_words, _typed(form)))


def _typed(form: BaseForm) -> list[BoundField]:
    changed = form.changed_data if form.is_bound else []
    return [field for field in form.visible_fields() if field.name in changed]


def _chosen_words(field: BoundField) -> str:
    value = str(field.value())
    choices: Iterable[tuple[Any, Any]] = flatten_choices(getattr(field.field, "choices", ()))
    return next((str(words) for key, words in choices if str(key) == value), value)


@register.inclusion_tag("duediligence/components/pagination.html", takes_context=True)
def pagination(context: Context, page: "Page[Any]") -> dict[str, Any]:
    """Link the pages of a list, the long middle left out; nothing when there is one page."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    query.pop("page", None)
    return {
        "page": page,
        "numbers": list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)),
        "gap": page.paginator.ELLIPSIS,
        "address": f"?{query.urlencode()}&page=" if query else "?page=",
    }


@register.simple_tag
def marked_text(text: str, spans: Sequence[Span]) -> SafeString:
    """Return ``text`` with its spans marked by colour and underline; of overlapping spans the first one counts."""
    pieces: list[str] = []
    done = 0
    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        if span.start < done:
            continue
        pieces.append(conditional_escape(text[done : span.start]))
        pieces.append(
            format_html(
                '<mark data-kind="{}" title="{}">{}</mark>',
                "suppressed" if span.is_suppressed else "term",
                span.term,
                text[span.start : span.end],
            )
        )
        done = span.end
    pieces.append(conditional_escape(text[done:]))
    return mark_safe("".join(pieces))  # every piece is escaped above


@register.inclusion_tag("duediligence/components/bar_chart.html")
def bar_chart(chart: Chart) -> dict[str, Any]:
    """Draw horizontal bars on the server, each under its label; the longest one fills the width."""
    largest = max((bar.value for bar in chart.bars), default=0) or 1
    rows = [
        {
            "bar": bar,
            "baseline": number * _ROW_HEIGHT + 15,
            "top": number * _ROW_HEIGHT + 22,
            "length": round(_CHART_WIDTH * bar.value / largest),
        }
        for number, bar in enumerate(chart.bars)
    ]
    return {
        "title": chart.title,
        "rows": rows,
        "width": _CHART_WIDTH,
        "height": len(rows) * _ROW_HEIGHT,
        "bar_height": _BAR_HEIGHT,
    }
