"""Changes between policy editions in words.

``translate`` turns an English template or label into the reader's language; every template and label is in
``TEMPLATES`` and ``labels()``, so that a translation can be complete.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import StrEnum
from functools import reduce
from types import UnionType
from typing import Any, Final, Union, get_args, get_origin

from duediligence.policy.compare import Change, ChangeKind, Part
from duediligence.policy.conditions import Condition, FactTest, Operator
from duediligence.policy.edition import Policy
from duediligence.policy.facts import RANKS, SETS
from duediligence.policy.shapes import hints
from duediligence.policy.steps import StepRule
from duediligence.policy.text import LongText, Text

Translate = Callable[[str], str]

_NOUNS: Final[Mapping[str, str]] = {
    "sources": "source",
    "steps": "step",
    "measures": "measure",
    "items": "item",
    "columns": "column",
    "choices": "choice",
    "questions": "question",
    "light_forms": "light form",
    "list_bindings": "list",
    "technology_bindings": "technology list",
    "windows": "window",
    "retention": "retention of",
    "intervals": "interval of",
    "reason_codes": "reason",
    "checklists": "checklist",
    "points": "point",
    "assessment_rules": "assessment rule",
    "sections": "section",
}
"""What one item of a catalogue is called."""

_LABELS: Final[Mapping[str, str]] = {
    "V": "official text",
    "F": "funder's form",
    "N": "press",
    "I": "inferred",
    "own": "own choice",
    "ja": "Japanese",
    "en": "English",
    "ref": "text of the source",
    "url": "address",
    "after": "comes after",
    "when": "only when",
    "excludes_author": "not by the author",
    "requires": "needs",
    "separate_from": "kept apart from",
    "list_bindings": "lists",
    "technology_bindings": "technology lists",
    "max_age_days": "days until a list is too old",
    "none_allowed": "may be answered with none",
    "confidential_rows": "rows may be confidential",
    "recheck": "what is looked at again",
    "many": "several values",
    "names": "names that are screened",
    "states": "what it says",
}
"""Labels that are not simply the word of the data."""

_ADDED: Final = "{place}: added"
_ADDED_WITH: Final = "{place}: added ({content})"
_HELD: Final = "{field}: {value}"
_REMOVED: Final = "{place}: removed"
_CHANGED: Final = "{place}: {field} changed from {before} to {after}"
_CHANGED_ALONE: Final = "{field} changed from {before} to {after}"
_NAMED: Final = "{collection} “{name}”"
_QUOTED: Final = "“{words}”"
_OR: Final = "{one} or {other}"
_LIST: Final = "{one}, {other}"
_MEMBER: Final = "{member}"
_TESTS: Final[Mapping[Operator, str]] = {
    Operator.IS: "{fact} is {value}",
    Operator.AT_LEAST: "{fact} at least {value}",
    Operator.AT_MOST: "{fact} at most {value}",
    Operator.ANY_OF: "{fact} any of {value}",
    Operator.NONE_OF: "{fact} none of {value}",
}
"""What a condition asks: other languages put the comparison in another place."""
_ANSWERED: Final[Mapping[bool, str]] = {True: "{fact} is yes", False: "{fact} is no"}
TEMPLATES: Final = (
    *_TESTS.values(),
    *_ANSWERED.values(),
    _LIST,
    _MEMBER,
    _ADDED,
    _ADDED_WITH,
    _HELD,
    _REMOVED,
    _CHANGED,
    _CHANGED_ALONE,
    _NAMED,
    _QUOTED,
    _OR,
    "yes",
    "no",
    "nothing",
)


_STEPS: Final = frozenset({"after", "separate_from", "may_return_to"})
"""Fields that name steps by their codes."""
_TOLD: Final = (StrEnum, FactTest, bool, int, float, str, Text)
Names = Mapping[str, Text]


def in_words(change: Change, language: str = "en", translate: Translate = str, steps: Names | None = None) -> str:
    """Return one sentence for people; ``steps`` are the names of steps by their codes."""
    words = _sentence(_with_names(change, steps or {}), language, translate)
    return words[:1].upper() + words[1:]


def condition_in_words(condition: Condition, language: str, translate: Translate = str) -> str:
    """Return what a condition asks, with its alternatives."""
    return _test(condition, language, translate)


def _with_names(change: Change, steps: Names) -> Change:
    """Put the names of steps in the place of their codes."""
    if change.field in _STEPS:
        return replace(change, before=_named(change.before, steps), after=_named(change.after, steps))
    if change.kind is ChangeKind.ADDED and isinstance(change.after, StepRule):
        named: dict[str, Any] = {name: _named(getattr(change.after, name), steps) for name in _STEPS}
        return replace(change, after=replace(change.after, **named))
    return change


def _named(codes: object, steps: Names) -> object:
    return tuple(steps.get(code, code) for code in codes) if isinstance(codes, tuple) else codes


def _sentence(change: Change, language: str, translate: Translate) -> str:
    place = " / ".join(part_in_words(part, language, translate) for part in change.parts)
    if change.kind is ChangeKind.ADDED:
        if content := "; ".join(_contents(change.after, language, translate)):
            return translate(_ADDED_WITH).format(place=place, content=content)
        return translate(_ADDED).format(place=place)
    if change.kind is ChangeKind.REMOVED:
        return translate(_REMOVED).format(place=place)
    return translate(_CHANGED if place else _CHANGED_ALONE).format(
        place=place,
        field=translate(label(change.field)),
        before=_value(change.before, language, translate),
        after=_value(change.after, language, translate),
    )


def label(name: str) -> str:
    """Return the English words for a field or a member of a vocabulary."""
    return _LABELS.get(name) or name.replace("_", " ")


def labels() -> frozenset[str]:
    """Return every label a wording can need: of fields, vocabulary members and items of catalogues."""
    words_of_facts = frozenset(label(word) for words in (*RANKS.values(), *SETS.values()) for word in words)
    return _labels(Policy) | words_of_facts | frozenset(_NOUNS.values())


def _labels(shape: Any) -> frozenset[str]:
    if is_dataclass(shape):
        own = {label(item.name) for item in fields(shape)}
        return frozenset(own.union(*(_labels(hints(shape)[item.name]) for item in fields(shape))))
    if isinstance(shape, type) and issubclass(shape, StrEnum):
        return frozenset(label(member) for member in shape)
    inner = get_args(shape) if get_origin(shape) in {tuple, Union, UnionType} else get_args(shape)[:1]
    return frozenset[str]().union(*(_labels(part) for part in inner if part is not Ellipsis))


def part_in_words(part: Part, language: str, translate: Translate = str) -> str:
    """Return what sort of part it is, and its name where it has one."""
    collection = translate(_NOUNS.get(part.collection) or label(part.collection))
    if not part.name:
        return collection
    name = part.name.within(language) if isinstance(part.name, Text) else translate(label(part.name))
    return translate(_NAMED).format(collection=collection, name=name)


def _contents(added: object, language: str, translate: Translate) -> Iterator[str]:
    """Yield what a new part says beside its name, its help and its source."""
    for item in fields(added) if is_dataclass(added) else ():
        value = getattr(added, item.name)
        told = value if isinstance(value, tuple) else (value,)
        is_said = isinstance(value, Text) or item.name == "code" or value in (None, (), False)
        if is_said or not all(isinstance(one, _TOLD) for one in told):
            continue
        shown = _value(value, language, translate)
        yield translate(_HELD).format(field=translate(label(item.name)), value=shown)


def _value(value: object, language: str, translate: Translate) -> str:
    if value is None:
        return translate("nothing")
    if isinstance(value, bool):
        return translate("yes" if value else "no")
    if isinstance(value, StrEnum):
        return translate(label(value))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Text | LongText):
        return translate(_QUOTED).format(words=value.within(language))
    if isinstance(value, tuple):
        return _listed((_value(item, language, translate) for item in value), translate)
    if isinstance(value, FactTest):
        return _test(value, language, translate)
    if is_dataclass(value):
        parts = (getattr(value, item.name) for item in fields(value))
        return "; ".join(_value(part, language, translate) for part in parts if part is not None)
    return str(value)


def _test(test: FactTest, language: str, translate: Translate) -> str:
    if isinstance(test.value, bool):
        template, value = _ANSWERED[test.value], ""
    else:
        listed = test.value if isinstance(test.value, tuple) else (test.value,)
        template, value = _TESTS[test.operator], _listed((_member(one, translate) for one in listed), translate)
    own = translate(template).format(fact=translate(label(test.fact)), value=value)
    for other in test.alternatives if isinstance(test, Condition) else ():
        own = translate(_OR).format(one=own, other=_test(other, language, translate))
    return own


def _member(value: int | str, translate: Translate) -> str:
    return translate(_MEMBER).format(member=translate(label(value))) if isinstance(value, str) else str(value)


def _listed(words: Iterable[str], translate: Translate) -> str:
    """Return the words one after another, or that there is none."""
    told = tuple(words)
    return reduce(lambda one, other: translate(_LIST).format(one=one, other=other), told or (translate("nothing"),))
