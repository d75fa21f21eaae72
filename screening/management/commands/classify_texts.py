"""Which listed technology areas do texts touch, and by which words?"""

import datetime as dt
import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from screening.management.reading import RowRefused, json_rows
from screening.management.terminal import day
from screening.runs import second_opinion
from screening.runs.technology import matcher_for, published_on
from screening.technology.classify import Classification, TechnologyText, classify
from screening.technology.matcher import Matcher

FIELDS = ("title", "text", "keywords")


class Command(BaseCommand):
    help = _("Classify texts against a technology list: JSON Lines in (id, title, text, keywords, lang) and out.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help=_("a JSON Lines file, or - for standard input"))
        parser.add_argument("--list", default="JP20", help=_("code of the technology list (JP20)"))
        parser.add_argument("--as-at", type=day, metavar="D", help=_("use the editions published on this day"))

        parser.add_argument(
            "--second-opinion",
            action="store_true",
            help=_("add the areas that no listed word found and that the learned second opinion thinks worth a look"),
        )

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        asks_again = options["second_opinion"]
        if asks_again and options["list"] != second_opinion.LIST:
            words = _("The second opinion was trained on %(known)s and says nothing of %(list)s.")
            raise CommandError(words % {"known": second_opinion.LIST, "list": options["list"]})
        matcher = matcher_as_at(options["list"], options["as_at"] or timezone.localdate())
        for row, item in json_rows(file):
            text = text_of(file, row, item)
            found = classify(text, matcher)
            line = {"id": item.get("id", row), **answer(found, item.get("lang") or "")}
            if asks_again:
                opinions = second_opinion.worth_a_look(text, found)
                line["worth_a_look"] = [second_opinion.brief(opinion) for opinion in opinions]
            self.stdout.write(json.dumps(line, ensure_ascii=False))


def matcher_as_at(list_code: str, on: dt.date) -> Matcher:
    edition, lexicon = published_on(list_code, on)
    if edition is None or lexicon is None:
        missing = list_code if edition is None else _("the lexicon")
        words = _("No edition of %(list)s was published on %(day)s. Run “manage.py load_reference” to load what ships.")
        raise CommandError(words % {"list": missing, "day": on})
    return matcher_for(edition.pk, lexicon.pk)


def text_of(file: str, row: int, item: dict[str, Any]) -> TechnologyText:
    """Return the words of one item. Raises ``RowRefused`` naming the field that is not text."""
    texts = {field: _text(file, row, field, item.get(field)) for field in FIELDS}
    language = _text(file, row, "lang", item.get("lang"))
    return TechnologyText.of(
        title=texts["title"], abstract=texts["text"], keywords=[texts["keywords"]], language=language
    )


def answer(found: Classification, language: str) -> dict[str, Any]:
    """Return what was found, its fields named as they came in."""
    names = {f"{ours}_{language}" if language else ours: theirs for ours, theirs in _RENAMED.items()}
    return {
        "areas": [
            {
                "code": area.code,
                "score": area.score,
                "level": str(area.level),
                "spans": [{**span.as_dict(), "field": names[span.field]} for span in area.spans],
                "lowering": area.lowering.as_dict(),
            }
            for area in found.areas
        ],
        "suppressed": [{**one.as_dict(), "field": names[one.field]} for one in found.suppressed],
        "not_checked": list(found.not_checked),
    }


_RENAMED = {"title": "title", "abstract": "text", "keywords": "keywords"}


def _text(file: str, row: int, field: str, value: Any) -> str:
    """Keywords may come as a list; they are joined by line ends, to which offsets refer."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if field == "keywords" and isinstance(value, list) and all(isinstance(word, str) for word in value):
        return "\n".join(value)
    raise RowRefused(file, row, field, _("a text is needed"))
