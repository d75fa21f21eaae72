"""Prove that nobody touched the audit log, or name the first row that does not follow."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from duediligence.domain import audit
from duediligence.models import AuditEvent, ChainHead, guards
from screening.management.writing import write_text

REASONS = {
    "missing": gettext_noop("a row is missing"),
    "unlinked": gettext_noop("it does not follow from the row before it"),
    "altered": gettext_noop("its content was altered"),
    "rewritten": gettext_noop("it is not the row that the anchor names"),
}


class Command(BaseCommand):
    help = _("Walk every chain of the audit log; name the first broken row.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--anchor", type=Path, help=_("a file of chain ends noted earlier, kept elsewhere"))
        parser.add_argument("--save-anchor", type=Path, help=_("write the present chain ends to this file"))
        parser.add_argument("--json", action="store_true", help=_("print the result as JSON"))

    def handle(self, *args: Any, anchor: Path | None, save_anchor: Path | None, **options: Any) -> None:
        breaks = audit.verify_all(read_anchors(anchor) if anchor else None)
        missing = sorted(guards.missing(connection))
        if options["json"]:
            found = [{"stream": one.stream, "row": one.seq, "code": one.code} for one in breaks]
            self.stdout.write(json.dumps({"breaks": found, "missing_triggers": missing}))
        if breaks:
            first = breaks[0]
            words = _("%(stream)s, row %(row)d: %(reason)s.")
            raise CommandError(words % {"stream": first.stream, "row": first.seq, "reason": _(REASONS[first.code])})
        if missing:
            raise CommandError(_("Database triggers are missing: %(names)s.") % {"names": ", ".join(missing)})
        if save_anchor:
            heads = {head.stream: [head.seq, head.hash] for head in ChainHead.objects.all()}
            write_text(save_anchor, f"{json.dumps(heads, indent=2)}\n")
        if not options["json"]:
            events, chains = AuditEvent.objects.count(), ChainHead.objects.count()
            self.stdout.write(
                _("%(events)d events in %(chains)d chains: whole.") % {"events": events, "chains": chains}
            )


def read_anchors(file: Path) -> dict[str, tuple[int, str]]:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        return {stream: (int(seq), str(digest)) for stream, (seq, digest) in content.items()}
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise CommandError(_("%(file)s is no anchor file of this command.") % {"file": file}) from error
