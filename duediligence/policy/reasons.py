"""The reasons an office picks from when it does something else than judge a hit: return, recuse, close.

They are the installation's, not an edition's; the reasons for judging hits belong to the policy.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from duediligence.policy.check_cover import check_covered
from duediligence.policy.check_fairness import check_fairness
from duediligence.policy.faults import Faults, PolicyRefused
from duediligence.policy.limits import CODE, EDITION, Catalogued, NotEmpty
from duediligence.policy.reader import Reader
from duediligence.policy.text import Text


class ReasonedAct(StrEnum):
    """What nobody does without giving a reason."""

    RETURN_STEP = "return_step"
    RECUSE = "recuse"
    WORK_WITHOUT_CHECK = "work_without_check"
    DECIDE_AGAINST_RULE = "decide_against_rule"
    DECLARATION_NOT_REQUIRED = "declaration_not_required"
    REVOKE_CLEARANCE = "revoke_clearance"
    MOVE_TO_EDITION = "move_to_edition"
    WITHDRAW_CASE = "withdraw_case"
    CLOSE_CASE = "close_case"
    REOPEN_CASE = "reopen_case"
    RELEASE_LIST_EDITION = "release_list_edition"
    LOOK_UP_NAME = "look_up_name"
    VIEW_MASKED_ANSWER = "view_masked_answer"


@dataclass(frozen=True, slots=True)
class ActReason:
    code: Annotated[str, CODE]
    act: ReasonedAct
    text: Text


@dataclass(frozen=True, slots=True)
class ReasonCatalogue:
    edition: Annotated[str, EDITION]
    reasons: Annotated[tuple[ActReason, ...], Catalogued("reasons"), NotEmpty()]

    def reasons_for(self, act: ReasonedAct) -> tuple[ActReason, ...]:
        return tuple(reason for reason in self.reasons if reason.act is act)


def parse_reasons(data: Mapping[str, Any]) -> ReasonCatalogue:
    """Return the catalogue that the data describes. Raises ``PolicyRefused`` with every fault."""
    faults = Faults()
    catalogue = Reader(faults).read(ReasonCatalogue, data)
    check_covered([reason.act for reason in catalogue.reasons], ReasonedAct, "reasons", "act", faults)
    check_fairness(data, faults)
    if found := faults.in_order():
        raise PolicyRefused(found)
    return catalogue
