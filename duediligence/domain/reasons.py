"""The reasons that an office picks from when it does something else than judge a hit."""

import functools
import json

from django.conf import settings

from duediligence import errors
from duediligence.policy.reasons import ActReason, ReasonCatalogue, ReasonedAct, parse_reasons


@functools.cache
def catalogue() -> ReasonCatalogue:
    return parse_reasons(json.loads((settings.BASE_DIR / "fixtures" / "reason_codes.json").read_text(encoding="utf-8")))


def demand(act: ReasonedAct, code: str) -> ActReason:
    """Return the reason of an act.

    Raises ``ReasonMissing``, ``InvalidInput`` when the catalogue has no such reason for it.
    """
    if not code:
        raise errors.ReasonMissing(field="reason_code")
    offered = {reason.code: reason for reason in catalogue().reasons_for(act)}
    if code not in offered:
        raise errors.InvalidInput("reason_code", "unknown_choice", value=code[:60], choices=", ".join(offered))
    return offered[code]


def words_of(code: str, language: str) -> str:
    """Return a reason in words; a code that the catalogue no longer has stands for itself."""
    found = (reason.text.within(language) for reason in catalogue().reasons if reason.code == code)
    return next(found, code)


def is_reason(act: ReasonedAct, code: str) -> bool:
    return code in {reason.code for reason in catalogue().reasons_for(act)}
