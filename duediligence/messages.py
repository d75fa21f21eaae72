"""A refusal as a sentence in the reader's language, its field and step under the names that people know."""

import re

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from duediligence.errors import Refused
from duediligence.policy.edition import Policy

FIELD_NAMES: dict[str, str | Promise] = {
    "abstract_en": _("Abstract (English)"),
    "abstract_ja": _("Abstract (Japanese)"),
    "affiliation": _("Affiliation"),
    "against_code": _("Why you decide otherwise than the rule"),
    "institution_risk": _("Risk at the institution"),
    "mitigation_needed": _("Mitigation needed"),
    "points": _("Checklist"),
    "researchers_risk": _("Risk with researchers there"),
    "comments": _("Comments"),
    "country": _("Country"),
    "end_date": _("Until"),
    "erad_number": _("e-Rad number"),
    "external_id": _("Funder's number"),
    "keywords_en": _("Keywords (English)"),
    "keywords_ja": _("Keywords (Japanese)"),
    "members": _("Members"),
    "name": _("Name"),
    "names": _("Other names"),
    "orcid": "ORCID",
    "organisation": _("Organisation"),
    "role": _("Role"),
    "to_user": _("Substitute"),
    "until_date": _("Until"),
    "about": _("Person or partner"),
    "description": _("What is done"),
    "outcome": _("Outcome"),
    "owner": _("Responsible"),
    "review_date": _("Next review"),
    "target": _("About what"),
    "parties": _("Organisations"),
    "person": _("Person"),
    "programme": _("Programme"),
    "proposal": _("Proposal"),
    "reason": _("Reason"),
    "reason_code": _("Reason"),
    "return_to": _("Return to"),
    "ror": "ROR",
    "stage_deadline_date": _("Deadline"),
    "start_date": _("From"),
    "text": _("Explanation"),
    "title_en": _("Title (English)"),
    "title_ja": _("Title (Japanese)"),
}
_NUMBERED = re.compile(r"(members|parties)\[(\d+)\]")


def field_name(path: str) -> str:
    """Return the words for a place such as ``members[1].person.orcid``: “Member 2, ORCID”."""
    if not path:
        return ""
    row = _NUMBERED.match(path)
    last = path.rpartition(".")[2]
    name = str(FIELD_NAMES.get(last.partition("[")[0], last))
    if row is None:
        return name
    pattern = gettext("Member %(number)d") if row[1] == "members" else gettext("Organisation %(number)d")
    place = pattern % {"number": int(row[2]) + 1}
    return place if row[0] == path else gettext("%(place)s, %(field)s") % {"place": place, "field": name}


def explain(refused: Refused, policy: Policy | None = None) -> str:
    """Return the refusal in words; with the case's policy its steps go by their names."""
    params = dict(refused.params)
    params["field"] = field_name(refused.field)
    if policy and "step" in params:
        names = {step.code: step.name.within(get_language() or "en") for step in policy.steps}
        params["step"] = names.get(str(params["step"]), params["step"])
    if "other" in params:
        params["other"] = field_name(str(params["other"]))
    return gettext(refused.template) % params
