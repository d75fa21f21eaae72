"""Results in a file: whole or not at all, and one line when it cannot be written."""

from pathlib import Path

import pytest
from django.core.management.base import CommandError
from django.utils import translation

from screening.management.writing import text_file, write_text


def test_a_file_is_replaced_once_its_content_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "audit.jsonl"
    file.write_text("before")
    with text_file(file) as stream:
        stream.write("名前\n")
        assert file.read_text() == "before"
    assert file.read_bytes() == "名前\n".encode()
    assert list(tmp_path.iterdir()) == [file]


def test_a_fault_while_writing_leaves_what_was_there(tmp_path: Path) -> None:
    file = tmp_path / "audit.jsonl"
    file.write_text("before")
    with pytest.raises(ZeroDivisionError), text_file(file) as stream:
        stream.write(str(1 / 0))
    assert file.read_text() == "before"
    assert list(tmp_path.iterdir()) == [file]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    file = tmp_path / "nowhere" / "audit.jsonl"
    with translation.override("en"), pytest.raises(CommandError) as refusal:
        write_text(file, "text")
    assert str(refusal.value) == f"{file} cannot be written: No such file or directory"
