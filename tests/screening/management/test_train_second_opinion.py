"""Training by command: a model and its manifest, or one line that names the row at fault."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from screening.runs.second_opinion import SHIPPED
from screening.technology.classify import Classification, TechnologyText
from screening.technology.second_opinion import load_second_opinion

ROWS = [
    {"id": f"{word}-{number}", "lang": "en", "title": f"{word} study {number}", "text": "", "gold": gold, "ok": []}
    for number in range(8)
    for word, gold in (("gripper", ["JP20-08"]), ("sonnet", []))
]


def test_a_model_is_trained_measured_out_of_fold_and_written(tmp_path: Path) -> None:
    items = tmp_path / "items.jsonl"
    items.write_text("\n".join(json.dumps(row) for row in ROWS), encoding="utf-8")
    out = StringIO()
    call_command("train_second_opinion", str(items), output=tmp_path / "model", stdout=out)
    manifest = load_second_opinion(tmp_path / "model").manifest
    assert (manifest["trained_on"]["items"], manifest["command"]) == (16, "manage.py train_second_opinion items.jsonl")
    assert manifest["figures"]["at_threshold"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert "1.0" in out.getvalue()


def test_an_offices_judgements_correct_the_shipped_model(tmp_path: Path) -> None:
    known = [f"JP20-{number:02}" for number in range(1, 21)]
    rows = [
        {**row, "gold": ["JP20-11"], "ok": [code for code in known if code != "JP20-11"], "keywords": ["sonnet form"]}
        for row in ROWS
        if "sonnet" in row["id"]  # type: ignore[operator]
    ]
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    for path, part in ((first, rows[:4]), (second, rows[4:])):
        path.write_text("\n".join(json.dumps(row) for row in part), encoding="utf-8")
    call_command("train_second_opinion", str(first), str(second), "--correct", output=tmp_path, stdout=StringIO())

    shipped, own = load_second_opinion(SHIPPED), load_second_opinion(tmp_path)

    assert (own.manifest["trained_on"]["items"], own.manifest["corrects"]) == (8, shipped.manifest["trained_on"])
    text = TechnologyText.of(title="A sonnet study")
    found = Classification((), (), ())
    before, after = shipped.probabilities(text, found), own.probabilities(text, found)
    assert after["JP20-11"] > max(0.4, before["JP20-11"])
    assert {code: after[code] for code in known if code != "JP20-11"} == {
        code: before[code] for code in known if code != "JP20-11"
    }


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "row 1: this is not JSON"),
        ("[]", "row 1: an object"),
        ('{"id": ""}', "row 1.id: this text must not be empty"),
        ('{"id": "a", "gold": "JP20-01"}', "row 1.gold: a list is needed"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(tmp_path: Path, line: str, problem: str) -> None:
    items = tmp_path / "items.jsonl"
    items.write_text(line, encoding="utf-8")
    with pytest.raises(CommandError, match=problem):
        call_command("train_second_opinion", str(items), output=tmp_path)


def test_an_absent_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="absent"):
        call_command("train_second_opinion", str(tmp_path / "absent.jsonl"), output=tmp_path)
