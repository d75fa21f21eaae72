"""How fast is the engine on this machine, beside what one would write without it?"""

import random
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import quantiles
from typing import Any, NamedTuple

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from screening.management.terminal import count
from screening.matching.engine import Engine
from screening.matching.judge import judge
from screening.matching.levels import SHIPPED_THRESHOLDS
from screening.matching.subject import ListedEntity, ListedName, Subject, SubjectName
from screening.names.kinds import NameKind

FLOOR = SHIPPED_THRESHOLDS[NameKind.PERSON].possible
NAIVE = 86
COMPARED = 5
"""Comparing with everybody takes long: only so many queries are asked."""

_SYLLABLES = (
    *("ka", "mi", "to", "ra", "shi", "no", "be", "lar", "son", "vel", "dri", "an", "mar", "ko", "len", "ta"),
    *("ru", "ha", "ni", "jo", "ber", "gal", "min", "os", "ter", "va", "li", "pe"),
)
_LETTERS = "aeioustnrl"


class Line(NamedTuple):
    method: str
    milliseconds: Sequence[float]
    hits: Sequence[frozenset[str]]

    @property
    def per_second(self) -> float:
        return 1000.0 * len(self.milliseconds) / sum(self.milliseconds)


class Command(BaseCommand):
    help = _("Measure the engine on names made up here, against brute force and WRatio in the same run.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--names", type=count, default=10_000, help=_("how many listed names"))
        parser.add_argument("--queries", type=count, default=300, help=_("how many queries"))

    def handle(self, *args: Any, names: int, queries: int, **options: Any) -> None:
        listed = list(made_names(names))
        asked = made_queries(listed, max(2, queries))
        entities = [ListedEntity(str(at), NameKind.PERSON, (ListedName(name),)) for at, name in enumerate(listed)]
        with tempfile.TemporaryDirectory() as folder:
            begun = time.perf_counter()
            Engine.build(entities).save(Path(folder) / "engine")
            built = time.perf_counter()
            engine = Engine.open(Path(folder) / "engine")
            opened = time.perf_counter()
            cold = timed(_("engine, cold"), lambda name: searched(engine, name), asked)
            warm = timed(_("engine, warm"), lambda name: searched(engine, name), asked)
        brute = timed(_("every name, same scorer"), lambda name: compared(entities, name), asked[:COMPARED])
        naive = timed(f"WRatio ≥ {NAIVE}", lambda name: naively(listed, name), asked[:COMPARED])
        self.stdout.write(
            _("%(names)d names, %(queries)d queries; built in %(built).1f s, opened in %(opened).2f s")
            % {"names": len(listed), "queries": len(asked), "built": built - begun, "opened": opened - built}
        )
        for line in (cold, warm, brute, naive):
            self.stdout.write(shown(line, cold))
        differing = sum(ours != theirs for ours, theirs in zip(cold.hits, brute.hits, strict=False))
        self.stdout.write(
            _("hits differing from every name compared: %(differing)d of %(queries)d queries")
            % {"differing": differing, "queries": len(brute.hits)}
        )


def made_names(count: int) -> Iterator[str]:
    """Names of nobody: two or three words of chance syllables, always the same."""
    chance = random.Random(1)  # noqa: S311 - made-up names, no secret
    for _number in range(count):
        yield " ".join(
            "".join(chance.choices(_SYLLABLES, k=chance.choice((2, 3)))).title()
            for _word in range(chance.choice((2, 2, 3)))
        )


def made_queries(listed: Sequence[str], count: int) -> list[str]:
    """Every second one a listed name with one letter wrong, the others on no list."""
    chance = random.Random(2)  # noqa: S311 - made-up names, no secret
    strangers = [name[::-1].title() for name in listed]
    queries = []
    for number in range(count):
        letters = list(chance.choice(strangers if number % 2 else listed))
        letters[chance.randrange(len(letters))] = chance.choice(_LETTERS)
        queries.append("".join(letters))
    return queries


def timed(method: str, search: Callable[[str], frozenset[str]], asked: Sequence[str]) -> Line:
    milliseconds, hits = [], []
    for name in asked:
        begun = time.perf_counter()
        hits.append(search(name))
        milliseconds.append(1000.0 * (time.perf_counter() - begun))
    return Line(method, milliseconds, hits)


def searched(engine: Engine, name: str) -> frozenset[str]:
    return frozenset(match.entry.uid for match in engine.search(_subject(name), floor=FLOOR))


def compared(entities: Sequence[ListedEntity], name: str) -> frozenset[str]:
    return frozenset(entity.uid for entity in entities if judge(_subject(name), entity, floor=FLOOR))


def naively(listed: Sequence[str], name: str) -> frozenset[str]:
    found = process.extract(name, listed, scorer=fuzz.WRatio, score_cutoff=NAIVE, limit=None)
    return frozenset(str(at) for _, _, at in found)


def shown(line: Line, engine: Line) -> str:
    percentiles = quantiles(line.milliseconds, n=100, method="inclusive")
    return _(
        "%(method)-26s %(speed)10.1f/s  p50 %(p50)8.2f ms  p99 %(p99)8.2f ms  the engine is %(ratio)8.1f times as fast"
    ) % {
        "method": line.method,
        "speed": line.per_second,
        "p50": percentiles[49],
        "p99": percentiles[98],
        "ratio": engine.per_second / line.per_second,
    }


def _subject(name: str) -> Subject:
    return Subject("query", NameKind.PERSON, (SubjectName(name),))
