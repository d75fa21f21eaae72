from pathlib import Path

import pytest

from screening.importers.base import Limits
from screening.importers.faults import ImportRefused
from screening.importers.files import SourceFile
from screening.importers.xml_records import is_xml, root_element, text_at, xml_records
from tests.screening.importers.making import write

BILLION_LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><list><item>&b;</item></list>'
)
OUTSIDE = '<!DOCTYPE x SYSTEM "http://example.invalid/x.dtd"><list><item>a</item></list>'

LIMITS = Limits()


def items(path: Path, limits: Limits = LIMITS) -> list[tuple[int, str]]:
    return [(number, element.text or "") for number, element in xml_records(SourceFile.at(path), limits, "item")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_records_come_with_their_ordinal(tmp_path: Path, encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><list xmlns="urn:x"><item>a</item><item>ä</item></list>'
    assert items(write(tmp_path, "a.xml", text, encoding)) == [(1, "a"), (2, "ä")]


@pytest.mark.parametrize("text", [BILLION_LAUGHS, OUTSIDE, f"<!-- x -->\n{OUTSIDE}"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_any_doctype_is_refused(tmp_path: Path, text: str, encoding: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        items(write(tmp_path, "a.xml", text, encoding))
    assert refused.value.code == "doctype"


def test_an_encoding_that_the_parser_does_not_know_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "a.xml", '<?xml version="1.0" encoding="Shift_JIS"?><list><item>例</item></list>', "cp932")
    with pytest.raises(ImportRefused) as refused:
        items(path)
    assert refused.value.code == "xml_encoding"


def test_half_a_file_is_refused_with_the_record_it_stops_at(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused) as refused:
        items(write(tmp_path, "a.xml", "<list><item>a</item><item>b"))
    assert (refused.value.code, refused.value.row) == ("broken_xml", 1)


@pytest.mark.parametrize("text", ["", "<", "name,value\n", "<list><item>&unknown;</item></list>"])
def test_what_is_no_xml_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        items(write(tmp_path, "a.xml", text))
    assert refused.value.code == "broken_xml"


def test_more_records_than_the_limit_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused) as refused:
        items(write(tmp_path, "a.xml", "<list><item/><item/></list>"), Limits(rows=1))
    assert refused.value.code == "too_many_rows"


def test_the_root_is_read_without_its_prefix(tmp_path: Path) -> None:
    file = SourceFile.at(write(tmp_path, "a.xml", '<x:list xmlns:x="urn:x" date="2025"/>'))
    assert root_element(file, Limits()) == ("list", {"xmlns:x": "urn:x", "date": "2025"})


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("<list/>", True),
        ("\n<?xml?>", True),
        ("<!DOCTYPE html><html>", False),
        ("<HTML>", False),
        ("a,b", False),
    ],
)
def test_is_xml(tmp_path: Path, text: str, answer: bool) -> None:
    assert is_xml(SourceFile.at(write(tmp_path, "a.xml", text))) is answer


def test_text_at_a_path(tmp_path: Path) -> None:
    path = write(tmp_path, "a.xml", "<list><item><a><b> x </b><b>y</b></a></item></list>")
    ((_, element),) = [
        (number, (text_at(element, "a", "b"), text_at(element, "a", "c")))
        for number, element in xml_records(SourceFile.at(path), Limits(), "item")
    ]
    assert element == ("x", "")
