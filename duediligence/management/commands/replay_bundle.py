"""Repeat the runs of an evidence bundle on this installation and name every difference."""

import dataclasses
import json
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from duediligence.documents.bundle_reading import Evidence, NoBundle, evidence_in
from screening.importers.faults import ImportRefused
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
        evidence = _evidence(file)
        try:
            replayed = [replay(record, evidence.own_lists) for record in evidence.runs]
        except (KeyError, TypeError, AttributeError, ValueError, ImportRefused) as error:
            raise CommandError(_refused(file, _("what it says of a run cannot be read"))) from error
        if options["json"]:
            self.stdout.writelines(json.dumps(dataclasses.asdict(one), ensure_ascii=False) + "\n" for one in replayed)
        else:
            self.stdout.writelines(f"{line}\n" for one in replayed for line in _lines(one))
            self.stdout.write(_words(file, evidence, replayed))
        if count := sum(len(one.differences) for one in replayed):
            raise CommandError(_("%(file)s: differences: %(count)d.") % {"file": file, "count": count})


def _evidence(file: Path) -> Evidence:
    try:
        with file.open("rb") as stream:
            return evidence_in(stream)
    except OSError as error:
        words = _("%(file)s cannot be read: %(reason)s")
        raise CommandError(words % {"file": file, "reason": error.strerror}) from error
    except NoBundle as error:
        raise CommandError(_refused(file, error)) from error


def _refused(file: Path, reason: object) -> str:
    """Return one line, whatever the names within the archive are."""
    words = _("%(file)s is no evidence bundle, or was changed: %(reason)s") % {"file": file, "reason": reason}
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in words)


def _words(file: Path, evidence: Evidence, replayed: Sequence[Replayed]) -> str:
    words = _("%(file)s: files unchanged, runs repeated: %(runs)d, events of the log that hold: %(events)d.")
    proof = _("SHA-256 of its manifest, as in the log of the office that wrote it (case.bundled): %(digest)s")
    counts = {"file": file, "runs": sum(one.is_repeated for one in replayed), "events": evidence.event_count}
    return f"{words % counts}\n{proof % {'digest': evidence.manifest_sha256}}"


def _lines(one: Replayed) -> Iterator[str]:
    if not one.is_repeated:
        yield f"{one.ref}: {_('never finished, so nothing rests on it; not repeated')}"
        return
    result = _("differences: %(count)d") % {"count": len(one.differences)} if one.differences else _("the same")
    engines = {"before": one.engine_before, "now": one.engine_now}
    other = _("engine %(before)s → %(now)s") % engines
    yield f"{one.ref}: {result}" + (f" ({other})" if one.engine_before != one.engine_now else "")
    yield from map(_line, one.differences)


def _line(difference: Difference) -> str:
    values = " → ".join(json.dumps(side, ensure_ascii=False) for side in (difference.before, difference.after) if side)
    return f"  {' '.join(difference.place)}: {_(WORDS[difference.kind])} {values}"
