from datetime import date

import pytest

from duediligence.enums import Level
from duediligence.policy import scalars
from duediligence.policy.limits import CODE, Between, Length


def refusal(read, *arguments):
    with pytest.raises(scalars.Unreadable) as refused:
        read(*arguments)
    return refused.value.code, refused.value.params


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (3, ("wrong_type", {"expected": "a text", "found": "a whole number"})),
        (None, ("wrong_type", {"expected": "a text", "found": "nothing"})),
        (b"abc", ("wrong_type", {"expected": "a text", "found": "bytes"})),
        ("", ("empty_text", {})),
        ("\u3000 \n", ("empty_text", {})),
        ("x" * 2001, ("text_too_long", {"length": 2001, "most": 2000})),
        ("a\x00b", ("control_character", {"character": "U+0000"})),
        ("a\ud800", ("control_character", {"character": "U+D800"})),
    ],
)
def test_texts_refused(data, expected):
    assert refusal(scalars.read_text, data, ()) == expected


def test_a_long_text_may_be_allowed():
    long = "x\n" * 2000
    assert scalars.read_text(long, (Length(4000),)) == long


@pytest.mark.parametrize("code", ["Review", "1st", "a__b", "a b", "_a", "a-", "確認", "a\n"])
def test_codes_refused(code):
    expected = ("malformed", {"example": "security_review", "value": code})
    assert refusal(scalars.read_text, code, (CODE,)) == expected


def test_numbers_within_their_limits_are_read():
    assert scalars.read_whole(1, (Between(1, 9),)) == 1
    assert scalars.read_whole(9, (Between(1, 9),)) == 9
    assert scalars.read_number(1, (Between(0.5, 1),)) == 1.0


@pytest.mark.parametrize("data", [True, "1", 1.0, None])
def test_whole_numbers_refused(data):
    assert refusal(scalars.read_whole, data, ())[0] == "wrong_type"


@pytest.mark.parametrize("data", [False, "0.5", None, float("nan"), float("inf")])
def test_numbers_refused(data):
    assert refusal(scalars.read_number, data, ())[0] == "wrong_type"


@pytest.mark.parametrize("data", [0, 10])
def test_numbers_out_of_range_refused(data):
    expected = ("out_of_range", {"low": 1, "high": 9, "value": data})
    assert refusal(scalars.read_whole, data, (Between(1, 9),)) == expected


@pytest.mark.parametrize("data", [0, 1, "true", None])
def test_yes_or_no_refused(data):
    assert refusal(scalars.read_flag, data)[0] == "wrong_type"


def test_dates_are_read():
    assert scalars.read_date("2024-02-29") == date(2024, 2, 29)


@pytest.mark.parametrize("data", ["2025-02-29", "20250228", "2025-W01-1", "2025/02/28", "", "令和7年"])
def test_dates_refused(data):
    assert refusal(scalars.read_date, data) == ("not_a_date", {"value": data})


def test_a_date_is_a_text():
    assert refusal(scalars.read_date, 20250228)[0] == "wrong_type"


def test_choices_are_read():
    assert scalars.read_choice("strong", Level) is Level.STRONG


def test_choices_refused():
    expected = ("unknown_choice", {"choices": "none, possible, strong", "value": "Strong"})
    assert refusal(scalars.read_choice, "Strong", Level) == expected
    assert refusal(scalars.read_choice, ["strong"], Level)[0] == "wrong_type"


@pytest.mark.parametrize(("data", "value"), [(True, True), (3, 3), ("a", "a"), (["a", "b"], ("a", "b")), ([], ())])
def test_condition_values_are_read(data, value):
    assert scalars.read_condition_value(data) == value


@pytest.mark.parametrize("data", [None, 0.5, {"a": 1}, ["a", 1]])
def test_condition_values_refused(data):
    assert refusal(scalars.read_condition_value, data)[0] == "wrong_type"
