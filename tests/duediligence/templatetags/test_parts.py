import pytest
from django.core.paginator import Paginator
from django.forms import CharField, ChoiceField, Form
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from duediligence.admin.components import Bar, Chart, Span
from duediligence.admin.frame import Tone
from duediligence.templatetags.parts import bar_chart, marked_text


def rendered(source: str, address: str = "/", **context: object) -> str:
    request = RequestFactory().get(address)
    with translation.override("en"):
        return Template("{% load parts %}" + source).render(Context({"request": request, **context})).strip()


# -- Sorted headings ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("address", "link", "order"),
    [
        ("/?tab=mine&page=3", "?tab=mine&amp;sort=due", None),
        ("/?sort=due", "?sort=-due", "ascending"),
        ("/?sort=-due", "?sort=due", "descending"),
        ("/?sort=title", "?sort=due", None),
    ],
)
def test_a_heading_sorts_and_turns_round(address: str, link: str, order: str | None) -> None:
    shown = rendered('{% sort_header "due" "Due" %}', address)

    assert f'href="{link}"' in shown
    assert (f'aria-sort="{order}"' in shown) if order else ("aria-sort" not in shown)


def test_a_heading_of_numbers_is_aligned_with_them() -> None:
    assert rendered('{% sort_header "hits" "Hits" kind="numeric" %}').startswith('<th scope="col" class="numeric">')


# -- Pages -------------------------------------------------------------------------------------------------
def test_pages_keep_the_other_words_of_the_address() -> None:
    shown = rendered("{% pagination page %}", "/?q=a%26b&page=1", page=Paginator(range(30), 10).page(1))

    assert 'href="?q=a%26b&amp;page=2"' in shown


def test_the_page_one_reads_is_marked_and_no_link() -> None:
    shown = rendered("{% pagination page %}", page=Paginator(range(30), 10).page(2))

    assert '<span aria-current="page">2</span>' in shown
    assert 'href="?page=2"' not in shown


def test_one_page_needs_no_numbers() -> None:
    assert rendered("{% pagination page %}", page=Paginator(range(3), 10).page(1)) == ""


def test_the_long_middle_is_left_out() -> None:
    shown = rendered("{% pagination page %}", page=Paginator(range(1000), 10).page(50))

    assert shown.count("<span>…</span>") == 2
    assert 'href="?page=20"' not in shown


# -- Marked text -------------------------------------------------------------------------------------------
def test_spans_are_marked_with_their_term() -> None:
    marked = marked_text("量子センサの研究", [Span(0, 5, "quantum sensor")])

    assert marked == '<mark data-kind="term" title="quantum sensor">量子センサ</mark>の研究'


def test_a_suppressed_span_says_so() -> None:
    assert 'data-kind="suppressed"' in marked_text("laser", [Span(0, 5, "laser", is_suppressed=True)])


def test_of_overlapping_spans_the_first_and_longest_counts() -> None:
    marked = marked_text(
        "quantum sensor", [Span(8, 14, "sensor"), Span(0, 7, "quantum"), Span(0, 14, "quantum sensor")]
    )

    assert marked == '<mark data-kind="term" title="quantum sensor">quantum sensor</mark>'


def test_text_and_terms_are_escaped() -> None:
    marked = marked_text("<b>&</b>", [Span(3, 4, '"><script>')])

    assert marked == '&lt;b&gt;<mark data-kind="term" title="&quot;&gt;&lt;script&gt;">&amp;</mark>&lt;/b&gt;'


def test_a_text_without_spans_is_only_escaped() -> None:
    assert marked_text("a < b", []) == "a &lt; b"


# -- Charts ------------------------------------------------------------------------------------------------
def test_the_longest_bar_fills_the_width() -> None:
    drawn = bar_chart(Chart("Cases", [Bar("a", 10), Bar("b", 5, Tone.DANGER), Bar("c", 0)]))

    assert [row["length"] for row in drawn["rows"]] == [320, 160, 0]
    assert drawn["height"] == 3 * 46


def test_bars_of_nothing_have_no_length() -> None:
    assert [row["length"] for row in bar_chart(Chart("Cases", [Bar("a", 0)]))["rows"]] == [0]


def test_a_chart_reads_out_its_figures() -> None:
    shown = rendered("{% bar_chart chart %}", chart=Chart("Cases", [Bar("Open", 3), Bar("Closed", 1)]))

    assert 'aria-label="Cases: Open 3, Closed 1"' in shown


def test_an_empty_chart_is_drawn() -> None:
    assert bar_chart(Chart("Cases"))["rows"] == []


# -- Filters -----------------------------------------------------------------------------------------------
class Filters(Form):
    q = CharField(required=False, label="Words")
    state = ChoiceField(choices=[("", "All"), ("Groups", [("open", "Still open")])], required=False)
    kind = ChoiceField(choices=[("", "All"), ("a", "First")], required=False)


BAR = '{% include "duediligence/components/filter_bar.html" with form=form only %}'


def test_many_filters_fold_and_say_what_they_keep() -> None:
    shown = rendered(BAR, form=Filters({"q": "gallium", "state": "open", "kind": ""}))

    assert '<details class="filters"><summary>' in shown
    assert '<span class="soft">gallium · Still open</span></summary>' in shown


def test_filters_with_a_mistake_stand_open() -> None:
    assert '<details class="filters" open>' in rendered(BAR, form=Filters({"kind": "none"}))


def test_one_or_two_fields_need_no_fold() -> None:
    form = Filters({})
    del form.fields["kind"]

    assert "<details" not in rendered(BAR, form=form)
