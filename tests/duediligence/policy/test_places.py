import pytest

from duediligence.policy import places
from duediligence.policy.edition import Policy
from duediligence.policy.parse import check_policy
from duediligence.policy.places import NoSuchPlace
from duediligence.policy.steps import StepRule
from tests.duediligence.policy.sample import shipped, small_policy

STEP = {"fact": "designated", "operator": "is", "value": True}


def test_every_place_of_a_shipped_policy_is_found_by_the_path_that_faults_use():
    content = shipped("jp-manual-2025")
    for path, data in (
        ("", content),
        ("steps[1]", content["steps"][1]),
        ("declaration_form", content["declaration_form"]),
        ("declaration_form.items[2].columns[0]", content["declaration_form"]["items"][2]["columns"][0]),
        ("list_bindings[0].thresholds.person", content["list_bindings"][0]["thresholds"]["person"]),
    ):
        assert (places.find(content, path).data, places.find(content, path).is_new) == (data, False)


def test_one_past_the_end_is_a_new_item():
    content = small_policy()
    new = places.find(content, f"steps[{len(content['steps'])}]")
    assert (new.shape, new.data, new.is_new, new.outer) == (StepRule, {}, True, "")
    assert places.find(content, "steps[0].when[0]").outer == "steps[0]"


STRANGE = "nothing steps steps[99] name[0] name.ja steps[0].help steps[2].when[0].x steps..x [0] code.x steps[0][0]"


@pytest.mark.parametrize("path", [*STRANGE.split(), "steps.after"])
def test_what_is_no_place(path):
    content = {**small_policy(), "windows": "x"}
    with pytest.raises(NoSuchPlace):
        places.find(content, path)
    with pytest.raises(NoSuchPlace):
        places.find(content, "windows[0]")


def test_replacing_keeps_the_content_that_was_given():
    content = small_policy()
    renamed = {**content["steps"][0], "name": {"ja": "別", "en": "Other"}}
    changed = places.replaced(content, "steps[0]", renamed)
    assert changed["steps"][0] == renamed
    assert content == small_policy()
    assert places.replaced(content, "", {**content, "edition": "2"})["edition"] == "2"


def test_adding_makes_the_list_where_there_was_none():
    content = small_policy()
    content["steps"][0].pop("when", None)
    assert places.replaced(content, "steps[0].when[0]", STEP)["steps"][0]["when"] == [STEP]


def test_taking_out_and_moving_up():
    content = small_policy()
    codes = [step["code"] for step in content["steps"]]
    assert [one["code"] for one in places.removed(content, "steps[0]")["steps"]] == codes[1:]
    assert [one["code"] for one in places.raised(content, "steps[1]")["steps"]] == [codes[1], codes[0], *codes[2:]]
    assert places.raised(content, "steps[0]") == content
    for path in ("", "declaration_form", f"steps[{len(codes)}]"):
        with pytest.raises(NoSuchPlace):
            places.removed(content, path)


def test_the_leaves_of_every_place_cover_its_fields():
    """What a form shows and what stands in places of its own are together the whole dataclass."""
    leaves = {leaf.path.partition(".")[0] for leaf in places.leaves(Policy)}
    assert leaves.isdisjoint(places.collections(Policy))
    assert leaves | {*places.collections(Policy)} == {*Policy.__dataclass_fields__}


def test_leaves_know_what_is_needed_and_what_may_be_left_out_together():
    found = {leaf.path: leaf for leaf in places.leaves(StepRule)}
    assert (found["after"].many, found["after"].needed) == (True, True)
    assert (found["escalates_to"].many, found["escalates_to"].needed) == (False, False)
    assert (found["name.ja"].owners, found["help.ja"].owners) == ((), ("help",))
    assert found["source.note.en"].owners == ("source.note",)


def test_moving_items_of_a_sound_policy_leaves_it_sound():
    assert check_policy(places.raised(shipped("jp-manual-2025"), "measures[3]")) == []
