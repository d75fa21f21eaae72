"""What is wrong with a policy, place by place."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


def gettext_noop(template: str) -> str:
    """Mark a template for the translators' catalogue; nothing is translated here."""
    return template


MESSAGES: Final[Mapping[str, str]] = {
    "not_utf8": gettext_noop("is not written in UTF-8 (byte {position})"),
    "not_json": gettext_noop("is not JSON: line {line}, column {column}"),
    "not_sensible_json": gettext_noop("is nested too deeply or holds a number that is too long"),
    "repeated_key": gettext_noop("holds an object in which the key “{key}” appears twice"),
    "wrong_type": gettext_noop("must be {expected}, not {found}"),
    "missing_key": gettext_noop("is missing"),
    "unknown_key": gettext_noop("is not a known key; known here: {known}"),
    "empty_text": gettext_noop("must not be empty"),
    "text_too_long": gettext_noop("has {length} characters; at most {most} are allowed"),
    "control_character": gettext_noop("contains the control character {character}"),
    "malformed": gettext_noop("must look like “{example}”, not “{value}”"),
    "unknown_choice": gettext_noop("must be one of {choices}, not “{value}”"),
    "out_of_range": gettext_noop("must be from {low} to {high}, not {value}"),
    "not_a_date": gettext_noop("must be a date such as 2025-12-31, not “{value}”"),
    "empty_list": gettext_noop("must have at least one item"),
    "too_many": gettext_noop("has {count} items; at most {most} are allowed"),
    "duplicate": gettext_noop("appears twice: “{value}”"),
    "unknown_reference": gettext_noop("names “{value}”, which is not among the {catalogue} of this policy"),
    "unknown_list": gettext_noop("names the list “{value}”, which this installation does not have"),
    "effective_before_issued": gettext_noop("takes effect on {effective}, before it is issued on {issued}"),
    "possible_above_strong": gettext_noop(
        "the threshold for possible ({possible}) is above the one for strong ({strong})"
    ),
    "mark_needs_source": gettext_noop("the mark {mark} needs a source with that mark"),
    "mark_not_borne_out": gettext_noop("the mark {mark} is not borne out: the source “{ref}” is marked {found}"),
    "cycle": gettext_noop("the steps wait for each other: {cycle}"),
    "unreachable_step": gettext_noop("can never open: it comes after the steps {cycle}, which wait for each other"),
    "contradictory_conditions": gettext_noop("can never apply: the conditions on “{fact}” contradict each other"),
    "separate_from_itself": gettext_noop("cannot be kept apart from itself"),
    "returns_not_back": gettext_noop("can only return to a step that comes before it; “{value}” does not"),
    "role_cannot_act": gettext_noop("the role {role} cannot stand at a step of the kind {kind}; allowed: {allowed}"),
    "no_decision": gettext_noop("has no step of the kind decide"),
    "author_may_decide": gettext_noop("a step of the kind decide must exclude the author"),
    "no_four_eyes": gettext_noop(
        "a step of the kind decide must be kept apart from an earlier step or need two approvers"
    ),
    "gate_missing": gettext_noop("a step of the kind decide must require {gate}"),
    "wrong_operator": gettext_noop("“{fact}” cannot be asked with {operator}; allowed: {allowed}"),
    "wrong_value": gettext_noop("“{fact}” with {operator} needs {expected}"),
    "fact_out_of_scope": gettext_noop("“{fact}” is not known here; known here: {known}"),
    "finding_of_another": gettext_noop("“{finding}” is not asked about this subject; asked here: {known}"),
    "not_covered": gettext_noop("has nothing for {value}"),
    "must_be_masked": gettext_noop("the item {value} must be masked"),
    "only_masked_here": gettext_noop("only the items {allowed} may be masked"),
    "column_needs_choices": gettext_noop("a column of the type choice needs choices"),
    "choices_not_used": gettext_noop("only a column of the type choice has choices"),
    "forbidden_attribute": gettext_noop(
        "names “{word}”: nationality, residency, race, religion and culture are never inputs to a rule"
    ),
}
"""The English template of every fault by its code; screens translate by template."""

UNREADABLE: Final = frozenset(
    {
        "wrong_type",
        "missing_key",
        "unknown_key",
        "empty_text",
        "text_too_long",
        "control_character",
        "malformed",
        "unknown_choice",
        "out_of_range",
        "too_many",
        "not_a_date",
        "forbidden_attribute",
    }
)
"""What not even a draft may hold: values that cannot be read, and what no rule may name."""

Param = str | int | float
_STEP = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong. ``path`` names the place as in ``steps[2].after[0]``; empty is the whole."""

    path: str
    code: str
    params: Mapping[str, Param] = field(default_factory=dict, hash=False)

    @property
    def message(self) -> str:
        """The English template, not filled in."""
        return MESSAGES[self.code]

    def __str__(self) -> str:
        words = self.message.format_map(self.params)
        return f"{self.path}: {words}" if self.path else f"the policy: {words}"


class PolicyRefused(ValueError):  # noqa: N818 - a refusal, named as people say it
    """The data is not a policy; ``faults`` names every reason."""

    code = "policy_refused"

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


class Faults:
    """Collects faults while a policy is read and checked."""

    def __init__(self) -> None:
        self._found: list[Fault] = []

    def add(self, path: str, code: str, **params: Param) -> None:
        self._found.append(Fault(path, code, params))

    def sound(self, *paths: str) -> bool:
        """Return whether nothing was found at, in or around the places, so that a rule may trust them."""
        return not any(holds(fault.path, path) or holds(path, fault.path) for fault in self._found for path in paths)

    def readable(self, path: str) -> bool:
        """Return whether the place itself could be read, whatever was found inside it."""
        return not any(holds(fault.path, path) for fault in self._found)

    def in_order(self) -> tuple[Fault, ...]:
        """Return each fault once, by place."""
        unique = {(fault.path, fault.code, str(fault)): fault for fault in self._found}
        return tuple(sorted(unique.values(), key=lambda fault: (_place(fault.path), fault.code)))


def holds(outer: str, inner: str) -> bool:
    """Return whether ``inner`` is the place ``outer`` or lies within it."""
    return not outer or inner == outer or inner.startswith((f"{outer}.", f"{outer}["))


def _place(path: str) -> tuple[tuple[int, int, str], ...]:
    """Sort ``steps[2]`` before ``steps[10]``."""
    return tuple((0, int(index), "") if index else (1, 0, name) for index, name in _STEP.findall(path))
