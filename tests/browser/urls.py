"""Every address of the installation, and the gallery."""

from django.urls import include, path

from config.urls import urlpatterns as installed

urlpatterns = [path("gallery/", include("tests.browser.gallery")), *installed]
