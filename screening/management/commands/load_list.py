"""Read a published list file into a new edition."""

from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from screening.enums import EditionState, HoldCode
from screening.importers.base import ImportOptions
from screening.importers.faults import ImportRefused
from screening.importers.files import SourceFiles
from screening.lists.change_words import counted_words
from screening.lists.delta import Delta, delta
from screening.lists.load import EditionDates, Loaded, editions_in, load
from screening.lists.report import delta_facts, edition_facts
from screening.lists.suspicion import previous
from screening.management.terminal import as_json, clear_progress, day, show_progress, source_named, told, wrong_usage
from screening.models import ListSource

ROW_ERRORS_SHOWN = 20


class Command(BaseCommand):
    help = _("Read a published list file into a new edition and say what changed. Refuses what looks wrong.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", help=_("the list's code, such as jp_meti_eul"))
        parser.add_argument("file", type=Path, help=_("the publisher's file"))
        parser.add_argument("--aliases", type=Path, help=_("OFAC: alt.csv, when it does not lie beside the file"))
        parser.add_argument("--addresses", type=Path, help=_("OFAC: add.csv, when it does not lie beside the file"))
        parser.add_argument("--issued", type=day, metavar="D", help=_("day of issue, when the file does not say it"))
        parser.add_argument("--effective", type=day, metavar="D", help=_("first day it applies; the day of issue"))
        parser.add_argument("--repealed", type=day, metavar="D", help=_("first day it no longer applies, if announced"))
        parser.add_argument("--edition", default="", help=_("which edition, of a file that holds several"))
        parser.add_argument(
            "--column", action="append", default=[], metavar="OURS=THEIRS", help=_("our column under their heading")
        )
        parser.add_argument("--owner", default="", metavar="KEY", help=_("whose own list it is, such as institution:1"))
        parser.add_argument("--address", default="", help=_("where the file was obtained"))
        parser.add_argument("--dry-run", action="store_true", help=_("read and compare, keep nothing"))
        parser.add_argument("--accept-shrinkage", action="store_true", help=_("take it although much has vanished"))
        parser.add_argument("--accept-older", action="store_true", help=_("take it although a newer one is in use"))
        parser.add_argument("--accept-errors", action="store_true", help=_("take it although many rows are bad"))
        parser.add_argument("--json", action="store_true", help=_("print one JSON object an edition"))

    def handle(self, *args: Any, **options: Any) -> None:
        source = source_named(options["source"], options["owner"])
        files = SourceFiles.at(options["file"], aliases=options["aliases"], addresses=options["addresses"])
        chosen = ImportOptions(columns=_columns(options["column"]), edition=options["edition"])
        try:
            with transaction.atomic():
                held = [self._load(source, files, one, options) for one in _chosen(source, files, chosen, options)]
                transaction.set_rollback(options["dry_run"])
        except ImportRefused as refused:
            raise CommandError(told(refused)) from refused
        if refusals := [sentence for sentence in held if sentence]:
            raise CommandError(" ".join(refusals))

    def _load(self, source: ListSource, files: SourceFiles, chosen: ImportOptions, options: dict[str, Any]) -> str:
        """Load one edition and print what came of it; return why it is held, or an empty text."""
        loaded = load(
            source,
            files,
            dates=EditionDates(options["issued"], options["effective"], options["repealed"]),
            options=chosen,
            loaded_by="command:load_list",
            source_address=options["address"],
            accept=_accepted(options),
            progress=partial(show_progress, self.stderr),
        )
        clear_progress(self.stderr)
        changed = delta(previous(loaded.edition), loaded.edition)
        self.stdout.write(as_json(_facts(loaded, changed)) if options["json"] else "\n".join(_lines(loaded, changed)))
        if loaded.edition.state == EditionState.APPLIED:
            return ""
        words = _("%(file)s: %(edition)s is not in use (%(state)s). %(reason)s")
        return words % {
            "file": files.primary.name,
            "edition": loaded.edition,
            "state": loaded.edition.get_state_display(),
            "reason": loaded.edition.hold_reason,
        }


def _columns(pairs: list[str]) -> dict[str, str]:
    if wrong := [pair for pair in pairs if "=" not in pair]:
        words = _("--column %(pair)s: write it as our column, an equals sign, the file's heading.")
        wrong_usage(words % {"pair": wrong[0]})
    return {ours: theirs for ours, _equals, theirs in (pair.partition("=") for pair in pairs)}


def _accepted(options: dict[str, Any]) -> set[HoldCode]:
    codes = {
        "shrinkage": (HoldCode.SHRINKAGE,),
        "older": (HoldCode.OLDER,),
        "errors": (HoldCode.ROW_ERRORS, HoldCode.INCOMPLETE, HoldCode.CUT_OFF),
    }
    return {code for name, accepted in codes.items() if options[f"accept_{name}"] for code in accepted}


def _chosen(
    source: ListSource, files: SourceFiles, chosen: ImportOptions, options: dict[str, Any]
) -> list[ImportOptions]:
    """One edition, or each of a file that holds several, oldest first."""
    found = editions_in(source, files, chosen)
    if len(found) > 1 and (options["issued"] or options["effective"] or options["repealed"]):
        words = _("The file holds several editions (%(editions)s); name one with --edition to date it.")
        wrong_usage(words % {"editions": ", ".join(one.edition for one in found)})
    return found


def _facts(loaded: Loaded, changed: Delta) -> dict[str, Any]:
    errors = [
        {"file": error.file, "row": error.row, "field": error.field, "code": error.code, "message": str(error)}
        for error in loaded.row_errors
    ]
    return {
        "list": loaded.edition.source.code,
        "is_new": loaded.is_new,
        **edition_facts(loaded.edition),
        "delta": delta_facts(changed),
        "errors": errors,
    }


def _lines(loaded: Loaded, changed: Delta) -> list[str]:
    edition = loaded.edition
    counts = counted_words(changed.counts()) or _("nothing changed")
    against = (
        _("compared with %(edition)s") % {"edition": changed.before.label} if changed.before else _("the first edition")
    )
    facts = {
        "edition": edition,
        "state": edition.get_state_display(),
        "entries": edition.entry_count,
        "names": edition.name_count,
        "issued": edition.issued_date,
        "effective": edition.effective_date,
        "hash": edition.sha256,
    }
    lines = [
        _("%(edition)s: %(state)s, %(entries)d entries, %(names)d names") % facts,
        _("issued %(issued)s, applies from %(effective)s, sha-256 %(hash)s") % facts,
        f"{against}: {counts}",
    ]
    if not loaded.is_new:
        lines.insert(1, _("This file was loaded before."))
    if changed.doubtful:
        words = _("%(count)d links are doubtful; settle them in the web admin under Lists")
        lines.append(words % {"count": len(changed.doubtful)})
    lines += [told(error) for error in loaded.row_errors[:ROW_ERRORS_SHOWN]]
    if (more := len(loaded.row_errors) - ROW_ERRORS_SHOWN) > 0:
        lines.append(_("… and %(count)d more rows that could not be read") % {"count": more})
    return lines
