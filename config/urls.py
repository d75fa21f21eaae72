"""Every address of the installation."""

from django.contrib import admin
from django.urls import include, path

from config.health import healthz, readyz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/", include("allauth.urls")),
    path("declarations/", include("duediligence.admin.portal.urls")),
    path("api/v1/", include("duediligence.api.urls")),
    path("", admin.site.urls),
]
