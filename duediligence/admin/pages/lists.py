"""The lists that cases are checked against: how each stands, its editions, and what they said on a day."""

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from duediligence.admin.components import Action, Fact
from duediligence.admin.forms.lists import AsAtSearch
from duediligence.admin.frame import Count, Notice, Tone, signed_in
from duediligence.admin.pages.list_frame import edition_or_404, refusal, source_or_404
from duediligence.admin.pages.showing import actor_of, in_language, show
from duediligence.admin.verbs import people
from duediligence.domain import lists
from duediligence.errors import Refused
from duediligence.messages import explain
from duediligence.models import User
from duediligence.queries.list_health import stale_lists, visible_health
from duediligence.queries.lists import as_at, visible_sources
from screening.importers.registry import SOURCE_BY_CODE
from screening.lists.as_at import edition_of
from screening.lists.health import SourceHealth
from screening.models import ListSource

_HEALTH, _STALE = "_health_of_lists", "_stale_lists"
MOST_NOTICES = 3
CHECKS_SHOWN = 10


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    context = {
        "rows": _health(request),
        "look_up": AsAtSearch(initial={"day": timezone.localdate()}, sources=_sources(user)),
        "to_look_up": [one for one in _health(request) if one.needs_looking_up],
        "has_own": user.institution is not None,
    }
    return show(request, "lists.html", context)


@require_safe
def editions(request: HttpRequest, code: str) -> HttpResponse:
    source = source_or_404(request, code)
    checks = list(source.checks.select_related("edition").order_by("-checked_at", "-pk")[:CHECKS_SHOWN])
    names = people(check.checked_by for check in checks)
    refused = refusal(request, source)
    context = {
        "source": source,
        "editions": source.editions.in_time().reverse(),
        "facts": _source_facts(source),
        "present": edition_of(source, timezone.localdate()),
        "checks": [(check, names[check.checked_by]) for check in checks],
        "upload": Action(_("Upload an edition"), reverse("admin:list_upload", args=[code]), refused),
        "confirm": Action(_("It is still the current edition"), refused=refused),
    }
    return show(request, "list.html", context)


@require_POST
def confirm(request: HttpRequest, code: str, edition_id: int) -> HttpResponse:
    """Note that the reader looked at the official page and found this edition there."""
    try:
        lists.confirm_current(edition_or_404(request, code, edition_id), actor=actor_of(request))
    except Refused as refused:
        messages.error(request, explain(refused))
    else:
        messages.success(request, gettext("It is recorded that this edition is the current one today."))
    return redirect("admin:list", code)


@require_safe
def look_up(request: HttpRequest) -> HttpResponse:
    """Answer “was this name listed on that day?”."""
    user = signed_in(request)
    form = AsAtSearch(request.GET or None, initial={"day": timezone.localdate()}, sources=_sources(user))
    answered = form.is_bound and form.is_valid()
    given = form.cleaned_data if answered else {}
    found = as_at(user, given["day"], given["q"], code=given["code"]) if answered else []
    return show(request, "lists_as_at.html", {"form": form, "found": found, "given": given, "answered": answered})


def to_renew(request: HttpRequest) -> Count | None:
    """Count the lists whose edition is too old, beside the entry of the navigation."""
    number = len(_stale(request))
    return Count(number, _("lists are out of date"), urgent=True) if number else None


def warnings(request: HttpRequest) -> Iterator[Notice]:
    """Say on every page which lists are too old, the oldest first."""
    stale = sorted(_stale(request), key=lambda one: -(one.age_days or 0))
    for one in stale[:MOST_NOTICES]:
        name = in_language(one.source.name_ja, one.source.name_en)
        words = gettext("%(list)s: the edition is %(age)d days old; %(allowed)d are allowed.")
        text = words % {"list": name, "age": one.age_days, "allowed": one.source.allowed_age_days}
        yield Notice(Tone.WARNING, text, reverse("admin:list", args=[one.source.code]), _("Bring it up to date"))
    if (more := len(stale) - MOST_NOTICES) > 0:
        words = ngettext("%(count)d more list is out of date.", "%(count)d more lists are out of date.", more)
        yield Notice(Tone.WARNING, words % {"count": more}, reverse("admin:lists"), _("Lists"))


def _stale(request: HttpRequest) -> list[SourceHealth]:
    """Return the lists that are too old, looked up once for each request: the frame asks more than once."""
    if not hasattr(request, _STALE):
        setattr(request, _STALE, stale_lists(signed_in(request), timezone.localdate()))
    found: list[SourceHealth] = getattr(request, _STALE)
    return found


def _health(request: HttpRequest) -> list[SourceHealth]:
    """Return how the lists stand, looked up once for each request: the frame and the page both ask."""
    if not hasattr(request, _HEALTH):
        setattr(request, _HEALTH, visible_health(signed_in(request), timezone.localdate()))
    found: list[SourceHealth] = getattr(request, _HEALTH)
    return found


def _sources(user: User) -> list[tuple[str, str]]:
    return [(one.code, in_language(one.name_ja, one.name_en)) for one in visible_sources(user)]


def _source_facts(source: ListSource) -> list[Fact]:
    formats = SOURCE_BY_CODE[source.code].formats
    unseen = [one.format_name for one in formats if not one.seen_real_file]
    facts = [
        Fact(_("Issuer"), in_language(source.issuer_ja, source.issuer_en)),
        Fact(_("What being listed means"), in_language(source.legal_note_ja, source.legal_note_en)),
        Fact(_("Licence"), in_language(source.licence_note_ja, source.licence_note_en)),
        Fact(_("Official page"), source.official_page, source.official_page),
        Fact(_("Fetched from"), source.stable_address or _("no stable address; a person looks at the official page")),
        Fact(_("Usual rhythm"), _("every %(days)d days") % {"days": source.expected_days}),
        Fact(_("Allowed age"), _("%(days)d days") % {"days": source.allowed_age_days}),
        Fact(_("Held when it shrinks by more than"), f"{source.shrink_limit:.0%}"),
        Fact(_("Formats read"), "; ".join(one.format_name for one in formats)),
        Fact(_("Not yet tried on a real file; check the first one by hand"), "; ".join(unseen)),
    ]
    return [fact for fact in facts if fact.value]
