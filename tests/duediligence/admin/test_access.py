"""Every address of the web admin, visited by those who may not: nothing is shown and nothing happens.

The addresses are read from the site itself: a page added tomorrow is visited tomorrow.
"""

from typing import Any

import pytest
from django.contrib.admin import site
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duediligence.admin.pages.sections import SECTIONS
from duediligence.domain import api_client, attachment, disposition
from duediligence.domain.actor import Actor
from duediligence.enums import Role
from duediligence.models import AuditEvent, Case, Proposal, StepDecision, User
from tests import candidate_sheets, factories, stories
from tests.duediligence.admin.addresses import PAGES, address, every_address
from tests.duediligence.admin.visiting import superuser, told, visitor
from tests.factories import Cast

pytestmark = pytest.mark.django_db

OF_A_CASE = [page.name for section in SECTIONS for page in section.pages if "<slug:reference>" in page.route]
JUDGEMENT = {"identity": "no", "reason_code": "seat_differs", "text": "x"}
RECORDS = ["institution", "department", "user", "funder", "programme", "apiclient", "person", "organisation"]
SHARED = ("lists/", "policies/", "duediligence/funder/", "duediligence/programme/", "duediligence/apiclient/")
DJANGOS = ("auth/", "account/", "mfa/")
# Reading a document leaves its own line in the log.
TAKEN = ["case.record_taken", "case.bundled", "attachment.taken", "measure.plan_taken", "questionnaire.drawn"]
OWN = ["秘匿", "古典文学", "Reception of classical", "見本 一郎"]
NONSENSE = {
    **dict.fromkeys(
        ["verdict", "kind", "judgement", "reason_code", "owner", "edition", "from_date", "file", "role"], "x"
    ),
    "act": "remove_member-x",
    "step": "9" * 40,
    "revision": "9" * 40,
    "members-0-name": "\x00",
    "parties-9999-name": "x",
    "content": "[" * 5000,
    "table": "氏名\n\x00",
    "text": "x" * 20_000,
    "reason": "\x00",
    "members-0-start_date": "x",
}
QUERY = {
    **dict.fromkeys(["tab", "sort", "format", "day", "since_date", "until_date", "programme", "status", "step"], "x"),
    "page": "9" * 40,
    "q": "\x00%_\\",
    "case": "\x00",
    "number": "\x00",
    "uid": "\x00",
    "edition": "\x00",
    "actor": "x" * 9999,
    "name": "\x00" * 400,
}


@pytest.fixture(autouse=True)
def _a_file_and_a_measure(case: Case, cast: Cast) -> None:
    stories.proposed_measure(case, cast)
    candidate_sheets.checked(cast.reviewer)
    paper = ContentFile(b"%PDF-1.7 register", name="登記.pdf")
    attachment.attach(case, paper, actor=Actor.of_user(cast.reviewer))


@pytest.fixture
def addresses(case: Case, cast: Cast) -> dict[str, str]:
    """Mark what is the institution's own, give a funder's client a key, and return every address."""
    type(case.institution).objects.filter(pk=case.institution_id).update(name_ja="秘匿大学", name_en="秘匿 University")
    User.objects.filter(institution=case.institution).update(display_name="秘匿の人")
    case.institution.departments.update(name_ja="秘匿部", name_en="秘匿 Department")
    client = factories.client(factories.programme())
    api_client.issue_key(client, actor=factories.SYSTEM, scopes=[], valid_days=9)
    return every_address(case)


def answers(client: Client, path: str) -> list[Any]:
    return [client.get(path), client.post(path)]


def test_an_anonymous_visitor_is_sent_to_the_sign_in(addresses: dict[str, str]) -> None:
    for route in ("login/", "logout/"):
        del addresses[route]
    before = AuditEvent.objects.count()

    given = {path: [answer.get("Location", "") for answer in answers(visitor(), path)] for path in addresses.values()}

    assert {path: to for path, to in given.items() if not all(one.startswith("/login/?next=") for one in to)} == {}
    assert AuditEvent.objects.count() == before


def test_a_stranger_is_told_nothing_and_changes_nothing(addresses: dict[str, str], case: Case, cast: Cast) -> None:
    """The stranger holds the roles of an officer, a decision-maker and an administrator at another institution."""
    client = visitor(cast.stranger)
    events = AuditEvent.objects.filter(institution=case.institution)
    before = events.count()
    faults = []
    for route, path in addresses.items():
        is_one_thing = "<" in route and "?P<" not in route and not route.startswith((*SHARED, *DJANGOS))
        for answer in answers(client, path):
            is_moved = route.endswith("<path:object_id>/") and answer.status_code == 302  # the same address, longer
            if is_one_thing and answer.status_code not in {404, 405} and not is_moved:
                faults.append((path, answer.status_code))
            text = told(answer) if not answer.streaming else b"".join(answer).decode()
            faults += [(path, word) for word in OWN if word in text]
            if case.reference not in path and case.reference in text:
                faults.append((path, "reference"))

    assert faults == []
    assert events.count() == before


def test_a_researcher_with_no_part_in_it_finds_no_case(case: Case, cast: Cast) -> None:
    client = visitor(factories.user(cast.institution, Role.RESEARCHER))

    given = {name: {answer.status_code for answer in answers(client, address(name, case))} for name in OF_A_CASE}

    assert given.pop("kept_case") <= {403, 405}  # the section is the office's
    assert {name: statuses for name, statuses in given.items() if not statuses <= {404, 405}} == {}


def test_an_auditor_reads_everything_and_changes_nothing(addresses: dict[str, str], case: Case, cast: Cast) -> None:
    client = visitor(cast.auditor)
    changes = AuditEvent.objects.exclude(verb__in=TAKEN)
    before = changes.count()
    faults = {}
    for route, path in addresses.items():
        read = client.get(path)
        client.post(path, JUDGEMENT)
        is_absent = any(part in route for part in ("list_code", "questionnaire/<int", "partners/files"))
        is_refused = read.status_code in {403, 404} and "<slug:reference>" in route and not is_absent
        if is_refused or read.status_code >= 500:
            faults[path] = read.status_code
    for name in ("rescreen", "withdraw", "assign", "waive", "confirm", "close"):
        client.post(reverse("admin:case_act", args=[case.reference, name]), {"reason": "x"})

    assert faults == {}
    assert changes.count() == before


def test_nonsense_is_answered_in_words(addresses: dict[str, str], case: Case, cast: Cast) -> None:
    """No number too great, no character that a database refuses, no unknown word makes the program fail."""
    everything = factories.user(cast.institution, *(Role(role) for role in Role))
    before = list(AuditEvent.objects.values_list("pk", flat=True))
    faults = {}
    client = visitor(everything)
    for path in addresses.values():
        for answer in (client.get(path, QUERY), client.post(path, NONSENSE)):
            if answer.status_code not in {200, 302, 400, 403, 404, 405, 422}:
                faults[path] = answer.status_code

    assert faults == {}
    written = AuditEvent.objects.exclude(pk__in=before)
    harmless = {"case.assigned", "list.confirmed_current", "declaration.asked", "declaration.begun", *TAKEN}
    harmless |= {"candidate_list.confirmed", "candidate_list.put_away"}
    assert set(written.values_list("verb", flat=True)) <= harmless


def test_a_number_too_great_for_the_database_is_nothing(addresses: dict[str, str], case: Case, cast: Cast) -> None:
    great = str(10**30)
    numbered = [route for route in addresses if "<int:" in route]
    client = visitor(superuser())
    given = {}
    for route in numbered:
        path = route.replace("<slug:reference>", case.reference).replace("<slug:code>", "jp_meti_eul")
        for part in ("hit_id", "edition_id", "entry_id", "client_id", "key_id"):
            path = path.replace(f"<int:{part}>", great)
        given[path] = {answer.status_code for answer in answers(client, f"/{path}")}

    assert {path: statuses for path, statuses in given.items() if not statuses <= {404, 405}} == {}


def test_a_department_officer_sees_the_own_department_alone(case: Case, cast: Cast) -> None:
    Proposal.objects.update(department=cast.institution.departments.create(code="another"))

    assert visitor(cast.department_officer).get(address("case", case)).status_code == 404


def test_lists_of_another_do_not_name_the_case(case: Case, cast: Cast) -> None:
    client = visitor(cast.stranger)

    for path in ("/", "/?tab=all", "/?tab=all&format=csv", f"/search/?q={case.reference}"):
        assert "古典文学" not in told(client.get(path))


def test_the_audit_log_shows_nothing_of_another_institution(case: Case, cast: Cast) -> None:
    stranger = factories.user(cast.stranger.institution, Role.AUDITOR)  # type: ignore[arg-type]

    assert case.reference not in told(visitor(stranger).get("/audit/"))
    assert b"".join(visitor(stranger).get("/audit/export/")) == b""  # type: ignore[call-overload]


@pytest.mark.parametrize("name", ["audit", "audit_export"])
def test_the_audit_log_is_refused_to_an_officer(name: str, case: Case, cast: Cast) -> None:
    assert visitor(cast.reviewer).get(address(name, case)).status_code == 403


def test_a_superuser_without_a_role_may_look(case: Case) -> None:
    client = visitor(superuser())

    given = {name: client.get(address(name, case)).status_code for name in OF_A_CASE}

    # No technology list is bound, so none has an area; nothing was submitted, no partner sent a file.
    for absent in ("case_technology_area", "case_submission", "case_partner_file"):
        assert given.pop(absent, 404) == 404
    assert set(given.values()) <= {200, 302, 405}


def test_a_superuser_without_a_role_decides_nothing(case: Case, cast: Cast) -> None:
    assert case.current_run
    hit = case.current_run.hits.get()
    client = visitor(superuser())
    step = case.steps.get(code="review")
    decide = {"step": step.pk, "revision": case.revision_id, "verdict": "approve", "reason": "よい"}

    answers = [
        client.post(address("case_act", case), decide),
        client.post(address("case_hit", case), JUDGEMENT),
        client.post(reverse("admin:case_act", args=[case.reference, "withdraw"]), {"reason": "x"}),
        client.post(reverse("admin:case_act", args=[case.reference, "rescreen"])),
        client.post(reverse("admin:case_act", args=[case.reference, "assign"]), {"owner": cast.reviewer.pk}),
    ]

    assert [answer.status_code for answer in answers] == [422] * 5
    assert not StepDecision.objects.exists()
    assert not disposition.Disposition.objects.exists()
    case.refresh_from_db()
    assert (case.status, case.owner, case.current_run) == ("in_progress", None, hit.run)


@pytest.mark.parametrize("who", ["submitter", "reviewer", "decision_maker", "auditor"])
def test_the_settings_are_refused_to_other_roles(who: str, cast: Cast) -> None:
    client = visitor(getattr(cast, who))

    given = {record: client.get(reverse(f"admin:duediligence_{record}_changelist")).status_code for record in RECORDS}

    assert set(given.values()) == {403}


def test_no_record_can_be_deleted(cast: Cast) -> None:
    for user in (cast.admin, superuser()):
        request = visitor(user).get("/settings/").wsgi_request
        offered = [
            record
            for record in RECORDS
            for model, page in site._registry.items()
            if model._meta.model_name == record and page.has_delete_permission(request)
        ]

        assert offered == []


def test_every_page_asks_for_no_more_than_forty_queries(case: Case, cast: Cast) -> None:
    client = visitor(cast.reviewer)
    counts = {}
    for name in PAGES:
        path = address(name, case)
        client.get(path)  # what is read once and kept is read now
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        counts[name] = len(asked)

    assert {name: count for name, count in counts.items() if count > 40} == {}
