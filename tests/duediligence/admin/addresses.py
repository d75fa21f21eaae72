"""Every address of the site, each with what the case and its office put into it."""

from collections.abc import Iterator
from typing import Any

from django.contrib.admin import site
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import URLPattern, URLResolver, reverse

from duediligence.admin.pages.sections import SECTIONS
from duediligence.models import ApiClient, CandidateList, Case, PolicyEdition
from screening.models import Entry

PAGES = [page.name for section in SECTIONS for page in section.pages]


def address(name: str, case: Case) -> str:
    """Return the address of a page that shows something of ``case``."""
    assert case.current_run
    entry = Entry.objects.select_related("edition__source").first()
    policy = PolicyEdition.objects.latest("pk")
    assert entry
    parts = {
        "reference": case.reference,
        "hit_id": case.current_run.hits.get().pk,
        "person_id": case.revision.memberships.get().person_id,
        "key": "none",
        "joining_id": 1,
        "organisation_id": case.revision.parties.values_list("organisation", flat=True).first() or 1,
        "name": {"case_member_act": "ask", "case_partner_act": "invite"}.get(name, "decide"),
        "kind": "training",
        "measure_id": case.measures.values_list("pk", flat=True).first() or 1,
        "attachment_id": case.attachments.values_list("pk", flat=True).first() or 1,
        "clearance_id": 1,
        "delegation_id": 1,
        "file_id": 1,
        "answer_id": 1,
        "draft_id": 1,
        "list_id": CandidateList.objects.values_list("pk", flat=True).first() or 1,
        "subject": "person",
        "number": case.revision.memberships.get().person_id,
        "code": entry.edition.source.code,
        "entry_id": entry.pk,
        "list_code": "JP20",
        "area_code": "JP20-09",
        "concept": "quantum-computing",
        "edition_id": policy.pk if name.startswith("polic") else entry.edition_id,
    }
    route = next(page.route for section in SECTIONS for page in section.pages if page.name == name)
    return reverse(f"admin:{name}", kwargs={part: value for part, value in parts.items() if f":{part}>" in route})


def every_address(case: Case) -> dict[str, str]:
    """Return every address of the site by its route; those of one thing lead to something of ``case``'s institution."""
    return {route: where(route, pattern, case) for route, pattern in _routes(site.get_urls())}


def _routes(patterns: list[Any], before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in patterns:
        route = f"{before}{one.pattern}"
        if isinstance(one, URLResolver):
            yield from _routes(one.url_patterns, route)
        else:
            yield route, one


def where(route: str, pattern: URLPattern, case: Case) -> str:
    if pattern.name in PAGES:
        return address(str(pattern.name), case)
    if "(?P<" in route:  # Django's pages of an application, and what no other address takes
        return "/duediligence/" if "app_label" in route else "/no-such-page/"
    client = ApiClient.objects.get()
    parts = {
        "<int:client_id>": client.pk,
        "<int:key_id>": client.keys.get().pk,
        "<path:content_type_id>": ContentType.objects.get_for_model(Case).pk,
        "<path:object_id>": _own_record(route, case),
        "<id>": case.proposal.created_by_id,
    }
    path = route
    for part, value in parts.items():
        path = path.replace(part, str(value))
    assert "<" not in path, f"Name in this test what stands at {route}"
    return f"/{path}"


def _own_record(route: str, case: Case) -> object:
    """Return the key of a record of the case's institution, or of what all institutions share."""
    registered = {f"{one._meta.app_label}/{one._meta.model_name}/": one for one in site._registry}
    model = next((one for start, one in registered.items() if route.startswith(start)), Case)
    records: models.QuerySet[Any] = model._default_manager.order_by("pk")
    if any(field.name == "institution" for field in model._meta.fields):
        records = records.filter(institution=case.institution)
    found = records.filter(pk=case.institution_id) if model is type(case.institution) else records
    return found.values_list("pk", flat=True).first() or 1
