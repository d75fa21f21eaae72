"""A refusal as a sentence in the reader's language, its field and step under the names that people know."""

import datetime as dt
import re
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from duediligence.days import day
from duediligence.errors import FileRefused, Refused
from duediligence.policy.answers import AnswerFault
from duediligence.policy.edition import Policy
from screening.importers.faults import ImportRefused
from screening.importers.messages import MESSAGES

REASONS: Mapping[str, str | Promise] = {
    "clearance_expired": _("A clearance that it rested on has expired."),
    "clearance_revoked": _("A clearance that it rested on was revoked."),
    "consent_refused": _("Somebody whom the measures concern does not consent any more."),
    "declaration_corrected": _("A declaration was corrected after the submission."),
    "member_left": _("The last day of the member is over."),
    "new_hits": _("Screening brought new hits."),
    "not_pursued": _("The proposal is not pursued."),
    "route_completed": _("All steps are done."),
}
"""Reasons that the system gives by itself; everything else is a person's own sentence."""

FIELD_NAMES: dict[str, str | Promise] = {
    "abstract_en": _("Abstract (English)"),
    "abstract_ja": _("Abstract (Japanese)"),
    "address": _("Address"),
    "affiliation": _("Affiliation"),
    "attachment": _("File"),
    "against_code": _("Why you decide otherwise than the rule"),
    "institution_risk": _("Risk at the institution"),
    "mitigation_needed": _("Mitigation needed"),
    "points": _("Checklist"),
    "researchers_risk": _("Risk with researchers there"),
    "candidates": _("Candidates"),
    "comments": _("Comments"),
    "consulted_date": _("Consulted on"),
    "confirmed_date": _("Date"),
    "confirmed_name": _("Name of the person who confirms"),
    "confirmed_office": _("Office and post"),
    "consents": _("Consent"),
    "language": _("Language of the mail"),
    "officer_name": _("Officer of the partner"),
    "result": _("Result of due diligence"),
    "why_corrected": _("Why do you correct it?"),
    "country": _("Country"),
    "email": _("E-mail"),
    "end_date": _("End date"),
    "erad_number": _("e-Rad number"),
    "external_id": _("Funder's number"),
    "furigana": _("Furigana"),
    "follows": _("Follows an earlier record"),
    "happened_date": _("Day"),
    "item": _("Item"),
    "keywords_en": _("Keywords (English)"),
    "keywords_ja": _("Keywords (Japanese)"),
    "letter": _("Letter"),
    "light_form": _("Form"),
    "members": _("Members"),
    "name": _("Name"),
    "names": _("Other names"),
    "not_obtained": _("What could not be obtained"),
    "orcid": "ORCID",
    "organisation": _("Organisation"),
    "role": _("Role"),
    "to_user": _("Substitute"),
    "undertakes": _("Undertaking on members who join later"),
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
    "start_date": _("Start date"),
    "text": _("Explanation"),
    "title": _("Source"),
    "title_en": _("Title (English)"),
    "title_ja": _("Title (Japanese)"),
}
_NUMBERED = re.compile(r"(members|parties)\[(\d+)\]")


def reason_words(reason: str) -> str:
    """Return a reason as a sentence: a person's own as it stands, the system's in the reader's language."""
    return str(REASONS.get(reason, reason))


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


def file_fault(file: str, row: int | None, field: str, code: str, params: Mapping[str, str | int]) -> str:
    """Return where a list file is wrong and how: “list.csv, row 3, country: …”."""
    numbered = gettext("row %(row)d") % {"row": row} if row else ""
    place = ", ".join(part for part in (file, numbered, field) if part)
    words = gettext(MESSAGES[code]) % params
    return f"{place}: {words}" if place else words


def explain(refused: Refused, policy: Policy | None = None) -> str:
    """Return the refusal in words; with the case's policy its steps go by their names."""
    if isinstance(refused, FileRefused) and isinstance(fault := refused.params.get("refused"), ImportRefused):
        return file_fault(fault.file, fault.row, fault.field, fault.code, fault.params)
    params = {name: day(value) if isinstance(value, dt.date) else value for name, value in refused.params.items()}
    params["field"] = field_name(refused.field)
    if policy and "step" in params:
        names = {step.code: step.name.within(get_language() or "en") for step in policy.steps}
        params["step"] = names.get(str(params["step"]), params["step"])
    if "other" in params:
        params["other"] = field_name(str(params["other"]))
    return gettext(refused.template) % params


def explain_beside(refused: Refused) -> str:
    """Return the refusal in words for a place beside its field, whose name stands there already."""
    words = explain(refused)
    rest = words.removeprefix(f"{field_name(refused.field)}: ")
    return words if rest == words else rest[:1].upper() + rest[1:]


ANSWER_PROBLEMS: dict[str, Promise] = {
    "before_window": _("The item asks for what was under way on %(since)s or later; take this row out."),
    "cell_missing": _("This is missing."),
    "control_characters": _("It contains control characters; type it again."),
    "ends_before_it_begins": _("The period ends before it begins."),
    "none_not_possible": _("This item cannot be answered with “none”."),
    "none_or_rows": _("Fill in the entries, or choose “none”."),
    "none_with_rows": _("“None” is chosen, yet there are entries. Keep one of the two."),
    "not_a_day": _("Write the day as 2026-04-01, or the month or year alone if no more is known."),
    "not_a_month": _("Write year and month as 2026-04."),
    "not_a_period": _("Write the period as 2024-04/2026-03."),
    "not_an_amount": _("Write the amount in yen with digits only, such as 1200000."),
    "not_yes_or_no": _("Answer yes or no."),
    "one_row": _("There is one answer to this item; take the others out."),
    "question_open": _("Answer this question."),
    "questions_say_no": _("Each of the questions above is answered with no: then this is no as well."),
    "question_says_yes": _("One of the questions above is answered with yes: then this is yes as well."),
    "rows_missing": _("Fill in at least one entry."),
    "too_long": _("It has %(length)d characters; at most %(limit)d are possible."),
    "too_many_rows": _("There are more than %(limit)d entries."),
    "several_names": _("This looks like several names. Write one on each line, or put ; between them."),
    "too_many_values": _("There are more than %(limit)d names in one field."),
    "unknown_choice": _("Choose one of the answers offered."),
}


def answer_problem(fault: AnswerFault) -> str:
    """Return in words what is wrong with an answer of a declaration; its place stands beside it."""
    return str(ANSWER_PROBLEMS[fault.code]) % fault.params
