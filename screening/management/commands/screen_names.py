"""Screen a table of subjects against the lists in force: one JSON line a subject, streamed, resumable."""

import datetime as dt
import json
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import islice, repeat
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, OutputWrapper
from django.utils import timezone
from django.utils.translation import gettext as _

from screening.enums import ListEffect, ListState
from screening.lists.as_at import age_in_days, editions_as_at
from screening.management.subjects import SubjectRefused, subjects_of
from screening.management.terminal import clear_progress, count, day, show_progress
from screening.management.writing import told_when_unwritable
from screening.matching.engine import AT_ONCE, Engine
from screening.matching.levels import SHIPPED_THRESHOLDS, level_for
from screening.matching.match import Match
from screening.matching.subject import Subject
from screening.models import ListEdition, ListSource
from screening.runs.engine import engine_for


class Command(BaseCommand):
    help = _("Screen subjects (CSV or JSON Lines) against the lists in force; print one JSON object a subject.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help=_("a CSV, TSV or JSON Lines file, or - for standard input"))
        parser.add_argument("--lists", help=_("codes of lists, separated by commas; without it every list in force"))
        parser.add_argument("--as-at", type=day, metavar="D", help=_("the lists as they were on this day"))
        parser.add_argument("--output", type=Path, help=_("write to this file; subjects already there are passed over"))
        parser.add_argument(
            "--limit", type=count, metavar="N", help=_("at most so many hits a subject; the rest is counted")
        )

    def handle(self, *args: Any, file: str, output: Path | None, limit: int | None, **options: Any) -> None:
        on = options["as_at"] or timezone.localdate()
        editions = chosen(options["lists"], on)
        states = [state_of(edition, on) for edition in editions]
        engine = engine_for(editions)
        is_complete = all(state["state"] != ListState.STALE for state in states)
        refused = done = number = 0
        with ExitStack() as stack:
            stream: TextIO | OutputWrapper = self.stdout
            if output:
                stack.enter_context(told_when_unwritable(output))
                done = finished_lines(output)
                stream = stack.enter_context(output.open("a", encoding="utf-8"))
            for number, (subject, matches) in enumerate(searched(subjects_of(file), engine, done), start=1):
                if number <= done:
                    continue
                refused += isinstance(subject, SubjectRefused)
                answer = answered(subject, matches, limit)
                if not isinstance(subject, SubjectRefused):
                    answer |= {"status": "complete" if is_complete else "partial", "editions": states}
                stream.write(json.dumps(answer, ensure_ascii=False) + ("\n" if output else ""))
                show_progress(self.stderr, number)
        clear_progress(self.stderr)
        if not number:
            raise CommandError(_("%(file)s names nobody; nothing was screened.") % {"file": file})
        if refused:
            words = _("%(file)s: %(count)d subjects could not be read; their lines have the status “refused”.")
            raise CommandError(words % {"file": file, "count": refused})


def chosen(codes: str | None, day: dt.date) -> list[ListEdition]:
    """Return the editions in force. Raises ``CommandError`` when one that was named is unknown or not loaded."""
    wanted = [code.strip() for code in codes.split(",") if code.strip()] if codes else []
    watch_lists = ListSource.objects.filter(owner_ref="").exclude(effect=ListEffect.REGISTRY)
    found = editions_as_at(wanted or watch_lists.values_list("code", flat=True), day)
    if missing := [code for code in wanted if code not in found]:
        words = _("No edition of %(lists)s was in force on %(day)s. Load one with “manage.py load_list”.")
        raise CommandError(words % {"lists": ", ".join(missing), "day": day})
    if not found:
        raise CommandError(_("No list is loaded. Load one with “manage.py load_list SOURCE FILE”."))
    return list(found.values())


def state_of(edition: ListEdition, day: dt.date) -> dict[str, str]:
    state = ListState.FRESH
    if edition.is_extract:
        state = ListState.EXTRACT
    elif age_in_days(edition, day) > edition.source.allowed_age_days:
        state = ListState.STALE
    return {"list": edition.source.code, "edition": edition.label, "sha256": edition.sha256, "state": str(state)}


def searched(
    subjects: Iterable[Subject | SubjectRefused], engine: Engine, done: int
) -> Iterator[tuple[Subject | SubjectRefused, list[Match]]]:
    """Each subject with its matches, some subjects at a time; those already done with none."""
    waiting = iter(subjects)
    yield from zip(islice(waiting, done), repeat([]), strict=False)
    while some := list(islice(waiting, AT_ONCE)):
        asked = [subject for subject in some if isinstance(subject, Subject)]
        answers = engine.search_many((subject, SHIPPED_THRESHOLDS[subject.kind].possible) for subject in asked)
        for subject in some:
            yield subject, next(answers) if isinstance(subject, Subject) else []


def answered(subject: Subject | SubjectRefused, matches: Sequence[Match], limit: int | None) -> dict[str, Any]:
    if isinstance(subject, SubjectRefused):
        return {"ref": subject.ref, "status": "refused", "problem": subject.problem, "editions": [], "hits": []}
    thresholds = SHIPPED_THRESHOLDS[subject.kind]
    answer: dict[str, Any] = {"ref": subject.ref, "status": "", "editions": []}
    answer["hits"] = [hit(match, level_for(match.score, thresholds)) for match in matches[:limit]]
    if limit is not None and len(matches) > limit:
        answer["hits_left_out"] = len(matches) - limit
    return answer


def hit(match: Match, level: str) -> dict[str, Any]:
    return {
        "list": match.entry.list_code,
        "entry_uid": match.entry.uid,
        "entry_name": next((name.text for name in match.entry.names if name.is_primary), match.entry.names[0].text),
        "matched_name": match.matched_name.text,
        "query_name": match.query_name.text,
        "score": round(match.score, 4),
        "level": str(level),
        "explanation": match.explanation.as_dict(),
    }


def finished_lines(output: Path) -> int:
    """Return how many subjects an interrupted run finished; a line it left half written is cut off."""
    if not output.exists():
        return 0
    with output.open("r+b") as stream:
        whole = count = 0
        for line in stream:
            if not line.endswith(b"\n"):
                break
            whole, count = whole + len(line), count + 1
        stream.truncate(whole)
    return count
