import pytest

from duediligence.policy.faults import MESSAGES, Fault, Faults


@pytest.mark.parametrize(
    ("fault", "place", "sound", "readable"),
    [
        ("steps[1].role", "steps[1].role", False, False),
        ("steps[1]", "steps[1].role", False, False),
        ("steps[1].role", "steps[1]", False, True),
        ("steps[1].role", "steps", False, True),
        ("steps[1].role", "steps[10].role", True, True),
        ("steps[1].role", "steps[1].roles", True, True),
        ("", "steps", False, False),
    ],
)
def test_what_a_fault_puts_in_doubt(fault, place, sound, readable):
    faults = Faults()
    faults.add(fault, "missing_key")
    assert (faults.sound(place), faults.readable(place)) == (sound, readable)


def test_the_same_fault_is_told_once():
    faults = Faults()
    faults.add("b", "missing_key")
    faults.add("a[10]", "empty_text")
    faults.add("a[2]", "empty_text")
    faults.add("b", "missing_key")
    assert faults.in_order() == (
        Fault("a[2]", "empty_text"),
        Fault("a[10]", "empty_text"),
        Fault("b", "missing_key"),
    )


def test_a_fault_carries_its_template_and_fills_it_in():
    fault = Fault("edition", "malformed", {"example": "2025-12", "value": "?"})
    assert fault.message == MESSAGES["malformed"] == "must look like “{example}”, not “{value}”"
    assert str(fault) == "edition: must look like “2025-12”, not “?”"
