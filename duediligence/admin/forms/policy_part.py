"""One part of a policy as a form, drawn from the dataclass that the part is read into."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from enum import StrEnum
from typing import Any

from django import forms
from django.utils.translation import gettext

from duediligence.admin.forms import condition_fields
from duediligence.admin.policy_faults import fault_words, said
from duediligence.admin.policy_terms import member_words, name_of
from duediligence.policy.conditions import ConditionValue, Operator
from duediligence.policy.edition import Policy
from duediligence.policy.facts import CASE_FACTS, PARTY_FACTS, STATED_FACTS, Fact
from duediligence.policy.faults import Fault
from duediligence.policy.limits import (
    LIST_CODE,
    MOST_CHARACTERS,
    Between,
    Length,
    NotEmpty,
    Pattern,
    Refers,
)
from duediligence.policy.places import Leaf, Place, leaves
from screening.models import ListSource, TechnologyListEdition

Options = list[tuple[str, str]]
_LINES = {"name": 1, "title": 1}
FACTS = {"steps": CASE_FACTS, "assessment_rules": PARTY_FACTS, "checklists": STATED_FACTS}
"""Which facts are known where."""


class PartForm(forms.Form):
    """The values of one place. What stands in it as a collection is edited at places of its own."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        place: Place,
        policy: Policy,
        language: str,
        fact: str = "",
    ) -> None:
        self.place, self.leaves = place, leaves(place.shape)
        begun = {**place.data, **condition_fields.begun_with(fact)} if fact else place.data
        super().__init__(data, initial={leaf.path: _initial(leaf, begun) for leaf in self.leaves})
        options = _Options(policy, language, place, _fact_in(self.initial if data is None else data))
        self.steps = dict(options.catalogues["steps"])
        for leaf in self.leaves:
            field = _field(leaf, self.initial[leaf.path], options)
            if leaf.shape == ConditionValue:
                self.initial[leaf.path] = condition_fields.shown(self.initial[leaf.path], field)
            field.label = name_of(leaf.path)
            self.fields[leaf.path] = field

    def part(self) -> dict[str, Any]:
        """Return the place as data: what was typed, and the collections as they were."""
        typed: dict[str, Any] = {}
        for leaf in self.leaves:
            value = _plain(leaf, self.cleaned_data[leaf.path], self.cleaned_data)
            if leaf.many:  # boxes come as the page orders them; what stays chosen stays where it was
                before = [str(one) for one in self.initial[leaf.path]]
                value = sorted(value, key=lambda one: before.index(one) if one in before else len(before))
            if (leaf.needed and not leaf.owners) or value not in (None, "", [], False):
                _put(typed, leaf.path, value)
        own = {leaf.path.partition(".")[0] for leaf in self.leaves}
        kept = {name: value for name, value in self.place.data.items() if name not in own}
        either = {**kept, **typed}
        return {item.name: either[item.name] for item in fields(self.place.shape) if item.name in either}

    def refuse(self, faults: Iterable[Fault], content: Mapping[str, Any]) -> None:
        """Put each fault of the content beside the field it is about, by its path."""
        for fault in faults:
            path = fault.path.removeprefix(self.place.path).lstrip(".")
            leaf = next((leaf for leaf in self.leaves if path.partition("[")[0] in _places(leaf)), None)
            if leaf is None:
                self.add_error(None, fault_words(fault, content))
            else:
                self.add_error(leaf.path, said(fault, self.steps))


class _Options:
    """What may be chosen where a part names other parts of the policy, or lists of the installation."""

    def __init__(self, policy: Policy, language: str, place: Place, fact: Fact | None) -> None:
        self.place, self.fact = place, fact
        self.catalogues: dict[str, Options] = {
            "steps": [(step.code, step.name.within(language)) for step in policy.steps],
            "sources": [(source.code, source.title.within(language)) for source in policy.sources],
            "windows": [(window.code, window.name.within(language)) for window in policy.windows],
            "items": [(item.code, item.name.within(language)) for item in policy.declaration_form.items],
        }

    def of(self, leaf: Leaf) -> Options | None:
        for limit in leaf.limits:
            if isinstance(limit, Refers):
                itself = self.place.data.get("code") if limit.catalogue == "steps" else None
                return [one for one in self.catalogues[limit.catalogue] if one[0] != itself]
        if leaf.limits and leaf.limits[0] is LIST_CODE:
            return [(code, code) for code in _installed()]
        if leaf.shape is Fact:
            known = FACTS[self.place.path.partition("[")[0]]
            return [(fact.value, member_words(fact)) for fact in Fact if fact in known]
        if leaf.shape is Operator:
            return [(one.value, member_words(one)) for one in condition_fields.operators(self.fact)]
        if isinstance(leaf.shape, type) and issubclass(leaf.shape, StrEnum):
            return [(member.value, member_words(member)) for member in leaf.shape]
        return None


def _fact_in(given: Mapping[str, Any]) -> Fact | None:
    """Return the fact that is chosen, by which its comparisons and values are offered."""
    return next((fact for fact in Fact if fact == given.get("fact")), None)


def _installed() -> list[str]:
    found = ListSource.objects.values_list("code", flat=True)
    return sorted({*found, *TechnologyListEdition.objects.values_list("list_code", flat=True)})


def _field(leaf: Leaf, present: Any, options: _Options) -> forms.Field:
    needed = leaf.needed and not leaf.owners
    if leaf.shape == ConditionValue:
        return condition_fields.value_field(options.fact)
    offered = options.of(leaf)
    if leaf.many:
        required = any(isinstance(limit, NotEmpty) for limit in leaf.limits)
        return forms.MultipleChoiceField(
            choices=_with(offered or [], present), required=required, widget=forms.CheckboxSelectMultiple
        )
    if offered is not None:
        blank = [] if needed and present else [("", "‐")]
        return forms.ChoiceField(choices=[*blank, *_with(offered, [present])], required=needed)
    return _typed_field(leaf, needed)


def _typed_field(leaf: Leaf, needed: bool) -> forms.Field:
    between = next((limit for limit in leaf.limits if isinstance(limit, Between)), None)
    if leaf.shape is bool:
        return forms.BooleanField(required=False)
    if leaf.shape is date:
        return forms.DateField(required=needed, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    if leaf.shape is int:
        low, high = (int(between.low), int(between.high)) if between else (None, None)
        return forms.IntegerField(required=needed, min_value=low, max_value=high)
    if leaf.shape is float:
        low_score, high_score = (between.low, between.high) if between else (None, None)
        return forms.FloatField(required=needed, min_value=low_score, max_value=high_score, step_size=0.001)
    return _text_field(leaf, needed)


def _text_field(leaf: Leaf, needed: bool) -> forms.CharField:
    most = next((limit.most for limit in leaf.limits if isinstance(limit, Length)), MOST_CHARACTERS)
    pattern = next((limit for limit in leaf.limits if isinstance(limit, Pattern)), None)
    if pattern or not leaf.path.endswith((".ja", ".en")) or leaf.path.split(".")[-2] in _LINES:
        example = gettext("For instance: %(example)s") % {"example": pattern.example} if pattern else ""
        return forms.CharField(required=needed, max_length=most, help_text=example)
    rows = 12 if most > MOST_CHARACTERS else 2
    return forms.CharField(required=needed, max_length=most, widget=forms.Textarea(attrs={"rows": rows}))


def _with(offered: Options, present: Iterable[str] | None) -> Options:
    """Return the choices with those present ones that are gone, so that nothing is lost unseen."""
    known = {key for key, _words in offered}
    lost = [key for key in present or () if key and key not in known]
    return [*offered, *((key, gettext("%(code)s (not here)") % {"code": key}) for key in lost)]


def _initial(leaf: Leaf, data: Mapping[str, Any]) -> Any:
    value: Any = data
    for name in leaf.path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return [] if leaf.many and value is None else value


def _plain(leaf: Leaf, value: Any, given: Mapping[str, Any]) -> Any:
    if leaf.shape == ConditionValue:
        return condition_fields.taken(value, given.get("operator", ""))
    if isinstance(value, date):
        return value.isoformat()
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def _put(data: dict[str, Any], path: str, value: Any) -> None:
    *outer, last = path.split(".")
    for name in outer:
        data = data.setdefault(name, {})
    data[last] = value


def _places(leaf: Leaf) -> tuple[str, ...]:
    """Return the paths of faults that are said beside this field."""
    return (leaf.path, *(owner for owner in leaf.owners if leaf.path.startswith(f"{owner}.")))
