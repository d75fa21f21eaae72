"""What taking an edition or a draft into use means, as the pages about it show it."""

from typing import Any

from duediligence.admin.pages.list_words import counted, lines_of, names_in, new_fields
from duediligence.domain.list_effects import Touch, Why
from duediligence.models import Case
from duediligence.queries.list_preview import Preview

CHANGES_SHOWN = 10
CASES_SHOWN = 50


def ahead_context(ahead: Preview, *, changes_shown: int = CHANGES_SHOWN) -> dict[str, Any]:
    names = names_in(ahead.delta)
    return {
        "delta": ahead.delta,
        "counts": counted(ahead.delta) if ahead.delta.before else [],
        "new_fields": new_fields(ahead.delta),
        "changes": [(one, lines_of(one, names)) for one in ahead.delta.entries[:changes_shown]],
        "touched": [_touched(case, touches) for case, touches in ahead.touched[:CASES_SHOWN]],
        "touched_count": len(ahead.touched),
    }


def _touched(case: Case, touches: list[Touch]) -> dict[str, Any]:
    return {
        "case": case,
        "touches": [
            {
                "touch": touch,
                "kinds": list(dict.fromkeys(line.kind for line in lines_of(touch.entry, {}))),
                "matched_before": touch.why is Why.MATCHED,
            }
            for touch in touches
        ],
    }
