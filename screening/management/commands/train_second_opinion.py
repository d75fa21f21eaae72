"""Train the learned second opinion on labelled texts."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from screening.runs.second_opinion import LIST, OWN, SHIPPED
from screening.technology.faults import TechnologyFault
from screening.technology.second_opinion import SecondOpinion, load_second_opinion, save_second_opinion
from screening.technology.shipped import read_lexicon, read_list
from screening.technology.trial import train_on


class Command(BaseCommand):
    help = _("Train the second opinion on labelled texts: JSON Lines of id, lang, title, text, gold and ok areas.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("items", type=Path, nargs="+", help=_("JSON Lines files of labelled texts"))
        parser.add_argument(
            "--correct", action="store_true", help=_("learn a correction of the shipped model instead of a new one")
        )
        parser.add_argument("--output", type=Path, default=OWN, help=_("the folder that takes weights and manifest"))

    def handle(self, *args: Any, items: list[Path], output: Path, correct: bool, **options: Any) -> None:
        model = trained(items, load_second_opinion(SHIPPED) if correct else None)
        save_second_opinion(model, output)
        self.stdout.write(_("%(items)d texts, measured out of fold: %(figures)s") % _told(model))


def trained(items: list[Path], base: SecondOpinion | None) -> SecondOpinion:
    shipped = settings.BASE_DIR / "fixtures" / "technology"
    names = ", ".join(str(path) for path in items)
    try:
        return train_on(items, read_lexicon(shipped), read_list(shipped, LIST), base)
    except OSError as error:
        words = _("%(file)s cannot be read: %(reason)s") % {"file": error.filename, "reason": error.strerror}
        raise CommandError(words) from error
    except TechnologyFault as fault:
        raise CommandError(f"{names}, {fault}") from fault


def _told(model: SecondOpinion) -> dict[str, Any]:
    return {"items": model.manifest["trained_on"]["items"], "figures": model.manifest["figures"]["at_threshold"]}
