"""What stands on the page of one hit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duediligence.admin.components import Choice, Question
from duediligence.admin.forms.judging import AlsoForm, JudgingForm
from duediligence.admin.frame import Text, signed_in
from duediligence.admin.pages.clearance_words import shown_lapse
from duediligence.admin.pages.hit_words import comparisons, form_words, note_words, token_pairs
from duediligence.admin.pages.showing import language
from duediligence.domain import access, disposition
from duediligence.domain.policy import read
from duediligence.domain.subjects import DECLARED, JOINING, JOINING_EMPLOYER
from duediligence.enums import Identity, JoiningStatus, Judgement, MemberRole, PartyRole, Relevance
from duediligence.errors import CaseNotOpen, HitNotCurrent, NotAllowed, SecondReviewerIsFirst
from duediligence.labels import label
from duediligence.messages import explain
from duediligence.models import Case, Disposition, User
from duediligence.models.declaration import READERS
from duediligence.queries.hits import (
    HitLine,
    clearance_of,
    earlier_judgements,
    in_order,
    keys_of,
    origins_of,
    said_of_same_name,
    subject_of,
)
from screening.lists.change_words import field_words, value_words
from screening.lists.changes import as_values
from screening.matching.explanation import Explanation
from screening.models import Entry, Hit

ORIGINS: dict[str, Text] = {
    "affiliation": _("Affiliation"),
    JOINING: label(JoiningStatus.REQUESTED),
    JOINING_EMPLOYER: _("Affiliation of somebody who wishes to join"),
    "parent": _("Parent organisation"),
    **{f"member.{role}": label(role) for role in MemberRole},
    **{f"party.{role}": label(role) for role in PartyRole},
}


@dataclass(frozen=True, slots=True)
class HitForms:
    """What can be sent from the page of a hit."""

    judging: JudgingForm
    reviewing: AlsoForm
    withdrawing: forms.Form


def as_choices(lines: Sequence[HitLine], language: str) -> list[tuple[str, str]]:
    """Return hits to tick, each as its list, the edition, the name there and how far it matches."""
    return [(str(one.hit.pk), " · ".join(_words(one.hit, language))) for one in lines]


def _words(hit: Hit, language: str) -> tuple[str, ...]:
    source = hit.entry.edition.source
    name = source.name_ja if language == "ja" else source.name_en
    return f"{name} {hit.entry.edition.label}", hit.matched_name, f"{hit.get_level_display()} {hit.score:.2f}"


def hit_context(
    request: HttpRequest, case: Case, lines: Sequence[HitLine], line: HitLine, given: HitForms
) -> dict[str, Any]:
    user, hit = signed_in(request), line.hit
    explanation, subject = Explanation.from_dict(hit.explanation), subject_of(hit)
    binding = read(case.policy_edition).list_binding(hit.source_code)
    keys = keys_of(in_order(case.current_run)) if lines and case.current_run else []
    return {
        "case": case,
        "line": line,
        "hit": hit,
        "form": given.judging,
        "review_form": given.reviewing,
        "withdraw_form": given.withdrawing,
        "place": keys.index(hit.pk) + 1 if hit.pk in keys else None,
        "total": len(keys),
        "pairs": token_pairs(explanation),
        "forms": (form_words(explanation.query_form), form_words(explanation.listed_form)),
        "notes": note_words(explanation),
        "comparisons": list(comparisons(hit, subject, hit.entry, explanation)),
        "list_name": binding.name.within(language()),
        "why_listed": list(why_listed(hit.entry)),
        "legal_note": binding.legal_note.within(language()),
        "elsewhere": said_of_same_name(lines, line),
        "may_see_clearances": access.may_take_documents(user, case.institution),
        "lapse": shown_lapse(hit, user, language()) if line.is_unjudged else None,
        "evidence": evidence_of(line.judged) if line.judged else None,
        "reason": reason_words(line.judged, case) if line.judged else "",
        "earlier": [(one, reason_words(one, one.case)) for one in earlier_judgements(hit, user)[:10]],
        "origins": list(_origins(case, hit, user)),
        "clearance": clearance_of(hit, case),
        "questions": _questions(given.judging),
        "refused": _judging_refused(case, line, user),
        "review_refused": _review_refused(line, user),
        "withdraw_refused": _withdraw_refused(line),
    }


def why_listed(entry: Entry) -> Iterator[tuple[Text, str]]:
    """Yield what the list itself prints of why something stands on it."""
    for name in ("programme", "concern", "listed_on", "note", "remarks"):
        if values := entry.attributes.get(name):
            yield field_words(name), value_words(name, as_values(values))


def _questions(form: JudgingForm) -> list[Question]:
    """Return the two questions, a key for each answer: the second stands beside the first once that is yes."""
    keys = iter("12345")
    asked = (("identity", Identity), ("relevance", Relevance))
    return [
        Question(
            name,
            form.fields[name].label or "",
            tuple(Choice(next(keys), one, label(one)) for one in answers),
            chosen=form[name].value() or "",
            opens_next=Identity.YES if answers is Identity else "",
            follows=answers is Relevance,
            faults=[str(error) for error in form[name].errors],
        )
        for name, answers in asked
    ]


def reason_words(judged: Disposition, case: Case) -> str:
    """Return the words of the policy for the reason that was chosen."""
    reasons = read(case.policy_edition).reasons_for(Judgement(judged.judgement))
    return next((one.text.within(language()) for one in reasons if one.code == judged.reason_code), "")


def evidence_of(judged: Disposition) -> dict[str, Any]:
    """Return what a judgement rests on; one that was carried over rests on what it rested on at first."""
    return {"sources": judged.origin.sources.all(), "attachments": judged.origin.attachments.with_size()}


def _judging_refused(case: Case, line: HitLine, user: User) -> str:
    if line.hit.run_id != case.current_run_id:
        return explain(HitNotCurrent())
    if not case.is_open:
        return explain(CaseNotOpen())
    return "" if access.may(user, access.INVESTIGATORS, case.institution) else explain(NotAllowed())


def _review_refused(line: HitLine, user: User) -> str:
    if line.judged and line.judged.judged_by_id == user.pk:
        return explain(SecondReviewerIsFirst())
    return ""


def _withdraw_refused(line: HitLine) -> str:
    refused = disposition.withdraw_refusal(line.judged) if line.judged else None
    return explain(refused) if refused else ""


def _origins(case: Case, hit: Hit, user: User) -> Iterator[str]:
    """Say where the name stands; whose declaration names it is said to those who read declarations."""
    reads = user.is_superuser or bool(user.roles() & READERS)
    items = {item.code: item for item in read(case.policy_edition).declaration_form.items}
    for one in origins_of(hit):
        code = one.origin.removeprefix(DECLARED)
        if one.origin == JOINING and one.detail and not reads:
            yield gettext("A declaration")
        elif code == one.origin:
            words = str(ORIGINS.get(one.origin, one.origin))
            yield gettext("%(origin)s: %(detail)s") % {"origin": words, "detail": one.detail} if one.detail else words
        elif not reads:
            yield gettext("A declaration")
        else:
            item = f"{items[code].number} {items[code].name.within(language())}" if code in items else code
            yield gettext("Declaration, item %(item)s: %(detail)s") % {"item": item, "detail": one.detail}
