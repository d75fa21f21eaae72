"""Fetch lists that have a stable address, and name those that somebody must look up."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from screening.enums import CheckResult
from screening.lists.update import update
from screening.management.terminal import as_json, source_named
from screening.models import ListCheck, ListSource


class Command(BaseCommand):
    help = _("Fetch every list that has a stable address, and load what changed.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", nargs="*", help=_("only these lists"))
        parser.add_argument("--json", action="store_true", help=_("one JSON object a line"))

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = [source_named(code) for code in options["source"]]
        refused = []
        for source in chosen or ListSource.objects.filter(owner_ref="").order_by("code"):
            check = update(source)
            self.stdout.write(as_json(_facts(source, check)) if options["json"] else _line(source, check))
            if check and check.result in (CheckResult.FAILED, CheckResult.HELD):
                refused.append(f"{source.code}: {check.get_result_display()}. {check.reason}")
        if refused:
            raise CommandError("\n".join(refused))


def _facts(source: ListSource, check: ListCheck | None) -> dict[str, Any]:
    return {
        "list": source.code,
        "result": check.result if check else None,
        "code": check.failure.get("code") if check else None,
        "detail": check.reason if check else "",
        "edition": check.edition.label if check and check.edition else None,
        "official_page": source.official_page,
    }


def _line(source: ListSource, check: ListCheck | None) -> str:
    if check is None:
        words = _("%(list)s: no stable address; look at %(page)s")
        return words % {"list": source.code, "page": source.official_page}
    edition = f" {check.edition.label}" if check.edition else ""
    return f"{source.code}: {check.get_result_display()}{edition}. {check.reason}".rstrip(" .")
