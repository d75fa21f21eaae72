"""Whether two typed names are one institution's: with or without legal form or department, short or in full."""

import re
from functools import lru_cache
from typing import Final

from duediligence.domain.party import match_key
from screening.names.affiliations import institutions_within
from screening.names.form import FormKind
from screening.names.forms import name_forms
from screening.names.kinds import NameKind
from screening.names.scripts import Script

_ATTACHED: Final = re.compile(r"^(.{2,}?大学)(?:病院|.*(?:附属|付属).+)$")
"""A hospital or school that is part of its university."""
_SHORTEST: Final = 2
"""A single sign, such as the bracketed one for a joint-stock company, names nobody."""


def same_body(one: str, other: str) -> bool:
    return match_key(one) == match_key(other) or bool(_spellings(one) & _spellings(other))


@lru_cache(maxsize=1 << 12)
def _spellings(text: str) -> frozenset[tuple[str, ...]]:
    """Return each way to write the body, and the institutions it is said to belong to; no guess by sound is one."""
    attached = _ATTACHED.match(text.strip())
    names = (text, *institutions_within(text), *(attached.groups() if attached else ()))
    named = (form for name in names for form in name_forms(name, _BODY).forms)
    return frozenset(
        form.tokens
        for form in named
        if len("".join(form.tokens)) >= _SHORTEST
        and not (form.kind is FormKind.TRANSLATION and form.script is not Script.LATIN)
    )


_BODY: Final = NameKind.ORGANIZATION
