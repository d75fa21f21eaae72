"""Every address of the installation."""

from allauth.urls import urlpatterns as account_urls
from django.contrib import admin
from django.urls import include, path

from config.health import healthz, readyz
from duediligence.admin.accounts import whole_or_not

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/", include([whole_or_not(entry) for entry in account_urls])),
    path("declarations/", include("duediligence.admin.portal.urls")),
    path("partners/", include("duediligence.admin.portal.partner_urls")),
    path("api/v1/", include("duediligence.api.urls")),
    path("", admin.site.urls),
]
