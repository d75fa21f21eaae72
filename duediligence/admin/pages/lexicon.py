"""The words that are looked for: concepts with their terms, and the crosswalk of one concept through all lists."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from duediligence.admin.forms.technology import KINDS, LANGUAGES, ConceptSearch
from duediligence.admin.pages.showing import address_with, in_language, page_of, show
from duediligence.queries.lexicon import (
    ConceptLine,
    as_lexicon,
    crosswalk,
    found,
    lexicon_in_force,
    lines_of,
    published_lists,
)
from screening.models import LexiconEdition
from screening.runs.technology import technology_list
from screening.technology.lexicon import Lexicon
from screening.technology.lexicon_file import FORMATS, lexicon_to_file

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


@require_safe
def concepts(request: HttpRequest) -> HttpResponse:
    edition = _in_force()
    search = ConceptSearch(request.GET, lists=list_choices())
    chosen = found(lines_of(edition.pk), search.wanted())
    if request.GET.get("format") in FORMATS:
        return lexicon_file(as_lexicon(edition.edition, chosen), request.GET["format"], f"lexicon-{edition.edition}")
    context = {
        "edition": edition,
        "search": search,
        "page": page_of(request, chosen),
        "addresses": {name: address_with(request, format=name) for name in FORMATS},
    }
    return show(request, "lexicon.html", context)


@require_safe
def concept(request: HttpRequest, concept: str) -> HttpResponse:
    """One concept, all lists."""
    edition = _in_force()
    line = line_or_404(lines_of(edition.pk), concept)
    kinds, languages = dict(KINDS), dict(LANGUAGES)
    context = {
        "edition": edition,
        "concept": line.concept,
        "name": in_language(line.concept.name_ja, line.concept.name_en),
        "places": [
            {
                "place": place,
                "list": in_language(place.taxonomy.name_ja, place.taxonomy.name_en),
                "area": in_language(place.area.name_ja, place.area.name_en),
            }
            for place in crosswalk(line.concept, published_lists())
        ],
        "without": [
            in_language(taxonomy.name_ja, taxonomy.name_en)
            for taxonomy in (technology_list(one.pk) for one in published_lists())
            if taxonomy.code not in line.concept.areas
        ],
        "terms": [
            {"term": term, "kind": kinds[term.kind], "language": languages[term.language], "is_own": term in line.own}
            for term in line.terms
        ],
    }
    return show(request, "concept.html", context)


def lexicon_file(lexicon: Lexicon, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        lexicon_to_file(lexicon, kind),
        content_type=CONTENT_TYPES[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}.{kind}"'},
    )


def list_choices() -> list[tuple[str, str]]:
    """Return the lists in force by their names."""
    taxonomies = [technology_list(edition.pk) for edition in published_lists()]
    return [(one.code, in_language(one.name_ja, one.name_en)) for one in taxonomies]


def line_or_404(among: tuple[ConceptLine, ...], code: str) -> ConceptLine:
    for line in among:
        if line.concept.code == code:
            return line
    raise Http404


def _in_force() -> LexiconEdition:
    edition = lexicon_in_force()
    if edition is None:
        raise Http404
    return edition
