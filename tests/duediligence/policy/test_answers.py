"""A declaration against its form: each fault named with its place, and versions compared."""

import datetime as dt
import json

import pytest

from duediligence.policy import answers
from duediligence.policy.answers import (
    CONFIDENTIAL,
    AnswerFault,
    Change,
    ItemAnswer,
    differences,
    items_of,
    read_item,
)
from duediligence.policy.parse import parse_policy
from tests.duediligence.policy.sample import FIXTURES

POLICY = parse_policy(json.loads((FIXTURES / "policies" / "jp-manual-2025.json").read_text(encoding="utf-8")))
FORM = POLICY.declaration_form
FUNDING = {
    "date": "2025/4/1",
    "name": "架空基金",
    "funder": "架空財団",
    "period": "2025-04〜2026-03",
    "amount": "100万",
}
GOOD = {**FUNDING, "amount": "1,000,000円"}
SINCE = dt.date(2023, 4, 1)


def faults(code: str, typed: ItemAnswer, since: dt.date | None = None) -> list[tuple[str, int | None, str]]:
    return [(one.code, one.row, one.column) for one in read_item(FORM.item(code), typed, since)[1]]


def test_rows_are_read_and_empty_ones_left_out() -> None:
    typed = ItemAnswer(rows=({**GOOD, CONFIDENTIAL: "yes"}, {"name": " ", CONFIDENTIAL: "yes"}))

    read, found = read_item(FORM.item("research_funding"), typed, SINCE)

    assert found == ()
    assert read.rows == (
        {
            "date": "2025-04-01",
            "name": "架空基金",
            "funder": "架空財団",
            "period": "2025-04/2026-03",
            "amount": "1000000",
            CONFIDENTIAL: "yes",
        },
    )
    assert ItemAnswer.from_dict(read.to_dict()) == read


def test_the_flag_of_secrecy_is_dropped_where_the_form_has_none() -> None:
    read, _found = read_item(
        FORM.item("dispositions"), ItemAnswer(rows=({"month": "2020-01", "content": "x", CONFIDENTIAL: "yes"},)), None
    )
    assert read.rows == ({"month": "2020-01", "content": "x"},)


def test_faults_name_row_and_column() -> None:
    typed = ItemAnswer(rows=(GOOD, {**GOOD, "funder": "", "amount": "100人"}))

    assert faults("research_funding", typed, SINCE) == [
        ("cell_missing", 1, "funder"),
        ("not_an_amount", 1, "amount"),
    ]


def test_a_row_from_before_the_window_is_not_asked_for() -> None:
    old = {**GOOD, "date": "2020-04-01", "period": "2020-04〜2023-03"}
    lasting = {**old, "period": "2020-04〜2023-04"}
    open_ended = {**old, "period": "2020-04〜"}

    found = read_item(FORM.item("research_funding"), ItemAnswer(rows=(old, lasting, open_ended)), SINCE)[1]
    assert found == (AnswerFault("research_funding", "before_window", 0, "date", {"since": "2023-04-01"}),)


def test_a_row_without_a_date_is_within_every_window() -> None:
    assert faults("own_listing", ItemAnswer(rows=({"listed": "no"},)), SINCE) == []


@pytest.mark.parametrize(
    ("item", "typed", "code"),
    [
        ("papers", ItemAnswer(), "none_or_rows"),
        ("career", ItemAnswer(), "rows_missing"),
        ("career", ItemAnswer(is_none=True), "none_not_possible"),
        ("dispositions", ItemAnswer(is_none=True, rows=({"month": "2020-01", "content": "x"},)), "none_with_rows"),
        ("own_listing", ItemAnswer(rows=({"listed": "no"}, {"listed": "yes"})), "one_row"),
    ],
)
def test_the_answer_as_a_whole(item: str, typed: ItemAnswer, code: str) -> None:
    assert [one[0] for one in faults(item, typed)] == [code]


def test_an_item_has_a_limit_of_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "MOST_ROWS", 1)
    row = {"month": "2020-01", "content": "x"}

    assert faults("dispositions", ItemAnswer(rows=(row, row))) == [("too_many_rows", None, "")]


def test_nothing_to_declare_is_an_answer() -> None:
    assert faults("papers", ItemAnswer(is_none=True)) == []


def test_guided_questions_are_answered_and_agree_with_the_answer() -> None:
    no = {"non_resident": "no", "category_1": "no", "category_2": "no", "category_3": "no"}
    said_no = ({"applies": "no"},)

    assert faults("deemed_export", ItemAnswer(rows=said_no, questions={**no, "category_2": ""})) == [
        ("question_open", None, "category_2")
    ]
    assert faults("deemed_export", ItemAnswer(rows=said_no, questions={**no, "category_2": "yes"})) == [
        ("question_says_yes", 0, "applies")
    ]
    assert faults("deemed_export", ItemAnswer(rows=said_no, questions={**no, "non_resident": "yes"})) == [
        ("question_says_yes", 0, "applies")
    ]
    said_yes = ({"applies": "yes"},)
    assert faults("deemed_export", ItemAnswer(rows=said_yes, questions=no)) == [("questions_say_no", 0, "applies")]
    assert faults("deemed_export", ItemAnswer(rows=said_yes, questions={**no, "category_2": "yes"})) == []
    assert faults("own_listing", ItemAnswer(rows=({"listed": "yes"},))) == []


def test_the_light_form_asks_for_some_of_the_items() -> None:
    assert [item.number for item in items_of(FORM, "student")] == [1, 4, 7, 9, 10, 12, 13]
    assert items_of(FORM, "") == FORM.items


def test_the_differences_of_two_versions() -> None:
    kept, old, new = {"month": "2019-01"}, {"month": "2020-01"}, {"month": "2020-02"}
    before = {
        "a": ItemAnswer(rows=(kept, old)),
        "b": ItemAnswer(is_none=True),
        "c": ItemAnswer(questions={"q": "no", "p": "no"}),
        "gone": ItemAnswer(rows=(old,)),
    }
    after = {
        "a": ItemAnswer(rows=(kept, new)),
        "b": ItemAnswer(rows=(new,)),
        "c": ItemAnswer(questions={"q": "yes", "p": "no"}),
    }

    assert differences(before, after) == (
        Change("a", before=old),
        Change("a", after=new),
        Change("b", {"none": "yes"}, {"none": "no"}),
        Change("b", after=new),
        Change("c", {"q": "no"}, {"q": "yes"}),
        Change("gone", before=old),
    )
    assert differences(after, after) == ()
