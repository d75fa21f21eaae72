"""Declarations for tests: the shortest complete one, and members who file it."""

from typing import Any

from duediligence.domain import declaration, declaring
from duediligence.domain.actor import Actor
from duediligence.models import Case, Declaration, DeclarationVersion, Membership, Person, User
from duediligence.policy.answers import ItemAnswer, Row
from duediligence.policy.form import Column, ColumnType, FormItem
from tests import factories

_CELLS = {
    ColumnType.TEXT: "見本",
    ColumnType.LONG_TEXT: "見本",
    ColumnType.DATE: "2026-04-01",
    ColumnType.YEAR_MONTH: "2026-04",
    ColumnType.PERIOD: "2020-04/",
    ColumnType.AMOUNT_JPY: "1000",
    ColumnType.YES_NO: "no",
}
CAREER: Row = {"period": "2020-04/", "organization": "東都大学", "content": "教授"}


def _cell(column: Column, body: str) -> str:
    if column.names:
        return body
    return column.choices[0].code if column.choices else _CELLS[column.type]


def shortest(item: FormItem, body: str = "東都大学") -> ItemAnswer:
    """Return *none* where the form takes it, else one row that names ``body``."""
    questions = {question.code: "no" for question in item.questions}
    if item.none_allowed:
        return ItemAnswer(is_none=True)
    return ItemAnswer(rows=({one.code: _cell(one, body) for one in item.columns if one.required},), questions=questions)


def account(person: Person) -> User:
    """Give a person a sign-in of their own."""
    if person.user is None:
        person.user = factories.user(person.institution, factories.Role.RESEARCHER)
        person.save(update_fields=["user"])
    return person.user


def begun(case: Case, person: Person) -> tuple[Declaration, Actor]:
    actor = Actor.of_user(account(person))
    return declaration.begin(case, person, actor=actor, now=factories.NOW), actor


def fill(given: Declaration, actor: Actor, **answers: ItemAnswer) -> Declaration:
    """Save the items named, and every other one that was not begun in its shortest form, at the present employer."""
    given.refresh_from_db()
    employer = given.person.affiliation.name if given.person.affiliation else "東都大学"
    for item in declaring.asked_items(given):
        if item.code in answers or item.code not in declaring.draft_of(given):
            typed = answers.get(item.code) or shortest(item, employer)
            saved = declaring.times_saved(given, item)
            given = declaring.save_item(given, item.code, typed, saved=saved, actor=actor, now=factories.NOW)
    return given


def file(given: Declaration, actor: Actor, **more: Any) -> DeclarationVersion:
    given.refresh_from_db()
    number = more.pop("draft_number", given.draft_number)
    return declaring.submit(
        given, actor=actor, **{"consents": True, "draft_number": number, "now": factories.NOW, **more}
    )


def declared(case: Case, person: Person, **answers: ItemAnswer) -> DeclarationVersion:
    """Let a member file a declaration."""
    given, actor = begun(case, person)
    return file(fill(given, actor, **answers), actor)


def none_required(case: Case) -> None:
    """Settle the declarations of a story that is about something else."""
    officer = Actor.of_user(factories.user(case.institution, factories.Role.SECURITY_OFFICER))
    for membership in Membership.objects.filter(revision=case.revision_id).select_related("person"):
        if not Declaration.objects.filter(case=case, person=membership.person).exists():
            declaration.mark_not_required(
                case, membership.person, actor=officer, reason_code="declared_recently", now=factories.NOW
            )


def all_declared(case: Case) -> Case:
    """Let every member file the shortest declaration."""
    for membership in Membership.objects.filter(revision=case.revision).select_related("person"):
        declared(case, membership.person)
    case.refresh_from_db()
    return case
