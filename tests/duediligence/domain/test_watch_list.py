"""The office's own watch list: written by some, published by another, seen by nobody else."""

import datetime as dt
from pathlib import Path

import pytest

from duediligence import errors
from duediligence.domain import lists, watch_list
from duediligence.domain.actor import Actor
from duediligence.models import AuditEvent
from screening.enums import DraftStatus
from screening.importers.base import NameType
from screening.lists import drafts
from screening.lists.as_at import edition_as_at
from screening.lists.delta import delta
from screening.models import EntryName, ListEdition, WatchListDraft
from tests import factories
from tests.factories import NOW, Cast
from tests.screening.lists import making

pytestmark = pytest.mark.django_db
WORKS = {"kind": "organization", "name": "Placeholder Works", "country": "SG", "note": "見本"}


def begun(cast: Cast, **cells: str) -> WatchListDraft:
    watch_list.put(cast.institution, "", {**WORKS, **cells}, actor=Actor.of_user(cast.reviewer), now=NOW)
    draft = watch_list.open_draft(cast.institution)
    assert draft
    return draft


def published(cast: Cast, now: dt.datetime = NOW, **cells: str) -> ListEdition:
    draft = begun(cast, **cells)
    return watch_list.publish(draft, actor=Actor.of_user(cast.second_reviewer), reason="調査による", now=now)


def test_a_second_person_publishes_what_a_first_one_wrote(cast: Cast) -> None:
    edition = published(cast)
    assert edition_as_at("own_watch_list", factories.TODAY, owner_ref=lists.owner_key(cast.institution)) == edition
    assert edition.entries.get().primary_name == "Placeholder Works"
    assert (edition.loaded_by, edition.label) == (f"user:{cast.reviewer.username}", "2026-06-01 (1)")
    assert watch_list.open_draft(cast.institution) is None
    draft = WatchListDraft.objects.get()
    assert (draft.status, draft.closed_by, draft.reason, draft.edition) == (
        DraftStatus.PUBLISHED,
        f"user:{cast.second_reviewer.username}",
        "調査による",
        edition,
    )
    verbs = AuditEvent.objects.filter(institution=cast.institution).order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["watch_list.row_added", "list.loaded", "list.released", "watch_list.published"]


def test_nobody_publishes_what_they_wrote_a_part_of(cast: Cast) -> None:
    draft = begun(cast)
    third = factories.user(cast.institution, factories.Role.OFFICE_ADMIN)
    watch_list.put(cast.institution, "", {**WORKS, "name": "Other Works"}, actor=Actor.of_user(third), now=NOW)
    for author in (cast.reviewer, third):
        with pytest.raises(errors.SamePersonPublishesList):
            watch_list.publish(draft, actor=Actor.of_user(author), reason="自分で")
    assert watch_list.publish(draft, actor=Actor.of_user(cast.second_reviewer), reason="確認した").entry_count == 2


def test_a_draft_begins_with_the_present_edition_and_keeps_identities(cast: Cast) -> None:
    first = published(cast, aliases="PW;P. Works", weak_aliases="PLW", native_names="見本工業", identifiers="lei:1X")
    uid = first.entries.get().uid
    actor = Actor.of_user(cast.reviewer)
    watch_list.put(cast.institution, uid, {**WORKS, "name": "Placeholder Works Ltd"}, actor=actor, now=NOW)
    draft = watch_list.open_draft(cast.institution)
    assert draft and draft.begun_from == first
    second = watch_list.publish(
        draft, actor=Actor.of_user(cast.second_reviewer), reason="改称", now=NOW + dt.timedelta(days=1)
    )
    assert [str(kind) for kind in delta(first, second).counts()] == ["renamed", "alias_removed", "attribute_changed"]
    assert second.entries.get().uid == uid


def test_what_is_not_touched_is_published_as_it_was(cast: Cast) -> None:
    first = published(cast, aliases="PW Ltd", weak_aliases="PLW", native_names="見本工業", identifiers="lei:1X")
    second = published(cast, NOW + dt.timedelta(days=1), name="Another Body")
    found = delta(first, second)
    assert ([entry.name for entry in found.entries], found.unchanged) == (["Another Body"], 1)
    assert set(EntryName.objects.filter(entry__edition=second).values_list("text", "name_type", "is_weak")) == {
        ("Placeholder Works", NameType.PRIMARY, False),
        ("PW Ltd", NameType.ALIAS, False),
        ("PLW", NameType.LOW_QUALITY, True),
        ("見本工業", NameType.NATIVE, False),
        ("Another Body", NameType.PRIMARY, False),
    }


def test_a_row_is_struck_out_and_taken_back(cast: Cast) -> None:
    edition = published(cast)
    published(cast, NOW + dt.timedelta(days=1), name="Another Body")
    uid, actor = edition.entries.get().uid, Actor.of_user(cast.reviewer)
    assert watch_list.remove(cast.institution, uid, actor=actor).is_removed
    assert not watch_list.remove(cast.institution, uid, actor=actor).is_removed
    watch_list.remove(cast.institution, uid, actor=actor)
    draft = watch_list.open_draft(cast.institution)
    assert draft
    third = watch_list.publish(
        draft, actor=Actor.of_user(cast.second_reviewer), reason="対象外", now=NOW + dt.timedelta(days=2)
    )
    assert [entry.primary_name for entry in third.entries.all()] == ["Another Body"]
    verbs = AuditEvent.objects.filter(verb__startswith="watch_list.row_re").values_list("verb", flat=True)
    assert sorted(verbs) == ["watch_list.row_removed", "watch_list.row_removed", "watch_list.row_restored"]


def test_going_back_to_earlier_rows_makes_a_new_edition(cast: Cast) -> None:
    first = published(cast)
    uid, actor = first.entries.get().uid, Actor.of_user(cast.reviewer)
    for day, note in ((1, "変更"), (2, "見本")):
        watch_list.put(cast.institution, uid, {**WORKS, "note": note}, actor=actor, now=NOW)
        draft = watch_list.open_draft(cast.institution)
        assert draft
        later = NOW + dt.timedelta(days=day)
        last = watch_list.publish(draft, actor=Actor.of_user(cast.second_reviewer), reason="訂正", now=later)
    assert ListEdition.objects.count() == 3
    assert delta(first, last).entries == ()


def test_a_row_that_cannot_be_an_entry_is_refused(cast: Cast) -> None:
    for cells, words in (({"name": ""}, "no name"), ({"birth_date": "soon"}, "not a date")):
        with pytest.raises(errors.FileRefused, match=words):
            begun(cast, **cells)
    assert [error.code for error in drafts.check({"kind": "robot", "name": "X1"})] == ["unknown_kind"]


def test_drafts_refuse_strangers_other_roles_and_silence(cast: Cast) -> None:
    draft = begun(cast)
    uid = draft.rows.get().uid
    for person in (cast.stranger, cast.submitter, cast.auditor):
        actor = Actor.of_user(person)
        with pytest.raises(errors.NotAllowed):
            watch_list.put(cast.institution, uid, WORKS, actor=actor)
        with pytest.raises(errors.NotAllowed):
            watch_list.remove(cast.institution, uid, actor=actor)
        with pytest.raises(errors.NotAllowed):
            watch_list.publish(draft, actor=actor, reason="x")
        with pytest.raises(errors.NotAllowed):
            watch_list.discard(draft, actor=actor, reason="x")
    second = Actor.of_user(cast.second_reviewer)
    for act in (watch_list.publish, watch_list.discard):
        with pytest.raises(errors.ReasonMissing):
            act(draft, actor=second, reason=" ")  # type: ignore[operator]
    with pytest.raises(errors.DraftNotOpen):
        watch_list.remove(cast.institution, "nobody", actor=second)


def test_a_draft_is_closed_once(cast: Cast) -> None:
    draft = begun(cast)
    second = Actor.of_user(cast.second_reviewer)
    watch_list.discard(draft, actor=second, reason="不要")
    with pytest.raises(errors.DraftNotOpen):
        watch_list.discard(draft, actor=second, reason="不要")
    with pytest.raises(errors.DraftNotOpen):
        watch_list.publish(draft, actor=second, reason="やはり")
    assert not ListEdition.objects.exists()


def test_a_list_without_any_row_is_not_published(cast: Cast) -> None:
    draft = begun(cast)
    watch_list.remove(cast.institution, draft.rows.get().uid, actor=Actor.of_user(cast.reviewer))
    with pytest.raises(errors.FileRefused, match="holds no entry"):
        watch_list.publish(draft, actor=Actor.of_user(cast.second_reviewer), reason="x")
    assert watch_list.open_draft(cast.institution) == draft


def test_a_draft_in_which_nothing_changed_is_not_published(cast: Cast, tmp_path: Path) -> None:
    source = watch_list.source_of(cast.institution)
    factories.watch_list(tmp_path, "1,,A,,", owner_ref=source.owner_ref)
    draft = drafts.begin(source, by="user:somebody", now=making.NOW)
    with pytest.raises(errors.DraftUnchanged):
        watch_list.publish(draft, actor=Actor.of_user(cast.second_reviewer), reason="x")
