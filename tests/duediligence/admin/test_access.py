"""Every address of the web admin, visited by those who may not: nothing is shown and nothing happens."""

import pytest
from django.contrib.admin import site
from django.urls import NoReverseMatch, reverse

from duediligence.admin.pages.sections import SECTIONS
from duediligence.domain import disposition
from duediligence.enums import Role
from duediligence.models import AuditEvent, Case, PolicyEdition, StepDecision, User
from screening.models import Entry
from tests import factories
from tests.duediligence.admin.visiting import superuser, told, visitor
from tests.factories import Cast

pytestmark = pytest.mark.django_db

PAGES = [page.name for section in SECTIONS for page in section.pages]
OF_A_CASE = [page.name for section in SECTIONS for page in section.pages if "<slug:reference>" in page.route]
JUDGEMENT = {"judgement": "false_positive", "reason_code": "seat_differs", "text": "x"}
RECORDS = ["institution", "department", "user", "funder", "programme", "apiclient", "person", "organisation"]


def address(name: str, case: Case) -> str:
    """Return the address of a page that shows something of ``case``."""
    assert case.current_run
    entry = Entry.objects.select_related("edition__source").first()
    policy = PolicyEdition.objects.latest("pk")
    assert entry
    parts = {
        "reference": case.reference,
        "hit_id": case.current_run.hits.get().pk,
        "person_id": case.revision.memberships.get().person_id,
        "key": "none",
        "joining_id": 1,
        "name": "ask" if name == "case_member_act" else "decide",
        "kind": "training",
        "measure_id": 1,
        "delegation_id": 1,
        "subject": "person",
        "number": case.revision.memberships.get().person_id,
        "code": entry.edition.source.code,
        "entry_id": entry.pk,
        "list_code": "JP20",
        "area_code": "JP20-09",
        "concept": "quantum-computing",
        "edition_id": policy.pk if name.startswith("polic") else entry.edition_id,
    }
    route = next(page.route for section in SECTIONS for page in section.pages if page.name == name)
    return reverse(f"admin:{name}", kwargs={part: value for part, value in parts.items() if f":{part}>" in route})


@pytest.mark.parametrize("name", PAGES)
def test_an_anonymous_visitor_is_sent_to_the_sign_in(name: str, case: Case) -> None:
    for response in (visitor().get(address(name, case)), visitor().post(address(name, case))):
        assert response.status_code == 302
        assert response["Location"].startswith("/login/")


@pytest.mark.parametrize("name", OF_A_CASE)
def test_a_stranger_finds_no_case_at_its_address(name: str, case: Case, cast: Cast) -> None:
    before = AuditEvent.objects.count()
    client = visitor(cast.stranger)

    answers = [client.get(address(name, case)).status_code, client.post(address(name, case)).status_code]

    assert set(answers) <= {404, 405}
    assert 404 in answers
    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize("name", OF_A_CASE)
def test_a_researcher_with_no_part_in_it_finds_no_case(name: str, case: Case, cast: Cast) -> None:
    other = factories.user(cast.institution, Role.RESEARCHER)

    assert visitor(other).get(address(name, case)).status_code in {404, 405}


def test_a_department_officer_sees_the_own_department_alone(case: Case, cast: Cast) -> None:
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


@pytest.mark.parametrize("name", OF_A_CASE)
def test_a_superuser_without_a_role_may_look(name: str, case: Case) -> None:
    answer = visitor(superuser()).get(address(name, case))

    # The case's policy binds no technology list, so no area of one is there.
    assert answer.status_code in {200, 302, 405} or (name == "case_technology_area" and answer.status_code == 404)


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


def test_an_auditor_reads_everything_and_changes_nothing(case: Case, cast: Cast) -> None:
    client = visitor(cast.auditor)
    acts = {
        "case_act", "case_hit_review", "case_hit_withdraw", "case_technology_area",
        "case_technology_answer", "case_technology_judge", "case_record", "case_bundle", "case_member_act",
        "case_assess_several", "case_consent", "case_measure_act",
        "case_source", "case_result", "case_question", "case_joining", "case_joining_decide",
    }  # fmt: skip
    shown = [name for name in OF_A_CASE if name not in acts]
    before = AuditEvent.objects.count()

    answers = {client.get(address(name, case)).status_code for name in shown}
    client.post(address("case_hit", case), JUDGEMENT)
    client.post(reverse("admin:case_act", args=[case.reference, "rescreen"]))

    assert answers <= {200, 302}
    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize("record", RECORDS)
@pytest.mark.parametrize("who", ["submitter", "reviewer", "decision_maker", "auditor"])
def test_the_settings_are_refused_to_other_roles(record: str, who: str, cast: Cast) -> None:
    user: User = getattr(cast, who)

    assert visitor(user).get(reverse(f"admin:duediligence_{record}_changelist")).status_code == 403


@pytest.mark.parametrize("record", RECORDS)
def test_no_record_can_be_deleted(record: str, cast: Cast) -> None:
    model = next(one for one in site._registry if one._meta.model_name == record)
    page = site._registry[model]

    for user in (cast.admin, superuser()):
        request = visitor(user).get("/settings/").wsgi_request
        assert page.has_delete_permission(request) is False


def test_every_page_asks_for_no_more_than_forty_queries(case: Case, cast: Cast) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = visitor(cast.reviewer)
    counts = {}
    for name in PAGES:
        path = address(name, case)
        client.get(path)  # what is read once and kept is read now
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        counts[name] = len(asked)

    assert {name: count for name, count in counts.items() if count > 40} == {}


def test_no_page_is_left_out_of_these_tests(case: Case) -> None:
    for name in PAGES:
        try:
            address(name, case)
        except NoReverseMatch as missing:
            pytest.fail(str(missing))
