"""Read a published list file into a new edition."""

from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from screening.enums import EditionState, HoldCode
from screening.importers.base import ImportOptions
from screening.importers.faults import ImportRefused
from screening.importers.files import SourceFiles
from screening.importers.registry import SOURCE_BY_CODE
from screening.lists.delta import Delta, delta
from screening.lists.load import EditionDates, Loaded, load
from screening.lists.report import delta_facts, edition_facts
from screening.lists.suspicion import previous
from screening.management.terminal import as_json, day, source_named, wrong_usage
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
                held = [self._load(source, files, one, options) for one in _blocks(source, files, chosen, options)]
                transaction.set_rollback(options["dry_run"])
        except ImportRefused as refused:
            raise CommandError(str(refused)) from refused
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
        )
        changed = delta(previous(loaded.edition), loaded.edition)
        self.stdout.write(as_json(_facts(loaded, changed)) if options["json"] else "\n".join(_lines(loaded, changed)))
        if loaded.edition.state == EditionState.APPLIED:
            return ""
        return f"{files.primary.name}: {loaded.edition} is {loaded.edition.state}. {loaded.edition.hold_reason}"


def _columns(pairs: list[str]) -> dict[str, str]:
    if wrong := [pair for pair in pairs if "=" not in pair]:
        wrong_usage(f"--column {wrong[0]}: write it as our column, an equals sign, the file's heading.")
    return {ours: theirs for ours, _equals, theirs in (pair.partition("=") for pair in pairs)}


def _accepted(options: dict[str, Any]) -> set[HoldCode]:
    codes = {"shrinkage": HoldCode.SHRINKAGE, "older": HoldCode.OLDER, "errors": HoldCode.ROW_ERRORS}
    return {code for name, code in codes.items() if options[f"accept_{name}"]}


def _blocks(
    source: ListSource, files: SourceFiles, chosen: ImportOptions, options: dict[str, Any]
) -> list[ImportOptions]:
    """One edition, or each of a file that holds several, oldest first."""
    editions = SOURCE_BY_CODE[source.code].importer_for(files, chosen).editions_in(files, chosen)
    if chosen.edition or len(editions) <= 1:
        return [chosen]
    if options["issued"] or options["effective"] or options["repealed"]:
        wrong_usage(f"The file holds several editions ({', '.join(editions)}); name one with --edition to date it.")
    return [replace(chosen, edition=edition) for edition in editions]


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
    known = "" if loaded.is_new else " (this file was loaded before)"
    counts = ", ".join(f"{kind} {count}" for kind, count in changed.counts().items()) or "nothing changed"
    against = f"compared with {changed.before.label}" if changed.before else "the first edition"
    lines = [
        f"{edition}{known}: {edition.state}, {edition.entry_count} entries, {edition.name_count} names",
        f"issued {edition.issued_date}, applies from {edition.effective_date}, sha-256 {edition.sha256}",
        f"{against}: {counts}",
    ]
    if changed.doubtful:
        lines.append(f"{len(changed.doubtful)} links are doubtful; settle them in the web admin under Lists")
    lines += [str(error) for error in loaded.row_errors[:ROW_ERRORS_SHOWN]]
    if (more := len(loaded.row_errors) - ROW_ERRORS_SHOWN) > 0:
        lines.append(f"… and {more} more rows that could not be read")
    return lines
