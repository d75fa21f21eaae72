"""The commands that compare and screen names: streamed, resumable, nothing silently dropped."""

import datetime as dt
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from tests import factories

pytestmark = pytest.mark.django_db


def run(command: str, content: str | bytes, tmp_path: Path, **options: Any) -> list[str]:
    file = tmp_path / "input.csv"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    out = StringIO()
    with translation.override("en"):
        call_command(command, str(file), stdout=out, **options)
    return out.getvalue().splitlines()


@pytest.fixture
def _listed(tmp_path: Path) -> None:
    rows = "\n".join(
        ["1,organization,Example Institute of Hypersonics,Exemplar Hypersonics,KP", "2,person,Takahashi Ichiro,,"]
    )
    factories.watch_list(tmp_path, rows)


def screen(content: str | bytes, tmp_path: Path, **options: Any) -> list[dict[str, Any]]:
    options = {"as_at": factories.TODAY, **options}
    return [json.loads(line) for line in run("screen_names", content, tmp_path, **options)]


def test_compare_names_adds_score_level_and_explanation(tmp_path: Path) -> None:
    lines = run("compare_names", "kind\ta\tb\nperson\tIvan Petrov\tPetrov Ivan\nperson\tA B\tC D\n", tmp_path)
    assert lines[0] == "kind\ta\tb\tscore\tlevel\texplanation"
    same, other = (line.split("\t") for line in lines[1:])
    assert same[:3] == ["person", "Ivan Petrov", "Petrov Ivan"]
    assert (float(same[3]) > 0.9, same[4], float(other[3]), other[4]) == (True, "strong", 0.0, "none")


def test_compare_names_keeps_other_columns_and_takes_json(tmp_path: Path) -> None:
    (line,) = run("compare_names", "label,a,b,kind\n1,北京大学,北京大學,organization\n", tmp_path, json=True)
    found = json.loads(line)
    assert (found["label"], found["level"]) == ("1", "strong")


@pytest.mark.parametrize(
    ("content", "problem"),
    [("kind,a\nperson,x\n", "row 2, b: this column is missing"), ("kind,a,b\nship,x,y\n", "row 2, kind: “ship”")],
)
def test_compare_names_names_the_faulty_row_and_column(tmp_path: Path, content: str, problem: str) -> None:
    with pytest.raises(CommandError, match=problem):
        run("compare_names", content, tmp_path)


@pytest.mark.usefixtures("_listed")
def test_screen_names_answers_every_subject(tmp_path: Path) -> None:
    content = "ref,kind,name,aliases,country\nA,organization,Nobody,Exemplar Hypersonics;Other,KP\n"
    content += "B,person,架空 文子,,\n"
    first, second = screen(content, tmp_path)
    assert (first["ref"], first["status"]) == ("A", "complete")
    (found,) = first["hits"]
    assert {key: found[key] for key in ("list", "entry_uid", "entry_name", "matched_name", "query_name", "level")} == {
        "list": "jp_meti_eul",
        "entry_uid": "1",
        "entry_name": "Example Institute of Hypersonics",
        "matched_name": "Exemplar Hypersonics",
        "query_name": "Exemplar Hypersonics",
        "level": "strong",
    }
    (edition,) = first["editions"]
    assert (edition["list"], edition["edition"], edition["state"]) == ("jp_meti_eul", "2026-05-01", "fresh")
    assert (second["ref"], second["status"], second["hits"]) == ("B", "complete", [])


@pytest.mark.usefixtures("_listed")
def test_screen_names_takes_json_lines_and_cp932(tmp_path: Path) -> None:
    rows = '{"ref": 7, "kind": "organization", "name": "Exemplar Hypersonics", "identifiers": ["lei:1"]}\n\n'
    assert [len(found["hits"]) for found in screen(rows, tmp_path)] == [1]
    (found,) = screen("ref,kind,name\nあ,person,高橋 一郎\n".encode("cp932"), tmp_path)
    assert (found["ref"], [hit["matched_name"] for hit in found["hits"]]) == ("あ", ["Takahashi Ichiro"])


@pytest.mark.usefixtures("_listed")
def test_rows_that_name_nobody_are_refused_and_the_others_are_answered(tmp_path: Path) -> None:
    file, out = tmp_path / "input.csv", StringIO()
    file.write_text("ref,kind,name\n1,person,\n2,ship,x\n3,person, \u200b \n4,person,Takahashi Ichiro\n")
    with translation.override("en"), pytest.raises(CommandError, match="3 subjects could not be read"):
        call_command("screen_names", str(file), stdout=out, as_at=factories.TODAY)
    found = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [one["status"] for one in found] == ["refused", "refused", "refused", "complete"]
    assert found[0]["problem"].endswith("row 2, name: the name is empty")


@pytest.mark.usefixtures("_listed")
def test_an_interrupted_output_is_taken_up_where_it_ended(tmp_path: Path) -> None:
    content = "ref,kind,name\n" + "".join(f"{n},person,Takahashi Ichiro\n" for n in range(5))
    output = tmp_path / "out.jsonl"
    screen(content, tmp_path, output=output)
    whole = output.read_bytes()
    output.write_bytes(whole[: len(whole) // 2])
    screen(content, tmp_path, output=output)
    assert output.read_bytes() == whole


@pytest.mark.usefixtures("_listed")
def test_an_output_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"nowhere/out cannot be written: No such file"):
        screen("1,person,Takahashi Ichiro,,,,\n", tmp_path, output=tmp_path / "nowhere" / "out")


@pytest.mark.usefixtures("_listed")
@pytest.mark.parametrize("content", ["", "ref,kind,name\n", "\n\n"])
def test_a_file_that_names_nobody_is_not_clear(content: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"input\.csv names nobody; nothing was screened\."):
        screen(content, tmp_path)


@pytest.mark.parametrize("limit", ["0", "-1", "two", "１"])
def test_a_limit_is_a_number_from_one(limit: str) -> None:
    with translation.override("en"), pytest.raises(CommandError, match=f"“{limit}” is not a whole number from 1"):
        call_command("screen_names", "-", "--limit", limit)


@pytest.mark.usefixtures("_listed")
def test_a_limit_leaves_nothing_out_silently(tmp_path: Path) -> None:
    (found,) = screen("ref,kind,name\n1,person,Takahashi Ichiro\n", tmp_path, limit=0)
    assert (found["hits"], found["hits_left_out"]) == ([], 1)


@pytest.mark.usefixtures("_listed")
def test_a_stale_list_makes_the_answer_partial(tmp_path: Path) -> None:
    (found,) = screen("1,person,x y\n", tmp_path, as_at=factories.TODAY + dt.timedelta(days=5000))
    assert (found["status"], found["editions"][0]["state"]) == ("partial", "stale")


def test_no_list_an_unknown_list_and_no_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No list is loaded"):
        screen("1,person,x\n", tmp_path)
    with pytest.raises(CommandError, match="No edition of nowhere"):
        screen("1,person,x\n", tmp_path, lists="nowhere")
    with translation.override("en"), pytest.raises(CommandError, match="no such file"):
        call_command("compare_names", str(tmp_path / "absent.csv"))
