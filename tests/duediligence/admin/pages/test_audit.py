"""The audit log: searched, followed for one object, verified, taken along."""

import json

import pytest
from django.db import connection
from django.urls import reverse

from duediligence.domain import case as cases
from duediligence.domain.actor import Actor
from duediligence.models import AuditEvent, Case
from tests.duediligence.admin.visiting import judged, superuser, told, visitor
from tests.factories import Cast

pytestmark = pytest.mark.django_db


def found(cast: Cast, **query: str) -> list[str]:
    response = visitor(cast.auditor).get("/audit/", query)
    return [one["event"].verb for one in response.context["events"]]


def test_the_log_names_the_act_the_person_and_the_object(case: Case, cast: Cast) -> None:
    judged(case, cast.reviewer)

    text = told(visitor(cast.auditor).get("/audit/"))

    assert "Hit judged" in text and str(cast.reviewer) in text


@pytest.mark.parametrize(
    ("query", "verbs"),
    [
        ({"verb": "case.opened"}, {"case.opened"}),
        ({"actor": "nobody of that name"}, set()),
        ({"case": "no-such-case"}, set()),
        ({"since_date": "2030-01-01"}, set()),
        ({"until_date": "2020-01-01"}, set()),
        ({"target": "case", "verb": "case.opened"}, {"case.opened"}),
        ({"verb": "x" * 500}, None),
        ({"since_date": "yesterday"}, None),
    ],
    ids=lambda value: str(value)[:40] if isinstance(value, dict) else "",
)
def test_the_log_is_searched(query: dict[str, str], verbs: set[str] | None, case: Case, cast: Cast) -> None:
    given = set(found(cast, **query))

    assert given == verbs if verbs is not None else len(given) > 3


def test_a_person_is_found_by_the_name_that_people_know(case: Case, cast: Cast) -> None:
    type(cast.reviewer).objects.filter(pk=cast.reviewer.pk).update(display_name="見本 次郎")
    judged(case, cast.reviewer)

    assert found(cast, actor="次郎") == ["hit.judged"]


def test_an_empty_answer_says_what_to_do(cast: Cast, case: Case) -> None:
    assert "Change the words or the dates, or clear them." in told(visitor(cast.auditor).get("/audit/?case=none"))


def test_the_history_of_one_object_is_followed_from_its_record(case: Case, cast: Cast) -> None:
    person = case.revision.memberships.get().person
    client = visitor(cast.admin)

    response = client.get(reverse("admin:duediligence_person_history", args=[person.pk]), follow=True)

    assert [one["event"].verb for one in response.context["events"]] == ["person.recorded"]
    assert person.name in told(response)


def test_a_whole_log_is_said_to_be_whole(case: Case, cast: Cast) -> None:
    response = visitor(cast.auditor).post("/audit/verify/", follow=True)

    assert "The log is whole" in told(response)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the triggers are lifted in SQLite's own way")
def test_a_changed_row_is_named(case: Case, cast: Cast) -> None:
    event = AuditEvent.objects.get(verb="case.opened", case_reference=case.reference)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [event._meta.db_table]
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')
        cursor.execute(f"UPDATE {event._meta.db_table} SET reason = 'x' WHERE id = %s", [event.pk])

    for user in (cast.auditor, superuser()):
        text = told(visitor(user).post("/audit/verify/", follow=True))
        assert f"Event {event.seq} of" in text and "was altered after it was written." in text


def test_the_log_is_taken_along_line_by_line_as_it_was_searched(case: Case, cast: Cast) -> None:
    cases.assign(case, cast.reviewer, actor=Actor.of_user(cast.reviewer))
    client = visitor(cast.auditor)

    response = client.get("/audit/export/", {"case": case.reference})

    lines = [json.loads(line) for line in b"".join(response).decode().splitlines()]  # type: ignore[call-overload]
    assert {line["case_reference"] for line in lines} == {case.reference}
    assert [line["seq"] for line in lines] == sorted(line["seq"] for line in lines)
    assert lines[-1]["verb"] == "case.assigned"
    assert f"case={case.reference}" in told(client.get("/audit/", {"case": case.reference}))


def test_a_long_log_has_pages_that_keep_the_search(case: Case, cast: Cast) -> None:
    for _number in range(55):
        cases.assign(case, cast.reviewer, actor=Actor.of_user(cast.reviewer))

    response = visitor(cast.auditor).get("/audit/", {"verb": "case.assigned"})

    assert len(response.context["events"]) == 50
    assert "?verb=case.assigned&amp;page=2" in told(response)


@pytest.mark.parametrize("who", ["submitter", "reviewer", "decision_maker", "department_officer"])
def test_other_roles_do_not_read_the_log(who: str, cast: Cast) -> None:
    client = visitor(getattr(cast, who))

    answers = [client.get("/audit/"), client.get("/audit/export/"), client.post("/audit/verify/")]

    assert [one.status_code for one in answers] == [403, 403, 403]


def test_wrong_methods_are_refused(cast: Cast) -> None:
    client = visitor(cast.auditor)

    assert client.get("/audit/verify/").status_code == 405
    assert client.post("/audit/").status_code == 405
    assert client.post("/audit/export/").status_code == 405


def test_the_log_speaks_japanese(case: Case, cast: Cast) -> None:
    judged(case, cast.reviewer)

    text = told(visitor(cast.auditor, language="ja").get("/audit/"))

    for english in ("Hit judged", "Case opened", "Before and after", "System", "Verify", "Screening complete"):
        assert english not in text
