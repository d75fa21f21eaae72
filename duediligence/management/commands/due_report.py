"""Print every open case: hits by list and level, areas, outcome so far, next step, who decides, due date."""

import json
import unicodedata
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from duediligence.models import Case
from duediligence.queries.report import CaseLine, case_lines


class Command(BaseCommand):
    help = _("Print a line for every case: hits by list and level, areas, outcome so far, next step, who, due.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--open", action="store_true", help=_("only cases that are still open"))
        parser.add_argument("--json", action="store_true", help=_("one JSON object a line"))

    def handle(self, *args: Any, **options: Any) -> None:
        cases = Case.objects.still_open() if options["open"] else Case.objects.all()
        lines = case_lines(cases.order_by("reference"), get_language() or "en")
        if options["json"]:
            for line in lines:
                self.stdout.write(json.dumps(as_dict(line), ensure_ascii=False))
            return
        heads = [_("Case"), _("Proposal"), _("Hits"), _("Areas"), _("Outcome"), _("Next step"), _("Who"), _("Due")]
        self.stdout.write(table([heads, *(cells(line) for line in lines)]))


def as_dict(line: CaseLine) -> dict[str, Any]:
    return {
        "case": line.case.reference,
        "proposal": str(line.case.revision),
        "hits": [{"list": code, "level": level, "count": n} for (code, level), n in line.hits.items()],
        "areas": [{"list": code, "area": area, "level": level} for code, area, level in line.areas],
        "status": line.case.status,
        "outcome": line.case.outcome,
        "next_step": line.step.code if line.step else None,
        "who": line.step.role if line.step else None,
        "due": line.due_date.isoformat() if line.due_date else None,
    }


def cells(line: CaseLine) -> list[str]:
    run = line.case.current_run
    hits = ", ".join(f"{code} {level}×{n}" for (code, level), n in line.hits.items())
    return [
        line.case.reference,
        shortened(str(line.case.revision), 34),
        hits or (_("none found") if run and run.status == "complete" else str(run and run.get_status_display())),
        ", ".join(area for _code, area, _level in line.areas) or "–",
        f"{line.case.get_status_display()} / {line.case.get_outcome_display()}",
        line.step_name or "–",
        str(line.step.get_role_display()) if line.step else "–",
        line.due_date.isoformat() if line.due_date else "–",
    ]


def table(rows: list[list[str]]) -> str:
    widths = [max(width(row[column]) for row in rows) for column in range(len(rows[0]))]
    padded = ["  ".join(cell + " " * (w - width(cell)) for cell, w in zip(row, widths, strict=True)) for row in rows]
    return "\n".join(line.rstrip() for line in padded)


def width(text: str) -> int:
    """Return how many columns of a terminal the text takes; full-width characters take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def shortened(text: str, columns: int) -> str:
    while width(text) > columns:
        text = text[:-2] + "…"
    return text
