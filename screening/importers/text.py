"""Text of unknown encoding: UTF-8 and UTF-16 by mark, UTF-16 by its zeros, else UTF-8, else CP932; anything else is
refused, Chinese, Korean and Unix encodings by name.
"""

import codecs
import io
import re
from collections.abc import Iterable, Iterator

from screening.importers.base import Limits
from screening.importers.faults import ImportRefused
from screening.importers.files import CHUNK, SourceFile

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# A comma, a tab or the end of a line: in UTF-16 a zero beside a byte, and in the other byte order no character in use.
DELIMITERS = ",;\t\n"
SAMPLE = 4096
# Western European text happens to be valid CP932 now and then, but then its kanji stand alone between Latin
# letters.
JAPANESE_RUN = re.compile("[\u3041-\u30ff\u3400-\u9fff\uff66-\uff9f]{2}")

# Text of these consists of bytes from A1 on, two of them a letter; every kana and most kanji of CP932 begin below A0.
FOREIGN = {"gb18030": "GB18030/GBK", "big5": "Big5", "euc_jp": "EUC-JP", "euc_kr": "EUC-KR"}
HIGH, BELOW_A0, PAIRED = re.compile(b"[\x80-\xff]"), re.compile(b"[\x81-\x9f]"), re.compile(b"[\xa1-\xfe]{2}")
FEWEST_BELOW_A0 = 1 / 8
FEWEST_PAIRED = 1 / 2


def decode_text(data: bytes, name: str = "") -> tuple[str, str]:
    """The text and the encoding it was read in.

    Raises ImportRefused when the bytes are binary or in no encoding that we read.
    """
    encoding = detect_encoding([data], name)
    return data.decode(encoding), encoding


def detect_encoding(chunks: Iterable[bytes], name: str = "") -> str:
    """One pass over the bytes; memory stays at one chunk."""
    text = _Undecided()
    first = True
    for chunk in chunks:
        if first and (marked := marked_encoding(chunk)):
            return marked
        first = False
        if b"\x00" in chunk:
            raise ImportRefused(name, "binary_content")
        text.add(chunk)
    return text.settled(name)


class _Undecided:
    """Text of which some encodings are still possible, and how its bytes beyond ASCII lie."""

    def __init__(self) -> None:
        self._possible = {encoding: codecs.getincrementaldecoder(encoding)() for encoding in ("utf-8", "cp932")}
        self._foreign = {encoding: codecs.getincrementaldecoder(encoding)() for encoding in FOREIGN}
        self._high = self._below_a0 = self._paired = 0
        self._looks_japanese = False

    def add(self, chunk: bytes) -> None:
        _decoded(self._possible, "utf-8", chunk)
        if "utf-8" in self._possible and chunk.isascii():
            return
        self._looks_japanese |= bool(JAPANESE_RUN.search(_decoded(self._possible, "cp932", chunk)))
        self._high += len(HIGH.findall(chunk))
        self._below_a0 += len(BELOW_A0.findall(chunk))
        self._paired += 2 * len(PAIRED.findall(chunk))
        for encoding in FOREIGN:
            _decoded(self._foreign, encoding, chunk)

    def settled(self, name: str) -> str:
        for decoders in (self._possible, self._foreign):
            for encoding in tuple(decoders):
                _decoded(decoders, encoding, b"", final=True)
        if "utf-8" in self._possible:
            return "utf-8"
        is_foreign = self._below_a0 < FEWEST_BELOW_A0 * self._high and self._paired > FEWEST_PAIRED * self._high
        if self._foreign and is_foreign:
            looks = ", ".join(FOREIGN[encoding] for encoding in self._foreign)
            raise ImportRefused(name, "other_encoding", looks=looks)
        if "cp932" in self._possible and self._looks_japanese:
            return "cp932"
        raise ImportRefused(name, "unknown_encoding")


def _decoded(
    decoders: dict[str, codecs.IncrementalDecoder], encoding: str, chunk: bytes, *, final: bool = False
) -> str:
    """The next piece of the text; an encoding that it cannot be in is taken out."""
    if encoding not in decoders:
        return ""
    try:
        return decoders[encoding].decode(chunk, final)
    except UnicodeDecodeError:
        del decoders[encoding]
        return ""


def marked_encoding(data: bytes) -> str:
    """The encoding that a mark tells, or the zeros of UTF-16 without one; else nothing."""
    if marked := next((encoding for mark, encoding in MARKS if data.startswith(mark)), ""):
        return marked
    sample = data[:SAMPLE]
    for encoding in ("utf-16-le", "utf-16-be") if b"\x00" in sample else ():
        text = _text_so_far(sample, encoding) or ""
        if "\x00" not in text and 2 * _delimiters(text) > _delimiters(sample.decode("latin-1")):
            return encoding
    return ""


def _delimiters(text: str) -> int:
    return sum(map(text.count, DELIMITERS))


def file_encoding(file: SourceFile, limits: Limits) -> str:
    with file.open(limits) as stream:
        return detect_encoding(iter(lambda: stream.read(CHUNK), b""), file.name)


def text_lines(file: SourceFile, limits: Limits) -> Iterator[str]:
    """The lines of a text file with their line ends, as the csv module wants them."""
    encoding = file_encoding(file, limits)
    with file.open(limits) as stream:
        text = io.TextIOWrapper(stream, encoding, newline="")
        try:
            yield from text
        except UnicodeDecodeError as error:
            raise ImportRefused(file.name, "unknown_encoding") from error


def head_text(file: SourceFile, size: int = 64 * 1024) -> str:
    """The beginning of a file as text, for telling formats apart; nothing of an archive, for that is none.

    Bytes that do not decode are replaced.
    """
    if file.is_zip():
        return ""
    data = file.head(size)
    encoding = marked_encoding(data) or ("cp932" if _text_so_far(data, "utf-8") is None else "utf-8")
    return data.decode(encoding, errors="replace")


def _text_so_far(data: bytes, encoding: str) -> str | None:
    try:
        return codecs.getincrementaldecoder(encoding)().decode(data)
    except UnicodeDecodeError:
        return None
