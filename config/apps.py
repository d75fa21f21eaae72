"""The project itself as an application, and the admin site that is ours."""

from django.apps import AppConfig
from django.contrib.admin.apps import SimpleAdminConfig


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from config import (
            celery,  # noqa: F401 - tasks called from a page go to this broker
            checks,  # noqa: F401 - registers itself
        )


class AdminConfig(SimpleAdminConfig):
    """The records that the site shows are registered one by one, with their audit entries; none is discovered."""

    default_site = "duediligence.admin.site.DueDiligenceSite"
