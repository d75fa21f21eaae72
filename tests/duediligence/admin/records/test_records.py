"""The records of the settings: kept by the office's administrator, its own alone, audited, never deleted."""

from typing import Any

import pytest
from django.urls import reverse

from duediligence.domain import api_client
from duediligence.enums import Role, Scope
from duediligence.models import (
    ApiClient,
    ApiKey,
    AuditEvent,
    Department,
    Institution,
    Person,
    RoleGrant,
    User,
)
from tests import factories
from tests.duediligence.admin.visiting import superuser, told, visitor
from tests.factories import Cast

pytestmark = pytest.mark.django_db

NONE = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0"}
USER = {"username": "shinjin", "display_name": "新人 一郎", "email": "shinjin@example.ac.jp", "is_active": "on"}
RELATIONS = ("User", "Institution", "Department", "Funder", "Affiliation", "Programme", "Parent")
ENGLISH = [
    *(f">{words}<" for words in RELATIONS),
    *(f"{words}:" for words in RELATIONS),
    ">Save<",
    "History",
    "Username",
]
PASSWORD = {"usable_password": "true", "password1": "correct-horse-7", "password2": "correct-horse-7"}


def address(record: str, act: str = "changelist", *keys: Any) -> str:
    return reverse(f"admin:duediligence_{record}_{act}", args=keys)


def inline(prefix: str, *rows: dict[str, Any], initial: int = 0, **parent: Any) -> dict[str, Any]:
    given = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": initial}
    for at, row in enumerate(rows):
        given |= {f"{prefix}-{at}-{name}": value for name, value in (parent | row).items()}
    return given


def granting(user: User, role: Role, **changes: Any) -> dict[str, Any]:
    kept = {"username": user.username, "email": user.email, "is_active": "on"}
    row = {"role": role, "from_date": "2026-06-01", "until_date": "", "id": "", **changes}
    return {**kept, **inline("grants", row, user=user.pk)}


# -- Users and their roles ---------------------------------------------------------------------------------
def test_a_user_is_made_at_the_administrators_own_institution(cast: Cast) -> None:
    response = visitor(cast.admin).post(address("user", "add"), {**USER, **PASSWORD})

    made = User.objects.get(username="shinjin")
    assert response.status_code == 302
    assert (made.institution, made.is_superuser) == (cast.institution, False)
    event = AuditEvent.objects.get(verb="record.added", object_type="user")
    assert event.institution == cast.institution
    assert "password" not in event.after


def test_an_administrator_makes_nobody_an_administrator_of_the_installation(cast: Cast) -> None:
    client = visitor(cast.admin)
    elsewhere = cast.stranger.institution
    assert elsewhere

    more = {"is_superuser": "on", "is_staff": "on", "institution": elsewhere.pk}
    client.post(address("user", "add"), {**USER, **PASSWORD, **more})

    made = User.objects.get(username="shinjin")
    assert (made.is_superuser, made.is_staff, made.institution) == (False, False, cast.institution)


def test_a_role_is_granted_from_a_day_on(cast: Cast) -> None:
    response = visitor(cast.admin).post(
        address("user", "change", cast.submitter.pk), granting(cast.submitter, Role.AUDITOR)
    )

    assert response.status_code == 302
    assert Role.AUDITOR in User.objects.get(pk=cast.submitter.pk).roles()
    assert AuditEvent.objects.get(object_type="rolegrant").after["role"] == "auditor"


def test_nobody_grants_a_role_to_themselves(cast: Cast) -> None:
    response = visitor(cast.admin).post(
        address("user", "change", cast.admin.pk), granting(cast.admin, Role.DECISION_MAKER)
    )

    assert "Nobody changes their own roles. Ask another administrator." in told(response)
    assert not RoleGrant.objects.filter(user=cast.admin, role=Role.DECISION_MAKER).exists()


def test_the_role_of_a_grant_is_never_rewritten(cast: Cast) -> None:
    grant = cast.submitter.grants.get()
    given = granting(cast.submitter, Role.DECISION_MAKER, id=grant.pk, until_date="2026-12-31")

    visitor(cast.admin).post(address("user", "change", cast.submitter.pk), {**given, "grants-INITIAL_FORMS": 1})

    grant.refresh_from_db()
    assert (grant.role, str(grant.until_date)) == (Role.RESEARCHER, "2026-12-31")


def test_a_password_is_set_and_the_act_is_in_the_log_without_it(cast: Cast) -> None:
    path = reverse("admin:auth_user_password_change", args=[cast.submitter.pk])

    response = visitor(cast.admin).post(path, PASSWORD)

    assert response.status_code == 302
    assert User.objects.get(pk=cast.submitter.pk).check_password("correct-horse-7")
    event = AuditEvent.objects.get(verb="user.password_set")
    assert "correct-horse" not in str((event.before, event.after, event.reason))


def test_the_password_of_the_installations_administrator_is_not_the_offices_to_set(cast: Cast) -> None:
    root = superuser()
    User.objects.filter(pk=root.pk).update(institution=cast.institution)
    before = User.objects.get(pk=root.pk).password

    response = visitor(cast.admin).post(reverse("admin:auth_user_password_change", args=[root.pk]), PASSWORD)

    assert response.status_code == 403
    assert User.objects.get(pk=root.pk).password == before


@pytest.mark.parametrize("act", ["change", "history", "password"])
def test_a_user_of_another_institution_is_not_found(act: str, cast: Cast) -> None:
    client = visitor(cast.stranger)
    key = cast.reviewer.pk
    path = reverse("admin:auth_user_password_change", args=[key]) if act == "password" else address("user", act, key)

    assert client.get(path).status_code == 404
    assert client.post(path, PASSWORD).status_code == 404
    assert cast.reviewer.username not in told(client.get(address("user")))


def test_the_department_of_another_institution_is_not_offered(cast: Cast) -> None:
    elsewhere = cast.stranger.institution
    other = Department.objects.create(institution=elsewhere, code="x", name_ja="他学部", name_en="Other")

    response = visitor(cast.admin).post(address("user", "add"), {**USER, **PASSWORD, "department": other.pk})

    assert response.status_code == 200
    assert "他学部" not in told(response)
    assert not User.objects.filter(username="shinjin").exists()


# -- Institution, departments, programmes ------------------------------------------------------------------
def test_the_code_of_an_institution_stays(cast: Cast) -> None:
    client = visitor(cast.admin)

    client.post(
        address("institution", "change", cast.institution.pk),
        {"code": "other", "is_demo": "", "name_ja": "新大学", "name_en": "New University", "ror": ""},
    )

    kept = Institution.objects.get(pk=cast.institution.pk)
    assert (kept.code, kept.name_ja) == (cast.institution.code, "新大学")


def test_an_office_adds_no_institution(cast: Cast) -> None:
    assert visitor(cast.admin).get(address("institution", "add")).status_code == 403
    assert visitor(superuser()).get(address("institution", "add")).status_code == 200


def test_a_department_is_added_once(cast: Cast) -> None:
    client = visitor(cast.admin)
    given = {"code": "sci", "name_ja": "理学部", "name_en": "Science"}

    first, second = client.post(address("department", "add"), given), client.post(address("department", "add"), given)

    assert (first.status_code, second.status_code) == (302, 200)
    assert "errorlist" in told(second)
    assert Department.objects.filter(institution=cast.institution, code="sci").count() == 1
    assert AuditEvent.objects.filter(object_type="department", verb="record.added").count() == 1


def test_what_all_institutions_share_is_kept_by_the_installation(cast: Cast) -> None:
    programme = factories.programme()
    client = visitor(cast.admin)

    assert client.get(address("funder", "add")).status_code == 403
    assert client.get(address("apiclient")).status_code == 403
    assert client.post(address("funder", "change", programme.funder_id), {"code": "x"}).status_code == 403
    assert visitor(superuser()).get(address("funder", "add")).status_code == 200


# -- People and organisations ------------------------------------------------------------------------------
def test_another_name_is_added_and_the_person_stays_who_they_are(cast: Cast) -> None:
    person = Person.objects.filter(institution=cast.institution).first()
    assert person
    row = {"text": "Mihon Ichiro", "name_type": "romanised", "reading": "", "language": "", "id": ""}
    fields = ("id", "text", "name_type", "reading")
    kept = [{field: getattr(one, field) for field in fields} for one in person.names.all()]
    given = {"name": "別人", "furigana": "", "user": ""}
    names = inline("names", *kept, row, initial=len(kept), person=person.pk)

    response = visitor(cast.admin).post(address("person", "change", person.pk), {**given, **names})

    person.refresh_from_db()
    assert response.status_code == 302, told(response)
    assert (person.name, person.names.filter(text="Mihon Ichiro").count()) == ("見本 一郎", 1)
    assert AuditEvent.objects.filter(object_type="personname").count() == 1


def test_nobody_is_added_by_hand(cast: Cast) -> None:
    for user in (cast.admin, superuser()):
        assert visitor(user).get(address("person", "add")).status_code == 403
        assert visitor(user).get(address("organisation", "add")).status_code == 403


# -- Keys of funders' programs -----------------------------------------------------------------------------
@pytest.fixture
def program(cast: Cast) -> ApiClient:
    return factories.client(factories.programme())


def keys(program: ApiClient) -> str:
    return reverse("admin:api_keys", args=[program.pk])


def test_a_key_is_shown_once(program: ApiClient) -> None:
    client = visitor(superuser())

    response = client.post(keys(program), {"scopes": [Scope.CASES_READ], "valid_days": "30"})

    key = ApiKey.objects.get()
    assert f"dd_{key.prefix}_" in told(response) and "It is shown this once" in told(response)
    assert "no-store" in response["Cache-Control"]
    assert "It is shown this once" not in told(client.get(keys(program)))
    assert AuditEvent.objects.filter(verb="api_key.issued").count() == 1


@pytest.mark.parametrize(
    "given", [{}, {"scopes": ["everything"], "valid_days": "30"}, {"scopes": ["cases:read"], "valid_days": "0"}]
)
def test_a_key_without_scope_or_end_is_refused(given: dict[str, Any], program: ApiClient) -> None:
    response = visitor(superuser()).post(keys(program), given)

    assert response.status_code == 422
    assert "error-summary" in told(response)
    assert not ApiKey.objects.exists()


def test_a_key_is_revoked_once(program: ApiClient) -> None:
    key, _secret = api_client.issue_key(program, actor=factories.SYSTEM, scopes=[Scope.CASES_READ], valid_days=30)
    client = visitor(superuser())
    path = reverse("admin:api_key_revoke", args=[program.pk, key.pk])

    client.get(path)
    key.refresh_from_db()
    untouched = key.revoked_at
    client.post(path, {"reason": "漏えいの疑い"})
    key.refresh_from_db()
    first = key.revoked_at
    client.post(path, {"reason": "もう一度"})

    key.refresh_from_db()
    assert untouched is None
    assert first == key.revoked_at is not None
    assert AuditEvent.objects.get(verb="api_key.revoked").reason == "漏えいの疑い"


def test_a_key_is_found_under_its_own_client_alone(program: ApiClient, cast: Cast) -> None:
    key, _secret = api_client.issue_key(program, actor=factories.SYSTEM, scopes=[Scope.CASES_READ], valid_days=30)
    other = factories.client(factories.programme())

    assert visitor(superuser()).post(reverse("admin:api_key_revoke", args=[other.pk, key.pk])).status_code == 404
    assert visitor(cast.admin).post(keys(program), {"scopes": ["cases:read"], "valid_days": "9"}).status_code == 403


@pytest.mark.parametrize("record", ["user", "institution", "department", "funder", "programme", "apiclient", "person"])
def test_the_records_speak_japanese(record: str, cast: Cast, program: ApiClient) -> None:
    root = superuser()
    User.objects.filter(pk=root.pk).update(institution=cast.institution)
    client = visitor(root, language="ja")
    listed = client.get(address(record))
    pages = told(listed) + told(client.get(address(record, "change", listed.context["cl"].result_list[0].pk)))

    assert [english for english in ENGLISH if english in pages] == []
