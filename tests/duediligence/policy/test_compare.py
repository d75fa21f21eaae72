from duediligence.enums import Role
from duediligence.policy.compare import Change, ChangeKind, Part, compare
from duediligence.policy.parse import parse_policy
from duediligence.policy.text import Text
from tests.duediligence.policy.sample import small, small_policy, step, text

APPROVAL = Part("steps", Text("approval（日本語）", "approval"))


def changed(change):
    data = small_policy()
    change(data)
    return compare(small(), parse_policy(data))


def test_an_edition_does_not_differ_from_itself():
    assert compare(small(), small()) == ()


def test_a_changed_value_of_a_step():
    assert changed(lambda data: data["steps"][1].update(due_working_days=10)) == (
        Change(
            "steps[approval].due_working_days",
            ChangeKind.CHANGED,
            5,
            10,
            (APPROVAL,),
            "due_working_days",
        ),
    )


def test_a_value_that_was_not_there_before():
    assert changed(lambda data: data["steps"][1].update(escalates_to="office_admin")) == (
        Change(
            "steps[approval].escalates_to",
            ChangeKind.CHANGED,
            None,
            Role.OFFICE_ADMIN,
            (APPROVAL,),
            "escalates_to",
        ),
    )


def test_an_added_and_a_removed_part():
    def change(data):
        data["steps"].append(step("last", "monitor", "security_officer", ["approval"]))
        del data["assessment_rules"][0]

    added, removed = changed(change)
    assert (added.path, added.kind, added.before) == ("steps[last]", ChangeKind.ADDED, None)
    assert added.parts == (Part("steps", Text("last（日本語）", "last")),)
    assert added.after.code == "last"  # type: ignore[attr-defined]
    assert (removed.path, removed.kind) == ("assessment_rules[undisclosed]", ChangeKind.REMOVED)
    assert removed.after is None
    assert removed.parts == (
        Part("assessment_rules", Text("Something was not declared（日本語）", "Something was not declared")),
    )


def test_the_order_of_parts_is_no_difference():
    assert changed(lambda data: data["retention"].reverse()) == ()


def test_a_part_within_parts():
    (change,) = changed(lambda data: data["declaration_form"]["items"][0]["columns"][0].update(required=False))
    assert change.path == "declaration_form.items[career].columns[content].required"
    assert [part.collection for part in change.parts] == ["declaration_form", "items", "columns"]


def test_parts_without_a_name_are_called_by_their_key():
    (change,) = changed(lambda data: data["intervals"][0].update(days=60))
    assert (change.path, change.parts) == (
        "intervals[rescreening].days",
        (Part("intervals", "rescreening"),),
    )


def test_words_change_as_a_whole():
    (change,) = changed(lambda data: data["name"].update(en="Another"))
    assert (change.path, change.before, change.after) == (
        "name",
        Text("A small policy（日本語）", "A small policy"),
        Text("A small policy（日本語）", "Another"),
    )


def test_a_renamed_part_is_called_by_its_new_name():
    (change,) = changed(lambda data: data["sources"][0].update(title=text("The form")))
    assert change.parts == (Part("sources", Text("The form（日本語）", "The form")),)
