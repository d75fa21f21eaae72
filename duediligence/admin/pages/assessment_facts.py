"""What else is known of one person or partner institution when it is assessed: declared, asked about, confirmed."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise

from duediligence.admin import partner_words
from duediligence.admin.pages.showing import in_language, language
from duediligence.documents.cells import with_periods
from duediligence.domain import cross_check
from duediligence.domain.cross_rules import Question
from duediligence.domain.partner_status import partner_lines
from duediligence.enums import AreaQuestion, CrossCheckKind, Level
from duediligence.labels import label
from duediligence.models import Case, User
from duediligence.models.declaration import READERS
from duediligence.policy.judging import Subject
from duediligence.queries.assessment import AssessmentRow
from duediligence.queries.case_file import list_names
from duediligence.queries.declarations import member_lines
from duediligence.queries.hits import lines_of
from duediligence.queries.technology import findings


def known_of(case: Case, row: AssessmentRow, reader: User) -> dict[str, Any]:
    """Return what the page shows beside the form; declarations and questions about them to their readers alone."""
    names = list_names([hit.source_code for hit in row.hits], language()) if row.hits else {}
    return {
        "hits": [(line, names.get(line.hit.source_code, "")) for line in lines_of(row.hits)],
        "areas": _areas(case),
        **(_of_person(case, row, reader) if row.party.subject is Subject.PERSON else _of_partner(case, row)),
    }


def _of_person(case: Case, row: AssessmentRow, reader: User) -> dict[str, Any]:
    if not (reader.is_superuser or reader.roles() & READERS):
        return {}
    number = row.party.record.pk
    asked = [one for one in cross_check.questions(case) if one.person_id == number]
    answers = cross_check.answers_of(case) if asked else {}
    names = list_names([word for one in asked for word in one.facts], language()) if asked else {}
    lines = member_lines(case, timezone.now())
    return {
        "declared": next((line for line in lines if line.membership.person_id == number), None),
        "questions": [(label(one.kind), facts_in_words(one, names), answers.get(one.key)) for one in asked],
    }


def facts_in_words(one: Question, names: Mapping[str, str]) -> list[str | Promise]:
    """Return what a question rests on, lists and answers by their names."""
    facts: list[str | Promise] = [names.get(fact) or with_periods(fact) for fact in one.facts]
    if one.kind is CrossCheckKind.TECHNOLOGY_DIFFERS:
        facts[-1] = label(AreaQuestion(one.facts[-1]))
    return facts


def _of_partner(case: Case, row: AssessmentRow) -> dict[str, Any]:
    """Return how far its own officer's part is, and what the officer confirmed last."""
    lines = (one for one in partner_lines(case) if one.organisation.pk == row.party.record.pk)
    line = next(lines, None)
    return {"own_part": line, "confirmed": partner_words.confirmed_facts(line.latest) if line and line.latest else []}


def _areas(case: Case) -> dict[str, list[tuple[str, str]]]:
    """Return the areas that the topic touches on any list, each once, strong matches apart from the others."""
    run = case.current_run
    if run is None or run.is_live or not run.technology:
        return {}
    lines = [line for one in findings(run) for line in one.areas if line.area]
    levels = {in_language(line.area.name_ja, line.area.name_en): line.hit.level for line in lines if line.area}
    strong = [(name, level) for name, level in levels.items() if level == Level.STRONG]
    return {"strong": strong, "others": [one for one in levels.items() if one not in strong]}
