"""Named refusals. Each has a stable ``code`` and a sentence with named gaps that the edges translate."""

from collections.abc import Mapping


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for the translators' catalogue; nothing is translated here."""
    return sentence


# Django says this of every text field; its own Japanese asks for something else, ours takes its place.
NUL_CHARACTER = gettext_noop("Null characters are not allowed.")


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not a fault of the program
    """A domain function would not do what was asked. ``field`` names the input at fault, when one is."""

    code = "refused"
    template = gettext_noop("This cannot be done.")

    def __init__(self, *, field: str = "", **params: object) -> None:
        self.field = field
        self.params: Mapping[str, object] = {"field": field, **params}
        super().__init__(self.template % {"field": field, **params})


INPUT_PROBLEMS: Mapping[str, str] = {
    "missing": gettext_noop("%(field)s: this is missing."),
    "title_missing": gettext_noop("%(field)s: give the title in Japanese or English."),
    "members_missing": gettext_noop("%(field)s: name at least one member."),
    "pi_missing": gettext_noop("%(field)s: one member is the principal investigator (pi)."),
    "too_long": gettext_noop("%(field)s: it has %(length)d characters; at most %(limit)d are possible."),
    "too_many": gettext_noop("%(field)s: there are %(length)d; at most %(limit)d are possible."),
    "empty_name": gettext_noop("%(field)s: the name is empty."),
    "name_without_letters": gettext_noop(
        "%(field)s: “%(value)s” has neither letters nor digits; write the name itself."
    ),
    "control_characters": gettext_noop("%(field)s: it contains control characters; type it again."),
    "check_digit": gettext_noop(
        "%(field)s: the last character of “%(value)s” does not fit the others. Compare the digits."
    ),
    "malformed": gettext_noop("%(field)s: “%(value)s” does not have the form of this identifier."),
    "country": gettext_noop("%(field)s: “%(value)s” is not a two-letter country code."),
    "period": gettext_noop("%(field)s: the period ends before it starts."),
    "in_the_future": gettext_noop("%(field)s: %(value)s is in the future."),
    "in_the_past": gettext_noop("%(field)s: %(value)s is in the past."),
    "too_early": gettext_noop("%(field)s: %(value)s is before %(earliest)s."),
    "far_off": gettext_noop("%(field)s: %(value)s is more than %(years)d years away. Check the year."),
    "not_on_the_case": gettext_noop("%(field)s: %(name)s does not work on this case or does not see it."),
    "same_person": gettext_noop("%(field)s: %(value)s is the same person as %(other)s."),
    "programme_closed": gettext_noop("%(field)s: the programme %(value)s takes no proposals."),
    "programme_unknown": gettext_noop("%(field)s: there is no programme “%(value)s”."),
    "institution_unknown": gettext_noop("%(field)s: there is no institution “%(value)s” here."),
    "unchanged": gettext_noop("%(field)s: nothing differs from what stands there already."),
    "already_recorded": gettext_noop("%(field)s: %(value)s is already recorded."),
    "unknown_choice": gettext_noop("%(field)s: “%(value)s” is not one of %(choices)s."),
}


class InvalidInput(Refused):
    """One field of the input cannot be taken; ``code`` is a key of ``INPUT_PROBLEMS``."""

    def __init__(self, field: str, code: str, **params: object) -> None:
        self.code = code
        self.template = INPUT_PROBLEMS[code]
        super().__init__(field=field, **params)


class NotAllowed(Refused):
    code = "not_allowed"
    template = gettext_noop("Your roles do not include this act.")


class ReasonMissing(Refused):
    code = "reason_missing"
    template = gettext_noop("Write the reason.")


class FileRefused(Refused):
    """A list file that cannot be used as a whole; ``detail`` names file, row and field."""

    code = "file_refused"
    template = gettext_noop("%(detail)s")
