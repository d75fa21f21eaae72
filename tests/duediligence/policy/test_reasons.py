import json

import pytest

from duediligence.policy.faults import PolicyRefused
from duediligence.policy.reasons import ReasonedAct, parse_reasons
from tests.duediligence.policy.sample import FIXTURES, text


def some(act):
    return {"code": f"because_{act}", "act": act, "text": text("because")}


def test_the_shipped_catalogue_has_reasons_for_every_act():
    data = json.loads((FIXTURES / "reason_codes.json").read_text(encoding="utf-8"))
    catalogue = parse_reasons(data)
    assert all(catalogue.reasons_for(act) for act in ReasonedAct)
    assert [reason.code for reason in catalogue.reasons_for(ReasonedAct.VIEW_MASKED_ANSWER)] == [
        "deemed_export_test",
        "disclosure_request",
        "questionnaire_form",
    ]


def test_every_fault_is_named():
    reasons = [some(act) for act in ReasonedAct if act is not ReasonedAct.RECUSE]
    reasons[0]["text"] = text("Because of religion")
    reasons.append(reasons[1])
    with pytest.raises(PolicyRefused) as refused:
        parse_reasons({"edition": "1", "reasons": reasons})
    assert [(fault.path, fault.code) for fault in refused.value.faults] == [
        ("reasons", "not_covered"),
        ("reasons[0].text.en", "forbidden_attribute"),
        ("reasons[0].text.ja", "forbidden_attribute"),
        ("reasons[12].code", "duplicate"),
    ]
