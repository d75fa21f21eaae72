"""Two people at one edition at the same instant: a policy, a list, words, areas. One comes into force, once."""

import json
from collections.abc import Callable
from pathlib import Path

from duediligence.domain import audit, lexicon, lists, policy, policy_draft, technology_edition, watch_list
from duediligence.domain.actor import Actor
from duediligence.enums import Role
from duediligence.models import AuditEvent, PolicyEdition, User
from screening.enums import EditionState, PublicationStatus
from screening.importers.files import SourceFile, SourceFiles
from screening.lists.load import EditionDates
from screening.models import LexiconEdition, ListEdition, TechnologyListEdition, WatchListDraft
from tests import factories
from tests.duediligence.admin.technology import WALTZ_ROW, draft_of, publish_all
from tests.factories import NOW, Cast
from tests.journeys.at_once import ON_A_SERVER, answers, at_once
from tests.screening.lists import making
from tests.screening.technology import small

pytestmark = ON_A_SERVER
WHY = "内容を確かめた"


def drafted(cast: Cast, edition: str) -> PolicyEdition:
    shipped = PolicyEdition.objects.published().get(institution=None)
    content = {**shipped.content, "edition": edition}
    return policy.draft(content, institution=cast.institution, actor=Actor.of_user(cast.admin), now=NOW)


def administrators(cast: Cast, number: int = 2) -> list[User]:
    return [factories.user(cast.institution, Role.OFFICE_ADMIN) for _one in range(number)]


def publishing(edition: PolicyEdition, by: User) -> Callable[[], object]:
    return lambda: policy.publish(edition, actor=Actor.of_user(by), reason=WHY, now=NOW)


def test_two_publish_one_draft_of_a_policy() -> None:
    cast = factories.cast()
    factories.policy()
    draft = drafted(cast, "2027-1")
    given = answers(*(publishing(draft, by) for by in administrators(cast)))
    assert given == {"NoneType": 1, "PolicyImmutable": 1}
    assert AuditEvent.objects.filter(verb="policy.published", object_id=str(draft.pk)).count() == 1


def test_two_drafts_published_at_the_same_instant_follow_each_other() -> None:
    cast = factories.cast()
    factories.policy()
    drafts = [drafted(cast, "2027-1"), drafted(cast, "2027-2")]
    given = answers(*(publishing(*pair) for pair in zip(drafts, administrators(cast), strict=True)))
    assert given == {"NoneType": 2}
    own = PolicyEdition.objects.filter(institution=cast.institution).values_list("status", flat=True)
    assert sorted(own) == [PublicationStatus.PUBLISHED, PublicationStatus.RETIRED]
    assert audit.verify_all() == []


def test_a_draft_changed_while_it_is_published_is_the_one_that_was_seen() -> None:
    cast = factories.cast()
    factories.policy()
    draft = drafted(cast, "2027-1")
    changed = {**draft.content, "name": {"ja": "改めた方針", "en": "Changed policy"}}
    (publisher,) = administrators(cast, 1)
    given = at_once(
        publishing(draft, publisher),
        lambda: policy_draft.revise(draft, changed, seen=draft.sha256, actor=Actor.of_user(cast.admin)),
    )
    draft.refresh_from_db()
    assert draft.status == PublicationStatus.PUBLISHED or type(given[0]).__name__ == "StaleDraft"
    assert policy.content_hash(draft.content) == draft.sha256
    told = AuditEvent.objects.filter(verb="policy.published", object_id=str(draft.pk))
    assert [event.after["sha256"] for event in told] == [draft.sha256] * told.count()


def keepers(cast: Cast, number: int = 2) -> list[Actor]:
    return [Actor.of_user(factories.user(cast.institution, Role.SECURITY_OFFICER)) for _one in range(number)]


def test_two_take_one_edition_of_a_list_into_use(tmp_path: Path) -> None:
    cast = factories.cast()
    files = SourceFiles.at(making.file(tmp_path, "1,,Alpha Institute"))
    source = making.source("jp_meti_eul")
    officer = Actor.of_user(cast.reviewer)
    edition = lists.load(source, files, actor=officer, dates=EditionDates(making.JUNE, making.JUNE), now=NOW).edition

    def applying(by: Actor) -> Callable[[], object]:
        same = ListEdition.objects.get(pk=edition.pk)
        return lambda: lists.apply(same, actor=by, now=NOW)

    assert answers(*(applying(by) for by in keepers(cast))) == {"NoneType": 1, "EditionStateChanged": 1}
    edition.refresh_from_db()
    assert edition.state == EditionState.APPLIED
    assert AuditEvent.objects.filter(verb="list.applied").count() == 1


def test_the_same_file_brought_twice_is_one_edition(tmp_path: Path) -> None:
    cast = factories.cast()
    files = SourceFiles.at(making.file(tmp_path, "1,,Alpha Institute"))
    source = making.source("jp_meti_eul")
    days = EditionDates(making.JUNE, making.JUNE)
    bringing = [lambda by=by: lists.load(source, files, actor=by, dates=days, now=NOW) for by in keepers(cast)]
    given = answers(*bringing)
    assert sum(given.values()) == 2
    assert set(given) <= {"Loaded", "FileRefused"}
    assert ListEdition.objects.filter(source=source).count() == 1


def test_the_first_rows_of_a_watch_list_written_at_once_are_in_one_draft() -> None:
    cast = factories.cast()
    rows = [{"kind": "organization", "name": f"Placeholder Works {number}", "country": "SG"} for number in range(2)]
    watch_list.source_of(cast.institution)
    putting = [
        lambda by=by, cells=cells: watch_list.put(cast.institution, "", cells, actor=by, now=NOW)
        for by, cells in zip(keepers(cast), rows, strict=True)
    ]
    assert answers(*putting) == {"DraftRow": 2}
    draft = WatchListDraft.objects.get()
    assert sorted(row.cells["name"] for row in draft.rows.all()) == [cells["name"] for cells in rows]
    third, fourth = keepers(cast)
    publishing_it = [lambda by=by: watch_list.publish(draft, actor=by, reason=WHY, now=NOW) for by in (third, fourth)]
    assert answers(*publishing_it) == {"ListEdition": 1, "DraftNotOpen": 1}


def test_two_publish_one_draft_of_the_words() -> None:
    cast = factories.cast()
    publish_all()
    draft = draft_of(cast.reviewer, WALTZ_ROW)
    before = LexiconEdition.objects.count()
    giving = [lambda by=by: lexicon.publish(draft, actor=by, reason=WHY, now=NOW) for by in keepers(cast)]
    assert answers(*giving) == {"LexiconEdition": 1, "DraftNotOpen": 1}
    assert LexiconEdition.objects.count() == before + 1


def test_two_publish_one_list_of_areas(tmp_path: Path) -> None:
    cast = factories.cast()
    publish_all()
    path = tmp_path / "areas.json"
    path.write_text(json.dumps(small.list_data(code="M", edition="2", areas=[small.area_row("M-2")])))
    officer = Actor.of_user(cast.reviewer)
    draft = technology_edition.bring(SourceFile(path, "areas.json"), list_code="M", actor=officer, now=NOW)
    giving = [lambda by=by: technology_edition.publish(draft, actor=by, reason=WHY, now=NOW) for by in keepers(cast)]
    assert answers(*giving) == {"TechnologyListEdition": 1, "DraftNotOpen": 1}
    assert TechnologyListEdition.objects.filter(list_code="M", edition="2").count() == 1
