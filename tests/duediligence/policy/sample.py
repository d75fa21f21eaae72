"""A small policy that passes every check, as plain data, for tests to spoil in one place."""

import json
from pathlib import Path
from typing import Any

from duediligence.policy.edition import Policy
from duediligence.policy.parse import check_policy, parse_policy

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"
Data = dict[str, Any]
OWN: Data = {"mark": "own"}


def text(words: str) -> Data:
    return {"ja": f"{words}（日本語）", "en": words}


def step(code: str, kind: str, role: str, after: list[str], **more: object) -> Data:
    return {
        "code": code,
        "name": text(code),
        "kind": kind,
        "role": role,
        "approvers": 1,
        "after": after,
        "excludes_author": True,
        "due_working_days": 5,
        "source": OWN,
        **more,
    }


def reason(judgement: str) -> Data:
    return {"code": f"because_{judgement}", "judgement": judgement, "text": text("because"), "source": OWN}


_THRESHOLDS = {"person": {"possible": 0.8, "strong": 0.92}, "organization": {"possible": 0.7, "strong": 0.9}}
_ITEM: Data = {
    "number": 1,
    "code": "career",
    "name": text("Career"),
    "rows": "many",
    "columns": [{"code": "content", "name": text("Content"), "type": "text", "required": True}],
    "none_allowed": True,
    "confidential_rows": False,
    "masked": False,
    "window": "funding",
    "source": {"mark": "F", "ref": "form"},
}
_MASKED: Data = {**_ITEM, "number": 13, "code": "nationality", "name": text("Nationality"), "masked": True}
_POLICY: Data = {
    "code": "small",
    "edition": "2026-1",
    "name": text("A small policy"),
    "summary": text("Two steps"),
    "issued_on": "2026-04-01",
    "effective_on": "2026-04-01",
    "applies_to": ["voluntary"],
    "source": OWN,
    "sources": [{"code": "form", "title": text("A form"), "mark": "F"}],
    "steps": [
        step("review", "investigate", "security_officer", []),
        step(
            "approval",
            "decide",
            "decision_maker",
            ["review"],
            separate_from=["review"],
            may_return_to=["review"],
            requires=["screening_complete", "hits_judged"],
        ),
    ],
    "measures": [
        {
            "kind": "training",
            "name": text("Training"),
            "description": text("Attend training"),
            "targets": ["person"],
            "evidence": text("Record"),
            "review_days": 365,
            "source": OWN,
        }
    ],
    "declaration_form": {
        "code": "form",
        "edition": "2026",
        "name": text("Declaration"),
        "items": [_ITEM, _MASKED],
        "light_forms": [{"code": "student", "name": text("Student"), "items": ["career"], "source": OWN}],
        "consent": {"edition": "1", "text": text("I agree that my nationality is asked"), "source": OWN},
        "source": OWN,
    },
    "list_bindings": [
        {
            "list_code": "un_sc",
            "name": text("UN list"),
            "effect": "asset_freeze",
            "thresholds": _THRESHOLDS,
            "max_age_days": 30,
            "required": True,
            "second_review": "possible",
            "legal_note": text("Subject to asset freezes"),
            "source": OWN,
        }
    ],
    "technology_bindings": [
        {
            "list_code": "JP20",
            "name": text("JP-20"),
            "actions": {"possible": "inform", "strong": "review"},
            "second_opinion": True,
            "source": OWN,
        }
    ],
    "windows": [{"code": "funding", "name": text("Funding"), "unit": "fiscal_years", "count": 3, "source": OWN}],
    "retention": [
        {"record": record, "months": 12, "counted_from": "case_closed", "source": OWN}
        for record in ("case_file", "declaration", "masked_answer", "attachment")
    ],
    "intervals": [
        {"recheck": recheck, "days": 30, "source": OWN}
        for recheck in ("rescreening", "declaration", "clearance", "invitation", "reminder")
    ],
    "reason_codes": [
        reason(judgement)
        for judgement in ("false_positive", "true_match_relevant", "true_match_not_relevant", "cannot_tell")
    ],
    "checklists": [
        {
            "code": "relation",
            "name": text("Relation"),
            "subject": "person",
            "points": [{"code": "employed", "text": text("Employed"), "items": ["career"]}],
            "source": OWN,
        }
    ],
    "assessment_rules": [
        {
            "code": "undisclosed",
            "subject": "person",
            "when": [{"fact": "undisclosed", "operator": "is", "value": True}],
            "points_to": "mitigation_needed",
            "text": text("Something was not declared"),
            "source": OWN,
        }
    ],
}


def small_policy() -> Data:
    """Return the data afresh, free to be changed."""
    return dict(json.loads(json.dumps(_POLICY)))


def small() -> Policy:
    return parse_policy(small_policy())


def with_steps(*steps: Data) -> Data:
    """Return the small policy with these steps behind its own two, ``review`` and ``approval``."""
    data = small_policy()
    data["steps"] = [*data["steps"], *steps]
    return data


def found(data: object, **options: Any) -> list[tuple[str, str]]:
    """Return place and code of every fault."""
    return [(fault.path, fault.code) for fault in check_policy(data, **options)]  # type: ignore[arg-type]


def words(data: object) -> list[str]:
    """Return every fault as people read it."""
    return [str(fault) for fault in check_policy(data)]  # type: ignore[arg-type]


def shipped(name: str) -> Data:
    data: Data = json.loads((FIXTURES / "policies" / f"{name}.json").read_text(encoding="utf-8"))
    return data
