"""XML read record by record: no DOCTYPE, no entities, no network, no tree larger than one record."""

import xml.parsers.expat
from collections.abc import Iterator

from lxml import etree

from screening.importers.base import Limits
from screening.importers.faults import ImportRefused
from screening.importers.files import CHUNK, SourceFile

Element = etree._Element
MARKS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<\x00", b"\xfe\xff\x00<")


def is_xml(file: SourceFile) -> bool:
    """Whether the file begins as XML; a web page (often an error page in place of a list) is none."""
    head = b"" if file.is_zip() else file.head(256).lstrip()
    return head.startswith(MARKS) and not head.lower().startswith((b"<!doctype html", b"<html"))


def root_element(file: SourceFile, limits: Limits) -> tuple[str, dict[str, str]]:
    """The root's local name and attributes.

    Raises ImportRefused when a DOCTYPE stands before it. Expat stops there, so nothing the DOCTYPE declares
    is used.
    """
    found: list[tuple[str, dict[str, str]]] = []
    parser = xml.parsers.expat.ParserCreate()

    def doctype(*_: object) -> None:
        raise ImportRefused(file.name, "doctype")

    def start(name: str, attributes: dict[str, str]) -> None:
        if not found:
            found.append((name.rpartition(":")[2], attributes))

    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = start
    with file.open(limits) as stream:
        try:
            while not found and (chunk := stream.read(CHUNK)):
                parser.Parse(chunk, False)
        except xml.parsers.expat.ExpatError as error:
            if not found:
                raise ImportRefused(file.name, "broken_xml", reason=str(error)) from error
        except ValueError as error:
            raise ImportRefused(file.name, "xml_encoding", reason=str(error)) from error
    if not found:
        raise ImportRefused(file.name, "broken_xml", reason="no element")
    return found[0]


def xml_records(file: SourceFile, limits: Limits, *names: str) -> Iterator[tuple[int, Element]]:
    """Every element of these local names with its ordinal; it is emptied when the next one is asked for.

    Raises ImportRefused for a DOCTYPE, for damage, and for more records than the limit.
    """
    root_element(file, limits)
    number = 0
    with file.open(limits) as stream:
        elements = etree.iterparse(
            stream,
            tag=[f"{{*}}{name}" for name in names],
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            for _, element in elements:
                number += 1
                if number > limits.rows:
                    raise ImportRefused(file.name, "too_many_rows", limit=limits.rows)
                yield number, element
                element.clear()
                parent = element.getparent()
                while parent is not None and element.getprevious() is not None:
                    del parent[0]
        except etree.XMLSyntaxError as error:
            raise ImportRefused(file.name, "broken_xml", row=number, reason=str(error)) from error


def children(element: Element, *path: str) -> list[Element]:
    """The descendants along a path of local names, namespaces ignored."""
    found = [element]
    for name in path:
        found = [child for parent in found for child in parent if local(child) == name]
    return found


def text_at(element: Element, *path: str) -> str:
    """The text of the first element along the path, or nothing."""
    found = children(element, *path)
    return (found[0].text or "").strip() if found else ""


def texts_at(element: Element, *path: str) -> list[str]:
    return [text for child in children(element, *path) if (text := (child.text or "").strip())]


def local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
