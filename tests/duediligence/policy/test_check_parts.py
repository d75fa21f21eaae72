import pytest

from duediligence.policy.parse import check_policy
from tests.duediligence.policy.sample import found, small_policy, words


def test_nothing_takes_effect_before_it_is_issued():
    data = small_policy()
    data["effective_on"] = "2026-03-31"
    assert words(data) == ["effective_on: takes effect on 2026-03-31, before it is issued on 2026-04-01"]


def test_an_unreadable_date_is_not_compared():
    data = small_policy()
    data["effective_on"] = "2026-13-31"
    assert found(data) == [("effective_on", "not_a_date")]


@pytest.mark.parametrize("kind", ["person", "organization"])
def test_possible_is_not_above_strong(kind):
    data = small_policy()
    data["list_bindings"][0]["thresholds"][kind] = {"possible": 0.95, "strong": 0.9}
    assert words(data) == [
        f"list_bindings[0].thresholds.{kind}.possible: "
        "the threshold for possible (0.95) is above the one for strong (0.9)"
    ]


def test_equal_thresholds_leave_no_room_for_possible():
    data = small_policy()
    data["list_bindings"][0]["thresholds"]["person"] = {"possible": 0.9, "strong": 0.9}
    assert check_policy(data) == []


@pytest.mark.parametrize("score", [0.49, 1.01, -1, 92])
def test_thresholds_stay_in_range(score):
    data = small_policy()
    data["list_bindings"][0]["thresholds"]["person"]["strong"] = score
    assert found(data) == [("list_bindings[0].thresholds.person.strong", "out_of_range")]


@pytest.mark.parametrize("mark", ["V", "F", "N"])
def test_a_mark_of_something_read_names_where(mark):
    data = small_policy()
    data["steps"][0]["source"] = {"mark": mark}
    assert words(data) == [f"steps[0].source.ref: the mark {mark} needs a source with that mark"]


def test_a_mark_is_no_better_than_its_source():
    data = small_policy()
    data["declaration_form"]["items"][0]["source"] = {"mark": "V", "ref": "form"}
    assert words(data) == [
        "declaration_form.items[0].source.mark: the mark V is not borne out: the source “form” is marked F"
    ]


def test_what_is_inferred_may_rest_on_any_source_or_none():
    data = small_policy()
    data["steps"][0]["source"] = {"mark": "I", "ref": "form"}
    data["steps"][1]["source"] = {"mark": "I"}
    assert check_policy(data) == []


def test_a_source_whose_mark_is_unreadable_bears_nothing_out_and_refutes_nothing():
    data = small_policy()
    data["sources"][0]["mark"] = "?"
    assert found(data) == [("sources[0].mark", "unknown_choice")]


def test_a_mark_whose_source_is_unknown_is_one_fault():
    data = small_policy()
    data["steps"][0]["source"] = {"mark": "V", "ref": "rumour"}
    assert found(data) == [("steps[0].source.ref", "unknown_reference")]


def test_item_numbers_are_used_once():
    data = small_policy()
    data["declaration_form"]["items"][1]["number"] = 1
    assert words(data) == ["declaration_form.items[1].number: appears twice: “1”"]


def test_the_deemed_export_items_are_masked():
    data = small_policy()
    item = data["declaration_form"]["items"][1]
    item["masked"] = False
    assert ("declaration_form.items[1].masked", "must_be_masked") in found(data)


def test_no_other_item_is_masked():
    data = small_policy()
    data["declaration_form"]["items"][0]["masked"] = True
    assert words(data) == ["declaration_form.items[0].masked: only the items deemed_export, nationality may be masked"]


def test_an_unreadable_mask_is_one_fault():
    data = small_policy()
    data["declaration_form"]["items"][0]["masked"] = 1
    assert found(data) == [("declaration_form.items[0].masked", "wrong_type")]


def test_a_choice_offers_choices():
    data = small_policy()
    data["declaration_form"]["items"][0]["columns"][0]["type"] = "choice"
    assert found(data) == [("declaration_form.items[0].columns[0].choices", "column_needs_choices")]


def test_other_columns_offer_none():
    data = small_policy()
    choices = [{"code": "paid", "name": {"ja": "有給", "en": "Paid"}}]
    data["declaration_form"]["items"][0]["columns"][0]["choices"] = choices
    assert found(data) == [("declaration_form.items[0].columns[0].choices", "choices_not_used")]
    data["declaration_form"]["items"][0]["columns"][0]["type"] = "choice"
    assert check_policy(data) == []


def test_a_column_of_unknown_type_is_one_fault():
    data = small_policy()
    data["declaration_form"]["items"][0]["columns"][0]["type"] = "smell"
    assert found(data) == [("declaration_form.items[0].columns[0].type", "unknown_choice")]


@pytest.mark.parametrize(
    ("catalogue", "missing"),
    [("retention", "case_file"), ("intervals", "rescreening"), ("reason_codes", "false_positive")],
)
def test_every_sort_is_covered(catalogue, missing):
    data = small_policy()
    del data[catalogue][0]
    assert words(data) == [f"{catalogue}: has nothing for {missing}"]


def test_cover_is_not_guessed_when_a_sort_cannot_be_read():
    data = small_policy()
    data["retention"][0]["record"] = "gossip"
    del data["intervals"]
    assert found(data) == [("intervals", "missing_key"), ("retention[0].record", "unknown_choice")]


def test_cover_is_checked_beside_other_faults():
    data = small_policy()
    del data["retention"][0]
    data["retention"][0]["months"] = 0
    assert found(data) == [("retention", "not_covered"), ("retention[0].months", "out_of_range")]
