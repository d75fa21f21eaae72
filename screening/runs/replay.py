"""Repeating a recorded run against the same editions, and naming what comes out differently."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from screening.enums import RunStatus
from screening.lists.own_file import lent
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
Editions = Mapping[str, ListEdition]
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
    """An empty ``differences`` means that the same was found; the engine may be another one all the same.

    What never finished found nothing that anything rests on: it is not repeated.
    """

    ref: str
    is_repeated: bool
    engine_before: str
    engine_now: str
    differences: tuple[Difference, ...]


def replay(record: Mapping[str, Any], own_lists: Mapping[str, bytes] | None = None) -> Replayed:
    """Repeat a run given as ``run_record`` writes it; nothing of the repetition is kept.

    A list or lexicon whose very content is not loaded here is named, and what was found by it is not compared.
    ``own_lists`` are files of lists that one office alone has, by the hash that the record names.
    Raises ``KeyError``, ``TypeError``, ``AttributeError``, ``ValueError`` or ``ImportRefused`` when the record, or one
    of the files, is not one.
    """
    is_repeated = RunStatus(record["status"]) in {RunStatus.COMPLETE, RunStatus.PARTIAL}
    found: list[Difference] = []
    if is_repeated:
        found += _names(record, own_lists or {})
        found += [difference for code in record["technology"] for difference in _areas(record, code)]
    return Replayed(record["ref"], is_repeated, record["engine_version"], ENGINE_VERSION, tuple(found))


def _names(record: Mapping[str, Any], own_lists: Mapping[str, bytes]) -> Iterator[Difference]:
    """Screen within a transaction that is rolled back: the same code as for a case, and no trace of it."""
    request = ScreeningRequest.from_dict({**record["request"], "owner_ref": "", "technologies": []})
    used = [one for one in record["lists"] if one["sha256"]]
    with transaction.atomic():
        editions = {one["list"]: _edition(one, own_lists, request) for one in used}
        present = {code: edition for code, edition in editions.items() if edition}
        found = _again(request, record["lists"], present)
        transaction.set_rollback(True)
    for one in used:
        if one["list"] not in present:
            yield Difference("edition_missing", (one["list"],), {name: one[name] for name in ("edition", "sha256")}, {})
    before = {_hit_key(hit): hit for hit in record["hits"] if hit["list"] in present}
    yield from _differences("hit", before, {_hit_key(hit): hit for hit in found}, _COMPARED)


def _edition(used: Mapping[str, Any], own_lists: Mapping[str, bytes], request: ScreeningRequest) -> ListEdition | None:
    loaded = ListEdition.objects.applied().filter(source__code=used["list"], sha256=used["sha256"]).first()
    content = own_lists.get(used["sha256"])
    return lent(content, request.as_at_date) if loaded is None and content is not None else loaded


def _again(request: ScreeningRequest, lists: Sequence[Mapping[str, Any]], editions: Editions) -> list[dict[str, Any]]:
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
    return hit_records(work(run.pk))


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


def _hit_key(hit: Mapping[str, Any]) -> Key:
    return (hit["list"], hit["subject"], hit["entry_uid"])


def _rounded(value: Any) -> Any:
    return round(value, _PLACES) if isinstance(value, float) else value
