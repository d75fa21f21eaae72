"""Repeating a recorded run against the same editions, and naming what comes out differently."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from screening.matching.version import ENGINE_VERSION
from screening.models import LexiconEdition, ListEdition, RunList, TechnologyListEdition
from screening.runs.record import hit_records
from screening.runs.request import ScreeningRequest
from screening.runs.screen import ask, work
from screening.runs.technology import matcher_for
from screening.technology.classify import TechnologyText, classify
from screening.technology.score import TechnologyLevel

_COMPARED = ("level", "score", "name_screened", "name_on_list", "clearance")
_PLACES = 6

Key = tuple[str, ...]
Found = Mapping[Key, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Difference:
    """``kind``: ``edition_missing``, ``hit_missing``, ``hit_new``, ``hit_changed`` or the same of an ``area``.

    ``place`` names the list, then the subject and entry or the area; ``before`` and ``after`` what changed.
    """

    kind: str
    place: Key
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Replayed:
    """An empty ``differences`` means that the same was found; the engine may be another one all the same."""

    ref: str
    engine_before: str
    engine_now: str
    differences: tuple[Difference, ...]


def replay(record: Mapping[str, Any]) -> Replayed:
    """Repeat a run given as ``run_record`` writes it; nothing of the repetition is kept.

    A list or lexicon whose very content is not loaded here is named, and what was found by it is not compared.
    Raises ``KeyError``, ``TypeError`` or ``ValueError`` when the record is not one.
    """
    names = list(_names(record))
    areas = [difference for code in record["technology"] for difference in _areas(record, code)]
    return Replayed(record["ref"], record["engine_version"], ENGINE_VERSION, tuple(names + areas))


def _names(record: Mapping[str, Any]) -> Iterator[Difference]:
    request = ScreeningRequest.from_dict({**record["request"], "owner_ref": "", "technologies": []})
    used = [one for one in record["lists"] if one["sha256"]]
    editions = {one["list"]: _edition(one["list"], one["sha256"]) for one in used}
    for one in used:
        if editions[one["list"]] is None:
            yield Difference(
                "edition_missing", (one["list"],), {"edition": one["edition"], "sha256": one["sha256"]}, {}
            )
    present = {code: edition for code, edition in editions.items() if edition}
    before = {_hit_key(hit): hit for hit in record["hits"] if hit["list"] in present}
    after = {_hit_key(hit): hit for hit in _again(request, record["lists"], present)}
    yield from _differences("hit", before, after, _COMPARED)


def _again(
    request: ScreeningRequest, lists: Sequence[Mapping[str, Any]], editions: Mapping[str, ListEdition]
) -> list[dict[str, Any]]:
    """Screen within a transaction that is rolled back: the same code as for a case, and no trace of it."""
    with transaction.atomic():
        run = ask(request)
        RunList.objects.bulk_create(
            RunList(
                run=run,
                source_code=one["list"],
                edition=editions.get(one["list"]),
                edition_sha256=one["sha256"],
                effect=one["effect"],
                state=one["state"],
                is_required=one["is_required"],
            )
            for one in lists
        )
        found = hit_records(work(run.pk))
        transaction.set_rollback(True)
    return found


def _areas(record: Mapping[str, Any], code: str) -> Iterator[Difference]:
    facts = record["technology"][code]
    edition = TechnologyListEdition.objects.filter(list_code=code, sha256=facts["edition_sha256"]).first()
    lexicon = LexiconEdition.objects.filter(sha256=facts["lexicon_sha256"]).first()
    if edition is None or lexicon is None:
        yield Difference("edition_missing", (code,), {"edition": facts["edition"], "lexicon": facts["lexicon"]}, {})
        return
    text = TechnologyText(dict(record["request"]["texts"]))
    areas = classify(text, matcher_for(edition.pk, lexicon.pk)).areas
    after: dict[Key, Mapping[str, Any]] = {
        (code, area.code): {"score": area.score, "level": str(area.level)}
        for area in areas
        if area.level is not TechnologyLevel.NONE
    }
    before: dict[Key, Mapping[str, Any]] = {
        (code, area["area"]): area for area in record["areas"] if area["list"] == code
    }
    yield from _differences("area", before, after, ("level", "score"))


def _differences(what: str, before: Found, after: Found, fields: Sequence[str]) -> Iterator[Difference]:
    for key in sorted(before.keys() | after.keys()):
        was, now = (_chosen(side.get(key), fields) for side in (before, after))
        if was != now:
            kind = "missing" if not now else "changed" if was else "new"
            yield Difference(f"{what}_{kind}", key, was, now)


def _chosen(found: Mapping[str, Any] | None, fields: Sequence[str]) -> dict[str, Any]:
    return {name: _rounded(found[name]) for name in fields} if found else {}


def _edition(code: str, sha256: str) -> ListEdition | None:
    return ListEdition.objects.applied().filter(source__code=code, sha256=sha256).first()


def _hit_key(hit: Mapping[str, Any]) -> Key:
    return (hit["list"], hit["subject"], hit["entry_uid"])


def _rounded(value: Any) -> Any:
    return round(value, _PLACES) if isinstance(value, float) else value
