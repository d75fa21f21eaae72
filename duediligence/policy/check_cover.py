"""The rule that a catalogue has something for every member of a vocabulary."""

from collections.abc import Sequence
from enum import StrEnum

from duediligence.policy.faults import Faults


def check_covered(found: Sequence[StrEnum], wanted: type[StrEnum], path: str, key: str, faults: Faults) -> None:
    if faults.readable(path) and faults.sound(*(f"{path}[{index}].{key}" for index in range(len(found)))):
        for member in sorted(set(wanted) - set(found)):
            faults.add(path, "not_covered", value=member)
