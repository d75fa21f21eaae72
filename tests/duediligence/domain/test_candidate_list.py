"""Lists of candidates: who brings, sees, confirms and puts away, and what is kept of them for how long."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from duediligence.domain import candidate_list, candidates
from duediligence.domain.actor import Actor
from duediligence.enums import CandidateListStatus, Role
from duediligence.errors import AttachmentEmpty, CandidateListMoved, FileRefused, InvalidInput, NotAllowed
from duediligence.models import AuditEvent, CandidateList, StoredFile
from tests import factories
from tests.candidate_sheets import HEAD, ROWS, brought, checked, confirmed, table, worked_on
from tests.factories import NOW, SYSTEM, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    factories.policy()
    return factories.cast()


def verbs() -> list[str]:
    events = AuditEvent.objects.filter(verb__startswith="candidate_list").order_by("pk")
    return list(events.values_list("verb", flat=True))


def test_a_list_is_kept_encrypted_under_its_hash_until_it_is_opened(cast: Cast) -> None:
    one = brought(cast.reviewer)

    assert one.status == CandidateListStatus.CHECKING and one.total == 2
    assert one.file and one.file.is_sealed and one.file.sha256 == one.sha256
    assert table(ROWS)[:20] not in bytes(one.file.content)
    event = AuditEvent.objects.get(verb="candidate_list.brought")
    assert event.after == {"file": "候補.csv", "sha256": one.sha256, "proposals": 2}


def test_the_same_file_sent_twice_is_one_list(cast: Cast) -> None:
    first = brought(cast.reviewer)

    assert brought(cast.reviewer) == first
    assert checked(cast.reviewer) == first
    assert brought(cast.reviewer) == first
    assert brought(cast.second_reviewer) != first
    assert verbs() == ["candidate_list.brought"] * 2
    assert StoredFile.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("x.csv", "氏名\n見本\n".encode(), "Columns are missing: 受付番号 / Reference"),
        ("x.csv", "受付番号,課題番号\n1,2\n".encode(), "Columns appear twice"),
        ("x.csv", b"\x00" * 100, "x.csv"),
        ("x.xlsx", b"PK\x03\x04half of a workbook", "x.xlsx"),
        ("x.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 100, "old XLS format"),
        ("x.csv", b"x" * 2_000_001, "larger than"),
    ],
    ids=["no number", "twice", "nul", "half", "old", "large"],
)
def test_a_file_that_is_no_such_table_is_not_kept(name: str, content: bytes, words: str, cast: Cast) -> None:
    with pytest.raises(FileRefused, match=words):
        brought(cast.reviewer, content, name=name)

    assert (CandidateList.objects.count(), StoredFile.objects.count()) == (0, 0)


@pytest.mark.parametrize("name", ["x.csv", "../..", ""])
def test_headings_alone_are_no_list(name: str, cast: Cast) -> None:
    with pytest.raises(AttachmentEmpty):
        brought(cast.reviewer, table([HEAD]), name=name)


def test_a_list_has_its_length(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "MOST_CANDIDATES", 1)

    with pytest.raises(InvalidInput, match="at most 1 are possible"):
        brought(cast.reviewer)


@pytest.mark.parametrize("role", [Role.RESEARCHER, Role.AUDITOR, Role.DECISION_MAKER])
def test_other_roles_bring_none(role: Role, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        brought(factories.user(cast.institution, role))


def test_confirming_twice_is_confirming_once(cast: Cast) -> None:
    one = confirmed(cast.reviewer)

    again = candidate_list.confirm(one, actor=Actor.of_user(cast.second_reviewer), now=NOW)

    assert (again.status, again.confirmed_by) == (CandidateListStatus.OPENING, cast.reviewer)
    assert candidate_list.confirm(worked_on(one), actor=Actor.of_user(cast.reviewer)).status == "opened"
    assert verbs() == ["candidate_list.brought", "candidate_list.confirmed"]


def test_what_is_not_checked_is_neither_confirmed_nor_put_away(cast: Cast) -> None:
    one, actor = brought(cast.reviewer), Actor.of_user(cast.reviewer)

    with pytest.raises(CandidateListMoved):
        candidate_list.confirm(one, actor=actor)
    with pytest.raises(CandidateListMoved):
        candidate_list.put_away(one, actor=actor)


def test_the_database_opens_nothing_that_nobody_confirmed(cast: Cast) -> None:
    one = checked(cast.reviewer)

    with pytest.raises(IntegrityError), transaction.atomic():
        CandidateList.objects.filter(pk=one.pk).update(status=CandidateListStatus.OPENING)


def test_what_is_put_away_is_forgotten(cast: Cast) -> None:
    one, actor = checked(cast.reviewer), Actor.of_user(cast.reviewer)

    gone = candidate_list.put_away(one, actor=actor, now=NOW)

    assert (gone.status, gone.rows, gone.faults, gone.file) == (CandidateListStatus.PUT_AWAY, [], [], None)
    assert StoredFile.objects.count() == 0
    assert candidate_list.put_away(gone, actor=actor) == gone
    assert verbs() == ["candidate_list.brought", "candidate_list.put_away"]
    with pytest.raises(CandidateListMoved):
        candidate_list.confirm(gone, actor=actor)


def test_the_file_stays_while_somebody_elses_list_is_read_from_it(cast: Cast) -> None:
    mine, theirs = checked(cast.reviewer), checked(cast.second_reviewer)

    candidate_list.put_away(mine, actor=Actor.of_user(cast.reviewer), now=NOW)

    assert theirs.file and StoredFile.objects.filter(pk=theirs.file.pk).exists()


def test_only_who_sees_a_list_acts_on_it(cast: Cast) -> None:
    one = checked(cast.reviewer)
    other = factories.user(cast.institution, Role.DEPARTMENT_OFFICER)

    seen = [user for user in (cast.second_reviewer, cast.admin, other, cast.stranger, cast.auditor) if _sees(user)]

    assert seen == [cast.second_reviewer, cast.admin]
    for user in (other, cast.stranger, cast.auditor):
        with pytest.raises(NotAllowed):
            candidate_list.confirm(one, actor=Actor.of_user(user))
        with pytest.raises(NotAllowed):
            candidate_list.put_away(one, actor=Actor.of_user(user))


def _sees(user: factories.User) -> bool:
    return CandidateList.objects.visible_to(user).exists()


def test_a_department_officer_sees_the_own_lists(cast: Cast) -> None:
    one = brought(cast.department_officer)
    brought(cast.reviewer)

    assert list(CandidateList.objects.visible_to(cast.department_officer)) == [one]


def test_what_nobody_opened_within_thirty_days_is_forgotten(cast: Cast) -> None:
    old, faulty = checked(cast.reviewer), checked(cast.reviewer, table([HEAD, ["X", *ROWS[1][1:]]]))
    still = brought(cast.second_reviewer)

    assert candidate_list.forget_old(NOW + candidate_list.KEPT, actor=SYSTEM) == 0
    assert candidate_list.forget_old(NOW + candidate_list.KEPT + dt.timedelta(1), actor=SYSTEM) == 2

    states = dict(CandidateList.objects.values_list("pk", "status"))
    assert states == {old.pk: "put_away", faulty.pk: "put_away", still.pk: "checking"}


def test_what_is_put_away_meanwhile_is_not_counted_twice(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    checked(cast.reviewer)
    monkeypatch.setattr(candidate_list, "may_put_away", lambda _one: False)

    assert candidate_list.forget_old(NOW + candidate_list.KEPT * 2, actor=SYSTEM) == 0
