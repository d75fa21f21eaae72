"""Every address of the installation, the gallery, and the pages that somebody sees when something went wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from config.urls import urlpatterns as installed


def mistake(request: HttpRequest, code: str) -> HttpResponse:
    return render(request, f"{code}.html", status=int(code[:3]))


urlpatterns = [
    path("gallery/errors/<slug:code>/", mistake),
    path("gallery/", include("tests.browser.gallery")),
    *installed,
]
