"""Records in the reader's language."""

from django import template
from django.db import models
from django.utils.translation import get_language

from duediligence.admin.audit_words import change_words, reason_words

register = template.Library()
register.filter("changes", change_words)
register.filter("reason_words", reason_words)


@register.simple_tag
def both(record: models.Model, field: str) -> str:
    """Return the words of ``field_ja`` or ``field_en`` in the reader's language, the other ones where it has none."""
    languages = ("ja", "en") if (get_language() or "").startswith("ja") else ("en", "ja")
    first, second = (str(getattr(record, f"{field}_{one}")) for one in languages)
    return first or second
