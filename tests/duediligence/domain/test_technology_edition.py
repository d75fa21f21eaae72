"""A new edition of a technology list takes two people, and runs go on when an area has gone."""

import datetime as dt
import json
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

from duediligence import errors
from duediligence.domain import technology_edition as editions
from duediligence.domain.actor import Actor
from duediligence.models import AuditEvent
from duediligence.queries.technology_edition import edition_ahead
from screening.enums import DraftStatus, PublicationStatus
from screening.importers.files import SourceFile
from screening.lists.technology import SHIPPED, take_technology_list
from screening.models import LexiconEdition, TechnologyListDraft, TechnologyListEdition
from screening.runs.technology import matcher_for
from screening.technology.classify import TechnologyText, classify
from tests import factories
from tests.duediligence.admin.technology import publish_all
from tests.factories import Cast
from tests.screening.technology import small

pytestmark = pytest.mark.django_db
WITHOUT = [small.area_row("L-1"), small.area_row("L-1-01", parent="L-1"), small.area_row("L-4")]
TABLE = "code,name_ja,name_en,name_is_official,verified\nL-1,一,One,yes,yes\n"


@pytest.fixture
def cast() -> Cast:
    publish_all()
    return factories.cast()


def file(folder: Path, content: str) -> SourceFile:
    path = folder / "list"
    path.write_text(content, encoding="utf-8")
    return SourceFile(path, "list.json")


def brought(cast: Cast, folder: Path, list_code: str = "L", **data: object) -> TechnologyListDraft:
    content = json.dumps(small.list_data(**{"edition": "2", "areas": WITHOUT, **data}))
    return editions.bring(file(folder, content), list_code=list_code, actor=Actor.of_user(cast.reviewer))


def test_one_brings_and_another_publishes(cast: Cast, tmp_path: Path) -> None:
    draft = brought(cast, tmp_path)
    with pytest.raises(errors.SamePersonPublishesAreas):
        editions.publish(draft, actor=Actor.of_user(cast.reviewer), reason="告示")

    made = editions.publish(draft, actor=Actor.of_user(cast.second_reviewer), reason="告示", now=factories.NOW)

    states = TechnologyListEdition.objects.filter(list_code="L").order_by("pk").values_list("edition", "status")
    assert list(states) == [("1", PublicationStatus.RETIRED), ("2", PublicationStatus.PUBLISHED)]
    draft.refresh_from_db()
    assert (draft.status, draft.edition, draft.reason) == (DraftStatus.PUBLISHED, made, "告示")
    verbs = AuditEvent.objects.filter(verb__startswith="technology_list").order_by("pk").values_list("verb", "reason")
    assert list(verbs) == [("technology_list.brought", ""), ("technology_list.published", "告示")]


def test_an_area_that_goes_stops_no_run(cast: Cast, tmp_path: Path) -> None:
    draft = brought(cast, tmp_path)
    ahead = edition_ahead(draft)
    assert [(one.kind.value, one.code) for one in ahead.changes] == [
        ("added", "L-4"),
        ("removed", "L-2"),
        ("removed", "L-3"),
    ]
    assert {code for _line, code in ahead.losing} == {"L-2"}
    assert [area.code for area in ahead.wordless] == ["L-4"]

    made = editions.publish(draft, actor=Actor.of_user(cast.second_reviewer), reason="告示")

    found = classify(
        TechnologyText({"title_ja": "量子鍵配送の研究"}), matcher_for(made.pk, LexiconEdition.objects.get().pk)
    )
    assert "L-1-01" in {area.code for area in found.areas}


def test_a_table_takes_the_rest_from_the_edition_in_force(cast: Cast, tmp_path: Path) -> None:
    draft = editions.bring(
        file(tmp_path, TABLE),
        list_code="L",
        edition="3",
        issued=dt.date(2026, 4, 1),
        actor=Actor.of_user(cast.reviewer),
    )
    in_force = TechnologyListEdition.objects.get(list_code="L")
    assert (draft.content["edition"], draft.content["issued"]) == ("3", "2026-04-01")
    assert draft.content["issuer"] == in_force.content["issuer"]


def test_what_is_brought_again_takes_the_place_of_what_waits(cast: Cast, tmp_path: Path) -> None:
    first, second = brought(cast, tmp_path), brought(cast, tmp_path, edition="3")
    first.refresh_from_db()
    assert (first.status, second.status) == (DraftStatus.DISCARDED, DraftStatus.OPEN)
    with pytest.raises(errors.DraftNotOpen):
        editions.publish(first, actor=Actor.of_user(cast.second_reviewer), reason="告示")


def test_an_edition_is_put_away_with_a_reason(cast: Cast, tmp_path: Path) -> None:
    draft = brought(cast, tmp_path)
    with pytest.raises(errors.ReasonMissing):
        editions.discard(draft, actor=Actor.of_user(cast.reviewer), reason=" ")
    editions.discard(draft, actor=Actor.of_user(cast.reviewer), reason="誤り")
    with pytest.raises(errors.DraftNotOpen):
        editions.discard(draft, actor=Actor.of_user(cast.reviewer), reason="誤り")


def test_what_is_there_already_is_not_brought_again(cast: Cast, tmp_path: Path) -> None:
    in_force = TechnologyListEdition.objects.get(list_code="L")
    with pytest.raises(errors.TechnologyListKnown):
        editions.bring(file(tmp_path, json.dumps(in_force.content)), list_code="L", actor=Actor.of_user(cast.reviewer))


def test_another_list_than_the_chosen_one_is_refused(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(errors.FileRefused, match="the file holds M"):
        brought(cast, tmp_path, code="M")
    assert brought(cast, tmp_path, list_code="", code="N").list_code == "N"


def test_a_file_that_cannot_be_read_is_refused(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(errors.FileRefused, match="JSON"):
        editions.bring(file(tmp_path, "{"), list_code="L", actor=Actor.of_user(cast.reviewer))


def test_only_keepers_bring_and_publish(cast: Cast, tmp_path: Path) -> None:
    draft = brought(cast, tmp_path)
    for act in (
        lambda actor: editions.bring(file(tmp_path, "{"), list_code="L", actor=actor),
        lambda actor: editions.publish(draft, actor=actor, reason="x"),
        lambda actor: editions.discard(draft, actor=actor, reason="x"),
    ):
        with pytest.raises(errors.NotAllowed):
            act(Actor.of_user(cast.auditor))
    assert isinstance(editions.why_not_publish(draft, cast.auditor), errors.NotAllowed)


def test_the_database_refuses_the_same_person_and_a_changed_edition(cast: Cast, tmp_path: Path) -> None:
    draft = brought(cast, tmp_path)
    mine = {"status": DraftStatus.PUBLISHED, "closed_by": draft.brought_by, "reason": "x"}
    for change in (
        lambda: TechnologyListDraft.objects.filter(pk=draft.pk).update(**mine),
        lambda: TechnologyListEdition.objects.update(content={}),
        lambda: TechnologyListEdition.objects.filter(list_code="M").delete(),
        lambda: LexiconEdition.objects.update(content={}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def in_force(list_code: str = "L") -> str:
    return TechnologyListEdition.objects.get(list_code=list_code, status=PublicationStatus.PUBLISHED).edition


def test_what_ships_replaces_what_shipped_and_waits_beside_what_a_person_published(cast: Cast, tmp_path: Path) -> None:
    def ship(edition: str) -> str:
        rows = [small.area_row(f"L-{edition}")]
        return take_technology_list(small.list_data(edition=edition, areas=rows), now=factories.NOW)

    assert (ship("1a"), in_force()) == ("L 1a: 1 areas", "1a")
    editions.publish(brought(cast, tmp_path), actor=Actor.of_user(cast.second_reviewer), reason="告示")

    assert [ship("1a"), in_force()] == ["L 1a: 1 areas", "2"]
    assert "waiting" in ship("3")
    assert "waiting" in ship("3")
    assert "not taken in while" in ship("4")
    assert in_force() == "2"
    (waiting,) = TechnologyListDraft.objects.filter(status=DraftStatus.OPEN)
    assert (waiting.content["edition"], waiting.brought_by) == ("3", SHIPPED)

    editions.discard(waiting, actor=Actor.of_user(cast.reviewer), reason="独自の版を用いる")
    assert "discarded here before" in ship("3")
    assert "waiting" in ship("4")
    waiting = TechnologyListDraft.objects.get(status=DraftStatus.OPEN)
    editions.publish(waiting, actor=Actor.of_user(cast.reviewer), reason="更新")
    assert in_force() == "4"


def test_what_ships_as_it_was_published_here_changes_nothing(cast: Cast, tmp_path: Path) -> None:
    editions.publish(brought(cast, tmp_path), actor=Actor.of_user(cast.second_reviewer), reason="告示")
    same = small.list_data(edition="2", areas=WITHOUT) | {"thresholds": {"possible": 3.0, "strong": 6.0}}
    assert take_technology_list(same, now=factories.NOW) == "L 2: 3 areas"
    assert not TechnologyListDraft.objects.filter(status=DraftStatus.OPEN).exists()
