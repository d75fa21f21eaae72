"""A lexicon as a file to take along, edit and send back: CSV, XLSX or JSON."""

import json

from screening.technology.faults import TechnologyFault
from screening.technology.lexicon import Lexicon, lexicon_as_data, parse_lexicon
from screening.technology.lexicon_table import lexicon_from_csv, lexicon_from_xlsx, lexicon_to_csv, lexicon_to_xlsx

FORMATS = ("csv", "xlsx", "json")


def lexicon_to_file(lexicon: Lexicon, kind: str) -> bytes:
    """``kind`` is one of ``FORMATS``; CSV comes with the mark that spreadsheet programs want."""
    if kind == "xlsx":
        return lexicon_to_xlsx(lexicon)
    if kind == "json":
        return json.dumps(lexicon_as_data(lexicon), ensure_ascii=False, indent=1).encode()
    return lexicon_to_csv(lexicon).encode("utf-8-sig")


def lexicon_from_file(content: bytes, edition: str) -> Lexicon:
    """Read any of the three, told apart by how they begin. Raises :class:`TechnologyFault` naming the place."""
    if content.startswith(b"PK"):  # a workbook is a ZIP archive
        return lexicon_from_xlsx(content, edition)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TechnologyFault("file", "not_utf8", "this is neither a workbook nor UTF-8 text") from error
    return _from_json(text, edition) if text.lstrip().startswith("{") else lexicon_from_csv(text, edition)


def _from_json(text: str, edition: str) -> Lexicon:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise TechnologyFault("file", "not_json", "this is not JSON") from error
    return parse_lexicon({**data, "edition": edition})
