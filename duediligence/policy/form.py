"""The declaration form: its items, their columns and windows, and the light form."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Final

from duediligence.policy.limits import CODE, EDITION, Between, Catalogued, NotEmpty, Refers
from duediligence.policy.lookup import only
from duediligence.policy.text import LongText, SourceMark, Text

DEEMED_EXPORT_ITEMS: Final = frozenset({"deemed_export", "nationality"})
"""The two items asked for the deemed-export test alone: masked, and out of reach of every rule."""


class ColumnType(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    DATE = "date"
    YEAR_MONTH = "year_month"
    PERIOD = "period"
    AMOUNT_JPY = "amount_jpy"
    YES_NO = "yes_no"
    CHOICE = "choice"


class Names(StrEnum):
    """What the words in a column name; each is screened with the column as its origin."""

    PERSON = "person"
    ORGANIZATION = "organization"
    PROGRAMME = "programme"


class Rows(StrEnum):
    ONE = "one"
    MANY = "many"


@dataclass(frozen=True, slots=True)
class Choice:
    code: Annotated[str, CODE]
    name: Text


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an item. ``many`` allows several values in one cell, such as co-authors."""

    code: Annotated[str, CODE]
    name: Text
    type: ColumnType
    required: bool
    many: bool = False
    names: Names | None = None
    choices: Annotated[tuple[Choice, ...], Catalogued("choices")] = ()


@dataclass(frozen=True, slots=True)
class GuidedQuestion:
    """A question asked in plain words, with the legal basis beside it."""

    code: Annotated[str, CODE]
    text: Text
    legal_basis: Text
    source: SourceMark


@dataclass(frozen=True, slots=True)
class FormItem:
    """One numbered item. ``confidential_rows`` lets a row carry the flag of a duty of secrecy.

    ``why`` says in plain words what the item is asked for, ``example`` shows a row.
    """

    number: Annotated[int, Between(1, 50)]
    code: Annotated[str, CODE]
    name: Text
    rows: Rows
    columns: Annotated[tuple[Column, ...], Catalogued("columns"), NotEmpty()]
    none_allowed: bool
    confidential_rows: bool
    masked: bool
    source: SourceMark
    help: Text | None = None
    why: Text | None = None
    example: Text | None = None
    window: Annotated[str, Refers("windows")] | None = None
    questions: Annotated[tuple[GuidedQuestion, ...], Catalogued("questions")] = ()


@dataclass(frozen=True, slots=True)
class LightForm:
    """A shorter form, such as the one for students, made of some of the items."""

    code: Annotated[str, CODE]
    name: Text
    items: Annotated[tuple[Annotated[str, Refers("items")], ...], NotEmpty()]
    source: SourceMark


@dataclass(frozen=True, slots=True)
class Consent:
    """The words a person agrees to; the edition is stored with the agreement."""

    edition: Annotated[str, EDITION]
    text: LongText
    source: SourceMark


@dataclass(frozen=True, slots=True)
class DeclarationForm:
    """An edition of the form. The consent is given when a declaration is submitted."""

    code: Annotated[str, CODE]
    edition: Annotated[str, EDITION]
    name: Text
    items: Annotated[tuple[FormItem, ...], Catalogued("items"), NotEmpty()]
    light_forms: Annotated[tuple[LightForm, ...], Catalogued("light_forms")]
    consent: Consent
    source: SourceMark

    def item(self, code: str) -> FormItem:
        return only(item for item in self.items if item.code == code)

    def light_form(self, code: str) -> LightForm:
        return only(form for form in self.light_forms if form.code == code)
