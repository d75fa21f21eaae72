"""The technology lists as dated editions, their areas with both marks of trust, and the words of an area."""

import json
from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from duediligence.admin.components import Action, Fact
from duediligence.admin.forms.technology import AreaSearch
from duediligence.admin.frame import signed_in
from duediligence.admin.pages.export import FORMATS, file_of_rows
from duediligence.admin.pages.lexicon_draft import refused_writing
from duediligence.admin.pages.showing import address_with, asked_for, in_language, page_of, show
from duediligence.enums import TechnologyAction
from duediligence.labels import label
from duediligence.queries.lexicon import ConceptLine, Wanted, found, lexicon_in_force, lines_of, published_lists
from duediligence.queries.technology_edition import waiting_editions
from screening.enums import PublicationStatus
from screening.lists.lexicon import open_draft
from screening.models import TechnologyListEdition
from screening.runs.technology import technology_list
from screening.technology.taxonomy import Area, TechnologyList
from screening.technology.taxonomy_table import COLUMNS, area_row

UNVERIFIED = _("Nobody has verified this wording against the issuer's text.")
UNOFFICIAL = _("This name is not the issuer's own.")


@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """Show the lists in force and the lexicon that points to their areas."""
    lexicon = lexicon_in_force()
    concepts = lines_of(lexicon.pk) if lexicon else ()
    context = {
        "rows": [_row(edition, concepts) for edition in published_lists()],
        "lexicon": lexicon,
        "concept_count": len(concepts),
        "term_count": sum(len(line.terms) for line in concepts),
        "own_count": sum(len(line.own) for line in concepts),
        "draft": open_draft(),
        "waiting": waiting_editions(),
        "bring": Action(
            _("Upload a new edition"), reverse("admin:technology_bring"), refused_writing(signed_in(request))
        ),
    }
    return show(request, "technology_lists.html", context)


@require_safe
def areas(request: HttpRequest, list_code: str) -> HttpResponse:
    edition = edition_or_404(list_code, asked_for(request, "edition"))
    taxonomy = technology_list(edition.pk)
    search = AreaSearch(request.GET)
    search.is_valid()
    chosen = [area for area in taxonomy.areas if search.fits(area)]
    kind, name = request.GET.get("format"), f"{list_code}-{edition.sha256[:12]}"
    if kind in FORMATS:
        return file_of_rows(kind, name, [*COLUMNS, "warning"], _cells(chosen))
    if kind == "json":
        return json_file(edition.content, name)
    context = {
        "edition": edition,
        "taxonomy": taxonomy,
        "name": in_language(taxonomy.name_ja, taxonomy.name_en),
        "facts": _facts(taxonomy, edition),
        "search": search,
        "page": page_of(request, chosen, 50),
        "editions": TechnologyListEdition.objects.filter(list_code=list_code).defer("content"),
        "is_present": edition.status == PublicationStatus.PUBLISHED,
        "unverified": sum(not area.verified for area in taxonomy.areas),
        "addresses": {name: address_with(request, format=name) for name in (*FORMATS, "json")},
    }
    return show(request, "technology_list.html", context)


@require_safe
def area(request: HttpRequest, list_code: str, area_code: str) -> HttpResponse:
    """Show an area of the list in force: its names, its scope note, and the concepts whose words point to it."""
    edition = edition_or_404(list_code, "")
    taxonomy = technology_list(edition.pk)
    one = area_or_404(taxonomy, area_code)
    lexicon = lexicon_in_force()
    below = [code for code in (other.code for other in taxonomy.areas) if one.code in taxonomy.lineage(code)]
    concepts = [
        line
        for line in (lines_of(lexicon.pk) if lexicon else ())
        if set(below) & set(line.concept.areas.get(taxonomy.code, {}))
    ]
    context = {
        "taxonomy": taxonomy,
        "name": in_language(taxonomy.name_ja, taxonomy.name_en),
        "area": one,
        "area_name": in_language(one.name_ja, one.name_en),
        "facts": area_facts(one),
        "parts": [other for other in taxonomy.areas if other.parent == one.code],
        "concepts": concepts,
    }
    return show(request, "technology_area.html", context)


def edition_or_404(list_code: str, wanted: str) -> TechnologyListEdition:
    """Return the edition in force, or an earlier one by its number."""
    editions = TechnologyListEdition.objects.filter(list_code=list_code)
    if wanted:
        found_one = editions.filter(pk=int(wanted)).first() if wanted.isdecimal() and len(wanted) < 18 else None
    else:
        found_one = editions.filter(status=PublicationStatus.PUBLISHED).first()
    if found_one is None:
        raise Http404
    return found_one


def area_or_404(taxonomy: TechnologyList, code: str) -> Area:
    for one in taxonomy.areas:
        if one.code == code:
            return one
    raise Http404


def area_facts(one: Area) -> list[Fact]:
    note = in_language(one.scope_note.get("ja", ""), one.scope_note.get("en", ""))
    by = _("Scope note (ours)") if one.scope_note_is_ours else _("Scope note (the issuer's)")
    return [
        Fact(_("Code"), one.code),
        Fact(_("Name (Japanese)"), one.name_ja),
        Fact(_("Name (English)"), one.name_en),
        Fact(_("Official name"), _("Yes") if one.name_is_official else UNOFFICIAL),
        Fact(_("Wording verified"), _("Yes") if one.verified else UNVERIFIED),
        Fact(by, note),
        Fact(_("The list suggests"), label(TechnologyAction(one.action))),
        Fact(_("Source"), one.source),
        Fact(_("Note"), one.note),
    ]


def json_file(content: Any, name: str) -> HttpResponse:
    return HttpResponse(
        json.dumps(content, ensure_ascii=False, indent=1),
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}.json"'},
    )


def _row(edition: TechnologyListEdition, concepts: tuple[ConceptLine, ...]) -> dict[str, Any]:
    taxonomy = technology_list(edition.pk)
    return {
        "edition": edition,
        "name": in_language(taxonomy.name_ja, taxonomy.name_en),
        "issuer": in_language(taxonomy.issuer.get("ja", ""), taxonomy.issuer.get("en", "")),
        "issued": taxonomy.issued,
        "areas": len(taxonomy.areas),
        "unverified": sum(not one.verified for one in taxonomy.areas),
        "unofficial": sum(not one.name_is_official for one in taxonomy.areas),
        "concepts": len(found(concepts, Wanted(list_code=taxonomy.code))),
    }


def _facts(taxonomy: TechnologyList, edition: TechnologyListEdition) -> list[Fact]:
    return [
        Fact(_("Issuer"), in_language(taxonomy.issuer.get("ja", ""), taxonomy.issuer.get("en", ""))),
        Fact(_("Issued"), taxonomy.issued),
        Fact(_("Edition"), taxonomy.edition),
        Fact(_("Official page"), taxonomy.source_url, taxonomy.source_url),
        Fact(_("Possible from"), f"{taxonomy.thresholds.possible:g}"),
        Fact(_("Strong from"), f"{taxonomy.thresholds.strong:g}"),
        Fact(_("Content hash (SHA-256)"), edition.sha256),
    ]


def _cells(chosen: list[Area]) -> Iterator[list[object]]:
    for one in chosen:
        warnings = [
            text for text, holds in ((UNVERIFIED, one.verified), (UNOFFICIAL, one.name_is_official)) if not holds
        ]
        yield [*area_row(one), " ".join(map(str, warnings))]
