"""The pages of the own watch list: written by some, published by another, closed to everybody else."""

from pathlib import Path
from typing import Any

import pytest

from duediligence.domain import lists, watch_list
from duediligence.models import AuditEvent, Institution
from screening.enums import DraftStatus
from screening.models import DraftRow, ListEdition, WatchListDraft
from tests import factories, stories
from tests.beginnings import begun
from tests.duediligence.admin.visiting import superuser, told, visitor
from tests.factories import NOW, Cast

pytestmark = pytest.mark.django_db
beginning = begun(at=NOW)
PAGE, ROW, REMOVE = "/lists/watch-list/", "/lists/watch-list/row/", "/lists/watch-list/remove/"
WORKS = {"kind": "organization", "name": "Placeholder Works", "aliases": "PW; P Works", "country": "SG"}


def draft_of(home: Institution) -> WatchListDraft:
    draft = watch_list.open_draft(home)
    assert draft
    return draft


def act(client: Any, draft: WatchListDraft, name: str, reason: str = "調査による") -> Any:
    return client.post(f"{PAGE}acts/{name}/", {"draft": draft.pk, "reason": reason})


def published(cast: Cast) -> ListEdition:
    visitor(cast.reviewer).post(ROW, WORKS)
    act(visitor(cast.second_reviewer), draft_of(cast.institution), "publish")
    return ListEdition.objects.get()


def test_an_entry_is_written_by_one_and_published_by_another(cast: Cast) -> None:
    client, second = visitor(cast.reviewer), visitor(cast.second_reviewer)

    assert client.post(ROW, WORKS).status_code == 302
    draft = draft_of(cast.institution)
    own = act(client, draft, "publish")
    theirs = act(second, draft, "publish")

    assert (own.status_code, theirs.status_code) == (422, 302)
    assert "Whoever wrote a part of this draft may not publish it." in told(own)
    entry = ListEdition.objects.get().entries.get()
    assert [name.text for name in entry.names.all()] == ["Placeholder Works", "PW", "P Works"]
    assert entry.countries == ["SG"]
    assert "Placeholder Works" in told(client.get(PAGE))


def test_an_entry_is_changed_struck_out_and_taken_back(cast: Cast) -> None:
    uid = published(cast).entries.get().uid
    client = visitor(cast.reviewer)

    def states() -> list[str]:
        return [row.state.value for row in client.get(PAGE).context["page"]]

    assert states() == ["kept"]
    assert 'value="Placeholder Works"' in told(client.get(ROW, {"uid": uid}))
    client.post(f"{ROW}?uid={uid}", {**WORKS, "name": "Placeholder Works Ltd."})
    assert states() == ["changed"]
    assert "is struck out." in told(client.post(REMOVE, {"uid": uid}, follow=True))
    assert states() == ["removed"]
    assert "is taken back." in told(client.post(REMOVE, {"uid": uid}, follow=True))
    assert states() == ["changed"]


def test_words_find_an_entry(cast: Cast) -> None:
    published(cast)
    client = visitor(cast.reviewer)

    assert len(client.get(PAGE, {"q": "p works"}).context["page"]) == 1
    assert "Nothing fits" in told(client.get(PAGE, {"q": "nobody"}))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"kind": "robot"}, "kind"),
        ({"name": "***"}, "name"),
        ({"identifiers": "no scheme"}, "identifiers"),
    ],
    ids=["no name", "unknown kind", "no letters", "no scheme"],
)
def test_what_is_wrong_is_said_beside_its_field(wrong: dict[str, str], field: str, cast: Cast) -> None:
    response = visitor(cast.reviewer).post(ROW, {**WORKS, **wrong})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not DraftRow.objects.exists()


def test_a_draft_is_put_away_with_a_reason(cast: Cast) -> None:
    client = visitor(cast.reviewer)
    client.post(ROW, WORKS)
    draft = draft_of(cast.institution)

    assert act(client, draft, "discard", " ").status_code == 422
    assert act(client, draft, "discard").status_code == 302
    assert act(client, draft, "discard").status_code == 422
    draft.refresh_from_db()
    assert (draft.status, draft.reason) == (DraftStatus.DISCARDED, "調査による")


def test_publishing_twice_makes_one_edition(cast: Cast) -> None:
    visitor(cast.reviewer).post(ROW, WORKS)
    draft, second = draft_of(cast.institution), visitor(cast.second_reviewer)

    answers = [act(second, draft, "publish").status_code for _time in range(2)]

    assert (answers, ListEdition.objects.count()) == ([302, 422], 1)


@pytest.mark.parametrize("who", ["submitter", "department_officer", "decision_maker", "auditor"])
def test_other_roles_read_and_change_nothing(who: str, cast: Cast) -> None:
    uid = published(cast).entries.get().uid
    visitor(cast.reviewer).post(ROW, {**WORKS, "name": "Second"})
    client, draft, before = visitor(getattr(cast, who)), draft_of(cast.institution), AuditEvent.objects.count()

    page = told(client.get(PAGE))
    answers = [
        client.post(ROW, WORKS).status_code,
        client.post(REMOVE, {"uid": uid}).status_code,
        act(client, draft, "publish").status_code,
        act(client, draft, "discard").status_code,
    ]

    assert "Your roles do not include this act." in page
    assert (answers, AuditEvent.objects.count()) == ([422, 302, 422, 422], before)
    assert DraftRow.objects.filter(is_removed=True).count() == 0


def test_a_stranger_sees_and_reaches_another_list(cast: Cast) -> None:
    uid = published(cast).entries.get().uid
    visitor(cast.reviewer).post(ROW, {**WORKS, "name": "Second"})
    stranger, draft = visitor(cast.stranger), draft_of(cast.institution)

    assert "Placeholder Works" not in told(stranger.get(PAGE))
    assert stranger.get(ROW, {"uid": uid}).status_code == 404
    assert act(stranger, draft, "publish").status_code == 404
    stranger.post(REMOVE, {"uid": uid})
    assert not DraftRow.objects.filter(is_removed=True).exists()


@pytest.mark.parametrize("number", ["", "x", "９", "99999999999999999999", "7"])
def test_a_draft_that_is_not_there_is_not_found(number: str, cast: Cast) -> None:
    response = visitor(cast.reviewer).post(f"{PAGE}acts/publish/", {"draft": number, "reason": "x"})

    assert response.status_code == 404


def test_an_act_or_an_entry_that_is_not_there_is_not_found(cast: Cast) -> None:
    client = visitor(cast.reviewer)
    client.post(ROW, WORKS)

    assert act(client, draft_of(cast.institution), "rewrite").status_code == 404
    assert client.get(ROW, {"uid": "nobody"}).status_code == 404
    assert "was published or discarded" in told(client.post(REMOVE, {"uid": "nobody"}, follow=True))


def test_who_belongs_to_no_institution_has_no_list(cast: Cast) -> None:
    client = visitor(superuser())

    assert {client.get(path).status_code for path in (PAGE, ROW)} == {403}


def test_the_list_says_what_to_do_when_it_is_empty(cast: Cast) -> None:
    assert "Add the bodies and people" in told(visitor(factories.user(cast.institution)).get(PAGE))


def test_what_publishing_changes_is_seen_before_it_is_done(cast: Cast, tmp_path: Path) -> None:
    key = lists.owner_key(cast.institution)
    factories.policy(list_bindings=factories.only_list("own_watch_list"), technology_bindings=[])
    before = factories.watch_list(
        tmp_path, f"{stories.LISTED}\n2,organization,Former Works,,KP", code="own_watch_list", owner_ref=key
    )
    partner, other = factories.partner("Exemplar Hypersonics", country="KP"), factories.partner("Placeholder Works Ltd")
    case = stories.screened(factories.case(cast.submitter, parties=(partner, other)))
    client = visitor(cast.reviewer)
    client.post(f"{ROW}?uid=1", {**WORKS, "name": "Example Academy of Hypersonics", "aliases": "Exemplar Hypersonics"})
    client.post(ROW, WORKS)
    client.post(REMOVE, {"uid": "2"})

    page = client.get(f"{PAGE}ahead/")

    assert {kind.value: number for kind, _words, _tone, number in page.context["counts"]} == {
        "added": 1,
        "removed": 1,
        "renamed": 1,
        "alias_removed": 1,
        "attribute_changed": 1,
    }
    (touched,) = page.context["touched"]
    assert touched["case"] == case
    assert {one["touch"].entry.name for one in touched["touches"]} == {
        "Example Academy of Hypersonics",
        "Placeholder Works",
    }
    assert case.reference in told(page)
    assert ListEdition.objects.get() == before
    assert case.reference not in told(visitor(factories.user(cast.institution)).get(f"{PAGE}ahead/"))


def test_of_a_first_draft_everything_is_new(cast: Cast) -> None:
    client = visitor(cast.reviewer)
    client.post(ROW, WORKS)

    page = client.get(f"{PAGE}ahead/")

    assert [(entry.name, [str(line.kind) for line in lines]) for entry, lines in page.context["changes"]] == [
        ("Placeholder Works", ["Added"])
    ]
    assert "every entry of the draft is new" in told(page)


def test_without_a_draft_there_is_nothing_ahead(cast: Cast) -> None:
    assert visitor(cast.reviewer).get(f"{PAGE}ahead/").status_code == 404
