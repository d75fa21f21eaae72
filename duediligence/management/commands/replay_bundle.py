"""Repeat the runs of an evidence bundle on this installation and name every difference."""

import dataclasses
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from duediligence.documents import bundle
from screening.runs.replay import Difference, Replayed, replay

WORDS = {
    "edition_missing": gettext_noop("this edition is not loaded here; load its file"),
    "hit_missing": gettext_noop("this hit is no longer found"),
    "hit_new": gettext_noop("this hit is new"),
    "hit_changed": gettext_noop("this hit differs"),
    "area_missing": gettext_noop("this technology area is no longer found"),
    "area_new": gettext_noop("this technology area is new"),
    "area_changed": gettext_noop("this technology area differs"),
}


class Command(BaseCommand):
    help = _("Repeat the runs of an evidence bundle against the same editions; report any difference.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help=_("a bundle that case_bundle wrote"))
        parser.add_argument("--json", action="store_true", help=_("one JSON object a run"))

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        replayed = [replay(record) for record in _runs(file)]
        for one in replayed:
            if options["json"]:
                self.stdout.write(json.dumps(dataclasses.asdict(one), ensure_ascii=False))
            else:
                self.stdout.write("\n".join(_lines(one)))
        if count := sum(len(one.differences) for one in replayed):
            raise CommandError(_("%(file)s: %(count)d differences.") % {"file": file, "count": count})


def _runs(file: Path) -> list[dict[str, Any]]:
    try:
        with file.open("rb") as stream:
            return bundle.recorded_runs(stream)
    except OSError as error:
        words = _("%(file)s cannot be read: %(reason)s")
        raise CommandError(words % {"file": file, "reason": error.strerror}) from error
    except bundle.NoBundle as error:
        words = _("%(file)s is no evidence bundle, or was changed: %(reason)s")
        raise CommandError(words % {"file": file, "reason": error}) from error


def _lines(one: Replayed) -> list[str]:
    result = _("%(count)d differences") % {"count": len(one.differences)} if one.differences else _("the same")
    engine = "" if one.engine_before == one.engine_now else f" ({one.engine_before} → {one.engine_now})"
    return [f"{one.ref}: {result}{engine}", *map(_line, one.differences)]


def _line(difference: Difference) -> str:
    values = " → ".join(json.dumps(side, ensure_ascii=False) for side in (difference.before, difference.after) if side)
    return f"  {' '.join(difference.place)}: {_(WORDS[difference.kind])} {values}"
