"""From a file to an edition: all of it or nothing, the same file once, the suspicious held."""

import datetime as dt
import json
from pathlib import Path

import pytest

from screening.enums import EditionAct, EditionState, HoldCode
from screening.importers.base import ImportOptions
from screening.importers.faults import ImportRefused
from screening.importers.files import SourceFiles
from screening.lists import decide
from screening.lists.changes import ChangeKind
from screening.lists.delta import delta
from screening.lists.load import EditionDates, load
from screening.lists.redate import redate
from screening.models import Entry, ListEdition
from tests.screening.importers.making import write
from tests.screening.importers.test_ofac_csv import ADD, ALT, SDN
from tests.screening.lists import making
from tests.screening.lists.making import APRIL, JUNE, MARCH, MAY, loaded

pytestmark = pytest.mark.django_db
TEN = [f"{n},organization,Body Number {n}" for n in range(10)]


def test_a_file_becomes_an_edition_with_all_its_facts(tmp_path: Path) -> None:
    edition = loaded(tmp_path, "1,person,Example Person,E. Person;X. Person,EP,JP,1970,passport:1,nuclear").edition
    assert (edition.state, edition.issued_date, edition.effective_date, edition.repealed_date) == (
        EditionState.APPLIED,
        APRIL,
        APRIL,
        None,
    )
    assert (edition.entry_count, edition.name_count, edition.row_error_count, edition.holds) == (1, 4, 0, [])
    assert (edition.loaded_by, edition.importer_version, edition.label) == ("user:first", "OwnTable/2", "2026-04-01")
    entry = edition.entries.get()
    assert (entry.uid, entry.kind, entry.countries, entry.birth_dates) == ("1", "person", ["JP"], ["1970"])
    assert (entry.identifiers, entry.attributes) == ([["passport", "1"]], {"concern": "nuclear"})
    assert list(entry.names.order_by("pk").values_list("text", "is_primary", "is_weak")) == [
        ("Example Person", True, False),
        ("E. Person", False, False),
        ("X. Person", False, False),
        ("EP", False, True),
    ]


def test_who_loaded_and_applied_is_noted(tmp_path: Path) -> None:
    edition = loaded(tmp_path, TEN[0]).edition
    assert list(edition.decisions.values_list("act", "by", "at")) == [
        (EditionAct.LOADED, "user:first", making.NOW),
        (EditionAct.APPLIED, "user:first", making.NOW),
    ]
    assert edition.decisions.first().facts == {  # type: ignore[union-attr]
        "source": "jp_meti_eul",
        "sha256": edition.sha256,
        "entries": 1,
        "row_errors": 0,
        "holds": [],
    }


def test_the_same_file_is_the_same_edition(tmp_path: Path) -> None:
    path = making.file(tmp_path, *TEN)
    first, again = (load(making.source(), SourceFiles.at(path), loaded_by="user:first") for _ in range(2))
    assert (first.is_new, again.is_new, again.edition) == (True, False, first.edition)
    assert Entry.objects.count() == 10


def test_a_companion_file_and_the_column_mapping_are_part_of_the_edition(tmp_path: Path) -> None:
    path = making.file(tmp_path, "1,organization,A Body,Another", heading="uid,kind,name,other")
    plain = load(making.source(), SourceFiles.at(path), loaded_by="x")
    mapped = load(
        making.source(), SourceFiles.at(path), options=ImportOptions(columns={"aliases": "other"}), loaded_by="x"
    )
    assert plain.edition != mapped.edition
    assert [loaded.edition.name_count for loaded in (plain, mapped)] == [1, 2]


def test_a_refused_file_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    path.write_text("just,some\nwords,here\n")
    with pytest.raises(ImportRefused, match="not a file of this list"):
        load(making.source(), SourceFiles.at(path), loaded_by="x")
    assert not ListEdition.objects.exists()


def test_dates_default_to_the_day_of_loading(tmp_path: Path) -> None:
    edition = load(making.source(), SourceFiles.at(making.file(tmp_path, *TEN)), loaded_by="x", now=making.NOW).edition
    assert (edition.issued_date, edition.effective_date) == (JUNE, JUNE)


def test_a_shrunken_edition_is_held(tmp_path: Path) -> None:
    loaded(tmp_path, *TEN, day=MARCH)
    edition = loaded(tmp_path, *TEN[:8]).edition
    assert (edition.state, edition.holds) == (EditionState.HELD, [{"code": "shrinkage", "before": 10, "after": 8}])
    assert edition.hold_reason == "It has 8 entries; the present edition has 10."


def test_a_published_file_without_a_last_line_end_is_held(tmp_path: Path) -> None:
    path = write(tmp_path, "sdn.csv", SDN.removesuffix("\n\x1a"))
    write(tmp_path, "alt.csv", ALT)
    write(tmp_path, "add.csv", ADD)
    edition = load(making.source("us_ofac_sdn"), SourceFiles.at(path), loaded_by="x", now=making.NOW).edition
    cut = {"code": "cut_off", "file": "sdn.csv", "row": 3}
    assert (edition.state, edition.holds[0]) == (EditionState.HELD, cut)
    assert edition.hold_reason.startswith("sdn.csv stops in row 3 without a line end")


def test_shrinkage_within_the_limit_of_the_list_is_taken(tmp_path: Path) -> None:
    loaded(tmp_path, *TEN, day=MARCH)
    assert loaded(tmp_path, *TEN[:9]).edition.state == EditionState.APPLIED


def test_shrinkage_that_is_answered_for_is_taken(tmp_path: Path) -> None:
    loaded(tmp_path, *TEN, day=MARCH)
    assert loaded(tmp_path, TEN[0], accept_shrinkage=True).edition.state == EditionState.APPLIED


def test_many_bad_rows_hold_an_edition_and_are_kept_with_row_and_reason(tmp_path: Path) -> None:
    result = loaded(tmp_path, *TEN, "11,organization,", "12,robot,Robot")
    edition = result.edition
    assert (edition.state, edition.holds) == (EditionState.HELD, [{"code": "row_errors", "errors": 2, "rows": 12}])
    assert list(edition.row_errors.values_list("row", "field", "code")) == [
        (12, "name", "name_missing"),
        (13, "kind", "unknown_kind"),
    ]
    assert [error.code for error in result.row_errors] == ["name_missing", "unknown_kind"]


def test_an_older_edition_is_held(tmp_path: Path) -> None:
    loaded(tmp_path, TEN[0], day=MAY)
    edition = loaded(tmp_path, TEN[1], day=APRIL).edition
    assert (edition.state, edition.holds) == (
        EditionState.HELD,
        [{"code": "older", "effective": "2026-04-01", "present": "2026-05-01"}],
    )


def test_a_preview_is_held_and_not_suspicious(tmp_path: Path) -> None:
    edition = loaded(tmp_path, *TEN, as_preview=True).edition
    assert (edition.state, edition.holds, edition.is_suspicious) == (EditionState.HELD, [{"code": "preview"}], False)


@pytest.mark.parametrize(("accept", "state"), [((), EditionState.HELD), ((HoldCode.OLDER,), EditionState.APPLIED)])
def test_a_held_file_that_comes_again_is_taken_when_its_fault_is_accepted(
    tmp_path: Path, accept: tuple[HoldCode, ...], state: EditionState
) -> None:
    loaded(tmp_path, TEN[0], day=MAY)
    path = making.file(tmp_path, TEN[1])
    dates = EditionDates(APRIL, APRIL)
    load(making.source(), SourceFiles.at(path), dates=dates, loaded_by="x")
    again = load(making.source(), SourceFiles.at(path), dates=dates, loaded_by="x", accept=accept)
    assert (again.is_new, again.edition.state) == (False, state)


def test_the_publishers_own_end_is_kept(tmp_path: Path) -> None:
    edition = loaded(tmp_path, TEN[0], dates=EditionDates(APRIL, APRIL, dt.date(2026, 4, 20))).edition
    assert edition.repealed_date == dt.date(2026, 4, 20)


def _changes(folder: Path, *changes: dict[str, object]) -> SourceFiles:
    path = folder / "entities.delta.json"
    path.write_text("\n".join(json.dumps(change) for change in changes))
    return SourceFiles.at(path)


def _entity(uid: str, name: str) -> dict[str, object]:
    return {"id": uid, "caption": name, "schema": "Person", "properties": {"name": [name]}, "target": True}


def test_a_file_of_changes_makes_a_whole_edition_of_the_one_before(tmp_path: Path) -> None:
    whole = tmp_path / "entities.ftm.json"
    whole.write_text("\n".join(json.dumps(_entity(f"Q{n}", f"Person {n}")) for n in range(20)))
    source = making.source("opensanctions")
    load(source, SourceFiles.at(whole), loaded_by="x", dates=EditionDates(MARCH))
    changes = _changes(
        tmp_path,
        {"op": "DEL", "entity": {"id": "Q0"}},
        {"op": "MOD", "entity": _entity("Q1", "Person One")},
        {"op": "ADD", "entity": _entity("Q99", "Person 99")},
    )
    first, again = (load(source, changes, loaded_by="x", dates=EditionDates(APRIL)) for _ in range(2))
    assert (first.edition.entry_count, again.is_new) == (20, False)
    assert delta(first.edition.source.editions.get(issued_date=MARCH), first.edition).counts() == {
        ChangeKind.ADDED: 1,
        ChangeKind.REMOVED: 1,
        ChangeKind.RENAMED: 1,
    }


def test_a_file_of_changes_to_nothing_is_refused(tmp_path: Path) -> None:
    changes = _changes(tmp_path, {"op": "DEL", "entity": {"id": "Q0"}})
    with pytest.raises(ImportRefused, match="load a whole edition"):
        load(making.source("opensanctions"), changes, loaded_by="x")


def test_a_file_put_away_with_wrong_days_is_another_edition_with_others(tmp_path: Path) -> None:
    path = SourceFiles.at(making.file(tmp_path, *TEN))
    given = {"loaded_by": "user:first", "as_preview": True, "now": making.NOW}
    wrong = load(making.source(), path, dates=EditionDates(MARCH, MARCH), **given).edition  # type: ignore[arg-type]
    again = load(making.source(), path, dates=EditionDates(APRIL, MAY), **given)  # type: ignore[arg-type]
    assert (again.edition, again.is_new) == (wrong, False)
    decide.discard(wrong, by="user:first", reason="発効日の誤り")
    same = load(making.source(), path, dates=EditionDates(MARCH, MARCH), **given)  # type: ignore[arg-type]
    unsaid = load(making.source(), path, **given)  # type: ignore[arg-type]
    right = load(making.source(), path, dates=EditionDates(APRIL, MAY), **given)  # type: ignore[arg-type]
    twice = load(making.source(), path, dates=EditionDates(APRIL, MAY), **given)  # type: ignore[arg-type]
    assert [one.is_new for one in (same, unsaid, right, twice)] == [False, False, True, False]
    assert (right.edition.effective_date, twice.edition) == (MAY, right.edition)
    assert right.edition.sha256 != wrong.sha256


@pytest.mark.parametrize(("total", "holds"), [(3, [{"code": "incomplete", "stated": 3, "found": 2}]), (2, [])])
def test_a_file_that_states_more_than_it_holds_is_held(tmp_path: Path, total: int, holds: list[object]) -> None:
    results = [{"name": name, "source": "List (EL)", "alt_names": []} for name in ("Alpha", "Bravo")]
    path = tmp_path / "csl.json"
    path.write_text(json.dumps({"total": total, "results": results}))
    edition = load(making.source("us_csl"), SourceFiles.at(path), loaded_by="user:first", as_preview=True).edition
    assert edition.holds == [*holds, {"code": "preview"}]
    dated = redate(edition, EditionDates(APRIL, APRIL), by="user:first")
    assert dated.holds == [*holds, {"code": "preview"}]


def test_changes_make_a_whole_edition_out_of_the_one_in_use(tmp_path: Path) -> None:
    def entity(uid: str, name: str) -> dict[str, object]:
        return {"id": uid, "caption": name, "schema": "Company", "properties": {}}

    whole, changes = tmp_path / "entities.ftm.json", tmp_path / "entities.delta.json"
    kept = [entity("1", "Kept"), entity("2", "Old"), entity("3", "Gone"), entity("4", "Target once")]
    whole.write_text("\n".join(map(json.dumps, kept)))
    changed = [
        {"op": "MOD", "entity": entity("2", "New")},
        {"op": "DEL", "entity": {"id": "3"}},
        {"op": "MOD", "entity": entity("4", "Target once") | {"target": False}},
        {"op": "ADD", "entity": entity("5", "Added")},
        {"op": "DEL", "entity": {"id": "of another list"}},
    ]
    changes.write_text("\n".join(map(json.dumps, changed)))
    opensanctions = making.source("opensanctions")
    with pytest.raises(ImportRefused):
        load(opensanctions, SourceFiles.at(changes), loaded_by="user:first")
    load(opensanctions, SourceFiles.at(whole), loaded_by="user:first")
    edition = load(opensanctions, SourceFiles.at(changes), loaded_by="user:first").edition
    names = Entry.objects.filter(edition=edition).order_by("uid").values_list("uid", "primary_name")
    assert list(names) == [("1", "Kept"), ("2", "New"), ("5", "Added")]
