"""The project itself as an application, and the admin site that is ours."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from config import (
            celery,  # noqa: F401 - tasks called from a page go to this broker
            checks,  # noqa: F401 - registers itself
        )


class AdminConfig(DjangoAdminConfig):
    default_site = "duediligence.admin.site.DueDiligenceSite"
