"""The command that classifies texts: spans into the given text, bad rows named."""

import datetime as dt
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from duediligence.domain.reference import FIXTURES, _read
from screening.lists.lexicon import take_lexicon
from screening.lists.technology import take_technology_list
from screening.technology.shipped import lexicon_data
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _published() -> None:
    take_technology_list(_read(FIXTURES / "technology" / "lists" / "jp20.json"), now=factories.NOW)
    take_lexicon(lexicon_data(FIXTURES / "technology"), now=factories.NOW)


def classify(tmp_path: Path, *lines: str, **options: Any) -> list[dict[str, Any]]:
    file = tmp_path / "texts.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    out = StringIO()
    with translation.override("en"):
        call_command("classify_texts", str(file), stdout=out, **options)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_spans_point_into_the_text_as_given(tmp_path: Path) -> None:
    item = {"id": "a", "title": "量子鍵配送の研究", "text": "都市間の量子鍵配送を実証する。", "lang": "ja"}
    (found,) = classify(tmp_path, json.dumps(item), "")
    assert found["id"] == "a"
    quantum = found["areas"][0]
    assert (quantum["code"], quantum["level"]) == ("JP20-09", "possible")
    assert {item[span["field"]][span["start"] : span["end"]] for span in quantum["spans"]} == {"量子鍵配送"}


def test_keywords_may_be_a_list_and_the_language_unknown(tmp_path: Path) -> None:
    (found,) = classify(tmp_path, '{"title": "", "keywords": ["waka", "quantum key distribution"]}')
    (span,) = [span for area in found["areas"] if area["code"] == "JP20-09" for span in area["spans"]]
    assert (found["id"], span["field"], span["start"]) == (1, "keywords", 5)


def test_a_text_without_listed_words_says_what_was_not_checked(tmp_path: Path) -> None:
    (found,) = classify(tmp_path, '{"id": 1, "title": "和歌の受容史", "lang": "ja"}')
    assert found["areas"] == []
    assert "no_abstract" in found["not_checked"]


def test_what_took_a_level_down_is_said(tmp_path: Path) -> None:
    item = {"id": 1, "title": "冷戦期の核政策史", "text": "冷戦期における核兵器政策の歴史を検討する。", "lang": "ja"}
    (found,) = classify(tmp_path, json.dumps(item))
    (nuclear,) = [area for area in found["areas"] if area["code"] == "JP20-19"]
    assert (nuclear["score"] >= 3, nuclear["level"]) == (True, "none")
    assert nuclear["lowering"]["steps"] and "歴史" in nuclear["lowering"]["context"]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "row 2: this is not JSON"),
        ("[1]", "row 2: a JSON object is needed"),
        ('{"title": 5}', "row 2, title: a text is needed"),
        ('{"keywords": [5]}', "row 2, keywords: a text is needed"),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, line: str, problem: str) -> None:
    with pytest.raises(CommandError, match=problem):
        classify(tmp_path, "{}", line)


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    with translation.override("en"), pytest.raises(CommandError, match="cannot be read"):
        call_command("classify_texts", str(tmp_path / "absent.jsonl"))
    latin = tmp_path / "latin.jsonl"
    latin.write_bytes('{"title": "é"}'.encode("latin-1"))
    with translation.override("en"), pytest.raises(CommandError, match="is not UTF-8"):
        call_command("classify_texts", str(latin))


def test_a_list_that_was_not_published_then_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No edition of JP20 was published on 2026-05-31"):
        classify(tmp_path, "{}", as_at=factories.TODAY - dt.timedelta(days=1))
    with pytest.raises(CommandError, match="No edition of XX"):
        classify(tmp_path, "{}", list="XX")


def test_the_second_opinion_adds_what_no_listed_word_found(tmp_path: Path) -> None:
    lines = ['{"title": "脳波から運動意図を読み取る", "lang": "ja"}', '{"title": "和歌の受容史", "lang": "ja"}']
    pointed, silent = classify(tmp_path, *lines, second_opinion=True)
    assert [one["code"] for one in pointed["worth_a_look"]] == ["JP20-11"]
    assert ([area["level"] for area in pointed["areas"]], silent["worth_a_look"]) == (["none"], [])
    without = {**pointed}
    del without["worth_a_look"]
    assert classify(tmp_path, *lines)[0] == without


def test_a_second_opinion_on_a_list_it_was_not_trained_on_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="trained on JP20 and says nothing of UK_NSI"):
        classify(tmp_path, "{}", list="UK_NSI", second_opinion=True)
