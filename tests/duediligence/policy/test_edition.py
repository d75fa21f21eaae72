import pytest

from duediligence.enums import Judgement, MeasureKind
from duediligence.policy.keeping import KeptRecord, Recheck
from tests.duediligence.policy.sample import small


def test_parts_are_found_by_their_key():
    policy = small()
    assert policy.step("approval") is policy.steps[1]
    assert policy.list_binding("un_sc") is policy.list_bindings[0]
    assert policy.measure(MeasureKind.TRAINING) is policy.measures[0]
    assert policy.window("funding") is policy.windows[0]
    assert policy.retention_of(KeptRecord.DECLARATION) is policy.retention[1]
    assert policy.days(Recheck.CLEARANCE) == 30
    assert policy.reasons_for(Judgement.CANNOT_TELL) == (policy.reason_codes[3],)
    assert policy.declaration_form.item("career") is policy.declaration_form.items[0]
    assert policy.declaration_form.light_form("student") is policy.declaration_form.light_forms[0]


def test_a_part_that_is_not_there():
    with pytest.raises(LookupError, match="the policy has no such item"):
        small().step("coronation")


def test_required_lists():
    assert small().required_lists() == ("un_sc",)


def test_separation_holds_in_both_directions():
    policy = small()
    assert policy.kept_apart("approval") == {"review"}
    assert policy.kept_apart("review") == {"approval"}
