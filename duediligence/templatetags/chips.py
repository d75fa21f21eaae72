"""Chips: a state, an effect or a level as a colour, a sign and a word together."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django import template

from duediligence import enums as casework
from duediligence.admin.frame import Text, Tone
from duediligence.labels import choices as casework_choices
from screening import enums as lists
from screening.matching.levels import Level
from screening.models.choices import choices as screening_choices

register = template.Library()

_SIGNS: Mapping[Tone, str] = {
    Tone.NEUTRAL: "dash",
    Tone.QUIET: "dash",
    Tone.ACCENT: "arrow",
    Tone.SUCCESS: "check",
    Tone.WARNING: "warning",
    Tone.DANGER: "alert",
}

# How each value of each vocabulary is meant, and the sign that says so without its colour.
_LOOKS: Mapping[type[StrEnum], Mapping[str, tuple[Tone, str]]] = {
    casework.StepStatus: {
        "waiting": (Tone.QUIET, "clock"),
        "open": (Tone.ACCENT, "arrow"),
        "completed": (Tone.SUCCESS, "check"),
        "returned": (Tone.DANGER, "return"),
        "skipped": (Tone.QUIET, "dash"),
        "void": (Tone.QUIET, "cross"),
    },
    casework.CaseStatus: {
        "in_progress": (Tone.ACCENT, "arrow"),
        "monitoring": (Tone.SUCCESS, "eye"),
        "closed": (Tone.NEUTRAL, "check"),
        "withdrawn": (Tone.QUIET, "cross"),
    },
    casework.CaseOutcome: {
        "undecided": (Tone.QUIET, "clock"),
        "no_mitigation": (Tone.SUCCESS, "check"),
        "mitigation": (Tone.WARNING, "shield"),
        "not_pursued": (Tone.NEUTRAL, "cross"),
    },
    casework.MeasureStatus: {
        "proposed": (Tone.QUIET, "pencil"),
        "agreed": (Tone.ACCENT, "check"),
        "in_force": (Tone.ACCENT, "shield"),
        "evidenced": (Tone.SUCCESS, "shield"),
        "breached": (Tone.DANGER, "alert"),
        "ended": (Tone.NEUTRAL, "dash"),
    },
    casework.DeclarationStatus: {
        "submitted": (Tone.SUCCESS, "check"),
        "required": (Tone.WARNING, "clock"),
        "not_required": (Tone.QUIET, "dash"),
    },
    casework.PartnerStatus: {
        "not_invited": (Tone.WARNING, "question"),
        "invited": (Tone.ACCENT, "arrow"),
        "opened": (Tone.ACCENT, "eye"),
        "draft": (Tone.ACCENT, "pencil"),
        "confirmed": (Tone.SUCCESS, "check"),
        "outdated": (Tone.WARNING, "return"),
        "expired": (Tone.WARNING, "clock"),
        "revoked": (Tone.NEUTRAL, "cross"),
        "not_asked": (Tone.QUIET, "dash"),
    },
    casework.JoiningStatus: {
        "requested": (Tone.ACCENT, "clock"),
        "admitted": (Tone.SUCCESS, "check"),
        "declined": (Tone.QUIET, "cross"),
    },
    casework.Judgement: {
        "false_positive": (Tone.SUCCESS, "differ"),
        "true_match_relevant": (Tone.DANGER, "equal"),
        "true_match_not_relevant": (Tone.WARNING, "equal"),
        "cannot_tell": (Tone.WARNING, "question"),
    },
    casework.TechnologyAction: {
        "inform": (Tone.QUIET, "info"),
        "review": (Tone.WARNING, "eye"),
        "escalate": (Tone.DANGER, "alert"),
    },
    casework.ConfirmationVerdict: {
        "confirmed": (Tone.SUCCESS, "check"),
        "returned": (Tone.DANGER, "return"),
    },
    lists.ListEffect: {
        "asset_freeze": (Tone.DANGER, "lock"),
        "licence_trigger": (Tone.WARNING, "document"),
        "funding_bar": (Tone.WARNING, "coin"),
        "own_watch_list": (Tone.ACCENT, "eye"),
        "advisory": (Tone.NEUTRAL, "info"),
        "registry": (Tone.QUIET, "list"),
    },
    lists.EditionState: {
        "loading": (Tone.QUIET, "clock"),
        "applied": (Tone.SUCCESS, "check"),
        "held": (Tone.WARNING, "pause"),
        "discarded": (Tone.QUIET, "cross"),
    },
    lists.RunStatus: {
        "queued": (Tone.QUIET, "clock"),
        "running": (Tone.ACCENT, "arrow"),
        "complete": (Tone.SUCCESS, "check"),
        "partial": (Tone.WARNING, "warning"),
        "failed": (Tone.DANGER, "alert"),
    },
    lists.ListState: {
        "fresh": (Tone.SUCCESS, "check"),
        "stale": (Tone.WARNING, "clock"),
        "extract": (Tone.WARNING, "document"),
        "missing": (Tone.DANGER, "alert"),
    },
    lists.DraftStatus: {
        "open": (Tone.QUIET, "pencil"),
        "published": (Tone.SUCCESS, "check"),
        "discarded": (Tone.NEUTRAL, "cross"),
    },
    lists.PublicationStatus: {
        "draft": (Tone.QUIET, "pencil"),
        "published": (Tone.SUCCESS, "check"),
        "retired": (Tone.NEUTRAL, "dash"),
    },
    Level: {
        "none": (Tone.QUIET, "dash"),
        "possible": (Tone.WARNING, "approximate"),
        "strong": (Tone.DANGER, "equal"),
    },
}

_VOCABULARIES = {vocabulary.__name__: vocabulary for vocabulary in _LOOKS}


def _label(vocabulary: type[StrEnum], value: str) -> Text:
    choices = casework_choices if vocabulary.__module__.startswith(casework.__name__) else screening_choices
    return dict(choices(vocabulary))[value]


@register.inclusion_tag("duediligence/components/chip.html")
def chip(vocabulary: str, value: str, count: int | None = None) -> dict[str, Any]:
    """Show ``value`` of an enumeration, named by its class: ``{% chip "StepStatus" step.status %}``."""
    kind = _VOCABULARIES[vocabulary]
    tone, sign = _LOOKS[kind][value]
    return {"label": _label(kind, value), "tone": tone, "sign": sign, "count": count}


@register.inclusion_tag("duediligence/components/chips.html")
def counted_chips(vocabulary: str, counts: Mapping[str, int]) -> dict[str, Any]:
    """Show a counted chip for each value that occurs, in the order of the vocabulary (gravest first)."""
    kind = _VOCABULARIES[vocabulary]
    occurring = [member.value for member in kind if counts.get(member.value)]
    return {"vocabulary": vocabulary, "counted": [(value, counts[value]) for value in occurring]}


@register.inclusion_tag("duediligence/components/chip.html")
def plain_chip(label: Text, tone: str = Tone.NEUTRAL, count: int | None = None, url: str = "") -> dict[str, Any]:
    """Show free words as a chip of the given tone, with that tone's own sign."""
    meant = Tone(tone)
    return {"label": label, "tone": meant, "sign": _SIGNS[meant], "count": count, "url": url}


_SOURCE_STATES = {
    "current": "fresh",
    "nearing": "fresh",
    "stale": "stale",
    "extract": "extract",
    "not_loaded": "missing",
}


@register.inclusion_tag("duediligence/components/chip.html")
def list_state(state: str) -> dict[str, Any]:
    """Show how a list stands today, in the words that a run uses for the list it finds."""
    return chip("ListState", _SOURCE_STATES[state])
