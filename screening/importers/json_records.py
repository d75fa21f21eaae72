"""JSON read record by record: lines of objects, or one long array that is never held in memory."""

import codecs
import json
from collections.abc import Iterator
from typing import BinaryIO

from screening.importers.base import Limits
from screening.importers.faults import ImportRefused
from screening.importers.files import CHUNK, SourceFile
from screening.importers.text import marked_encoding

LONGEST_RECORD = 32 * 1024 * 1024
BLANKS = " \t\r\n"


def is_json(file: SourceFile) -> bool:
    return not file.is_zip() and _text(file.head(64)).lstrip(BLANKS)[:1] in ("{", "[")


def json_head(file: SourceFile, size: int = 16 * 1024) -> str:
    """The beginning of the JSON, for telling formats apart; nothing when the file is none."""
    return _text(file.head(size)).lstrip(BLANKS) if is_json(file) else ""


def _text(head: bytes) -> str:
    return head.decode(marked_encoding(head) or "utf-8", errors="replace")


def json_lines(file: SourceFile, limits: Limits) -> Iterator[tuple[int, object]]:
    """Every record with its ordinal: JSON Lines, other records one behind another, or the items of one array."""
    if json_head(file, 64).startswith("["):
        yield from json_array(file, limits)
        return
    with file.open(limits) as stream:
        text = JsonText(stream, file.name)
        number = 0
        while text.has_more():
            number += 1
            if number > limits.rows:
                raise ImportRefused(file.name, "too_many_rows", limit=limits.rows)
            yield number, text.value(number)


def json_array(file: SourceFile, limits: Limits, key: str = "") -> Iterator[tuple[int, object]]:
    """Every item of the array that is the document, or that stands under a key of it, with its ordinal."""
    with file.open(limits) as stream:
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
        if text.last_character() != ("}" if key else "]"):
            raise ImportRefused(file.name, "broken_json", reason="the text ends early")


class JsonText:
    """A window that moves over a JSON text."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream = stream
        self._name = name
        self._decoder: codecs.IncrementalDecoder | None = None
        self._json = json.JSONDecoder()
        self._window = ""
        self.position = 0

    def _more(self) -> bool:
        data = self._stream.read(CHUNK)
        if self._decoder is None:
            self._decoder = codecs.getincrementaldecoder(marked_encoding(data) or "utf-8")()
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
        if not self.has_more():
            raise ImportRefused(self._name, "broken_json", reason="the text ends early")
        return self._window[self.position]

    def has_more(self) -> bool:
        """Whether anything but blanks is left; the window then stands before it."""
        while True:
            while self.position < len(self._window):
                if self._window[self.position] not in BLANKS:
                    return True
                self.position += 1
            if not self._more():
                return False

    def last_character(self) -> str:
        """The last character of the whole text that is not blank."""
        last = self._window[self.position :].rstrip(BLANKS)[-1:]
        self.position = len(self._window)
        while self._more():
            last = self._window.rstrip(BLANKS)[-1:] or last
            self.position = len(self._window)
        return last

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
