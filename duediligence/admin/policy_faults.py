"""What is wrong with a policy, said with the names that its parts have on the pages."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import get_language, gettext, gettext_noop

from duediligence.admin.policy_terms import term
from duediligence.policy.compare import Part
from duediligence.policy.faults import Fault
from duediligence.policy.wording import label, labels, part_in_words

NAMED_BY = ("name", "title", "text")
KEYED_BY = ("list_code", "code", "kind", "record", "recheck", "fact")
_KNOWN = labels()
_PART = re.compile(r"([^.\[\]]+)(?:\[(\d+)\])?")
_EXPECTED = {
    re.compile("yes or no"): gettext_noop("yes or no"),
    re.compile("one of (?P<words>.*)"): gettext_noop("one of: %(words)s"),
    re.compile("a list of (?P<words>.*)"): gettext_noop("some of: %(words)s"),
    re.compile(r"a whole number from (?P<low>\d+) to (?P<high>\d+)"): gettext_noop(
        "a whole number from %(low)s to %(high)s"
    ),
}
"""What a value should be, as the faults say it."""


def fault_words(fault: Fault, content: Mapping[str, Any]) -> str:
    """Return the part of the content in which the fault is and what is wrong there, in the reader's language."""
    words = said(fault, _step_names(content))
    place = " / ".join(_on_the_way(content, fault.path))
    told = {"place": place[:1].upper() + place[1:], "fault": words}
    return gettext("%(place)s: %(fault)s") % told if place else words


def said(fault: Fault, names: Mapping[str, str]) -> str:
    """Return what is wrong, with words in the place of codes; ``names`` are the names of steps by their codes."""
    return gettext(fault.message).format_map({key: _in_words(one, names) for key, one in fault.params.items()})


def own_name(data: Any) -> str:
    """Return what a part calls itself in the reader's language; nothing when it has no name."""
    for name in NAMED_BY if isinstance(data, Mapping) else ():
        words = data.get(name)
        if isinstance(words, Mapping) and words.get(_language()):
            return str(words[_language()])
    return ""


def own_key(data: Any) -> str:
    """Return the word by which the data knows a part."""
    return next((str(data[name]) for name in KEYED_BY if name in data), "") if isinstance(data, Mapping) else ""


def _language() -> str:
    return get_language() or "en"


def _on_the_way(content: Any, path: str) -> Iterator[str]:
    """Yield the parts that lead to a place, the outermost first, whatever the content really is."""
    data = content
    for field, index in _PART.findall(path):
        data = data.get(field) if isinstance(data, Mapping) else None
        if not index:
            yield part_in_words(Part(field, ""), _language(), term)
            continue
        data = data[int(index)] if isinstance(data, Sequence) and int(index) < len(data) else None
        if isinstance(data, Mapping):
            yield part_in_words(Part(field, own_name(data) or own_key(data) or str(int(index) + 1)), _language(), term)
        else:
            yield term(label(field))


def _step_names(content: Mapping[str, Any]) -> dict[str, str]:
    steps = content.get("steps")
    found = [one for one in steps if isinstance(one, Mapping)] if isinstance(steps, list) else []
    return {str(one["code"]): own_name(one) for one in found if "code" in one and own_name(one)}


def _in_words(value: object, names: Mapping[str, str]) -> str:
    """Return a code, a list of codes, or a path of them, as what they are called; anything else as it is."""
    told = str(value)
    for pattern, words in _EXPECTED.items():
        if found := pattern.fullmatch(told):
            parts = {key: _in_words(part, names) for key, part in found.groupdict().items()}
            return gettext(words) % parts
    for between in (" → ", ", "):
        if between in told:
            return between.join(_in_words(part, names) for part in told.split(between))
    known = label(told)
    return names.get(told) or (term(known) if known in _KNOWN else told)
