"""Changing the words that are looked for: a draft of own terms, its effect on earlier proposals, a second person.

The lexicon serves the whole installation, so its audit stands on the platform's stream; what a draft would do is
shown to an office on its own proposals and judgements alone.
"""

import datetime as dt
from collections.abc import Callable
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from duediligence import errors
from duediligence.domain import access, audit
from duediligence.domain.actor import Actor
from duediligence.domain.screening import texts_of
from duediligence.domain.technology import past_decisions
from duediligence.models import Case, Institution, User
from screening.lists import lexicon as lexicons
from screening.models import LexiconDraft, LexiconEdition
from screening.runs.technology import matcher_for, published, technology_list
from screening.technology.classify import TechnologyText
from screening.technology.effect import Effect, effect
from screening.technology.faults import TechnologyFault
from screening.technology.lexicon import Lexicon
from screening.technology.lexicon_table import lexicon_from_csv, lexicon_from_xlsx, lexicon_to_csv, lexicon_to_xlsx
from screening.technology.matcher import compile_lexicon

_Made = TypeVar("_Made")


@transaction.atomic
def begin(*, actor: Actor, now: dt.datetime | None = None) -> LexiconDraft:
    """Return the open draft, or begin one from the own terms in force. Raises ``NotAllowed``."""
    _demand(actor)
    draft = lexicons.begin(by=actor.label, now=now or timezone.now())
    if draft.begun_by == actor.label and draft.writers == [actor.label]:
        audit.record(actor, "lexicon.draft_begun", draft, institution=None)
    return draft


def own_table(draft: LexiconDraft, *, as_workbook: bool = False) -> bytes:
    """Return the draft's own terms as CSV, or as an XLSX workbook, to edit and send back."""
    own = lexicons.own_terms(draft.local)
    return lexicon_to_xlsx(own) if as_workbook else lexicon_to_csv(own).encode("utf-8-sig")


@transaction.atomic
def write_table(draft: LexiconDraft, content: bytes, *, actor: Actor) -> LexiconDraft:
    """Put the own terms of a CSV file or XLSX workbook in place of the draft's.

    Raises ``NotAllowed``, ``DraftNotOpen``, ``FileRefused`` naming row and column.
    """
    _demand(actor)
    try:
        draft = lexicons.write(draft, _read(content, edition=f"own-{draft.pk}"), by=actor.label)
    except lexicons.NotOpen as closed:
        raise errors.DraftNotOpen from closed
    except TechnologyFault as fault:
        raise errors.FileRefused(field="file", detail=str(fault), fault=fault) from fault
    terms = len(lexicons.own_terms(draft.local).terms)
    audit.record(actor, "lexicon.draft_written", draft, institution=None, after={"own_terms": terms})
    return draft


def effect_of(draft: LexiconDraft, *, list_code: str, actor: Actor) -> Effect:
    """Classify the office's proposals and judgements with the lexicon in force and with the draft.

    Raises ``NotAllowed``, ``InvalidInput`` when the list is not published.
    """
    institution = _demand(actor).institution
    edition, in_force = published(list_code)
    if edition is None or in_force is None or institution is None:
        raise errors.InvalidInput("list_code", "missing")
    return effect(
        _texts(institution),
        past_decisions(institution, list_code),
        before=matcher_for(edition.pk, in_force.pk),
        after=compile_lexicon(lexicons.combined(draft), technology_list(edition.pk)),
    )


@transaction.atomic
def publish(draft: LexiconDraft, *, actor: Actor, reason: str, now: dt.datetime | None = None) -> LexiconEdition:
    """Put a draft into force; later runs use it, earlier ones keep theirs.

    Steps: check person, reason and draft, refuse whoever wrote a part of it, publish, audit. Raises ``NotAllowed``,
    ``ReasonMissing``, ``SamePersonPublishesList``, ``DraftNotOpen``, ``DraftUnchanged``.
    """
    _demand(actor, reason)
    draft.refresh_from_db()
    if actor.label in draft.writers:
        raise errors.SamePersonPublishesList
    made = _closing(lambda: lexicons.publish(draft, by=actor.label, reason=reason, now=now or timezone.now()))
    after = {"edition": made.edition, "sha256": made.sha256, "writers": draft.writers}
    audit.record(actor, "lexicon.published", made, institution=None, after=after, reason=reason.strip())
    return made


@transaction.atomic
def discard(draft: LexiconDraft, *, actor: Actor, reason: str, now: dt.datetime | None = None) -> None:
    """Put a draft away; it stays on record. Raises ``NotAllowed``, ``ReasonMissing``, ``DraftNotOpen``."""
    _demand(actor, reason)
    _closing(lambda: lexicons.discard(draft, by=actor.label, reason=reason, now=now or timezone.now()))
    audit.record(actor, "lexicon.draft_discarded", draft, institution=None, reason=reason.strip())


def _closing(act: Callable[[], _Made]) -> _Made:
    try:
        return act()
    except lexicons.NotOpen as closed:
        raise errors.DraftNotOpen from closed
    except lexicons.Unchanged as unchanged:
        raise errors.DraftUnchanged from unchanged


def _demand(actor: Actor, reason: str = "-") -> User:
    user = access.demand(actor, access.LIST_KEEPERS, actor.user.institution if actor.user else None)
    if not reason.strip():
        raise errors.ReasonMissing(field="reason")
    return user


def _read(content: bytes, *, edition: str) -> Lexicon:
    """A workbook is a ZIP archive and begins as one."""
    if content.startswith(b"PK"):
        return lexicon_from_xlsx(content, edition)
    try:
        return lexicon_from_csv(content.decode("utf-8-sig"), edition)
    except UnicodeDecodeError as error:
        raise TechnologyFault("file", "not_utf8", "this is neither a workbook nor UTF-8 text") from error


def _texts(institution: Institution) -> list[tuple[str, TechnologyText]]:
    cases = Case.objects.filter(institution=institution).select_related("revision").order_by("pk")
    return [(case.reference, TechnologyText(texts_of(case.revision))) for case in cases]
