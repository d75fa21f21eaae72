"""The one function that turns a name into its forms."""

from functools import lru_cache

from screening.names.form import Form, FormKind, NameForms
from screening.names.kinds import NameKind
from screening.names.organisation import organisation_forms
from screening.names.person import person_forms
from screening.names.text import clean

__all__ = ["Form", "FormKind", "NameForms", "name_forms", "read_name"]

MAX_FORMS = 40


@lru_cache(maxsize=1 << 12)
def name_forms(text: str, kind: NameKind, *, reading: str = "") -> NameForms:
    """All forms of one name, remembered for a while."""
    return read_name(text, kind, reading=reading)


def read_name(text: str, kind: NameKind, *, reading: str = "") -> NameForms:
    """All forms of one name; ``reading`` is its typed furigana or romanisation and replaces guessed readings.

    Never fails: text without a letter or digit has no forms. Text beyond the bound is not read and ``is_truncated``
    says so.
    """
    cleaned = clean(text)
    folded = cleaned.text.casefold()
    if kind is NameKind.ORGANIZATION:
        forms = organisation_forms(folded)
    elif kind is NameKind.PERSON:
        forms = person_forms(folded, clean(reading).text.casefold())
    else:
        forms = iter((*organisation_forms(folded), *person_forms(folded, clean(reading).text.casefold())))
    distinct = tuple(dict.fromkeys(form for form in forms if any(form.tokens)))
    return NameForms(cleaned.text, kind, distinct[:MAX_FORMS], cleaned.is_truncated or len(distinct) > MAX_FORMS)
