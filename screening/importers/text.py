"""Text of unknown encoding: UTF-8 and UTF-16 by mark, else UTF-8, else CP932; anything else is refused."""

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
# Western European text happens to be valid CP932 now and then, but then its kanji stand alone between Latin
# letters.
JAPANESE_RUN = re.compile("[\u3041-\u30ff\u3400-\u9fff\uff66-\uff9f]{2}")


def decode_text(data: bytes, name: str = "") -> tuple[str, str]:
    """The text and the encoding it was read in.

    Raises ImportRefused when the bytes are binary or in no encoding that we read.
    """
    encoding = detect_encoding([data], name)
    return data.decode(encoding), encoding


def detect_encoding(chunks: Iterable[bytes], name: str = "") -> str:
    """One pass over the bytes; memory stays at one chunk."""
    candidates = {encoding: codecs.getincrementaldecoder(encoding)() for encoding in ("utf-8", "cp932")}
    first, looks_japanese = True, False
    for chunk in chunks:
        if first and (marked := next((encoding for mark, encoding in MARKS if chunk.startswith(mark)), "")):
            return marked
        first = False
        if b"\x00" in chunk:
            raise ImportRefused(name, "binary_content")
        for encoding in tuple(candidates):
            try:
                text = candidates[encoding].decode(chunk)
            except UnicodeDecodeError:
                del candidates[encoding]
                continue
            looks_japanese |= encoding == "cp932" and bool(JAPANESE_RUN.search(text))
    return _settled(candidates, looks_japanese=looks_japanese, name=name)


def _settled(candidates: dict[str, codecs.IncrementalDecoder], *, looks_japanese: bool, name: str) -> str:
    for encoding, decoder in candidates.items():
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" or looks_japanese:
            return encoding
    raise ImportRefused(name, "unknown_encoding")


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
    """The beginning of a file as text, for telling formats apart; bytes that do not decode are replaced."""
    data = file.head(size)
    encoding = next((encoding for mark, encoding in MARKS if data.startswith(mark)), "")
    if not encoding:
        encoding = "utf-8" if _is_utf8_so_far(data) else "cp932"
    return data.decode(encoding, errors="replace")


def _is_utf8_so_far(data: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return False
    return True
