from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class DueDiligenceConfig(AppConfig):
    name = "duediligence"
    verbose_name = _("Research-security due diligence")

    def ready(self) -> None:
        from django.contrib.admin import site

        from duediligence import checks  # noqa: F401
        from duediligence.admin.accounts import follow_accounts
        from duediligence.admin.pages.sections import add_sections
        from duediligence.admin.records.registry import add_records
        from duediligence.models.guards import reinstall

        # SQLite drops triggers when a migration rebuilds their table.
        post_migrate.connect(reinstall, sender=self, dispatch_uid="duediligence.guards")
        follow_accounts()
        add_sections(site)
        add_records(site)
