from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ScreeningConfig(AppConfig):
    name = "screening"
    verbose_name = _("Screening")

    def ready(self) -> None:
        from screening import checks  # noqa: F401
        from screening.models.list_guards import reinstall

        # SQLite drops triggers when a migration rebuilds their table.
        post_migrate.connect(reinstall, sender=self, dispatch_uid="screening.guards")
