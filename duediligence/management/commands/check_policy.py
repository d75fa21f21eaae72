"""Say everything that is wrong with a policy file, place by place."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duediligence.management.policy_file import read_policy_file, sentence
from duediligence.policy.faults import PolicyRefused
from duediligence.policy.parse import check_policy


class Command(BaseCommand):
    help = _("Check a policy file and name every fault by its path.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help=_("one JSON object a fault"))

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            faults = check_policy(read_policy_file(file))
        except PolicyRefused as refused:
            faults = list(refused.faults)
        for fault in faults:
            plain = {"path": fault.path, "code": fault.code, "message": sentence(fault)}
            self.stdout.write(json.dumps(plain, ensure_ascii=False) if options["json"] else sentence(fault))
        if faults:
            words = ngettext("%(file)s: %(count)d fault.", "%(file)s: %(count)d faults.", len(faults))
            raise CommandError(words % {"file": file, "count": len(faults)})
        if not options["json"]:
            self.stdout.write(_("%(file)s: no faults.") % {"file": file})
