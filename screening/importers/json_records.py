"""JSON read record by record: lines of objects, or one long array that is never held in memory."""

import codecs
import json
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import BinaryIO

from screening.importers.archives import largest_member
from screening.importers.base import Limits
from screening.importers.faults import ImportRefused
from screening.importers.files import CHUNK, SourceFile

LONGEST_RECORD = 32 * 1024 * 1024
BLANKS = " \t\r\n"


def is_json(file: SourceFile) -> bool:
    return not file.is_zip() and file.head(64).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")


def json_head(file: SourceFile, limits: Limits, size: int = 16 * 1024) -> str:
    """The beginning of the JSON, out of its zip or gzip, for telling formats apart."""
    if not file.is_zip() and not is_json(file):
        return ""
    try:
        with json_stream(file, limits) as stream:
            return stream.read(size).decode("utf-8", errors="replace").lstrip("\ufeff" + BLANKS)
    except ImportRefused:
        return ""


def json_stream(file: SourceFile, limits: Limits) -> AbstractContextManager[BinaryIO]:
    """The JSON of a file: plain, gzip, or the largest ``.json`` in a zip."""
    return largest_member(file, limits, ".json") if file.is_zip() else file.open(limits)


def json_lines(file: SourceFile, limits: Limits) -> Iterator[tuple[int, object]]:
    """Every line that is not blank, with its number."""
    with file.open(limits) as stream:
        number = 0
        while line := stream.readline(LONGEST_RECORD):
            number += 1
            if number > limits.rows:
                raise ImportRefused(file.name, "too_many_rows", limit=limits.rows)
            if line.strip():
                try:
                    yield number, json.loads(line)
                except (ValueError, RecursionError) as error:
                    raise ImportRefused(file.name, "broken_json", row=number, reason=str(error)) from error


def json_array(file: SourceFile, limits: Limits, key: str = "") -> Iterator[tuple[int, object]]:
    """Every item of the array that is the document, or that stands under a key of it, with its ordinal."""
    with json_stream(file, limits) as stream:
        text = JsonText(stream, file.name)
        text.skip_past(f'"{key}"' if key else "")
        text.skip_past("[")
        number = 0
        while text.peek() != "]":
            number += 1
            if number > limits.rows:
                raise ImportRefused(file.name, "too_many_rows", limit=limits.rows)
            yield number, text.value(number)
            if text.peek() == ",":
                text.position += 1


class JsonText:
    """A window that moves over a JSON text."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream = stream
        self._name = name
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._json = json.JSONDecoder()
        self._window = ""
        self.position = 0

    def _more(self) -> bool:
        data = self._stream.read(CHUNK)
        try:
            text = self._decoder.decode(data, final=not data)
        except UnicodeDecodeError as error:
            raise ImportRefused(self._name, "unknown_encoding") from error
        self._window = self._window[self.position :] + text
        self.position = 0
        return bool(data)

    def skip_past(self, mark: str) -> None:
        while (found := self._window.find(mark, self.position)) < 0:
            self.position = max(self.position, len(self._window) - len(mark))
            if not self._more():
                raise ImportRefused(self._name, "broken_json", reason=f"{mark} not found")
        self.position = found + len(mark)

    def peek(self) -> str:
        """The next character that is not blank."""
        while True:
            while self.position < len(self._window):
                if (character := self._window[self.position]) not in BLANKS:
                    return character
                self.position += 1
            if not self._more():
                raise ImportRefused(self._name, "broken_json", reason="the text ends early")

    def value(self, number: int) -> object:
        """The next complete value; more is read until it is one."""
        self.peek()
        while True:
            try:
                value, end = self._json.raw_decode(self._window, self.position)
            except (ValueError, RecursionError) as error:
                too_long = len(self._window) - self.position > LONGEST_RECORD
                if too_long or not self._more():
                    raise ImportRefused(self._name, "broken_json", row=number, reason=str(error)) from error
                continue
            self.position = end
            return value
