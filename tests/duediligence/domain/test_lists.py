"""Who may do what with an edition, and the audit of it."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from duediligence import errors
from duediligence.domain import lists
from duediligence.domain.actor import Actor
from duediligence.models import AuditEvent, User
from screening.enums import CheckResult, EditionAct, EditionState, LinkVerdict
from screening.importers.base import ImportOptions
from screening.importers.files import SourceFiles
from screening.lists.as_at import age_in_days
from screening.lists.load import EditionDates
from screening.lists.sources import own_watch_list
from screening.models import ListEdition, ListSource, SettledLink
from tests import factories
from tests.factories import Cast
from tests.screening.importers.test_section_1286 import csv_file, row
from tests.screening.lists import making

pytestmark = pytest.mark.django_db
DATES = EditionDates(making.APRIL, making.APRIL)


def load(folder: Path, user: User, *rows: str, source: ListSource | None = None) -> ListEdition:
    files = SourceFiles.at(making.file(folder, *(rows or ("1,,Alpha Institute",))))
    actor = Actor.of_user(user)
    return lists.load(source or making.source(), files, actor=actor, dates=DATES, now=making.NOW).edition


def suspicious(folder: Path, user: User) -> ListEdition:
    """An upload with more bad rows than good ones."""
    return load(folder, user, "1,,Alpha Institute", "2,robot,Beta", "3,robot,Gamma")


def audited() -> list[tuple[str, str, str, object]]:
    events = AuditEvent.objects.filter(object_type="editiondecision").order_by("pk")
    return list(events.values_list("verb", "actor", "reason", "institution"))


def test_an_upload_waits_to_be_looked_at_and_then_applies(cast: Cast, tmp_path: Path) -> None:
    edition = load(tmp_path, cast.reviewer)
    assert edition.state == EditionState.HELD
    lists.apply(edition, actor=Actor.of_user(cast.reviewer), now=making.NOW)
    assert edition.state == EditionState.APPLIED
    who = f"user:{cast.reviewer.username}"
    assert audited() == [("list.loaded", who, "", None), ("list.applied", who, "", None)]
    assert AuditEvent.objects.filter(verb="list.loaded").get().after == {
        "edition": "jp_meti_eul 2026-04-01",
        "source": "jp_meti_eul",
        "sha256": edition.sha256,
        "entries": 1,
        "row_errors": 0,
        "holds": [{"code": "preview"}],
    }


def test_only_keepers_of_lists_may_act(cast: Cast, tmp_path: Path) -> None:
    edition = load(tmp_path, cast.admin)
    acts: list[Callable[[Actor], object]] = [
        lambda actor: load(tmp_path, actor.user) if actor.user else lists.apply(edition, actor=actor),
        lambda actor: lists.apply(edition, actor=actor),
        lambda actor: lists.release(edition, actor=actor, reason="x"),
        lambda actor: lists.hold(edition, actor=actor, reason="x"),
        lambda actor: lists.discard(edition, actor=actor, reason="x"),
        lambda actor: lists.confirm_current(edition, actor=actor),
        lambda actor: lists.settle(edition.source, "1", "2", LinkVerdict.SAME, actor=actor, reason="x"),
    ]
    for person in (cast.submitter, cast.department_officer, cast.decision_maker, cast.auditor, None):
        for act in acts:
            with pytest.raises(errors.NotAllowed):
                act(Actor.of_user(person) if person else factories.SYSTEM)


def test_a_file_that_cannot_be_used_is_named(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    path.write_text("just,some\nwords,here\n")
    with pytest.raises(errors.FileRefused, match=r"^notes.csv: This is not a file of this list") as refused:
        lists.load(making.source(), SourceFiles.at(path), actor=Actor.of_user(cast.reviewer))
    assert refused.value.field == "file"


def test_a_suspicious_edition_needs_a_second_person_and_a_reason(cast: Cast, tmp_path: Path) -> None:
    edition = suspicious(tmp_path, cast.reviewer)
    first, second = Actor.of_user(cast.reviewer), Actor.of_user(cast.second_reviewer)
    with pytest.raises(errors.SecondPersonNeeded):
        lists.apply(edition, actor=second)
    with pytest.raises(errors.ReasonMissing):
        lists.release(edition, actor=second, reason=" ")
    with pytest.raises(errors.SecondPersonReleases):
        lists.release(edition, actor=first, reason="行の誤りは既知")
    lists.release(edition, actor=second, reason="行の誤りは既知")
    assert edition.state == EditionState.APPLIED
    assert audited()[-1] == ("list.released", second.label, "行の誤りは既知", None)


def test_one_person_may_stop_an_edition_and_another_lets_it_go_on(cast: Cast, tmp_path: Path) -> None:
    first, second = Actor.of_user(cast.reviewer), Actor.of_user(cast.second_reviewer)
    edition = load(tmp_path, cast.reviewer)
    lists.apply(edition, actor=first)
    with pytest.raises(errors.ReasonMissing):
        lists.hold(edition, actor=second, reason="")
    lists.hold(edition, actor=second, reason="発行元が訂正")
    with pytest.raises(errors.SecondPersonReleases):
        lists.release(edition, actor=second, reason="やはり正しい")
    lists.release(edition, actor=first, reason="訂正はなかった")
    assert [verb for verb, *_rest in audited()] == ["list.loaded", "list.applied", "list.held", "list.released"]


def test_what_can_be_done_with_an_edition_follows_from_its_state(cast: Cast, tmp_path: Path) -> None:
    actor = Actor.of_user(cast.reviewer)
    edition = load(tmp_path, cast.reviewer)
    assert lists.possible_acts(edition) == (EditionAct.APPLIED, EditionAct.DISCARDED)
    lists.apply(edition, actor=actor)
    assert lists.possible_acts(edition) == (EditionAct.HELD,)
    lists.hold(edition, actor=actor, reason="発行元が訂正")
    assert lists.possible_acts(edition) == (EditionAct.RELEASED, EditionAct.DISCARDED)
    lists.discard(edition, actor=actor, reason="誤った版")
    assert lists.possible_acts(edition) == (EditionAct.RELEASED,)


def test_a_discarded_edition_stays_on_record(cast: Cast, tmp_path: Path) -> None:
    edition = load(tmp_path, cast.reviewer)
    with pytest.raises(errors.ReasonMissing):
        lists.discard(edition, actor=Actor.of_user(cast.reviewer), reason="")
    lists.discard(edition, actor=Actor.of_user(cast.reviewer), reason="別の年の版")
    assert (edition.state, edition.entries.count()) == (EditionState.DISCARDED, 1)


def test_who_comes_too_late_is_told(cast: Cast, tmp_path: Path) -> None:
    actor, other = Actor.of_user(cast.reviewer), Actor.of_user(cast.second_reviewer)
    edition = load(tmp_path, cast.reviewer)
    with pytest.raises(errors.EditionStateChanged):
        lists.hold(edition, actor=actor, reason="x")
    lists.apply(edition, actor=actor)
    with pytest.raises(errors.EditionStateChanged):
        lists.apply(edition, actor=actor)
    with pytest.raises(errors.EditionStateChanged):
        lists.discard(edition, actor=actor, reason="x")
    with pytest.raises(errors.EditionStateChanged):
        lists.release(edition, actor=other, reason="x")


def test_an_own_list_is_its_institutions_alone(cast: Cast, tmp_path: Path) -> None:
    source = own_watch_list(lists.owner_key(cast.institution))
    edition = load(tmp_path, cast.reviewer, source=source)
    assert lists.owner_of(source) == cast.institution
    with pytest.raises(errors.NotAllowed):
        lists.apply(edition, actor=Actor.of_user(cast.stranger))
    with pytest.raises(errors.SecondPersonNeeded):
        lists.apply(edition, actor=Actor.of_user(cast.reviewer))
    lists.release(edition, actor=Actor.of_user(cast.second_reviewer), reason="表のとおり")
    assert {institution for *_rest, institution in audited()} == {cast.institution.pk}


def test_confirming_that_an_edition_is_current_makes_it_young(cast: Cast, tmp_path: Path) -> None:
    edition = load(tmp_path, cast.reviewer)
    lists.apply(edition, actor=Actor.of_user(cast.reviewer))
    check = lists.confirm_current(edition, actor=Actor.of_user(cast.reviewer), now=making.NOW)
    assert check.result == CheckResult.CONFIRMED
    assert age_in_days(edition, making.JUNE + dt.timedelta(days=5)) == 5
    assert AuditEvent.objects.filter(verb="list.confirmed_current").exists()


def test_only_an_edition_in_use_is_confirmed_to_be_current(cast: Cast, tmp_path: Path) -> None:
    held = load(tmp_path, cast.reviewer)
    extract = making.loaded(tmp_path, "1,,Alpha", is_extract=True).edition
    for edition in (held, extract):
        with pytest.raises(errors.EditionStateChanged):
            lists.confirm_current(edition, actor=Actor.of_user(cast.reviewer))
    assert not AuditEvent.objects.filter(verb="list.confirmed_current").exists()


@pytest.mark.parametrize("named", ["", "2019"])
def test_of_a_file_with_several_editions_one_is_named(named: str, cast: Cast, tmp_path: Path) -> None:
    path = csv_file(tmp_path, row("A Institute", "2023"), row("B Institute", "2022"))
    given: Any = {"actor": Actor.of_user(cast.reviewer), "options": ImportOptions(edition=named)}
    with pytest.raises(errors.FileRefused, match="2022, 2023") as refused:
        lists.load(making.source("us_1286"), SourceFiles.at(path), **given)
    assert refused.value.field == "edition"
    given["options"] = ImportOptions(edition="2022")
    assert lists.load(making.source("us_1286"), SourceFiles.at(path), **given).edition.label == "2022"


def test_every_edition_of_a_file_is_read_and_entries_keep_their_identity(cast: Cast, tmp_path: Path) -> None:
    path = csv_file(
        tmp_path,
        row("Alpha College of Physics", "2022"),
        row("Alpha Academy of Physics", "2023"),
        row("Alpha Academy of Applied Physics", "2024"),
    )

    found = lists.load_all(making.source("us_1286"), SourceFiles.at(path), actor=Actor.of_user(cast.reviewer))

    assert [(one.edition.label, one.edition.state) for one in found] == [
        (year, EditionState.HELD) for year in ("2022", "2023", "2024")
    ]
    first, second, _third = [one.edition.entries.get().uid for one in found]
    assert first == second


def test_days_are_given_to_one_edition_of_a_file(cast: Cast, tmp_path: Path) -> None:
    path = csv_file(tmp_path, row("A Institute", "2023"), row("B Institute", "2022"))
    with pytest.raises(errors.FileRefused, match="2022, 2023"):
        lists.load_all(making.source("us_1286"), SourceFiles.at(path), actor=Actor.of_user(cast.reviewer), dates=DATES)
    assert not ListEdition.objects.exists()


def _dated(folder: Path, name: str, content: str = making.METI_ROWS) -> SourceFiles:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return SourceFiles.at(path)


def test_several_files_are_editions_in_the_order_of_their_days(cast: Cast, tmp_path: Path) -> None:
    several = [_dated(tmp_path, "20250929.csv", making.METI_ROWS.replace("Alpha", "Beta"))]
    several.append(_dated(tmp_path, "20250131.csv"))
    found = lists.load_several(making.source(), several, actor=Actor.of_user(cast.reviewer))
    assert [(one.edition.label, one.edition.file_name) for one in found] == [
        ("2025-01-31", "20250131.csv"),
        ("2025-09-29", "20250929.csv"),
    ]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("list.csv", making.METI_ROWS, "day_unknown"), ("20250131.csv", "nothing", "wrong_format")],
)
def test_of_several_files_none_is_kept_when_one_cannot_be(
    cast: Cast, tmp_path: Path, name: str, content: str, code: str
) -> None:
    several = [_dated(tmp_path, "20250929.csv"), _dated(tmp_path, name, content)]
    with pytest.raises(errors.FileRefused, match=name) as refused:
        lists.load_several(making.source(), several, actor=Actor.of_user(cast.reviewer))
    assert getattr(refused.value.params["refused"], "code", "") == code
    assert not ListEdition.objects.exists()


def test_an_answer_about_two_entries_is_remembered_with_its_reason(cast: Cast, tmp_path: Path) -> None:
    actor = Actor.of_user(cast.reviewer)
    load(tmp_path, cast.reviewer, "1,,Alpha Institute", "2,,Beta Institute")
    with pytest.raises(errors.ReasonMissing):
        lists.settle(making.source(), "1", "2", LinkVerdict.SAME, actor=actor, reason="")
    lists.settle(making.source(), "1", "2", LinkVerdict.SAME, actor=actor, reason=" 告示による ")
    with pytest.raises(errors.LinkSettled):
        lists.settle(making.source(), "1", "2", LinkVerdict.SAME, actor=actor, reason="再度")
    with pytest.raises(errors.LinkUnknown):
        lists.settle(making.source(), "1", "3", LinkVerdict.SAME, actor=actor, reason="再度")
    settled = SettledLink.objects.get()
    assert (settled.before_uid, settled.after_uid, settled.verdict, settled.reason) == ("1", "2", "same", "告示による")
    assert AuditEvent.objects.get(verb="list.link_settled").after["verdict"] == "same"
    lists.settle(making.source(), "1", "2", LinkVerdict.DIFFERENT, actor=actor, reason="訂正")
    assert [link.verdict for link in SettledLink.objects.order_by("pk")] == ["same", "different"]


def test_what_commands_did_is_taken_into_the_audit_log_once(tmp_path: Path) -> None:
    making.loaded(tmp_path, "1,,A", loaded_by="command:load_list")
    assert [lists.note_what_commands_did(), lists.note_what_commands_did()] == [2, 0]
    assert audited() == [
        ("list.loaded", "command:load_list", "", None),
        ("list.applied", "command:load_list", "", None),
    ]


def test_noting_again_writes_nothing(tmp_path: Path) -> None:
    decisions = making.loaded(tmp_path, "1,,A").edition.decisions.all()
    assert [lists.note(decisions), lists.note(decisions)] == [2, 0]
