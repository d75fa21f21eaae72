import pytest

from duediligence.domain import reasons
from duediligence.errors import InvalidInput, ReasonMissing
from duediligence.policy.reasons import ReasonedAct


def test_a_reason_belongs_to_its_act() -> None:
    assert reasons.demand(ReasonedAct.VIEW_MASKED_ANSWER, "deemed_export_test").text.en == "Deemed-export test"
    with pytest.raises(InvalidInput) as refused:
        reasons.demand(ReasonedAct.DECLARATION_NOT_REQUIRED, "deemed_export_test")
    assert (refused.value.field, refused.value.code) == ("reason_code", "unknown_choice")


def test_a_reason_in_words() -> None:
    assert reasons.words_of("no_research_role", "ja") == "研究に携わらない"
    assert reasons.words_of("gone", "ja") == "gone"


def test_no_reason_at_all_is_asked_for() -> None:
    with pytest.raises(ReasonMissing) as refused:
        reasons.demand(ReasonedAct.DECLARATION_NOT_REQUIRED, "")
    assert refused.value.field == "reason_code"
