"""The keys under which a row is found besides its words."""

from collections.abc import Iterator

from screening.names.form import Form
from screening.names.romaji import romaji_fold


def row_keys(form: Form) -> Iterator[str]:
    """The Japanese fold of each word: Hepburn, Kunrei and the rest as one."""
    return filter(None, map(romaji_fold, form.tokens))
