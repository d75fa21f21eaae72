"""A new edition reaches the cases it touches, and no others."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from duediligence.domain import case as cases
from duediligence.domain import list_change, lists, monitoring
from duediligence.domain.actor import Actor
from duediligence.domain.list_effects import Why, touched
from duediligence.enums import CaseStatus
from duediligence.models import AuditEvent, Case, Institution
from duediligence.tasks import sweep_list, tick
from screening.lists import decide
from screening.lists.changes import ChangeKind
from screening.lists.delta import delta
from screening.lists.sources import sync_sources
from screening.matching.levels import Level
from screening.models import ListEdition, ListSource
from tests import factories, stories
from tests.factories import Cast

pytestmark = pytest.mark.django_db
JUNE_20 = dt.date(2026, 6, 20)
SECOND = "2,organization,Placeholder Rocket Works,,KP"


def monitored(cast: Cast, folder: Path, partner: str) -> Case:
    """A case under monitoring whose partner is not listed, or was."""
    into = factories.programme()
    case = stories.designated_case(cast, folder, into, parties=(factories.partner(partner, country="KP"),))
    Case.objects.filter(pk=case.pk).update(status=CaseStatus.MONITORING, next_rescreen_date=dt.date(2026, 12, 1))
    return case


def new_edition(folder: Path, *rows: str, issued: dt.date = JUNE_20) -> ListEdition:
    return factories.watch_list(folder, "\n".join(rows), issued=issued)


def sweep(day: dt.date = JUNE_20) -> int:
    editions = list_change.due_editions(day)
    return sum(list_change.sweep(pk, day, actor=factories.SYSTEM) for pk in editions)


def next_date(case: Case) -> dt.date | None:
    case.refresh_from_db()
    return case.next_rescreen_date


def test_an_entry_that_is_new_touches_whoever_is_alike(cast: Cast, tmp_path: Path) -> None:
    case = stories.screened_case(cast, tmp_path, parties=(factories.partner("Placeholder Rocket Works Ltd."),))
    before = ListEdition.objects.get()
    found = delta(before, new_edition(tmp_path, stories.LISTED, SECOND))
    (touch,) = touched(found, Case.objects.all())[case.pk]
    assert (touch.why, touch.subject_name, touch.entry.uid, touch.level) == (
        Why.MATCHES,
        "Placeholder Rocket Works Ltd.",
        "2",
        Level.STRONG,
    )


def test_an_entry_that_is_gone_touches_whoever_hit_it(cast: Cast, tmp_path: Path) -> None:
    case = stories.hit_case(cast, tmp_path)
    found = delta(ListEdition.objects.get(), new_edition(tmp_path, SECOND))
    (touch,) = touched(found, Case.objects.all())[case.pk]
    assert (touch.why, touch.entry.kinds) == (Why.MATCHED, {ChangeKind.REMOVED})


def test_one_pair_is_named_once(cast: Cast, tmp_path: Path) -> None:
    case = stories.hit_case(cast, tmp_path)
    renamed = "1,organization,Example Academy of Hypersonics,Exemplar Hypersonics;EIH,KP"
    found = delta(ListEdition.objects.get(), new_edition(tmp_path, renamed))
    assert [touch.why for touch in touched(found, Case.objects.all())[case.pk]] == [Why.MATCHES]


@pytest.mark.parametrize(
    "rows",
    [
        (stories.LISTED, "3,organization,Nothing Alike Bureau,,KP"),
        ("1,organization,EXAMPLE Institute of Hypersonics,Exemplar  Hypersonics;EIH,KP",),
    ],
    ids=["other entries", "cosmetic"],
)
def test_what_concerns_nobody_touches_nobody(cast: Cast, tmp_path: Path, rows: tuple[str, ...]) -> None:
    stories.hit_case(cast, tmp_path)
    assert touched(delta(ListEdition.objects.get(), new_edition(tmp_path, *rows)), Case.objects.all()) == {}


def test_a_list_that_the_policy_does_not_bind_touches_nobody(cast: Cast, tmp_path: Path) -> None:
    stories.screened_case(cast, tmp_path, parties=(factories.partner("Placeholder Rocket Works"),))
    other = factories.watch_list(tmp_path, SECOND, code="un_sc")
    assert touched(delta(None, other), Case.objects.all()) == {}


def test_a_case_without_a_run_is_not_touched(cast: Cast, tmp_path: Path) -> None:
    case = stories.hit_case(cast, tmp_path)
    Case.objects.update(current_run=None)
    case.refresh_from_db()
    assert touched(delta(None, ListEdition.objects.get()), [case]) == {}
    assert list(list_change.cases_of(ListSource.objects.get(code="jp_meti_eul"))) == []


def test_touched_monitored_cases_are_screened_again_and_no_others(cast: Cast, tmp_path: Path) -> None:
    hit = monitored(cast, tmp_path, "Placeholder Rocket Works")
    factories.PolicyEdition.objects.update(status="retired")
    other = monitored(cast, tmp_path, "Sample Library of Letters")
    sweep()
    new_edition(tmp_path, stories.LISTED, SECOND)
    assert sweep() == 1
    assert (next_date(hit), next_date(other)) == (JUNE_20, dt.date(2026, 12, 1))
    assert monitoring.due_cases(JUNE_20) == [hit.pk]
    event = AuditEvent.objects.get(verb="list.touches")
    assert (event.case_reference, event.after) == (
        hit.reference,
        {
            "touches": [
                {
                    "why": "matches",
                    "subject": event.after["touches"][0]["subject"],
                    "entry": "2",
                    "name": "Placeholder Rocket Works",
                    "changes": ["added"],
                }
            ],
            "count": 1,
        },
    )


def test_a_rename_reopens_with_the_difference_and_closes_nothing(cast: Cast, tmp_path: Path) -> None:
    case = monitored(cast, tmp_path, "Exemplar Hypersonics")
    sweep()
    new_edition(tmp_path, "1,organization,Example Academy of Hypersonics,Exemplar Hypersonics;EIH,KP")
    assert sweep() == 1
    now = dt.datetime(2026, 6, 20, 9, tzinfo=factories.NOW.tzinfo)
    from screening import runs

    run = monitoring.begin_rescreen(case.pk, actor=factories.SYSTEM, now=now)
    assert run
    monitoring.act_on(runs.work(run.pk), actor=factories.SYSTEM, now=now)
    case.refresh_from_db()
    assert case.status == CaseStatus.IN_PROGRESS
    assert not AuditEvent.objects.filter(verb="screening.vanished").exists()


def test_an_edition_is_seen_to_on_the_day_it_applies(cast: Cast, tmp_path: Path) -> None:
    case = monitored(cast, tmp_path, "Placeholder Rocket Works")
    sweep()
    new_edition(tmp_path, stories.LISTED, SECOND)
    assert (sweep(JUNE_20 - dt.timedelta(days=1)), next_date(case)) == (0, dt.date(2026, 12, 1))
    assert (sweep(JUNE_20), next_date(case)) == (1, JUNE_20)


def test_an_edition_is_seen_to_once(cast: Cast, tmp_path: Path) -> None:
    monitored(cast, tmp_path, "Placeholder Rocket Works")
    sweep()
    edition = new_edition(tmp_path, stories.LISTED, SECOND)
    counts = [list_change.sweep(edition.pk, JUNE_20, actor=factories.SYSTEM) for _ in range(2)]
    assert (counts, list_change.due_editions(JUNE_20)) == ([1, 0], [])


def test_an_edition_that_comes_back_is_seen_to_again(cast: Cast, tmp_path: Path) -> None:
    monitored(cast, tmp_path, "Placeholder Rocket Works")
    edition = new_edition(tmp_path, stories.LISTED, SECOND)
    sweep()
    decide.hold(edition, by="user:a", reason="wrong?")
    decide.release(edition, by="user:b", reason="right")
    assert list_change.due_editions(JUNE_20) == [edition.pk]


def test_the_owner_of_a_case_still_worked_on_is_told(
    cast: Cast, tmp_path: Path, mailoutbox: list[object], django_capture_on_commit_callbacks: object
) -> None:
    case = stories.screened_case(cast, tmp_path, parties=(factories.partner("Placeholder Rocket Works"),))
    cases.assign(case, cast.reviewer, actor=Actor.of_user(cast.reviewer))
    Institution.objects.update(is_demo=False)
    new_edition(tmp_path, stories.LISTED, SECOND)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert sweep() == 1
    (message,) = mailoutbox
    assert ListSource.objects.get(code="jp_meti_eul").name_ja in message.subject  # type: ignore[attr-defined]
    case.refresh_from_db()
    assert case.status == CaseStatus.IN_PROGRESS


def test_an_own_list_touches_its_institutions_cases_only(cast: Cast, tmp_path: Path) -> None:
    case = stories.screened_case(cast, tmp_path)
    own = factories.watch_list(tmp_path, SECOND, owner_ref=lists.owner_key(cast.institution))
    foreign = factories.watch_list(tmp_path, SECOND, owner_ref=lists.owner_key(factories.institution()))
    assert [list(list_change.cases_of(edition.source)) for edition in (own, foreign)] == [[case], []]


def test_the_tick_finds_changed_lists_and_the_task_sees_to_them(cast: Cast, tmp_path: Path) -> None:
    edition = ListEdition.objects.get(pk=stories.screened_case(cast, tmp_path).editions.get().edition_id)
    assert tick()["lists_changed"] == 1
    assert sweep_list(edition.pk) == 0
    assert tick()["lists_changed"] == 0
    assert AuditEvent.objects.filter(verb="list.applied").count() == 1


@pytest.mark.parametrize(("wanted", "asked"), [(True, 1), (False, 0)])
def test_the_tick_asks_publishers_only_where_that_is_wanted(settings: Any, wanted: bool, asked: int) -> None:
    sync_sources()
    ListSource.objects.exclude(code="un_sc").update(next_check_at=dt.datetime(2100, 1, 1, tzinfo=dt.UTC))
    settings.LIST_UPDATES = wanted
    assert tick()["lists_asked"] == asked
