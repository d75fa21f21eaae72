"""Print the state of every list."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from screening.lists.health import SourceHealth, source_health
from screening.lists.report import edition_facts, health_facts
from screening.management.terminal import as_json, day, source_named, table


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
            editions = [edition_facts(edition) for edition in source.editions.in_time()]
            self._print(editions, options["json"], list(_COLUMNS))
            return
        on = options["as_at"] or timezone.localdate()
        health = source_health(on, owner_ref=options["owner"])
        if options["json"]:
            self._print([health_facts(one) for one in health], True, [])
            return
        self.stdout.write(table([_heads(), *map(_cells, health)]))

    def _print(self, rows: list[dict[str, Any]], is_json: bool, columns: list[str]) -> None:
        if is_json:
            for row in rows:
                self.stdout.write(as_json(row))
            return
        self.stdout.write(table([columns, *([str(row[name] or "–") for name in columns] for row in rows)]))


_COLUMNS = ("edition", "issued", "effective", "repealed", "state", "entries", "names", "row_errors", "sha256")


def _heads() -> list[str]:
    dates = [_("edition"), _("issued"), _("applies"), _("age"), _("allowed")]
    return [_("list"), *dates, _("entries"), _("errors"), _("state"), "sha-256"]


def _cells(health: SourceHealth) -> list[str]:
    edition = health.edition
    allowed, state = str(health.source.allowed_age_days), str(health.state)
    if edition is None:
        return [health.source.code, "–", "–", "–", "–", allowed, "–", "–", state, "–"]
    dates = [edition.issued_date.isoformat(), edition.effective_date.isoformat(), str(health.age_days), allowed]
    counts = [str(edition.entry_count), str(edition.row_error_count)]
    return [health.source.code, edition.label, *dates, *counts, state, edition.sha256[:12]]
