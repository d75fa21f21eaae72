"""What is said about a value that cannot be taken: what to do, in the language that was asked for."""

from typing import Any

import pytest

from duediligence.models import Programme
from tests.duediligence.api.calling import Caller, proposal_body
from tests.factories import Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "person", "words"),
    [
        ("ja", {"name": "a\x00b"}, "使えない文字(NUL)が含まれています。入力し直してください。"),
        ("en", {"name": "a\x00b"}, "Null characters are not allowed."),
        ("ja", {"name": "x", "orcid": "1"}, "ORCIDは0000-0000-0000-0000の形で書いてください。"),
        ("en", {"name": "x", "orcid": "1"}, "Write the ORCID as 0000-0000-0000-0000."),
    ],
)
def test_a_field_is_told_what_to_write(
    cast: Cast, programme: Programme, funder: Caller, language: str, person: dict[str, Any], words: str
) -> None:
    body = proposal_body(programme, cast.institution, members=[{"person": person, "role": "pi"}])
    response = funder.post("/proposals", body, Accept_Language=language)
    assert [fault["detail"] for fault in response.json()["errors"]] == [words]


@pytest.mark.parametrize(
    ("changes", "ja", "en"),
    [
        ({"title_ja": 5}, "文字列(JSON の string)で書いてください。", "Write a text here: a JSON string."),
        ({"members": {}}, "リスト(JSON の array)で書いてください。", "Write a list here: a JSON array."),
        ({"keywords_en": "laser"}, "リスト(JSON の array)で書いてください。", "Write a list here: a JSON array."),
        ({"members": ["x"]}, "JSON の object で書いてください。", "Write a JSON object here."),
        (
            {"parties": [{"organisation": {"name": "x"}, "role": "b" * 41}]},
            f"「{'b' * 40}…」は指定できません。使える値: lead, partner, funder",
            f"“{'b' * 40}…” is none of lead, partner, funder.",
        ),
    ],
)
def test_a_value_of_another_kind_is_told_which_is_needed(
    cast: Cast, programme: Programme, funder: Caller, changes: dict[str, Any], ja: str, en: str
) -> None:
    body = proposal_body(programme, cast.institution, **changes)
    for language, words in (("ja", ja), ("en", en)):
        response = funder.post("/proposals", body, Accept_Language=language)
        assert [fault["detail"] for fault in response.json()["errors"]] == [words]


@pytest.mark.parametrize(
    ("query", "ja", "en"),
    [
        ("/programmes?open=maybe", "true 又は false を指定してください。", "Write true or false."),
        (
            "/cases?proposal=1",
            "本システムの応答にある id をそのまま指定してください。",
            "Write the id as it stands in our answers.",
        ),
    ],
)
def test_a_parameter_of_another_kind_is_told_which_is_needed(funder: Caller, query: str, ja: str, en: str) -> None:
    for language, words in (("ja", ja), ("en", en)):
        response = funder.get(query, Accept_Language=language)
        assert [fault["detail"] for fault in response.json()["errors"]] == [words]
