"""What the submitted declarations of a case say, row by row. The masked items are never part of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from duediligence.domain.policy import read
from duediligence.models import Case, DeclarationVersion, Membership
from duediligence.policy.answers import Answers, ItemAnswer
from duediligence.policy.cells import values_of
from duediligence.policy.form import FormItem, Names


@dataclass(frozen=True, slots=True)
class MemberAnswers:
    """A member of the present revision with the newest version; an empty one says that none was submitted."""

    membership: Membership
    version: DeclarationVersion | None
    answers: Answers


@dataclass(frozen=True, slots=True)
class DeclaredName:
    """One name in one cell. ``row`` counts from 1, as people count."""

    person_id: int
    member: str
    item: FormItem
    row: int
    kind: Names
    text: str


def member_answers(case: Case) -> tuple[MemberAnswers, ...]:
    """Return every member of the present revision with what they declared, in two queries."""
    versions = DeclarationVersion.objects.filter(declaration__case=case).select_related("declaration")
    latest = {one.declaration.person_id: one for one in versions.order_by("number")}
    members = case.revision.memberships.select_related("person__affiliation", "organisation")
    return tuple(MemberAnswers(one, latest.get(one.person_id), _answers(latest.get(one.person_id))) for one in members)


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
                        person = one.membership.person
                        yield DeclaredName(person.pk, person.name, item, number, column.names, text)
