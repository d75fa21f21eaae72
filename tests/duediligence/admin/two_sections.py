"""A site with two sections for the tests of the frame, and its addresses."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from duediligence.admin.frame import Count, Found, Notice, Page, Section, Tone
from duediligence.admin.site import DueDiligenceSite
from duediligence.enums import Role
from duediligence.models import User

site = DueDiligenceSite()


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "duediligence/base.html", site.each_context(request))


def detail(request: HttpRequest, number: int) -> HttpResponse:
    return HttpResponse(f"case {number}")


def is_auditor(user: User) -> bool:
    return Role.AUDITOR in user.roles()


def two_cases(request: HttpRequest) -> Count:
    return Count(2, "cases to do", urgent=True)


def stale_list(request: HttpRequest) -> Iterator[Notice]:
    yield Notice(Tone.WARNING, "The list is 400 days old.", "/lists/", "Update it")


def search_cases(request: HttpRequest, words: str) -> Iterator[Found]:
    yield Found("Cases", f"Case about {words}", "/cases/7/", "TU-7")


site.add_section(Section("Audit", 20, [Page("audit/", home, "audit")], may_see=is_auditor))
site.add_section(
    Section("Worklist", 10, [Page("", home, "worklist"), Page("cases/<int:number>/", detail, "case")], count=two_cases)
)
site.add_notices(stale_list)
site.add_search(search_cases)

urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/", include("allauth.urls")),
    path("", site.urls),
]
