"""Print the state of every list."""

from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.lists.health import SourceHealth, SourceState, source_health
from screening.lists.report import edition_facts, health_facts
from screening.management.terminal import as_json, day, source_named, table
from screening.models import ListEdition

_STATES = {
    SourceState.CURRENT: gettext_lazy("Current"),
    SourceState.NEARING: gettext_lazy("soon out of date"),
    SourceState.STALE: gettext_lazy("Out of date"),
    SourceState.EXTRACT: gettext_lazy("Extract, not for operation"),
    SourceState.NOT_LOADED: gettext_lazy("Missing"),
}


class Command(BaseCommand):
    help = _("Print each list's edition, dates, counts, hash and age against the allowed age.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", nargs="?", help=_("print every edition of this list instead"))
        parser.add_argument("--as-at", type=day, metavar="D", help=_("as it was on this day; today"))
        parser.add_argument("--owner", default="", metavar="KEY", help=_("with this owner's own lists"))
        parser.add_argument("--json", action="store_true", help=_("one JSON object a line"))

    def handle(self, *args: Any, **options: Any) -> None:
        if options["source"]:
            source = source_named(options["source"], options["owner"])
            self._print_editions(source.editions.in_time(), options["json"])
            return
        on = options["as_at"] or timezone.localdate()
        health = source_health(on, owner_ref=options["owner"])
        if options["json"]:
            for one in health:
                self.stdout.write(as_json(health_facts(one)))
            return
        self.stdout.write(table([_heads(), *map(_cells, health)]))

    def _print_editions(self, editions: Iterable[ListEdition], is_json: bool) -> None:
        if is_json:
            for edition in editions:
                self.stdout.write(as_json(edition_facts(edition)))
            return
        dates = [_("edition"), _("issued"), _("applies"), _("ends")]
        heads = [*dates, _("state"), _("entries"), _("names"), _("errors"), "sha-256"]
        self.stdout.write(table([heads, *map(_edition_cells, editions)]))


def _edition_cells(edition: ListEdition) -> list[str]:
    days = (edition.issued_date, edition.effective_date, edition.repealed_date)
    dates = [day.isoformat() if day else "–" for day in days]
    counts = [str(edition.entry_count), str(edition.name_count), str(edition.row_error_count)]
    return [edition.label, *dates, edition.get_state_display(), *counts, edition.sha256]


def _heads() -> list[str]:
    dates = [_("edition"), _("issued"), _("applies"), _("age"), _("allowed")]
    return [_("list"), *dates, _("entries"), _("errors"), _("state"), "sha-256"]


def _cells(health: SourceHealth) -> list[str]:
    edition = health.edition
    allowed, state = str(health.source.allowed_age_days), str(_STATES[health.state])
    if edition is None:
        return [health.source.code, "–", "–", "–", "–", allowed, "–", "–", state, "–"]
    dates = [edition.issued_date.isoformat(), edition.effective_date.isoformat(), str(health.age_days), allowed]
    counts = [str(edition.entry_count), str(edition.row_error_count)]
    return [health.source.code, edition.label, *dates, *counts, state, edition.sha256[:12]]
