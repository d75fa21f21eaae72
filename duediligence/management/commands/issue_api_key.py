"""Make a key for a funder's program and show it, once."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from duediligence.domain.actor import Actor
from duediligence.domain.api_client import VALID_DAYS, issue_key
from duediligence.enums import Scope
from duediligence.errors import Refused
from duediligence.models import ApiClient

MAX_DAYS = 3 * 365


class Command(BaseCommand):
    help = "Make a key for a funder's program. It is printed once and cannot be read again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("funder", help="code of the funder")
        parser.add_argument("client", help="name of its program, as recorded in the web admin")
        parser.add_argument(
            "--scope",
            action="append",
            required=True,
            choices=[scope.value for scope in Scope],
            help="what the key may do; may be given several times",
        )
        parser.add_argument("--days", type=int, default=VALID_DAYS, help="how long it is valid (%(default)s)")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["days"] <= MAX_DAYS:
            raise CommandError(f"--days: must be from 1 to {MAX_DAYS}, not {options['days']}")
        client = ApiClient.objects.filter(funder__code=options["funder"], name=options["client"]).first()
        if client is None:
            raise CommandError(f"client: the funder “{options['funder']}” has no program “{options['client']}”")
        scopes = {Scope(scope) for scope in options["scope"]}
        try:
            key, text = issue_key(
                client, actor=Actor.of_system("issue_api_key"), scopes=scopes, valid_days=options["days"]
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            shown = {"key": text, "prefix": key.prefix, "scopes": key.scopes, "expires_at": key.expires_at.isoformat()}
            self.stdout.write(json.dumps(shown))
        else:
            self.stdout.write(text)
            self.stderr.write(f"{', '.join(key.scopes)}; valid until {key.expires_at:%Y-%m-%d}; not shown again")
