"""A technology list as somebody brings it: JSON as it is exported, or its areas as a CSV or XLSX table."""

import json
import re
from collections.abc import Mapping
from typing import Any

from screening.importers.base import ImportOptions, Limits
from screening.importers.faults import ImportRefused, RowError
from screening.importers.files import SourceFile
from screening.importers.sheets import is_workbook, table_rows
from screening.importers.tables import records
from screening.importers.text import head_text, text_lines
from screening.technology.faults import TechnologyFault
from screening.technology.taxonomy import TechnologyList, parse_technology_list
from screening.technology.taxonomy_table import REQUIRED, list_from_rows

LIMITS = Limits(file_bytes=5_000_000, unpacked_bytes=50_000_000, rows=5_000, cells=200_000)
LONGEST = {"code": 30, "edition": 40}
_CODE = re.compile(r"[-a-zA-Z0-9_]+")


def read_technology_list(file: SourceFile, head: Mapping[str, Any]) -> tuple[TechnologyList, dict[str, Any]]:
    """Return the list and its content. A table says the areas alone: ``head`` says the rest.

    Raises ``ImportRefused`` when the file cannot be read, ``TechnologyFault`` naming the place of what is wrong in it.
    """
    if not is_workbook(file) and head_text(file).lstrip().startswith("{"):
        content = _decoded(file)
        found = parse_technology_list(content)
    elif "code" not in head:
        raise TechnologyFault("file", "table_without_list", "a table says the areas alone; choose its list")
    else:
        rows, _formulas = table_rows(file, ImportOptions(limits=LIMITS))
        numbered = []
        for item in records(file, rows, REQUIRED, may_end_open=True):
            if isinstance(item, RowError):
                raise ImportRefused(
                    file.name, "row_length", row=item.row, found=item.params["found"], expected=item.params["expected"]
                )
            numbered.append((item.number, item.cells))
        found, content = list_from_rows(numbered, head)
    _refuse_codes(found)
    return found, content


def _decoded(file: SourceFile) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads("".join(text_lines(file, LIMITS)))
    except (ValueError, RecursionError) as error:
        raise ImportRefused(file.name, "broken_json", reason=str(error)) from error
    if "\\u0000" in json.dumps(content):
        raise ImportRefused(file.name, "binary_content")
    return content


def _refuse_codes(found: TechnologyList) -> None:
    """Codes stand in addresses, and the columns of the database have their width."""
    for name, limit in LONGEST.items():
        if len(getattr(found, name)) > limit:
            raise TechnologyFault(name, "text_too_long", "at most {limit} characters are possible here", limit=limit)
    for place, code in [("code", found.code), *((f"areas.{area.code}", area.code) for area in found.areas)]:
        if not _CODE.fullmatch(code):
            raise TechnologyFault(
                place, "concept_code", "a code has Latin letters, digits, hyphens and underscores only"
            )
