"""The lists and the lexicon that ship with the product, read from their folder (``fixtures/technology``)."""

import json
from pathlib import Path
from typing import Any

from screening.technology.lexicon import Lexicon, parse_lexicon
from screening.technology.taxonomy import TechnologyList, parse_technology_list


def read_lists(folder: Path) -> tuple[TechnologyList, ...]:
    """Every list edition of ``folder/lists``, by file name."""
    return tuple(parse_technology_list(_decoded(path)) for path in sorted((folder / "lists").glob("*.json")))


def read_list(folder: Path, code: str) -> TechnologyList:
    """The edition of the list ``code``; its file is named after it."""
    return parse_technology_list(_decoded(folder / "lists" / f"{code.lower()}.json"))


def read_lexicon(folder: Path) -> Lexicon:
    """The lexicon of ``folder/lexicon``: one file of concepts per field, and ``edition.json``."""
    return parse_lexicon(lexicon_data(folder))


def lexicon_data(folder: Path) -> dict[str, Any]:
    """The shipped lexicon as one object in the form that :func:`parse_lexicon` reads."""
    paths = sorted(path for path in (folder / "lexicon").glob("*.json") if path.name != "edition.json")
    concepts = [concept for path in paths for concept in _decoded(path)["concepts"]]
    return {"edition": _decoded(folder / "lexicon" / "edition.json")["edition"], "concepts": concepts}


def _decoded(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
