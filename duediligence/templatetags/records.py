"""Records in the reader's language."""

from django import template
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import get_language

from duediligence.admin.audit_words import change_words
from duediligence.messages import reason_words
from screening.lists.sorts import WORDS, sort_of
from screening.models import Entry

register = template.Library()
register.filter("changes", change_words)
register.filter("reason_words", reason_words)


@register.filter
def entry_sort(entry: Entry) -> Promise:
    """Return what an entry of a list is: a person, a body, a vessel, an aircraft, a programme."""
    return WORDS[sort_of(entry)]


@register.simple_tag
def both(record: models.Model, field: str) -> str:
    """Return the words of ``field_ja`` or ``field_en`` in the reader's language, the other ones where it has none."""
    languages = ("ja", "en") if (get_language() or "").startswith("ja") else ("en", "ja")
    first, second = (str(getattr(record, f"{field}_{one}")) for one in languages)
    return first or second
