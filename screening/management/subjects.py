"""Subjects of ``screen_names``: rows of a table or JSON Lines."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _

from screening.management.tables import kind_of, lines_of, table_rows
from screening.matching.subject import Subject, SubjectName

COLUMNS = ("ref", "kind", "name", "aliases", "country", "birth_date", "identifiers")


@dataclass(frozen=True, slots=True)
class SubjectRefused:
    """A row that names nobody who could be screened; ``problem`` says where and why. It is never clear."""

    ref: str
    problem: str


def subjects_of(file: str) -> Iterator[Subject | SubjectRefused]:
    """Stream the subjects of a file, or of standard input for ``-``."""
    with lines_of(file) as lines:
        first = next(lines, "")
        rows = chain([first], lines)
        read = _json_rows(rows) if first.lstrip().startswith("{") else table_rows(rows, COLUMNS)
        for number, row in read:
            yield _subject(file, number, row)


def _json_rows(lines: Iterator[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            content = json.loads(line)
        except ValueError:
            content = None
        yield number, content if isinstance(content, dict) else {"": line}


def _subject(file: str, number: int, row: dict[str, Any]) -> Subject | SubjectRefused:
    ref = str(row.get("ref") or number)
    if "" in row:
        return _refused(file, number, ref, "", _("this is no JSON object"))
    kind = kind_of(str(row.get("kind") or ""))
    if kind is None:
        problem = _("“%(word)s” is none of person, organization, unknown") % {"word": row["kind"]}
        return _refused(file, number, ref, "kind", problem)
    names = [name for name in (str(row.get("name") or ""), *_several(row.get("aliases"))) if name.strip()]
    if not any(any(c.isalnum() for c in name) for name in names):
        return _refused(file, number, ref, "name", _("the name is empty"))
    pairs = (part.partition(":") for part in _several(row.get("identifiers")))
    return Subject(
        ref=ref,
        kind=kind,
        names=tuple(SubjectName(name) for name in dict.fromkeys(names)),
        countries=tuple(code.upper() for code in _several(row.get("country"))),
        birth_date=str(row.get("birth_date") or "").strip(),
        identifiers=tuple((scheme.strip(), value.strip()) for scheme, _colon, value in pairs if value),
    )


def _several(value: Any) -> list[str]:
    """Read a list, or a text with semicolons between its parts."""
    parts = value if isinstance(value, list) else str(value or "").split(";")
    return [str(part).strip() for part in parts if str(part).strip()]


def _refused(file: str, number: int, ref: str, field: str, problem: str) -> SubjectRefused:
    where = _("%(file)s, row %(row)d") % {"file": file, "row": number}
    return SubjectRefused(ref, f"{where}, {field}: {problem}" if field else f"{where}: {problem}")
