"""The questionnaire as files: drawn for a look, prepared for the submission, compared with an earlier one."""

import dataclasses
import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from duediligence import errors
from duediligence.days import moment
from duediligence.documents.document_workbook import document_workbook
from duediligence.documents.long_rows import flowing
from duediligence.documents.questionnaire import questionnaire
from duediligence.documents.typesetting import Document, Facts, Heading, Part, Table, pdf
from duediligence.domain import access, audit, declaring
from duediligence.domain.actor import Actor
from duediligence.domain.policy import read
from duediligence.domain.questionnaire import Content, add_answer, content_of, members_of
from duediligence.domain.submission import Prepared, PreparedFile
from duediligence.models import Case, Submission
from duediligence.policy.questionnaire import MaskedItems, QuestionnaireForm

FORM_LANGUAGE = "ja"
"""The funder's form is Japanese."""
REASON = "questionnaire_form"


def prepare(case: Case, *, actor: Actor, undertakes: bool, now: dt.datetime | None = None) -> Prepared:
    """Make the files of a submission, before anything is locked. Masked items are viewed where the form states them.

    Raises ``QuestionnaireFormMissing``, and ``NotAllowed`` for whoever may not view what the form states.
    """
    now = now or timezone.now()
    form = _form(case)
    content = content_of(case, timezone.localdate(now))
    is_stated = form.masked_items is MaskedItems.STATED
    masked = _masked(case, actor=actor, now=now) if is_stated else None
    document = _document(case, content, form, FORM_LANGUAGE, now, undertaken=undertakes, masked=masked)
    name = f"{case.reference}-questionnaire-{case.submissions.count() + 1}"
    files = [
        PreparedFile(f"{name}.pdf", pdf(flowing(document))),
        PreparedFile(f"{name}.xlsx", document_workbook(document)),
    ]
    return Prepared(content, files, undertakes, is_sealed=is_stated)


@transaction.atomic
def draw(case: Case, *, actor: Actor, language: str, kind: str, now: dt.datetime | None = None) -> bytes:
    """Return the questionnaire as it stands, marked as a draft, with nothing masked; that it was drawn is noted.

    Raises ``QuestionnaireFormMissing``.
    """
    drawing = drawn(case, language=language, kind=kind, now=now or timezone.now())
    audit.record(
        actor,
        "questionnaire.drawn",
        case,
        institution=case.institution,
        case_reference=case.reference,
        after={"language": language, "kind": kind},
    )
    return drawing


def drawn(case: Case, *, language: str, kind: str, now: dt.datetime) -> bytes:
    """Return the questionnaire as it stands; the caller notes it. Raises ``QuestionnaireFormMissing``."""
    form = dataclasses.replace(_form(case), masked_items=MaskedItems.WITHHELD)
    document = _document(case, content_of(case, timezone.localdate(now)), form, language, now, undertaken=False)
    return pdf(flowing(document)) if kind == "pdf" else document_workbook(document)


def sent(submission: Submission, language: str) -> Document:
    """Return what a submission said, in the words of the form it was sent on, with nothing masked."""
    case = submission.case
    policy = read(submission.policy_edition)
    if policy.questionnaire is None:
        raise errors.QuestionnaireFormMissing
    form = dataclasses.replace(policy.questionnaire, masked_items=MaskedItems.WITHHELD)
    return questionnaire(submission.content, policy, form, language=language, foot=case.reference, undertaken=True)


@dataclass(frozen=True, slots=True)
class SectionChange:
    """What a section no longer says, and what it says now."""

    heading: str
    gone: tuple[str, ...]
    new: tuple[str, ...]


def changes(before: Document, after: Document) -> list[SectionChange]:
    """Return the sections that differ, line by line."""
    old = {section.heading: list(_lines(section.parts)) for section in before.sections}
    new = {section.heading: list(_lines(section.parts)) for section in after.sections}
    found = [
        SectionChange(
            heading,
            tuple(line for line in old.get(heading, ()) if line not in new.get(heading, ())),
            tuple(line for line in new.get(heading, ()) if line not in old.get(heading, ())),
        )
        for heading in dict.fromkeys((*new, *old))
    ]
    return [one for one in found if one.gone or one.new]


def _lines(parts: Sequence[Part]) -> Iterator[str]:
    heading = ""
    for part in parts:
        if isinstance(part, Heading):
            heading = f"{part.text}: "
        elif isinstance(part, Table):
            yield from (heading + " / ".join(cell for cell in row if cell) for row in part.rows)
        elif isinstance(part, Facts):
            yield from (f"{heading}{name}: {value}" for name, value in part.pairs)
        else:
            yield heading + part.text


def _form(case: Case) -> QuestionnaireForm:
    form = read(case.policy_edition).questionnaire
    if form is None:
        raise errors.QuestionnaireFormMissing
    return form


def _document(
    case: Case,
    content: Content,
    form: QuestionnaireForm,
    language: str,
    now: dt.datetime,
    *,
    undertaken: bool,
    masked: Content | None = None,
) -> Document:
    with translation.override(language):
        made = _("Made on %(moment)s") % {"moment": moment(now)}
        state = [] if undertaken else [_("Draft, not submitted")]
    foot = " · ".join([*state, f"{form.name.within(language)} {form.edition}", made])
    policy = read(case.policy_edition)
    return questionnaire(content, policy, form, language=language, foot=foot, undertaken=undertaken, masked=masked)


def _masked(case: Case, *, actor: Actor, now: dt.datetime) -> Content:
    """Return the masked items of the present members as the questionnaire states items; each view is audited."""
    access.demand(actor, access.INVESTIGATORS, case.institution)
    items = {item.code: item for item in read(case.policy_edition).declaration_form.items if item.masked}
    said: Content = {code: {"rows": [], "none": [], "questions": []} for code in items}
    for one in members_of(case, timezone.localdate(now)):
        if one.given.version is None:
            continue
        for code, answer in declaring.view_masked(one.given.version, actor=actor, reason_code=REASON).items():
            add_answer(said[code], items[code], one.tag, answer)
    return said
