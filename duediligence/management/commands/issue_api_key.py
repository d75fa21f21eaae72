"""Make a key for a funder's program and show it, once."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from duediligence.domain.actor import Actor
from duediligence.domain.api_client import VALID_DAYS, issue_key
from duediligence.enums import Scope
from duediligence.errors import Refused
from duediligence.messages import explain
from duediligence.models import ApiClient

MAX_DAYS = 3 * 365


class Command(BaseCommand):
    help = _("Make a key for a funder's program. It is printed once and cannot be read again.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("funder", help=_("code of the funder"))
        parser.add_argument("client", help=_("name of its program, as recorded in the web admin"))
        parser.add_argument(
            "--scope",
            action="append",
            required=True,
            choices=[scope.value for scope in Scope],
            help=_("what the key may do; may be given several times"),
        )
        parser.add_argument("--days", type=int, default=VALID_DAYS, help=_("how many days it is valid (%(default)s)"))
        parser.add_argument("--json", action="store_true", help=_("print one JSON object"))

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["days"] <= MAX_DAYS:
            words = _("--days: must be from 1 to %(most)d, not %(days)d")
            raise CommandError(words % {"most": MAX_DAYS, "days": options["days"]})
        client = ApiClient.objects.filter(funder__code=options["funder"], name=options["client"]).first()
        if client is None:
            words = _("client: the funder “%(funder)s” has no program “%(client)s”")
            raise CommandError(words % {"funder": options["funder"], "client": options["client"]})
        scopes = {Scope(scope) for scope in options["scope"]}
        try:
            key, text = issue_key(
                client, actor=Actor.of_system("issue_api_key"), scopes=scopes, valid_days=options["days"]
            )
        except Refused as refusal:
            raise CommandError(explain(refusal)) from refusal
        if options["json"]:
            shown = {"key": text, "prefix": key.prefix, "scopes": key.scopes, "expires_at": key.expires_at.isoformat()}
            self.stdout.write(json.dumps(shown))
        else:
            self.stdout.write(text)
            words = _("%(scopes)s; valid until %(day)s; not shown again")
            self.stderr.write(words % {"scopes": ", ".join(key.scopes), "day": f"{key.expires_at:%Y-%m-%d}"})
