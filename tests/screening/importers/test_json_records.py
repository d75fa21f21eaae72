from pathlib import Path

import pytest

from screening.importers import json_records
from screening.importers.base import Limits
from screening.importers.faults import ImportRefused
from screening.importers.files import SourceFile
from screening.importers.json_records import is_json, json_array, json_head, json_lines
from tests.screening.importers.making import write

LIMITS = Limits()


def array(path: Path, key: str = "", limits: Limits = LIMITS) -> list[tuple[int, object]]:
    return list(json_array(SourceFile.at(path), limits, key))


def refusal(path: Path, key: str = "", limits: Limits = LIMITS) -> ImportRefused:
    with pytest.raises(ImportRefused) as refused:
        array(path, key, limits)
    return refused.value


def test_an_array_is_read_item_by_item(tmp_path: Path) -> None:
    path = write(tmp_path, "a.json", '\ufeff [ {"a": "]"} , 2, "x,y" ]')
    assert array(path) == [(1, {"a": "]"}), (2, 2), (3, "x,y")]


def test_an_array_under_a_key(tmp_path: Path) -> None:
    assert array(write(tmp_path, "a.json", '{"n": 1, "results": [{"a": 1}], "m": [9]}'), "results") == [(1, {"a": 1})]


def test_an_array_longer_than_a_chunk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_records, "CHUNK", 7)
    path = write(tmp_path, "a.json", '{"rest": "é", "results": [{"name": "哈爾浜"}, 12, [1, 2]]}')
    assert array(path, "results") == [(1, {"name": "哈爾浜"}), (2, 12), (3, [1, 2])]


@pytest.mark.parametrize("text", ['[{"a": 1}, {"b"', "[1", '{"other": []}', "[" * 100_000, "", "[1]]x"])
def test_half_an_array_is_refused(tmp_path: Path, text: str) -> None:
    key = "results" if "other" in text else ""
    assert refusal(write(tmp_path, "a.json", text), key).code == "broken_json"


def test_too_many_items_are_refused(tmp_path: Path) -> None:
    assert refusal(write(tmp_path, "a.json", "[1,2]"), limits=Limits(rows=1)).code == "too_many_rows"


def test_other_encodings_are_refused(tmp_path: Path) -> None:
    assert refusal(write(tmp_path, "a.json", '["é"]', "latin-1")).code == "unknown_encoding"


def test_lines_are_counted(tmp_path: Path) -> None:
    file = SourceFile.at(write(tmp_path, "a.jsonl", '{"a": 1}\n\n{"a": 2}'))
    assert list(json_lines(file, Limits())) == [(1, {"a": 1}), (2, {"a": 2})]


@pytest.mark.parametrize("text", ['[{"a": 1}, {"a": 2}]', '{\n "a": 1\n}\n{\n "a": 2\n}', '{"a": 1}\r\n{"a": 2}\r\n'])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_records_are_read_in_an_array_laid_out_and_in_every_encoding(tmp_path: Path, text: str, encoding: str) -> None:
    file = SourceFile.at(write(tmp_path, "a.json", text, encoding))
    assert list(json_lines(file, Limits())) == [(1, {"a": 1}), (2, {"a": 2})]


def test_an_object_that_ends_behind_its_array_is_refused(tmp_path: Path) -> None:
    assert refusal(write(tmp_path, "a.json", '{"results": [1], "total"'), "results").code == "broken_json"


def test_a_broken_line_is_refused_with_its_number(tmp_path: Path) -> None:
    file = SourceFile.at(write(tmp_path, "a.jsonl", '{"a": 1}\n{"a"'))
    with pytest.raises(ImportRefused) as refused:
        list(json_lines(file, Limits()))
    assert (refused.value.code, refused.value.row) == ("broken_json", 2)
    with pytest.raises(ImportRefused) as refused:
        list(json_lines(file, Limits(rows=1)))
    assert refused.value.code == "too_many_rows"


@pytest.mark.parametrize(("text", "answer"), [(' {"a"', True), ("[", True), ("a,b", False)])
def test_is_json(tmp_path: Path, text: str, answer: bool) -> None:
    file = SourceFile.at(write(tmp_path, "a.json", text))
    assert is_json(file) is answer
    assert bool(json_head(file)) is answer
