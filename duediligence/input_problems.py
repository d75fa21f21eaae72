"""What can be wrong with one field of the input: a code, and a sentence with named gaps."""

from collections.abc import Mapping


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for the translators' catalogue; nothing is translated here."""
    return sentence


INPUT_PROBLEMS: Mapping[str, str] = {
    "missing": gettext_noop("%(field)s: this is missing."),
    "title_missing": gettext_noop("%(field)s: give the title in Japanese or English."),
    "members_missing": gettext_noop("%(field)s: name at least one member."),
    "pi_missing": gettext_noop("%(field)s: one member is the principal investigator (pi)."),
    "too_long": gettext_noop("%(field)s: it has %(length)d characters; at most %(limit)d are possible."),
    "too_many": gettext_noop("%(field)s: there are %(length)d; at most %(limit)d are possible."),
    "empty_name": gettext_noop("%(field)s: the name is empty."),
    "control_characters": gettext_noop("%(field)s: it contains control characters; type it again."),
    "malformed": gettext_noop("%(field)s: “%(value)s” does not have the form of this identifier."),
    "country": gettext_noop("%(field)s: “%(value)s” is not a two-letter country code."),
    "period": gettext_noop("%(field)s: the period ends before it starts."),
    "in_the_future": gettext_noop("%(field)s: %(value)s is in the future."),
    "in_the_past": gettext_noop("%(field)s: %(value)s is in the past."),
    "same_person": gettext_noop("%(field)s: %(value)s is the same person as %(other)s."),
    "programme_closed": gettext_noop("%(field)s: the programme %(value)s takes no proposals."),
    "programme_unknown": gettext_noop("%(field)s: there is no programme “%(value)s”."),
    "institution_unknown": gettext_noop("%(field)s: there is no institution “%(value)s” here."),
    "already_recorded": gettext_noop("%(field)s: %(value)s is already recorded."),
    "unknown_choice": gettext_noop("%(field)s: “%(value)s” is not one of %(choices)s."),
}
