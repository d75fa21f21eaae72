"""Until when closed case files are kept, what goes then, and what is given to a person who asks."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from duediligence.days import day
from duediligence.domain import case as cases
from duediligence.domain import retention
from duediligence.domain.actor import Actor
from duediligence.models import AuditEvent, Case, Person, User
from tests import factories, stories
from tests.duediligence.admin.visiting import told, visitor
from tests.factories import NOW, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def withdrawn(cast: Cast, tmp_path: Any) -> Case:
    case = stories.screened_case(cast, tmp_path, members=(factories.member("Sample Namesake"),))
    cases.withdraw(case, actor=Actor.of_user(cast.reviewer), reason="The call was cancelled", now=NOW)
    case.refresh_from_db()
    return case


def of_case(case: Case, by: User) -> Any:
    return visitor(by).get(reverse("admin:kept_case", args=[case.reference]))


def taken(client: Client, **given: Any) -> Any:
    answer = client.post(reverse("admin:disclose"), given)
    return json.loads(b"".join(answer.streaming_content)) if answer.streaming else answer


def test_a_closed_case_is_listed_with_the_last_day_of_its_file(withdrawn: Case, cast: Cast) -> None:
    page = told(visitor(cast.admin).get(reverse("admin:kept")))

    assert withdrawn.reference in page
    assert day(retention.dates_of(withdrawn)[1]) in page


def test_what_the_end_takes_along_is_shown_and_nothing_of_an_open_case(withdrawn: Case, cast: Cast) -> None:
    assert "screening runs: 1" in told(of_case(withdrawn, cast.auditor))
    cases.reopen(withdrawn, actor=Actor.of_user(cast.reviewer), reason="It is held after all", now=NOW)
    assert "screening runs" not in told(of_case(withdrawn, cast.auditor))


def test_another_office_finds_neither_case_nor_person(withdrawn: Case, cast: Cast) -> None:
    client = visitor(cast.stranger)

    assert of_case(withdrawn, cast.stranger).status_code == 404
    assert withdrawn.reference not in told(client.get(reverse("admin:kept")))
    assert "Sample Namesake</" not in client.get(reverse("admin:disclosure"), {"q": "Namesake"}).content.decode()
    person = Person.objects.get(name="Sample Namesake")
    assert client.post(reverse("admin:disclose"), {"person": person.pk}).status_code == 404


@pytest.mark.parametrize("words", ["sample", "Namesake Sample", " namesake "])
def test_a_person_is_found_and_given_everything_once_and_audited(withdrawn: Case, cast: Cast, words: str) -> None:
    client = visitor(cast.reviewer)
    person = Person.objects.get(name="Sample Namesake")
    assert f'value="{person.pk}"' in client.get(reverse("admin:disclosure"), {"q": words}).content.decode()

    content = taken(client, person=person.pk)

    assert content["person"]["name"] == "Sample Namesake"
    assert [one["reference"] for one in content["cases"]] == [withdrawn.reference]
    event = AuditEvent.objects.get(verb="person.exported")
    assert (event.actor, event.object_id) == (f"user:{cast.reviewer.username}", str(person.pk))


def test_somebody_without_a_record_is_asked_for_by_name(withdrawn: Case, cast: Cast) -> None:
    client = visitor(cast.reviewer)
    assert "Nobody of that name has a record here" in told(client.get(reverse("admin:disclosure"), {"q": "Ohne"}))

    content = taken(client, name="Ohne Akte")

    assert (content["name"], content["screened"], content["people"]) == ("Ohne Akte", [], [])
    assert AuditEvent.objects.get(verb="person.exported").after == {"cases": []}


@pytest.mark.parametrize("who", ["admin", "auditor", "decision_maker"])
def test_only_whoever_reads_what_was_declared_takes_it_out(withdrawn: Case, cast: Cast, who: str) -> None:
    client = visitor(getattr(cast, who))
    person = Person.objects.get(name="Sample Namesake")
    for given in ({"person": person.pk}, {"name": "Ohne Akte"}):
        assert taken(client, **given).headers["Location"] == reverse("admin:disclosure")

    page = client.get(reverse("admin:disclosure"), {"q": "Namesake"}).content.decode()

    assert 'aria-disabled="true"' in page
    assert not AuditEvent.objects.filter(verb="person.exported").exists()


@pytest.mark.parametrize("given", [{}, {"person": "x"}, {"person": "9" * 40}, {"name": "\0"}])
def test_who_asks_for_nobody_is_led_back(withdrawn: Case, cast: Cast, given: dict[str, str]) -> None:
    assert taken(visitor(cast.reviewer), **given).headers["Location"] == reverse("admin:disclosure")
