import datetime as dt

import pytest
from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import Group
from django.test import Client, RequestFactory
from django.urls import ResolverMatch
from django.utils import translation

from duediligence.admin.frame import Count, Frame, NavigationEntry, Notice, Reader, Tone
from duediligence.enums import Role
from duediligence.models import Institution, RoleGrant, User
from tests import factories
from tests.duediligence.admin import two_sections as pages

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.duediligence.admin.two_sections")]

WORKLIST = NavigationEntry("Worklist", "/", True, Count(2, "cases to do", urgent=True))


@pytest.fixture(autouse=True)
def _the_site_of_these_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the error pages stand in the frame of the site that these addresses belong to."""
    from django.contrib.admin import site

    monkeypatch.setattr(site, "_wrapped", pages.site)


@pytest.fixture
def institution() -> Institution:
    return factories.institution("toto")


@pytest.fixture
def officer(institution: Institution) -> User:
    return factories.user(institution, Role.SECURITY_OFFICER, username="officer")


@pytest.fixture
def administrator(institution: Institution) -> User:
    return factories.user(institution, Role.OFFICE_ADMIN, username="administrator")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def frame_for(user: User, **cookies: str) -> Frame:
    request = RequestFactory().get("/")
    request.user = user
    request.resolver_match = ResolverMatch(pages.home, (), {}, url_name="worklist", namespaces=["admin"])
    request.COOKIES.update(cookies)
    return pages.site.frame(request)


# -- Coming in ---------------------------------------------------------------------------------------------
def test_a_page_sends_whoever_has_not_signed_in_to_the_one_sign_in_page() -> None:
    response = Client().get("/cases/7/", follow=True)

    assert response.redirect_chain[-1] == ("/accounts/login/?next=/cases/7/", 302)


def test_the_sign_in_without_a_way_back_leads_to_the_start_page() -> None:
    response = Client().get("/login/")

    assert response.headers["Location"] == "/accounts/login/?next=/"


def test_signing_out_and_the_password_belong_to_the_account_pages(officer: User) -> None:
    client = signed_in(officer)

    assert client.post("/logout/").headers["Location"] == "/accounts/logout/"
    assert client.get("/password_change/").headers["Location"] == "/accounts/password/change/"


def test_a_person_who_is_no_longer_active_does_not_come_in(officer: User) -> None:
    client = signed_in(officer)
    User.objects.filter(pk=officer.pk).update(is_active=False)

    assert client.get("/").status_code == 302


def test_a_section_may_own_the_root(officer: User) -> None:
    response = signed_in(officer).get("/")

    assert response.resolver_match.view_name == "admin:worklist"
    assert response.status_code == 200


def test_a_page_of_a_section_gets_the_parts_of_its_address(officer: User) -> None:
    assert signed_in(officer).get("/cases/7/").content == b"case 7"


def test_a_section_refuses_those_who_may_not_see_it(officer: User) -> None:
    response = signed_in(officer).get("/audit/")

    assert response.status_code == 403
    assert "403.html" in [template.name for template in response.templates]


def test_a_section_opens_to_those_who_may_see_it(institution: Institution) -> None:
    auditor = factories.user(institution, Role.AUDITOR)

    assert signed_in(auditor).get("/audit/").status_code == 200


def test_settings_refuse_an_officer(officer: User) -> None:
    assert signed_in(officer).get("/settings/").status_code == 403


def test_settings_open_to_the_administrator(administrator: User) -> None:
    response = signed_in(administrator).get("/settings/")

    assert response.status_code == 200
    assert "admin/index.html" in [template.name for template in response.templates]


def test_settings_open_to_a_superuser() -> None:
    superuser = User.objects.create(username="root", is_superuser=True)

    assert signed_in(superuser).get("/settings/").status_code == 200


# -- Frame -------------------------------------------------------------------------------------------------
def test_the_frame_shows_what_the_reader_may_see(officer: User) -> None:
    assert frame_for(officer) == Frame(
        navigation=[WORKLIST],
        notices=[Notice(Tone.WARNING, "The list is 400 days old.", "/lists/", "Update it")],
        reader=Reader("officer", ["研究セキュリティ担当"], "toto大学"),
        theme="auto",
        density="comfortable",
    )


def test_the_frame_adds_the_settings_for_the_administrator(administrator: User) -> None:
    navigation = frame_for(administrator).navigation

    assert navigation == [WORKLIST, NavigationEntry("設定", "/settings/", False, None)]


def test_the_frame_speaks_the_readers_language(officer: User) -> None:
    with translation.override("en"):
        reader = frame_for(officer).reader
        assert reader is not None
        assert (str(reader.roles[0]), reader.institution) == ("Research-security officer", "toto University")


def test_a_reader_without_an_institution_has_none() -> None:
    frame = frame_for(User.objects.create(username="root", is_superuser=True))

    assert frame.reader == Reader("root", [], "")


def test_a_role_that_has_ended_is_not_shown(officer: User) -> None:
    RoleGrant.objects.filter(user=officer).update(until_date=dt.date(2021, 3, 31))

    assert frame_for(officer).reader == Reader("officer", [], "toto大学")


def test_the_frame_keeps_the_readers_preferences(officer: User) -> None:
    frame = frame_for(officer, theme="dark", density="compact")

    assert (frame.theme, frame.density) == ("dark", "compact")


def test_a_preference_that_is_none_of_the_choices_is_ignored(officer: User) -> None:
    frame = frame_for(officer, theme='"><script>', density="huge")

    assert (frame.theme, frame.density) == ("auto", "comfortable")


def test_the_frame_of_somebody_unknown_names_nothing() -> None:
    response = Client().get("/accounts/login/", headers={"cookie": "theme=dark"})

    assert response.context["frame"] == Frame(theme="dark")


def test_no_entry_is_current_outside_the_site(officer: User) -> None:
    request = RequestFactory().get("/accounts/password/change/")
    request.user = officer
    request.resolver_match = ResolverMatch(pages.home, (), {}, url_name="worklist")

    assert [entry.is_current for entry in pages.site.frame(request).navigation] == [False]


def test_the_records_belong_to_the_settings() -> None:
    superuser = User.objects.create(username="root", is_superuser=True)
    request = RequestFactory().get("/auth/group/")
    request.user = superuser
    view = ModelAdmin(Group, pages.site).get_urls()[0].callback
    request.resolver_match = ResolverMatch(view, (), {}, url_name="auth_group_changelist", namespaces=["admin"])

    assert [(entry.url, entry.is_current) for entry in pages.site.frame(request).navigation] == [
        ("/", False),
        ("/settings/", True),
    ]


def test_the_search_is_no_section() -> None:
    superuser = User.objects.create(username="root", is_superuser=True)

    response = signed_in(superuser).get("/search/")

    assert [entry.is_current for entry in response.context["frame"].navigation] == [False, False]


def test_an_entry_is_current_on_every_page_of_its_section(officer: User) -> None:
    request = RequestFactory().get("/cases/7/")
    request.user = officer
    request.resolver_match = ResolverMatch(pages.detail, (), {}, url_name="case", namespaces=["admin"])

    assert pages.site.frame(request).navigation == [WORKLIST]


def test_a_request_that_never_reached_the_sign_in_gets_an_empty_frame() -> None:
    assert pages.site.frame(RequestFactory().get("/")) == Frame()


# -- Search ------------------------------------------------------------------------------------------------
def test_the_search_window_gets_the_answers_alone(officer: User) -> None:
    response = signed_in(officer).get("/search/", {"q": "quantum"}, headers={"HX-Request": "true"})

    assert [template.name for template in response.templates] == ["duediligence/components/found.html"]
    assert '<a href="/cases/7/" id="found-1-1">Case about quantum' in response.content.decode()


def test_the_search_without_a_script_is_a_page(officer: User) -> None:
    response = signed_in(officer).get("/search/", {"q": "quantum"})

    assert "duediligence/search.html" in [template.name for template in response.templates]
    assert "Case about quantum" in response.content.decode()


def test_the_search_without_words_lists_the_pages_only(administrator: User) -> None:
    response = signed_in(administrator).get("/search/")

    assert [(str(one.label), one.url) for one in response.context["found"]] == [
        ("Worklist", "/"),
        ("設定", "/settings/"),
    ]


def test_the_search_finds_a_page_by_part_of_its_name_in_any_case(administrator: User) -> None:
    response = signed_in(administrator).get("/search/", {"q": " WORK "})

    assert [str(one.label) for one in response.context["found"]] == ["Worklist", "Case about WORK"]


def test_the_search_takes_no_endless_words(officer: User) -> None:
    response = signed_in(officer).get("/search/", {"q": "x" * 10_000})

    assert response.context["words"] == "x" * 200
