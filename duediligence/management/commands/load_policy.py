"""Take a policy file in as a draft edition, or publish it at once."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from duediligence.domain import policy as policies
from duediligence.domain.actor import Actor
from duediligence.errors import Refused
from duediligence.management.policy_file import read_policy_file, sentence
from duediligence.messages import explain
from duediligence.models import Institution
from duediligence.policy.faults import PolicyRefused


class Command(BaseCommand):
    help = _("Load a policy file as a draft edition. In the web admin a second person publishes it.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--institution", help=_("code of the institution; without it the edition is for everybody"))
        parser.add_argument("--publish", action="store_true", help=_("publish it as the operator of the installation"))
        parser.add_argument("--json", action="store_true", help=_("print one JSON object"))

    def handle(self, *args: Any, file: Path, institution: str | None, publish: bool, **options: Any) -> None:
        owner = Institution.objects.filter(code=institution).first() if institution else None
        if institution and owner is None:
            raise CommandError(_("There is no institution “%(code)s”.") % {"code": institution})
        actor = Actor.of_system("load_policy")
        try:
            with transaction.atomic():
                edition = policies.draft(read_policy_file(file), institution=owner, actor=actor)
                if publish:
                    policies.publish(edition, actor=actor)
        except PolicyRefused as refused:
            raise CommandError("\n".join(f"{file}: {sentence(fault)}" for fault in refused.faults)) from refused
        except Refused as refused:
            raise CommandError(explain(refused)) from refused
        edition.refresh_from_db()
        facts = {"code": edition.code, "edition": edition.edition, "status": edition.status, "sha256": edition.sha256}
        line = f"{edition}: {edition.get_status_display()} ({edition.sha256[:12]})"
        self.stdout.write(json.dumps(facts, ensure_ascii=False) if options["json"] else line)
