from pathlib import Path

import pytest

from screening.importers.base import Limits
from screening.importers.faults import ImportRefused
from screening.importers.files import SourceFile
from screening.importers.text import decode_text, detect_encoding, head_text, text_lines
from tests.screening.importers.making import write

JAPANESE = "名称,国\n哈爾浜工業大学,中国\n"


@pytest.mark.parametrize(
    ("encoding", "found"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("cp932", "cp932")],
)
def test_the_usual_encodings_are_told_apart(encoding: str, found: str) -> None:
    assert decode_text(JAPANESE.encode(encoding)) == (JAPANESE, found)


def test_big_endian_utf16_is_read_by_its_mark() -> None:
    assert decode_text(b"\xfe\xff" + "ä".encode("utf-16-be")) == ("ä", "utf-16")


@pytest.mark.parametrize("text", ["José,Señor", "Müller GmbH", "Café"])
def test_western_text_in_latin_1_is_not_taken_for_japanese(text: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        decode_text(text.encode("latin-1"), "list.csv")
    assert (refused.value.file, refused.value.code) == ("list.csv", "unknown_encoding")


def test_binary_content_is_refused() -> None:
    with pytest.raises(ImportRefused) as refused:
        decode_text(b"name\x00value")
    assert refused.value.code == "binary_content"


def test_a_letter_cut_off_at_the_end_is_refused() -> None:
    with pytest.raises(ImportRefused) as refused:
        decode_text("哈".encode()[:2])
    assert refused.value.code == "unknown_encoding"


def test_letters_may_be_split_between_chunks() -> None:
    data = JAPANESE.encode("cp932")
    assert detect_encoding([data[:11], data[11:]]) == "cp932"


def test_lines_keep_their_ends(tmp_path: Path) -> None:
    file = SourceFile.at(write(tmp_path, "a.csv", "a\r\nb\n"))
    assert list(text_lines(file, Limits())) == ["a\r\n", "b\n"]


def test_a_utf16_file_cut_in_a_letter_is_refused(tmp_path: Path) -> None:
    file = SourceFile.at(write(tmp_path, "a.csv", "ab".encode("utf-16")[:-1]))
    with pytest.raises(ImportRefused) as refused:
        list(text_lines(file, Limits()))
    assert refused.value.code == "unknown_encoding"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp932"])
def test_the_head_of_a_file_is_readable_even_when_cut_in_a_letter(tmp_path: Path, encoding: str) -> None:
    file = SourceFile.at(write(tmp_path, "a.csv", JAPANESE, encoding))
    assert head_text(file, 8).startswith("名称"[:1])
