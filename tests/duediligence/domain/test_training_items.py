"""Judgements go out as labelled texts, and the training command takes them in."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from duediligence import errors
from duediligence.domain import technology
from duediligence.domain.actor import Actor
from duediligence.domain.reference import FIXTURES, _read
from duediligence.domain.training_items import training_items
from duediligence.enums import AreaJudgement
from duediligence.models import AuditEvent, Case
from screening.lists.lexicon import take_lexicon
from screening.lists.technology import take_technology_list
from screening.technology.second_opinion import load_second_opinion
from screening.technology.shipped import lexicon_data
from tests import factories
from tests.duediligence.domain.test_technology import binding
from tests.factories import Cast
from tests.screening.technology import small

pytestmark = pytest.mark.django_db
AREAS = [small.area_row(code) for code in ("L-1", "L-2", "L-3")]


@pytest.fixture
def cast() -> Cast:
    factories.policy(technology_bindings=[binding("L", "review"), binding("JP20", "review")])
    take_technology_list(small.list_data(areas=AREAS), now=factories.NOW)
    return factories.cast()


def judged(cast: Cast, list_code: str, judgements: dict[str, AreaJudgement], **words: Any) -> Case:
    case = factories.case(cast.submitter, **words)
    for area, judgement in judgements.items():
        technology.judge_area(
            case,
            list_code=list_code,
            area_code=area,
            judgement=judgement,
            reason="理由",
            actor=Actor.of_user(cast.reviewer),
        )
    return case


def test_confirmed_areas_are_gold_and_areas_that_nobody_judged_are_unknown(cast: Cast) -> None:
    given = {"L-1": AreaJudgement.CONFIRMED, "L-2": AreaJudgement.DISMISSED}
    case = judged(
        cast,
        "L",
        given,
        title_ja="題",
        title_en="Title",
        abstract_ja="要旨",
        keywords_ja=("語",),
        keywords_en=("word",),
    )
    judged(factories.cast(), "L", given)

    items = training_items(cast.institution, "L", actor=factories.SYSTEM)

    assert items == [
        {
            "id": f"{case.reference}/1",
            "lang": "ja",
            "title": "題\nTitle",
            "text": "要旨",
            "keywords": ["語", "word"],
            "gold": ["L-1"],
            "ok": ["L-3"],
            "tier": "judged",
        }
    ]
    event = AuditEvent.objects.get(verb="technology.judgements_exported")
    assert (event.institution, event.after) == (cast.institution, {"list": "L", "items": 1})


def test_a_judgement_that_was_replaced_teaches_nothing(cast: Cast) -> None:
    case = judged(cast, "L", {"L-1": AreaJudgement.CONFIRMED}, title_ja="", title_en="Title")
    technology.judge_area(
        case,
        list_code="L",
        area_code="L-1",
        judgement=AreaJudgement.DISMISSED,
        reason="理由",
        actor=Actor.of_user(cast.reviewer),
    )

    (item,) = training_items(cast.institution, "L", actor=factories.SYSTEM)

    assert (item["lang"], item["gold"], item["ok"]) == ("en", [], ["L-2", "L-3"])


def test_a_list_that_is_not_published_has_no_items(cast: Cast) -> None:
    with pytest.raises(errors.InvalidInput):
        training_items(cast.institution, "X", actor=factories.SYSTEM)


def test_what_the_export_writes_the_training_reads(cast: Cast, tmp_path: Path) -> None:
    take_technology_list(_read(FIXTURES / "technology" / "lists" / "jp20.json"), now=factories.NOW)
    take_lexicon(lexicon_data(FIXTURES / "technology"), now=factories.NOW)
    for number in range(6):
        judged(cast, "JP20", {"JP20-11": AreaJudgement.CONFIRMED}, title_en=f"Sonnets on walks {number}")
        judged(cast, "JP20", {"JP20-11": AreaJudgement.DISMISSED}, title_en=f"Kilns and pots {number}")
    items = tmp_path / "judged.jsonl"

    call_command("export_judgements", cast.institution.code, output=items)
    call_command("train_second_opinion", str(items), "--correct", output=tmp_path / "own", stdout=StringIO())

    assert load_second_opinion(tmp_path / "own").manifest["trained_on"]["items"] == 12


def test_the_command_writes_to_standard_output_and_names_what_is_not_there(cast: Cast) -> None:
    judged(cast, "L", {"L-1": AreaJudgement.CONFIRMED})
    out = StringIO()

    call_command("export_judgements", cast.institution.code, "--list", "L", stdout=out)

    assert json.loads(out.getvalue())["gold"] == ["L-1"]
    with pytest.raises(CommandError, match="none"):
        call_command("export_judgements", "none")
    with pytest.raises(CommandError, match="X"):
        call_command("export_judgements", cast.institution.code, "--list", "X")
