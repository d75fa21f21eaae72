"""Changing the words that are looked for: a draft of own terms, its effect on earlier proposals, a second person.

The lexicon serves the whole installation, so its audit stands on the platform's stream; what a draft would do is
shown to an office on its own proposals and judgements alone.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from duediligence import errors
from duediligence.domain import access, audit
from duediligence.domain.actor import Actor
from duediligence.domain.screening import texts_of
from duediligence.domain.technology import past_decisions
from duediligence.models import Case, Institution, User
from screening.enums import PublicationStatus
from screening.lists import lexicon as lexicons
from screening.lists.technology import NotOpen, Unchanged
from screening.models import LexiconDraft, LexiconEdition
from screening.runs.technology import matcher_for, published, technology_list
from screening.technology.classify import TechnologyText
from screening.technology.effect import Effect, effect
from screening.technology.faults import TechnologyFault
from screening.technology.lexicon import Concept, Lexicon, Term, TermKind
from screening.technology.lexicon_file import lexicon_from_file
from screening.technology.matcher import Matcher

_Made = TypeVar("_Made")


@transaction.atomic
def begin(*, actor: Actor, now: dt.datetime | None = None) -> LexiconDraft:
    """Return the open draft, or begin one from the own terms in force. Raises ``NotAllowed``, ``NoLexicon``."""
    _demand(actor)
    if not LexiconEdition.objects.filter(status=PublicationStatus.PUBLISHED).exists():
        raise errors.NoLexicon
    draft, is_new = lexicons.begin(by=actor.label, now=now or timezone.now())
    if is_new:
        audit.record(actor, "lexicon.draft_begun", draft, institution=None)
    return draft


def load(draft: LexiconDraft, content: bytes, *, actor: Actor) -> LexiconDraft:
    """Put the own terms of a CSV, XLSX or JSON file in place of the draft's.

    Raises ``NotAllowed``, ``DraftNotOpen``, ``FileRefused`` naming row and column.
    """
    return _change(draft, lambda _present: lexicon_from_file(content, "own"), actor=actor)


def add_term(draft: LexiconDraft, concept: Concept, term: Term, *, actor: Actor) -> LexiconDraft:
    """Add an own term to a concept of the pack or to one of the draft's own.

    Raises ``NotAllowed``, ``DraftNotOpen``, ``FileRefused`` when the term cannot stand.
    """

    def added(own: Lexicon) -> Lexicon:
        if any(_key(one) == _key(term) for one in own.terms):
            raise TechnologyFault(f"{term.concept}.{term.text}", "term_twice", "this term stands there already")
        known = any(one.code == concept.code for one in own.concepts)
        concepts = own.concepts if known else (*own.concepts, concept)
        return replace(own, concepts=concepts, terms=(*own.terms, term))

    return _change(draft, added, actor=actor)


def remove_term(draft: LexiconDraft, *, concept: str, kind: TermKind, text: str, actor: Actor) -> LexiconDraft:
    """Take an own term out of the draft, and its concept with its last term.

    Raises ``NotAllowed``, ``DraftNotOpen``, ``InvalidInput`` when there is no such term any more.
    """

    def removed(own: Lexicon) -> Lexicon:
        terms = tuple(one for one in own.terms if _key(one) != (concept, kind, text))
        if len(terms) == len(own.terms):
            raise errors.InvalidInput("text", "missing")
        used = {one.concept for one in terms}
        return replace(own, concepts=tuple(one for one in own.concepts if one.code in used), terms=terms)

    return _change(draft, removed, actor=actor)


@transaction.atomic
def _change(draft: LexiconDraft, edit: Callable[[Lexicon], Lexicon], *, actor: Actor) -> LexiconDraft:
    """Steps: check the person, lock the draft, edit, check every term, write, audit."""
    _demand(actor)
    draft = LexiconDraft.objects.select_for_update().get(pk=draft.pk)
    before = {_key(one) for one in lexicons.own_terms(draft.local).terms}
    try:
        draft = lexicons.change(draft, edit, by=actor.label)
    except NotOpen as closed:
        raise errors.DraftNotOpen from closed
    except TechnologyFault as fault:
        raise errors.FileRefused(field="file", detail=str(fault), fault=fault) from fault
    terms = {_key(one) for one in lexicons.own_terms(draft.local).terms}
    after = {"own_terms": len(terms), "added": _told(terms - before), "removed": _told(before - terms)}
    audit.record(actor, "lexicon.draft_written", draft, institution=None, after=after)
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
        after=Matcher(lexicons.combined(draft), technology_list(edition.pk)),
    )


@transaction.atomic
def publish(draft: LexiconDraft, *, actor: Actor, reason: str, now: dt.datetime | None = None) -> LexiconEdition:
    """Put a draft into force; later runs use it, earlier ones keep theirs.

    Steps: check person, reason and draft, refuse whoever wrote a part of it, publish, audit. Raises ``NotAllowed``,
    ``ReasonMissing``, ``SamePersonPublishesList``, ``DraftNotOpen``, ``DraftUnchanged``.
    """
    user = _demand(actor, reason)
    draft = LexiconDraft.objects.select_for_update().get(pk=draft.pk)
    if refused := why_not_publish(draft, user):
        raise refused
    made = _closing(lambda: lexicons.publish(draft, by=actor.label, reason=reason, now=now or timezone.now()))
    after = {"edition": made.edition, "sha256": made.sha256, "writers": draft.writers}
    audit.record(actor, "lexicon.published", made, institution=None, after=after, reason=reason.strip())
    return made


def why_not_publish(draft: LexiconDraft, user: User) -> errors.Refused | None:
    """Return why this person may not publish the draft: the same rule hides the button and refuses the act."""
    if not access.may(user, access.LIST_KEEPERS, user.institution):
        return errors.NotAllowed()
    return errors.SamePersonPublishesList() if Actor.of_user(user).label in draft.writers else None


@transaction.atomic
def discard(draft: LexiconDraft, *, actor: Actor, reason: str, now: dt.datetime | None = None) -> None:
    """Put a draft away; it stays on record. Raises ``NotAllowed``, ``ReasonMissing``, ``DraftNotOpen``."""
    _demand(actor, reason)
    _closing(lambda: lexicons.discard(draft, by=actor.label, reason=reason, now=now or timezone.now()))
    audit.record(actor, "lexicon.draft_discarded", draft, institution=None, reason=reason.strip())


def _closing(act: Callable[[], _Made]) -> _Made:
    try:
        return act()
    except NotOpen as closed:
        raise errors.DraftNotOpen from closed
    except Unchanged as unchanged:
        raise errors.DraftUnchanged from unchanged


def _demand(actor: Actor, reason: str = "-") -> User:
    user = access.demand(actor, access.LIST_KEEPERS, actor.user.institution if actor.user else None)
    if not reason.strip():
        raise errors.ReasonMissing(field="reason")
    return user


def _key(term: Term) -> tuple[str, TermKind, str]:
    return term.concept, term.kind, term.text


def _told(keys: set[tuple[str, TermKind, str]]) -> list[str]:
    """Return at most the first hundred: a whole table is in the draft itself."""
    return [f"{concept}: {kind} {text}" for concept, kind, text in sorted(keys)[:100]]


def _texts(institution: Institution) -> list[tuple[str, TechnologyText]]:
    cases = Case.objects.filter(institution=institution).select_related("revision").order_by("pk")
    return [(case.reference, TechnologyText(texts_of(case.revision))) for case in cases]
