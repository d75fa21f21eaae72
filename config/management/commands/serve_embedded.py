"""Serve the web admin, the worker and beat from this machine alone, until Ctrl-C."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from config.embedded.address import HOST, PortInUseError, listen
from config.embedded.processes import die_with_parent
from config.embedded.serve import serve
from config.env import Environment


class Command(BaseCommand):
    help = _("Serve the web admin with worker and beat on this machine, without any other server, until Ctrl-C.")
    # Checks read every page of the web admin, which the web server that is started here reads anyway.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, help=_("where to listen; the variable PORT by default, else 8000"))

    def handle(self, *args: Any, port: int | None, **options: Any) -> None:
        die_with_parent()
        port = port or Environment().integer("PORT", 8000, minimum=1, maximum=65535)
        try:
            listener = listen(port)
        except PortInUseError as error:
            problem = _("Port %(port)s is in use. Choose another one, for instance: make run PORT=%(other)s")
            raise CommandError(problem % {"port": error.port, "other": error.port + 1}) from None
        with listener:
            self.prepare()
            ended = serve(listener, announce=lambda: self.announce(port))
        if ended is not None:
            problem = _("The %(part)s ended by itself with status %(status)s; everything was stopped.")
            raise CommandError(problem % {"part": ended.name, "status": ended.status})

    def prepare(self) -> None:
        """Do what must be done before the first page; the port is already ours."""

    def announce(self, port: int) -> None:
        address = f"http://{HOST}:{port}/"
        self.stdout.write(_("Ready at %(address)s — stop with Ctrl-C.") % {"address": address})
        self.stdout.flush()
