"""Train the learned second opinion on labelled texts."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from screening.runs.second_opinion import FOLDER, LIST
from screening.technology.faults import TechnologyFault
from screening.technology.second_opinion import SecondOpinion, save_second_opinion
from screening.technology.shipped import read_lexicon, read_list
from screening.technology.trial import train_on


class Command(BaseCommand):
    help = _("Train the second opinion on labelled texts: JSON Lines of id, lang, title, text, gold and ok areas.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("items", type=Path, help=_("a JSON Lines file of labelled texts"))
        parser.add_argument("--output", type=Path, default=FOLDER, help=_("the folder that takes weights and manifest"))

    def handle(self, *args: Any, items: Path, output: Path, **options: Any) -> None:
        model = trained(items)
        save_second_opinion(model, output)
        self.stdout.write(_("%(items)d texts, measured out of fold: %(figures)s") % _told(model))


def trained(items: Path) -> SecondOpinion:
    shipped = settings.BASE_DIR / "fixtures" / "technology"
    try:
        return train_on(items, read_lexicon(shipped), read_list(shipped, LIST))
    except OSError as error:
        words = _("%(file)s cannot be read: %(reason)s") % {"file": items, "reason": error.strerror}
        raise CommandError(words) from error
    except TechnologyFault as fault:
        raise CommandError(f"{items}, {fault}") from fault


def _told(model: SecondOpinion) -> dict[str, Any]:
    return {"items": model.manifest["trained_on"]["items"], "figures": model.manifest["figures"]["at_threshold"]}
