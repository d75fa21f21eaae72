"""The declarations of the demonstration: what its fixture says, and the shortest answer to every other item."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from duediligence.domain import declaration, declaring
from duediligence.domain.actor import Actor
from duediligence.models import Case, Membership, Person, User
from duediligence.policy.answers import ItemAnswer, Row
from duediligence.policy.form import FormItem

ROWS: Mapping[str, Row] = {
    "education": {"month": "2009-03", "content": "架空県立見本高等学校 卒業"},
    "career": {"period": "2018-04/", "organization": "東都大学", "content": "教員"},
    "own_listing": {"listed": "no"},
    "deemed_export": {"applies": "no"},
    "nationality": {"nationality": "(デモのため記入しない)"},
}
"""One row for each item that cannot be answered with *none*."""


def declare(case: Case, given: Mapping[str, Any], officer: User, now: dt.datetime) -> None:
    """Let every member file; ``given`` holds rows by the member's name and the item's code."""
    for membership in Membership.objects.filter(revision=case.revision_id).select_related("person"):
        _file(case, membership.person, given.get(membership.person.name, {}), officer, now)


def _file(case: Case, person: Person, given: Mapping[str, Any], officer: User, now: dt.datetime) -> None:
    asked, _token = declaration.ask(case, person, actor=Actor.of_user(officer), now=now)
    member = Actor.of_link(asked.links.get(revoked_at__isnull=True))
    for item in declaring.asked_items(asked):
        asked = declaring.save_item(asked, item.code, _answer(item, given, person), saved=0, actor=member, now=now)
    declaring.submit(asked, consents=True, draft_number=asked.draft_number, actor=member, now=now)


def _answer(item: FormItem, given: Mapping[str, Any], person: Person) -> ItemAnswer:
    questions = {question.code: "no" for question in item.questions}
    if item.code in given:
        return ItemAnswer(rows=tuple(given[item.code]), questions=questions)
    if item.none_allowed:
        return ItemAnswer(is_none=True)
    row = ROWS[item.code]
    if item.code == "career" and person.affiliation:
        row = {**row, "organization": person.affiliation.name}
    return ItemAnswer(rows=(row,), questions=questions)
