"""Runs as rows: reproducible, resumable, and never clear when something was not checked."""

import datetime as dt
from pathlib import Path

import pytest
from django.utils import timezone

from screening import runs
from screening.enums import ListEffect, RunStatus
from screening.matching.levels import Thresholds
from screening.matching.subject import Subject, SubjectName
from screening.models import Run
from screening.names.kinds import NameKind
from screening.runs.request import KnownClearance, ListUse, ScreeningRequest, TechnologyUse
from screening.runs.screen import BLOCK, LeaseLost, _store
from tests import factories

pytestmark = pytest.mark.django_db
LOW = Thresholds(0.8, 0.92)
METI = ListUse("jp_meti_eul", ListEffect.LICENCE_TRIGGER, LOW, LOW, 365, True)


def body(ref: str, name: str) -> Subject:
    return Subject(ref=ref, kind=NameKind.ORGANIZATION, names=(SubjectName(name),))


def request(*subjects: Subject, **changes: object) -> ScreeningRequest:
    given = {"owner_ref": "case:1", "purpose": "test", "as_at_date": factories.TODAY, "lists": (METI,), **changes}
    return ScreeningRequest(subjects=subjects, **given)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _listed(tmp_path: Path) -> None:
    factories.watch_list(tmp_path, "1,organization,Example Institute of Hypersonics,Exemplar Hypersonics,KP")


def found(run: Run) -> list[tuple[str, str, str]]:
    return list(run.hits.order_by("pk").values_list("subject_ref", "matched_name", "level"))


def test_a_request_survives_being_stored() -> None:
    asked = request(
        Subject(
            ref="person:1",
            kind=NameKind.PERSON,
            names=(SubjectName("見本 一郎", "ミホン イチロウ"),),
            countries=("JP",),
            birth_date="1970",
            identifiers=(("orcid", "0000-0002-1825-0097"),),
        ),
        texts={"title_ja": "題目"},
        technologies=(TechnologyUse("JP20", "inform", "review", True),),
        clearances=(KnownClearance("r", "person:1", "jp_meti_eul", "1", "f"),),
        accepts_extracts=True,
    )
    assert ScreeningRequest.from_dict(asked.as_dict()) == asked


def test_an_unknown_kind_takes_the_lower_thresholds() -> None:
    use = ListUse("x", ListEffect.ADVISORY, Thresholds(0.7, 0.95), Thresholds(0.8, 0.9), 1, True)
    assert use.thresholds(NameKind.PERSON) == Thresholds(0.7, 0.95)
    assert use.thresholds(NameKind.ORGANIZATION) == Thresholds(0.8, 0.9)
    assert use.thresholds(NameKind.UNKNOWN) == Thresholds(0.7, 0.9)


def test_a_run_records_what_was_checked_against_what_and_what_was_found() -> None:
    run = runs.screen(request(body("a", "Exemplar Hypersonics"), body("b", "Sample Library")))
    assert (run.status, run.problems, run.position) == (RunStatus.COMPLETE, [], 2)
    (row,) = run.lists.all()
    assert (row.source_code, row.state, row.edition_sha256) == ("jp_meti_eul", "fresh", row.edition.sha256)
    hit = run.hits.get()
    assert (hit.subject_ref, hit.query_name, hit.matched_name, hit.level) == (
        "a",
        "Exemplar Hypersonics",
        "Exemplar Hypersonics",
        "strong",
    )
    assert hit.explanation["pairs"]
    assert run.engine_version


def test_the_same_request_gives_the_same_hits() -> None:
    asked = request(body("a", "Exemplar Hypersonic"), body("b", "Institute of Hypersonics, Example"))
    first, second = (runs.screen(asked) for _ in range(2))
    columns = ("subject_ref", "matched_name", "score", "level", "fingerprint", "explanation")
    assert list(first.hits.values_list(*columns)) == list(second.hits.values_list(*columns)) != []


def test_a_run_is_taken_up_where_its_worker_died() -> None:
    subjects = [body(f"s{number}", "Exemplar Hypersonics") for number in range(BLOCK + 3)]
    whole = runs.screen(request(*subjects, owner_ref="case:2"))
    run = runs.ask(request(*subjects))
    hits = list(whole.hits.order_by("pk")[:BLOCK])
    for hit in hits:
        hit.pk, hit.run = None, run
    died = timezone.now() - dt.timedelta(minutes=6)
    Run.objects.filter(pk=run.pk).update(status=RunStatus.RUNNING, lease_until=died)
    run.refresh_from_db()
    _store(run, hits, BLOCK)
    Run.objects.filter(pk=run.pk).update(lease_until=died)
    assert runs.overdue(timezone.now()) == [run.pk]
    done = runs.work(run.pk)
    assert (done.status, done.position) == (RunStatus.COMPLETE, BLOCK + 3)
    assert found(done) == found(whole)


def test_a_worker_whose_lease_was_taken_stores_nothing() -> None:
    run = runs.ask(request(body("a", "Exemplar Hypersonics")))
    stale = Run.objects.get(pk=run.pk)
    Run.objects.filter(pk=run.pk).update(status=RunStatus.RUNNING, lease_until=timezone.now(), position=1)
    with pytest.raises(LeaseLost):
        _store(stale, [], 1)


def test_a_run_that_somebody_works_on_is_left_alone() -> None:
    run = runs.ask(request(body("a", "Exemplar Hypersonics")))
    Run.objects.filter(pk=run.pk).update(lease_until=timezone.now() + dt.timedelta(minutes=1))
    assert runs.work(run.pk).status == RunStatus.QUEUED


def test_a_clearance_holds_while_the_fingerprint_is_the_pairs() -> None:
    hit = runs.screen(request(body("a", "Exemplar Hypersonics"))).hits.get()
    held = KnownClearance("ref-1", "a", "jp_meti_eul", "1", hit.fingerprint)
    lapsed = KnownClearance("ref-1", "a", "jp_meti_eul", "1", "another")
    refs = [
        runs.screen(request(body("a", "Exemplar Hypersonics"), clearances=(known,))).hits.get().clearance_ref
        for known in (held, lapsed)
    ]
    assert refs == ["ref-1", ""]


def test_a_list_that_is_not_required_may_be_missing_but_not_stale(tmp_path: Path) -> None:
    optional = ListUse("us_bis_dpl", ListEffect.LICENCE_TRIGGER, LOW, LOW, 30, False)
    assert runs.screen(request(body("a", "x"), lists=(METI, optional))).problems == []
    factories.watch_list(tmp_path, "9,organization,Other Body,,", issued=dt.date(2020, 1, 1), owner_ref="office:1")
    stale = ListUse("own_watch_list", ListEffect.OWN_WATCH_LIST, LOW, LOW, 30, False)
    assert runs.screen(request(body("a", "x"), lists=(METI, stale), lists_of="office:1")).problems == [
        {"code": "list_stale", "list": "own_watch_list"}
    ]


def test_an_office_is_checked_against_its_own_watch_list_and_never_anothers(tmp_path: Path) -> None:
    own = ListUse("own_watch_list", ListEffect.OWN_WATCH_LIST, LOW, LOW, 3650, False)
    factories.watch_list(tmp_path, "7,organization,Ours to watch Company,,", owner_ref="office:1")
    asked = [
        runs.screen(request(body("a", "Ours to watch Company"), lists=(METI, own), lists_of=office))
        for office in ("office:1", "office:2", "")
    ]
    assert [found(run) for run in asked] == [[("a", "Ours to watch Company", "strong")], [], []]
    assert [run.lists.get(source_code="own_watch_list").edition is None for run in asked] == [False, True, True]


def test_an_edition_that_has_not_taken_effect_is_not_used() -> None:
    run = runs.screen(request(body("a", "Exemplar Hypersonics"), as_at_date=dt.date(2026, 4, 30)))
    assert (run.status, found(run)) == (RunStatus.PARTIAL, [])


def test_a_technology_list_that_is_not_published_is_a_problem_not_an_empty_result() -> None:
    run = runs.screen(
        request(
            body("a", "x"),
            texts={"title_ja": "量子計算"},
            technologies=(TechnologyUse("JP20", "inform", "review", True),),
        )
    )
    assert (run.status, run.problems) == (RunStatus.PARTIAL, [{"code": "technology_missing", "list": "JP20"}])
    assert run.technology == {}
