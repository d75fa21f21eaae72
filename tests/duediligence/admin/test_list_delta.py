"""Two editions compared on their page, and doubtful links settled there."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from duediligence.models import AuditEvent
from screening.models import ListEdition, SettledLink
from tests.beginnings import begun
from tests.duediligence.admin.visiting import superuser, told, visitor
from tests.factories import NOW, Cast
from tests.screening.lists.making import APRIL, MAY, loaded

pytestmark = pytest.mark.django_db
beginning = begun(at=NOW)
PAGE = "/lists/jp_meti_eul/changes/"
KIM, SAMPLE = ",person,Kim Exampleson,,,KP", ",person,Kim Exampelson,,,KP"


def two(folder: Path, before: list[str], after: list[str]) -> tuple[ListEdition, ListEdition]:
    first = loaded(folder, *before, day=APRIL).edition
    return first, loaded(folder, *after, day=MAY, accept_shrinkage=True).edition


@pytest.fixture
def doubtful(cast: Cast, tmp_path: Path) -> dict[str, str]:
    """An answer to the one doubtful link, its reason and verdict still to be given."""
    first, second = two(tmp_path, [KIM], [SAMPLE])
    return {"before_uid": first.entries.get().uid, "after_uid": second.entries.get().uid}


def test_the_changes_are_shown_by_their_class_and_found(cast: Cast, tmp_path: Path) -> None:
    first, second = two(tmp_path, ["1,,Alpha Works", "2,,Beta Works"], ["1,,Alpha Bureau", "3,,Gamma Works"])
    client = visitor(cast.auditor)

    def names(**query: Any) -> list[str]:
        return [entry.name for entry, _lines in client.get(PAGE, query).context["rows"]]

    assert set(names()) == {"Alpha Bureau", "Beta Works", "Gamma Works"}
    assert (names(kind="renamed"), names(kind="removed"), names(q="gamma")) == (
        ["Alpha Bureau"],
        ["Beta Works"],
        ["Gamma Works"],
    )
    assert names(kind="nonsense", before="999") == names()
    assert names(before=second.pk, after=second.pk) == []
    tabs = client.get(PAGE).context["tabs"]
    assert [(str(tab.label), tab.count) for tab in tabs][:2] == [("All changes", 3), ("Added", 1)]
    assert client.get(PAGE, {"before": second.pk, "after": first.pk}).context["delta"].before == second


def test_the_changes_are_taken_along_without_formulas(cast: Cast, tmp_path: Path) -> None:
    two(tmp_path, ["1,,=Alpha Works"], ["1,,=Alpha Bureau"])

    file = visitor(cast.auditor).get(PAGE, {"format": "csv"}).content.decode("utf-8-sig")

    assert list(csv.reader(io.StringIO(file)))[1] == [
        "Renamed",
        "1",
        "'=Alpha Bureau",
        "",
        "'=Alpha Works",
        "'=Alpha Bureau",
        "",
    ]
    assert visitor(cast.auditor).get(PAGE, {"format": "xlsx"}).content.startswith(b"PK")


def test_one_edition_alone_cannot_be_compared(cast: Cast, tmp_path: Path) -> None:
    loaded(tmp_path, "1,,Alpha Works")

    assert "There are no two editions to compare" in told(visitor(cast.auditor).get(PAGE))


def test_a_person_settles_a_doubtful_link(doubtful: dict[str, str], cast: Cast) -> None:
    client = visitor(cast.reviewer)
    shown = client.get(PAGE)

    response = client.post(PAGE, {**doubtful, "verdict": "same", "reason": "告示による"}, follow=True)

    assert len(shown.context["doubtful"]) == 1
    assert response.context["doubtful"] == []
    assert "The answer is recorded and holds for editions to come." in told(response)
    assert [str(line.kind) for line in response.context["rows"][0][1]] == ["Renamed"]
    assert SettledLink.objects.get().by == f"user:{cast.reviewer.username}"


def test_the_same_answer_twice_is_refused(doubtful: dict[str, str], cast: Cast) -> None:
    client, answer = visitor(cast.reviewer), {**doubtful, "verdict": "different", "reason": "別人"}
    client.post(PAGE, answer)

    again = client.post(PAGE, answer)

    assert (again.status_code, SettledLink.objects.count()) == (422, 1)
    assert "This question has been answered so already." in told(again)


@pytest.mark.parametrize(
    "wrong",
    [{"reason": " "}, {"verdict": "perhaps"}, {"verdict": ""}, {"before_uid": ""}, {"after_uid": "nobody"}],
    ids=["no reason", "unknown verdict", "no verdict", "no entry", "unknown entry"],
)
def test_a_bad_answer_settles_nothing(wrong: dict[str, str], doubtful: dict[str, str], cast: Cast) -> None:
    answer = {**doubtful, "verdict": "same", "reason": "告示による", **wrong}

    assert visitor(cast.reviewer).post(PAGE, answer).status_code == 422
    assert not SettledLink.objects.exists()


def test_a_missing_reason_is_said_beside_it(doubtful: dict[str, str], cast: Cast) -> None:
    response = visitor(cast.reviewer).post(PAGE, {**doubtful, "verdict": "same"})

    assert response.context["doubtful"][0]["form"].errors["reason"] == ["This field is required."]


@pytest.mark.parametrize("who", ["submitter", "decision_maker", "auditor"])
def test_other_roles_settle_nothing(who: str, doubtful: dict[str, str], cast: Cast) -> None:
    client, before = visitor(getattr(cast, who)), AuditEvent.objects.count()

    response = client.post(PAGE, {**doubtful, "verdict": "same", "reason": "x"})

    assert response.status_code == 422
    assert "It is the same entry" not in told(client.get(PAGE))
    assert (SettledLink.objects.exists(), AuditEvent.objects.count()) == (False, before)


def test_a_superuser_without_a_role_settles_nothing(doubtful: dict[str, str], cast: Cast) -> None:
    visitor(superuser()).post(PAGE, {**doubtful, "verdict": "same", "reason": "x"})

    assert not SettledLink.objects.exists()
