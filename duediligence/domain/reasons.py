"""The shipped reasons for acts that nobody does without one."""

import functools
import json

from duediligence.domain.reference import FIXTURES
from duediligence.policy.reasons import ReasonCatalogue, ReasonedAct, parse_reasons


@functools.cache
def catalogue() -> ReasonCatalogue:
    return parse_reasons(json.loads((FIXTURES / "reason_codes.json").read_text(encoding="utf-8")))


def is_reason(act: ReasonedAct, code: str) -> bool:
    return code in {reason.code for reason in catalogue().reasons_for(act)}
