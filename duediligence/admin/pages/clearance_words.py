"""Clearances in words: where one stands, why an earlier judgement no longer holds, and what changed since."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duediligence.admin.frame import Text, Tone
from duediligence.domain.reasons import words_of
from duediligence.models import Clearance, User
from duediligence.queries.clearances import Lapse, Lapsed, Standing, lapse_of
from screening.models import Hit

STANDINGS: Mapping[Standing, tuple[Text, Tone]] = {
    Standing.IN_FORCE: (pgettext_lazy("validity", "In force"), Tone.SUCCESS),
    Standing.EXPIRES_SOON: (_("Expires within 30 days"), Tone.WARNING),
    Standing.EXPIRED: (_("Expired"), Tone.QUIET),
    Standing.REVOKED: (_("Revoked"), Tone.DANGER),
}
LAPSES: Mapping[Lapsed, Text] = {
    Lapsed.CHANGED: _("The earlier judgement does not answer this hit: what it rested on has changed."),
    Lapsed.EXPIRED: _("The earlier judgement does not answer this hit: its clearance has expired."),
    Lapsed.OTHER_CASE: _(
        "It was found to be the same and not relevant in another case: whether it matters is asked anew."
    ),
    Lapsed.REVOKED: _("The earlier judgement does not answer this hit: its clearance was revoked."),
}
SIDES: Mapping[str, Text] = {"subject": pgettext_lazy("screening", "Subject"), "entity": _("List entry")}
FIELDS: Mapping[str, Text] = {
    "kind": _("Kind"),
    "names": _("Names"),
    "readings": _("Readings"),
    "weak_names": _("Weak aliases"),
    "countries": _("Countries"),
    "birth_date": _("Date of birth"),
    "birth_dates": _("Dates of birth"),
    "identifiers": _("Identifiers"),
    "uid": _("Number in the list"),
}


@dataclass(frozen=True, slots=True)
class ShownLapse:
    lapse: Lapse
    words: Text
    revoke_reason: str
    changes: list[dict[str, Text]]


def shown_lapse(hit: Hit, user: User, language: str) -> ShownLapse | None:
    lapse = lapse_of(hit, user)
    if lapse is None:
        return None
    changes = [
        {
            "side": SIDES[one.field.partition(".")[0]],
            "field": FIELDS[one.field.partition(".")[2]],
            "gone": " / ".join(one.gone),
            "new": " / ".join(one.new),
        }
        for one in lapse.changes
    ]
    return ShownLapse(lapse, LAPSES[lapse.why], revoke_words(lapse.clearance, language), changes)


def revoke_words(clearance: Clearance | None, language: str) -> str:
    """Return why a clearance was revoked, its reason code in words."""
    if clearance is None or not clearance.revoked_at:
        return ""
    code, colon, text = clearance.revoke_reason.partition(": ")
    return f"{words_of(code, language)}{colon}{text}"
