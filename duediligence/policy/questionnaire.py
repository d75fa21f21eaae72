"""The questionnaire to the funder: its sections in their order, in the words of the form."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from duediligence.policy.limits import CODE, EDITION, Catalogued, NotEmpty
from duediligence.policy.text import LongText, SourceMark, Text


class QuestionnairePart(StrEnum):
    """What one section is filled with, from the facts of the case."""

    HEADER = "header"
    DECLARATION_STATUS = "declaration_status"
    DECLARED_ITEMS = "declared_items"
    DUE_DILIGENCE = "due_diligence"
    RESEARCHERS = "researchers"
    LATER_MEMBERS = "later_members"
    PARTNERS = "partners"
    MEASURES = "measures"
    CONSENTS = "consents"
    CONFIRMATIONS = "confirmations"


class MaskedItems(StrEnum):
    """Whether the items asked for the deemed-export test go to the funder."""

    WITHHELD = "withheld"
    STATED = "stated"


@dataclass(frozen=True, slots=True)
class QuestionnaireSection:
    part: QuestionnairePart
    title: Text
    help: Text | None = None


@dataclass(frozen=True, slots=True)
class QuestionnaireForm:
    """An edition of the form. Whoever submits gives the ``undertaking`` on members who join later."""

    code: Annotated[str, CODE]
    edition: Annotated[str, EDITION]
    name: Text
    sections: Annotated[tuple[QuestionnaireSection, ...], Catalogued("sections", "part"), NotEmpty()]
    undertaking: LongText
    masked_items: MaskedItems
    source: SourceMark
