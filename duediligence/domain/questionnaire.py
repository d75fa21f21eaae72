"""What the consolidated questionnaire says: the facts of the case as plain values, whatever the language.

Only who is a member on the day is in it. The masked items are never part of it: it says who answered them, not what.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from duediligence.domain import consent, cross_check, measure
from duediligence.domain.assessment import Key, standing
from duediligence.domain.declared import MemberAnswers, member_answers
from duediligence.domain.evidence import evidence_of
from duediligence.domain.partner_status import PartnerLine, partner_lines, told_by_partners
from duediligence.domain.policy import content_hash, read
from duediligence.enums import DeclarationStatus, PartnerStatus, Verdict
from duediligence.models import (
    Assessment,
    Case,
    Declaration,
    Membership,
    Organisation,
    PartnerConfirmation,
    Revision,
    StepDecision,
)
from duediligence.models.proposal import has_left
from duediligence.policy.answers import CONFIDENTIAL, ItemAnswer, Row
from duediligence.policy.form import ColumnType, FormItem
from duediligence.policy.judging import Subject

Content = dict[str, Any]
_TIMES = frozenset({ColumnType.DATE, ColumnType.YEAR_MONTH, ColumnType.PERIOD})
"""What a row under a duty of secrecy still says: when."""


@dataclass(frozen=True, slots=True)
class Member:
    """A present member under the name that tags their rows."""

    membership: Membership
    tag: str
    declaration: Declaration | None
    given: MemberAnswers


def content_of(case: Case, day: dt.date) -> Content:
    """Return everything that the questionnaire says on ``day``."""
    members = members_of(case, day)
    lines, told = partner_lines(case), told_by_partners(case)
    partners = [line.organisation for line in lines]
    assessed = standing(evidence_of(case))
    return {
        "header": _header(case, members),
        "declaration_status": list(_institutions(members, partners, told)),
        "declared_items": [_item(item, members) for item in read(case.policy_edition).declaration_form.items],
        "due_diligence": _due_diligence(case),
        "researchers": [_researcher(one, assessed) for one in members],
        "partners": [_partner(line, assessed) for line in lines],
        "measures": list(_measures(case)),
        "consents": list(_consents(case)),
        "confirmations": list(_confirmations(case)),
    }


def digest_of(content: Content) -> str:
    return content_hash(content)


def members_of(case: Case, day: dt.date) -> tuple[Member, ...]:
    """Return the members of the present revision whose part has not ended."""
    given = {one.person.pk: one for one in member_answers(case) if not one.joins}
    begun = {
        one.person_id: one for one in case.declarations.defer("draft", "draft_masked").prefetch_related("versions")
    }
    present = present_members(case.revision, day)
    names = Counter(one.person.name for one in present)
    return tuple(Member(one, _tag(one, names), begun.get(one.person_id), given[one.person_id]) for one in present)


def present_members(revision: Revision, day: dt.date) -> list[Membership]:
    return list(revision.memberships.exclude(has_left(day)).select_related("person__affiliation", "organisation"))


def _tag(member: Membership, names: Mapping[str, int]) -> str:
    """Two members of one name are told apart by where they work, else by their number here."""
    name = member.person.name
    return name if names[name] == 1 else f"{name} ({_affiliation(member) or member.person_id})"


def _affiliation(member: Membership) -> str:
    return str(member.organisation or member.person.affiliation or "")


def _header(case: Case, members: Iterable[Member]) -> Content:
    programme, revision = case.proposal.programme, case.revision
    return {
        "reference": case.reference,
        "institution": {"ja": case.institution.name_ja, "en": case.institution.name_en},
        "programme": {"ja": programme.name_ja, "en": programme.name_en} if programme else None,
        "external_id": case.proposal.external_id,
        "title": {"ja": revision.title_ja, "en": revision.title_en},
        "revision": revision.number,
        "members": [
            {"name": one.tag, "role": one.membership.role, "affiliation": _affiliation(one.membership)}
            for one in members
        ],
    }


def _institutions(
    members: Iterable[Member], partners: Iterable[Organisation], told: Mapping[int, DeclarationStatus]
) -> Iterator[Content]:
    """Yield the lead, then each partner, with the declarations of its members; who is no partner's is the lead's.

    What a partner confirmed of its own people stands in ``told``, by person.
    """
    by_key = {one.pk: one for one in partners}
    groups: dict[int, list[Member]] = {0: [], **{pk: [] for pk in by_key}}
    for one in members:
        at = one.membership.organisation_id or one.membership.person.affiliation_id or 0
        groups[at if at in by_key else 0].append(one)
    for pk, own in groups.items():
        yield {"partner": by_key[pk].name if pk else "", "members": [_status(one, told) for one in own]}


def _status(one: Member, told: Mapping[int, DeclarationStatus]) -> Content:
    declaration, version = one.declaration, one.given.version
    own = declaration.status if declaration else DeclarationStatus.REQUIRED
    status = told.get(one.membership.person_id, own)
    return {
        "name": one.tag,
        "status": status,
        "version": version.number if version else None,
        "submitted_at": version.submitted_at.isoformat() if version else None,
        "reason": declaration.not_required_code if declaration and declaration.not_required_at else "",
    }


def _item(item: FormItem, members: Iterable[Member]) -> Content:
    said: Content = {"code": item.code, "rows": [], "none": [], "questions": [], "answered": [], "open": []}
    for one in members:
        answer = one.given.answers.get(item.code)
        if item.masked:
            said["answered" if one.given.version and one.given.version.masked else "open"].append(one.tag)
        elif answer is None:
            said["open"].append(one.tag)
        else:
            add_answer(said, item, one.tag, answer)
    return said


def add_answer(said: Content, item: FormItem, tag: str, answer: ItemAnswer) -> None:
    """Put one member's answer to an item under what was said of it."""
    if answer.is_none:
        said["none"].append(tag)
    said["questions"] += [{"member": tag, "question": code, "answer": word} for code, word in answer.questions.items()]
    said["rows"] += [_row(item, tag, row) for row in answer.rows]


def _row(item: FormItem, tag: str, row: Row) -> Content:
    is_secret = CONFIDENTIAL in row
    shown = [column.code for column in item.columns if not is_secret or column.type in _TIMES]
    return {"member": tag, "cells": {code: row.get(code, "") for code in shown}, "confidential": is_secret}


def _due_diligence(case: Case) -> Content | None:
    concluded = cross_check.result_of(case)
    if concluded is None:
        return None
    return {"result": concluded.result, "not_obtained": concluded.not_obtained}


def _researcher(one: Member, assessed: Mapping[Key, Assessment]) -> Content:
    made = assessed.get((Subject.PERSON, one.membership.person_id))
    return {
        "name": one.tag,
        "mitigation_needed": made.mitigation_needed if made else None,
        "missing_information": made.missing_information if made else "",
    }


def _partner(line: PartnerLine, assessed: Mapping[Key, Assessment]) -> Content:
    """Say what the lead assessed of a partner, and apart from it what the partner itself confirmed."""
    made = assessed.get((Subject.PARTNER, line.organisation.pk))
    return {
        "name": line.organisation.name,
        "own_status": line.status,
        "own_result": _own_result(line.latest) if line.latest and line.status != PartnerStatus.NOT_ASKED else None,
        "institution_risk": made.institution_risk if made else None,
        "researchers_risk": made.researchers_risk if made else None,
        "missing_information": made.missing_information if made else "",
    }


def _own_result(told: PartnerConfirmation) -> Content:
    return {
        "version": told.number,
        "result": told.result,
        "not_obtained": told.not_obtained,
        "institution_risk": told.institution_risk,
        "researchers_risk": told.researchers_risk,
        "reason": told.reason,
        "name": told.confirmed_name,
        "office": told.confirmed_office,
        "date": told.confirmed_date.isoformat(),
    }


def _measures(case: Case) -> Iterator[Content]:
    for one in measure.live_measures(case):
        yield {
            "kind": one.kind,
            "about": one.about,
            "description": one.description,
            "evidence": one.evidence_expected,
            "start": one.start_date.isoformat(),
            "end": one.end_date.isoformat() if one.end_date else None,
            "review": one.review_date.isoformat(),
            "status": one.status,
            "feasible_at": one.feasible_at.isoformat() if one.feasible_at else None,
        }


def _consents(case: Case) -> Iterator[Content]:
    roles = dict(case.revision.memberships.values_list("person", "role"))
    for one in consent.concerned(case):
        yield {
            "name": one.person.name,
            "role": roles[one.person.pk],
            "refused": one.is_refused,
            "open": len(one.open),
            "given_at": [answer.given_at.isoformat() for answer in one.answers],
        }


def _confirmations(case: Case) -> Iterator[Content]:
    """Yield who approved at which step; a decision that became void confirms nothing."""
    held = StepDecision.objects.filter(step__case=case, verdict=Verdict.APPROVE, voided_at__isnull=True)
    for one in held.select_related("step", "decided_by").order_by("step__position", "decided_at", "pk"):
        yield {
            "step": one.step.code,
            "role": one.step.role,
            "by": str(one.decided_by),
            "decided_at": one.decided_at.isoformat(),
        }
