"""What does a new edition of a list cost: its changed entries alone, or everybody against the whole list again?"""

import time
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from screening.management.commands.benchmark_screening import made_names, made_queries, searched
from screening.management.terminal import count
from screening.matching.engine import Engine
from screening.matching.subject import ListedEntity, ListedName
from screening.names.kinds import NameKind


class Measured(NamedTuple):
    """Seconds of building the index and of asking for every subject; the entries each subject hits."""

    building: float
    asking: float
    hits: Sequence[frozenset[str]]

    @property
    def seconds(self) -> float:
        return self.building + self.asking


class Command(BaseCommand):
    help = _(
        "Measure what a new edition costs on names made up here: subjects against its changed entries alone, and "
        "against the whole list again, in the same run."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--names", type=count, default=10_000, help=_("how many listed names"))
        parser.add_argument("--changed", type=count, default=500, help=_("how many of them are new in the edition"))
        parser.add_argument("--subjects", type=count, default=500, help=_("how many subjects of cases"))

    def handle(self, *args: Any, names: int, changed: int, subjects: int, **options: Any) -> None:
        listed = list(made_names(names))
        entities = [ListedEntity(str(at), NameKind.PERSON, (ListedName(name),)) for at, name in enumerate(listed)]
        new = entities[-changed:]
        asked = made_queries(listed, subjects)
        alone, whole = measured(new, asked), measured(entities, asked)
        self.stdout.write(
            _("%(names)d listed names, %(changed)d of them changed; %(subjects)d subjects")
            % {"names": len(entities), "changed": len(new), "subjects": len(asked)}
        )
        for method, one in ((_("changed entries alone"), alone), (_("the whole list again"), whole)):
            self.stdout.write(
                _("%(method)-26s built in %(building).2f s, asked in %(asking).2f s")
                % {"method": method, "building": one.building, "asking": one.asking}
            )
        uids = {entity.uid for entity in new}
        differing = sum(ours != theirs & uids for ours, theirs in zip(alone.hits, whole.hits, strict=True))
        self.stdout.write(
            _("the changed entries alone are %(ratio).1f times as fast; subjects with other hits: %(differing)d")
            % {"ratio": whole.seconds / alone.seconds, "differing": differing}
        )


def measured(entities: Sequence[ListedEntity], asked: Sequence[str]) -> Measured:
    begun = time.perf_counter()
    engine = Engine.build(entities)
    built = time.perf_counter()
    hits = [searched(engine, name) for name in asked]
    return Measured(built - begun, time.perf_counter() - built, hits)
