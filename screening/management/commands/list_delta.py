"""Print what changed between two editions of a list."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from screening.lists.change_words import KINDS, counted_words, field_words, value_words
from screening.lists.changes import Change, ChangeKind
from screening.lists.delta import Delta, EntryDelta, delta
from screening.lists.report import delta_facts
from screening.management.terminal import as_json, edition_named, source_named


class Command(BaseCommand):
    help = _("Print the classified difference between two editions of a list.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", help=_("the list's code"))
        parser.add_argument("before", help=_("an edition: its label, day of issue, number or hash"))
        parser.add_argument("after", help=_("another edition"))
        parser.add_argument("--owner", default="", metavar="KEY", help=_("whose own list it is"))
        parser.add_argument("--counts", action="store_true", help=_("counts only"))
        parser.add_argument("--json", action="store_true", help=_("print one JSON object"))

    def handle(self, *args: Any, **options: Any) -> None:
        source = source_named(options["source"], options["owner"])
        found = delta(edition_named(source, options["before"]), edition_named(source, options["after"]))
        if options["json"]:
            self.stdout.write(as_json(delta_facts(found)))
            return
        self.stdout.write(_summary(found))
        if not options["counts"]:
            for line in _lines(found):
                self.stdout.write(line)


def _summary(found: Delta) -> str:
    counts = counted_words(found.counts()) or _("nothing changed")
    words = _("unchanged %(unchanged)d, doubtful %(doubtful)d")
    rest = words % {"unchanged": found.unchanged, "doubtful": len(found.doubtful)}
    new = "".join(
        f"; {field_words(name)}: {_('first printed here, of %(count)d entries') % {'count': count}}"
        for name, count in found.new_fields.items()
    )
    return f"{found.before} → {found.after}: {counts}; {rest}{new}"


def _lines(found: Delta) -> Iterator[str]:
    for kind in ChangeKind:
        for entry in found.of_kind(kind):
            for change in entry.changes:
                if change.kind is kind:
                    yield f"{KINDS[kind]}\t{entry.name}\t{_detail(entry, change)}".rstrip()
    for link in found.doubtful:
        yield f"{_('Doubtful')}\t{link.before.primary_name}\t{link.after.primary_name}\t{link.score:.2f}"


def _detail(entry: EntryDelta, change: Change) -> str:
    other = f" [{change.other_uid}]" if change.other_uid else ""
    if not change.field:
        return other.strip()
    before, after = (value_words(change.field, values) or "–" for values in (change.before, change.after))
    return f"{field_words(change.field)}: {before} → {after}{other}"
