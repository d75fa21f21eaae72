"""How alike are two names? The scorer alone, for measuring."""

import csv
import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from screening.management.reading import RowRefused
from screening.management.tables import kind_of, lines_of, table_rows
from screening.matching.judge import judge
from screening.matching.levels import SHIPPED_THRESHOLDS, Level, level_for
from screening.matching.subject import ListedEntity, ListedName, Subject, SubjectName
from screening.names.kinds import NameKind

COLUMNS = ("kind", "a", "b")


class Command(BaseCommand):
    help = _("Compare pairs of names: a CSV or TSV table of kind, a, b in; the same rows with score and level out.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help=_("a CSV or TSV file, or - for standard input"))
        parser.add_argument("--json", action="store_true", help=_("one JSON object a row"))

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        writer: Any = None
        with lines_of(file) as lines:
            for number, row in table_rows(lines, COLUMNS):
                compared = {**row, **comparison(file, number, row)}
                if options["json"]:
                    self.stdout.write(json.dumps(compared, ensure_ascii=False))
                    continue
                if writer is None:
                    writer = csv.DictWriter(self.stdout, list(compared), delimiter="\t", lineterminator="\n")
                    writer.writeheader()
                explanation = json.dumps(compared["explanation"], ensure_ascii=False)
                writer.writerow({**compared, "explanation": explanation})


def comparison(file: str, number: int, row: dict[str, str]) -> dict[str, Any]:
    """Return score, level and explanation. Raises ``RowRefused`` naming the column that is missing or unknown."""
    for column in COLUMNS:
        if column not in row:
            raise RowRefused(file, number, column, _("this column is missing"))
    kind = kind_of(row["kind"])
    if kind is None:
        problem = _("“%(word)s” is none of person, organization, unknown") % {"word": row["kind"]}
        raise RowRefused(file, number, "kind", problem)
    return scored(kind, row["a"], row["b"])


def scored(kind: NameKind, a: str, b: str) -> dict[str, Any]:
    subject = Subject("a", kind, (SubjectName(a),))
    match = judge(subject, ListedEntity("b", kind, (ListedName(b, is_primary=True),)), floor=0.0)
    if match is None:
        return {"score": 0.0, "level": str(Level.NONE), "explanation": {}}
    return {
        "score": round(match.score, 4),
        "level": str(level_for(match.score, SHIPPED_THRESHOLDS[kind])),
        "explanation": match.explanation.as_dict(),
    }
