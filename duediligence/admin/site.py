"""The web admin: one site, one sign-in, one look.

Daily work stands on the pages of its sections; configuration on Django's own admin pages under *Settings*.
A section is added where the admin modules are discovered: ``site.add_section(Section(...))``.
"""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext_lazy as _

from duediligence.admin.frame import (
    DENSITIES,
    THEMES,
    Found,
    Frame,
    NavigationEntry,
    Notice,
    NoticeSource,
    Page,
    SearchSource,
    Section,
    preference,
    reader_of,
    signed_in,
)
from duediligence.domain.access import CONFIGURERS
from duediligence.models import User

SETTINGS_ORDER = 1000


def may_configure(user: User) -> bool:
    """Let the office's administrator and the installation's own to the records."""
    return user.is_superuser or bool(user.roles() & CONFIGURERS)


class DueDiligenceSite(admin.AdminSite):
    site_title = _("Research security due diligence")
    site_header = site_title
    index_title = _("Settings")
    enable_nav_sidebar = False

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self._sections: list[Section] = []
        self._notice_sources: list[NoticeSource] = []
        self._search_sources: list[SearchSource] = []
        page = Page("settings/", self.settings, "settings")
        self._settings = Section(_("Settings"), SETTINGS_ORDER, [page], may_see=may_configure)
        self.add_section(self._settings)

    def add_section(self, section: Section) -> None:
        self._sections.append(section)
        self._sections.sort(key=lambda one: one.order)

    def add_notices(self, source: NoticeSource) -> None:
        """Ask ``source`` on every page what everybody must be warned of."""
        self._notice_sources.append(source)

    def add_search(self, source: SearchSource) -> None:
        """Ask ``source`` for what fits the words typed into the search."""
        self._search_sources.append(source)

    # -- Addresses -----------------------------------------------------------------------------------------
    def get_urls(self) -> list[URLResolver | URLPattern]:
        # A section may own the root address; Django's index then lies behind it and stays unused.
        own: list[URLResolver | URLPattern] = [
            path(page.route, self._guarded(section, page), name=page.name)
            for section in self._sections
            for page in section.pages
        ]
        search = path("search/", self.admin_view(self.search), name="search")
        return [*own, search, *super().get_urls()]

    def _guarded(self, section: Section, page: Page) -> Callable[..., HttpResponseBase]:
        @wraps(page.view)
        def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not section.may_see(signed_in(request)):
                raise PermissionDenied
            return page.view(request, *args, **kwargs)

        return self.admin_view(view)

    # -- Coming in -----------------------------------------------------------------------------------------
    def has_permission(self, request: HttpRequest) -> bool:
        """Let in whoever has signed in; each page then asks for its own permission."""
        return request.user.is_authenticated and request.user.is_active

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send to the one sign-in page instead of showing a second one."""
        home = reverse("admin:index", current_app=self.name)
        return redirect_to_login(request.GET.get(REDIRECT_FIELD_NAME, home), reverse("account_login"))

    def logout(  # type: ignore[override]  # a redirection instead of a page
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("account_logout")

    def password_change(  # type: ignore[override]  # likewise
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("account_change_password")

    # -- Frame ---------------------------------------------------------------------------------------------
    def frame(self, request: HttpRequest) -> Frame:
        """Return what surrounds the page that ``request`` asked for."""
        theme = preference(request.COOKIES, "theme", THEMES)
        density = preference(request.COOKIES, "density", DENSITIES)
        user = getattr(request, "user", None)  # an error page may come before the sign-in was read
        if user is None or not user.is_authenticated:
            return Frame(theme=theme, density=density)
        return Frame(
            navigation=list(self._navigation(request)),
            notices=list(self._notices(request)),
            reader=reader_of(user),
            theme=theme,
            density=density,
        )

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().each_context(request), "frame": self.frame(request)}

    def _navigation(self, request: HttpRequest) -> Iterator[NavigationEntry]:
        user = signed_in(request)
        current = self._section_of(request)
        for section in self._sections:
            if section.may_see(user):
                yield NavigationEntry(
                    label=section.label,
                    url=reverse(f"{self.name}:{section.pages[0].name}"),
                    is_current=section is current,
                    count=section.count(request),
                )

    def _section_of(self, request: HttpRequest) -> Section | None:
        match = request.resolver_match
        if match is None or match.namespace != self.name:
            return None
        for section in self._sections:
            if any(page.name == match.url_name for page in section.pages):
                return section
        # Django's own pages of a record belong to the settings.
        return self._settings if hasattr(match.func, "model_admin") else None

    def _notices(self, request: HttpRequest) -> Iterator[Notice]:
        for source in self._notice_sources:
            yield from source(request)

    # -- Pages of the site itself --------------------------------------------------------------------------
    def settings(self, request: HttpRequest) -> HttpResponse:
        """Show the records that the reader may configure."""
        return super().index(request)

    def search(self, request: HttpRequest) -> HttpResponse:
        """Answer the words typed; a request of the search window gets the answers alone."""
        words = request.GET.get("q", "").strip()[:200]
        fragment = "HX-Request" in request.headers
        template = "duediligence/components/found.html" if fragment else "duediligence/search.html"
        context = {**self.each_context(request), "words": words, "found": list(self._find(request, words))}
        return render(request, template, context)

    def _find(self, request: HttpRequest, words: str) -> Iterator[Found]:
        for entry in self._navigation(request):
            if words.casefold() in str(entry.label).casefold():
                yield Found(_("Pages"), entry.label, entry.url)
        if words:
            for source in self._search_sources:
                yield from source(request, words)
