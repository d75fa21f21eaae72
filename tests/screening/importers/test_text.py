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


@pytest.mark.parametrize(
    ("encoding", "text", "name"),
    [
        ("gb18030", "名称,国\n西北工业大学,中国\n", "GB18030/GBK"),
        ("gbk", "uid,kind,name\n1,,西电大学\n", "GB18030/GBK"),
        ("euc_jp", "uid,kind,name\n1,,哈爾浜工業大学\n", "EUC-JP"),
        ("euc_kr", "uid,kind,name\n1,,국방과학원\n", "EUC-KR"),
        ("big5", "uid,kind,name\n1,,中山大學\n", "Big5"),
    ],
)
def test_other_east_asian_text_is_refused_by_name(encoding: str, text: str, name: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        decode_text(text.encode(encoding), "list.csv")
    assert refused.value.code == "other_encoding"
    assert name in str(refused.value)
    assert "CP932" in str(refused.value)


def test_half_width_kana_in_a_japanese_table_are_japanese() -> None:
    text = "名称,ｶﾅ\n例示大学,ﾚｲｼﾞ ﾀﾞｲｶﾞｸ\n"
    assert decode_text(text.encode("cp932")) == (text, "cp932")
    assert decode_text("ﾄｳｷｮｳ ﾀﾞｲｶﾞｸ,ﾆﾎﾝ\n".encode("cp932"))[1] == "cp932"


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


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_read_by_its_zeros(tmp_path: Path, encoding: str) -> None:
    text = "name\tcountry\n一橋\u3000大学\t中国\n"
    file = SourceFile.at(write(tmp_path, "a.tsv", text, encoding))
    assert decode_text(text.encode(encoding)) == (text, encoding)
    assert head_text(file) == text
    assert list(text_lines(file, Limits())) == text.splitlines(keepends=True)


@pytest.mark.parametrize(
    "data", [b"name\x00,value\n", b"\x00\x00,\n", "\ud800,".encode("utf-16-le", "surrogatepass") * 2]
)
def test_zeros_alone_are_no_utf16(data: bytes) -> None:
    with pytest.raises(ImportRefused) as refused:
        decode_text(data)
    assert refused.value.code == "binary_content"
