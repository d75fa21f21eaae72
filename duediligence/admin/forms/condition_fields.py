"""What a condition may compare a fact with: only what that fact can be."""

import json
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from duediligence.admin.policy_terms import member_words
from duediligence.policy.conditions import LISTING, OPERATORS, ConditionValue, Operator
from duediligence.policy.facts import RANKS, SETS, Fact, FactKind, kind_of

MOST_COUNTED: Final = 1_000


def begun_with(word: str) -> dict[str, Any]:
    """Return a condition of which only the fact is chosen; a fact that one comparison alone suits has it."""
    fact = next((one for one in Fact if one == word), None)
    possible = operators(fact)
    return {"fact": word, "operator": possible[0] if len(possible) == 1 else "", "value": None}


def operators(fact: Fact | None) -> list[Operator]:
    return [one for one in Operator if fact is None or one in OPERATORS[kind_of(fact)]]


def value_field(fact: Fact | None) -> forms.Field:
    """Return the field for values of the fact, each word as JSON; one that offers nothing until a fact is chosen."""
    if fact is None:
        words = _("What can be chosen here depends on the fact: choose that first.")
        return forms.MultipleChoiceField(help_text=words, widget=forms.CheckboxSelectMultiple)
    match kind_of(fact):
        case FactKind.YES_NO:
            answers = [("true", pgettext("policy", "yes")), ("false", pgettext("policy", "no"))]
            return forms.ChoiceField(choices=answers, widget=forms.RadioSelect)
        case FactKind.COUNT:
            return forms.IntegerField(min_value=0, max_value=MOST_COUNTED)
    known = RANKS[fact] if fact in RANKS else SETS[fact]
    return forms.MultipleChoiceField(
        choices=[(json.dumps(member.value), member_words(member)) for member in known],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only a comparison with a list takes several."),
    )


def shown(value: ConditionValue | list[str] | None, field: forms.Field) -> Any:
    """Return a value of the policy as the field shows it."""
    if isinstance(field, forms.MultipleChoiceField):
        return [json.dumps(one) for one in (value if isinstance(value, list) else [value]) if one is not None]
    return json.dumps(value) if isinstance(value, bool) else value


def taken(value: Any, operator: str) -> Any:
    """Return what the field gave as a value of the policy."""
    if not isinstance(value, list):
        return json.loads(value) if isinstance(value, str) else value
    words = [json.loads(one) for one in value]
    return words if operator in {str(one) for one in LISTING} or len(words) != 1 else words[0]
