"""What the submitted declarations of a case say, row by row. The masked items are never part of it.

Nor is what a partner institution holds and has not sent.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from duediligence.domain.policy import read
from duediligence.enums import JoiningStatus
from duediligence.models import Case, DeclarationVersion, Joining, Membership, Organisation, Person
from duediligence.policy.answers import Answers, ItemAnswer
from duediligence.policy.cells import values_of
from duediligence.policy.form import FormItem, Names


@dataclass(frozen=True, slots=True)
class MemberAnswers:
    """A member, or somebody who wishes to join, with the newest version; none says that none was submitted."""

    person: Person
    joins: bool
    version: DeclarationVersion | None
    answers: Answers
    affiliation: Organisation | None


@dataclass(frozen=True, slots=True)
class DeclaredName:
    """One name in one cell. ``row`` counts from 1, as people count."""

    person: Person
    joins: bool
    item: FormItem
    row: int
    kind: Names
    text: str


def member_answers(case: Case) -> tuple[MemberAnswers, ...]:
    """Return every member of the present revision, and who wishes to join, with what they declared."""
    versions = DeclarationVersion.objects.with_the_lead().filter(declaration__case=case).select_related("declaration")
    latest = {one.declaration.person_id: one for one in versions.order_by("number")}
    related = ("person__affiliation", "organisation")
    present = case.revision.memberships.select_related(*related)
    joining = case.joinings.filter(status=JoiningStatus.REQUESTED).select_related(*related)
    parts: list[Membership | Joining] = [*present, *joining]
    return tuple(_member(one, latest.get(one.person_id)) for one in parts)


def _member(part: Membership | Joining, version: DeclarationVersion | None) -> MemberAnswers:
    affiliation = part.organisation or part.person.affiliation
    return MemberAnswers(part.person, isinstance(part, Joining), version, _answers(version), affiliation)


def _answers(version: DeclarationVersion | None) -> Answers:
    return {code: ItemAnswer.from_dict(data) for code, data in version.content.items()} if version else {}


def declared_names(case: Case, members: Iterable[MemberAnswers]) -> Iterator[DeclaredName]:
    """Yield every name that a column of the form calls one: employers, funders, co-authors, programmes."""
    form = read(case.policy_edition).declaration_form
    for one in members:
        for item in form.items:
            if item.masked or item.code not in one.answers:
                continue
            for number, row in enumerate(one.answers[item.code].rows, start=1):
                for column in item.columns:
                    if column.names is None:
                        continue
                    for text in values_of(column, row.get(column.code, "")):
                        yield DeclaredName(one.person, one.joins, item, number, column.names, text)
