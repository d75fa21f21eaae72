"""The published lexicon and its next edition: own terms are drafted beside the shipped pack and never overwrite it.

That a person may act, and that the one who publishes wrote none of it, is the caller's matter; the database refuses a
draft published by whoever began it.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction

from screening.enums import DraftStatus, PublicationStatus
from screening.lists.technology import NotOpen, Unchanged, content_hash
from screening.models import LexiconDraft, LexiconEdition, TechnologyListEdition
from screening.technology.faults import TechnologyFault
from screening.technology.lexicon import Concept, Lexicon, TermKind, lexicon_as_data, parse_lexicon

_CODE = re.compile(r"[-a-zA-Z0-9_]+")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@transaction.atomic
def take_lexicon(content: Mapping[str, Any], *, now: dt.datetime) -> str:
    """Publish a shipped lexicon unless this content is there, together with the own terms in force.

    The edition before it is retired.
    """
    pack = parse_lexicon(content)
    sha256 = content_hash(content)
    if not LexiconEdition.objects.filter(sha256=sha256).exists():
        in_force = LexiconEdition.objects.select_for_update().filter(status=PublicationStatus.PUBLISHED).first()
        if in_force and in_force.local:
            _publish(_kept_pack(pack.edition, content, sha256), parse_lexicon(in_force.local), now=now)
        else:
            _retire()
            _create(edition=pack.edition, content=dict(content), sha256=sha256, now=now)
    return f"lexicon {pack.edition}: {len(pack.terms)} terms"


def present() -> LexiconEdition:
    """Return the published edition."""
    return LexiconEdition.objects.get(status=PublicationStatus.PUBLISHED)


def pack_of(edition: LexiconEdition) -> Lexicon:
    """Return what shipped, without the own terms."""
    return parse_lexicon((edition.pack or edition).content)


def own_terms(content: Mapping[str, Any]) -> Lexicon:
    """Return own terms as stored in an edition or a draft."""
    return parse_lexicon(content) if content else Lexicon("", (), ())


def combined(draft: LexiconDraft) -> Lexicon:
    """Return the lexicon that publishing the draft now would give."""
    return pack_of(present()).with_local(own_terms(draft.local))


@transaction.atomic
def begin(*, by: str, now: dt.datetime) -> tuple[LexiconDraft, bool]:
    """Return the open draft, or begin one from the own terms in force; and whether it is new."""
    edition = present()
    return LexiconDraft.objects.get_or_create(
        status=DraftStatus.OPEN,
        defaults={"begun_from": edition, "local": edition.local, "begun_by": by, "begun_at": now, "writers": [by]},
    )


@transaction.atomic
def change(draft: LexiconDraft, edit: Callable[[Lexicon], Lexicon], *, by: str) -> LexiconDraft:
    """Put what ``edit`` makes of the draft's own terms in their place.

    Names and areas of a concept that ships are the pack's. Raises ``NotOpen``, ``TechnologyFault`` naming a term.
    """
    draft = _open(draft)
    pack = pack_of(present())
    shipped = {concept.code: concept for concept in pack.concepts}
    local = edit(own_terms(draft.local))
    local = replace(local, concepts=tuple(shipped.get(one.code, one) for one in local.concepts))
    _refuse_concepts([one for one in local.concepts if one.code not in shipped])
    _refuse_terms(local, pack)
    draft.local = lexicon_as_data(replace(local, edition=f"own-{draft.pk}")) if local.concepts else {}
    draft.writers = sorted({*draft.writers, by})
    draft.save(update_fields=["local", "writers"])
    return draft


@transaction.atomic
def publish(draft: LexiconDraft, *, by: str, reason: str, now: dt.datetime) -> LexiconEdition:
    """Put the draft into force; the edition before it is retired. Raises ``NotOpen``, ``Unchanged``."""
    draft = _open(draft)
    edition = present()
    if draft.local.get("concepts", []) == edition.local.get("concepts", []):
        raise Unchanged
    made = _publish(edition.pack or edition, own_terms(draft.local), now=now)
    _close(draft, DraftStatus.PUBLISHED, by=by, reason=reason, now=now, edition=made)
    return made


@transaction.atomic
def discard(draft: LexiconDraft, *, by: str, reason: str, now: dt.datetime) -> None:
    """Put a draft away. It stays on record. Raises ``NotOpen``."""
    _close(_open(draft), DraftStatus.DISCARDED, by=by, reason=reason, now=now)


def _refuse_concepts(own: Iterable[Concept]) -> None:
    """A code stands in addresses, a name in spreadsheets, and an area that no list has would stop every run."""
    published = TechnologyListEdition.objects.filter(status=PublicationStatus.PUBLISHED)
    known = {one.list_code: {area["code"] for area in one.content["areas"]} for one in published}
    for concept in own:
        if not _CODE.fullmatch(concept.code):
            raise TechnologyFault(
                concept.code, "concept_code", "a code has Latin letters, digits, hyphens and underscores only"
            )
        for name in (concept.name_ja, concept.name_en):
            if name.startswith(_FORMULA):
                raise TechnologyFault(
                    f"{concept.code}.{name}", "term_beginning", "a term begins with a letter or a digit"
                )
        for list_code, areas in concept.areas.items():
            for area in areas:
                if area not in known.get(list_code, ()):
                    raise TechnologyFault(
                        f"{concept.code}.{list_code}:{area}", "unknown_area", "no published list has this area"
                    )


def _refuse_terms(local: Lexicon, pack: Lexicon) -> None:
    """An own term must not write over a shipped one, and only an English word that counts can be case-sensitive.

    It begins with a letter, a digit or a kanji: nothing that a spreadsheet would run as a formula.
    """
    shipped = {(term.concept, term.kind, term.text) for term in pack.terms}
    for term in local.terms:
        place = f"{term.concept}.{term.text}"
        if not term.text[0].isalnum():
            raise TechnologyFault(place, "term_beginning", "a term begins with a letter or a digit")
        if (term.concept, term.kind, term.text) in shipped:
            raise TechnologyFault(place, "term_shipped", "this term ships in this concept and cannot be written over")
        if term.case_sensitive and (term.kind is not TermKind.INCLUDE or term.language != "en"):
            raise TechnologyFault(
                place, "case_sensitive_kind", "only an English term that counts can be case-sensitive"
            )


def _open(draft: LexiconDraft) -> LexiconDraft:
    found = LexiconDraft.objects.select_for_update().filter(pk=draft.pk, status=DraftStatus.OPEN).first()
    if found is None:
        raise NotOpen
    return found


def _close(
    draft: LexiconDraft,
    status: DraftStatus,
    *,
    by: str,
    reason: str,
    now: dt.datetime,
    edition: LexiconEdition | None = None,
) -> None:
    draft.status, draft.closed_by, draft.closed_at = status, by, now
    draft.reason, draft.edition = reason.strip(), edition
    draft.save(update_fields=["status", "closed_by", "closed_at", "reason", "edition"])


def _publish(pack: LexiconEdition, local: Lexicon, *, now: dt.datetime) -> LexiconEdition:
    """Publish pack and own terms together, or the pack anew when no own terms are left."""
    both = parse_lexicon(pack.content).with_local(local)
    number = LexiconEdition.objects.count() + 1
    named = Lexicon(f"{pack.edition}+{number}", both.concepts, both.terms)
    content = lexicon_as_data(named)
    _retire()
    return _create(
        edition=named.edition,
        content=content,
        sha256=content_hash(content),
        now=now,
        local=lexicon_as_data(local) if local.concepts else {},
        pack=pack,
    )


def _kept_pack(edition: str, content: Mapping[str, Any], sha256: str) -> LexiconEdition:
    """Keep a pack that is never in force by itself: the own terms stand beside it from its first day."""
    return LexiconEdition.objects.create(
        edition=edition, content=dict(content), sha256=sha256, status=PublicationStatus.RETIRED
    )


def _create(*, now: dt.datetime, **columns: Any) -> LexiconEdition:
    return LexiconEdition.objects.create(status=PublicationStatus.PUBLISHED, published_at=now, **columns)


def _retire() -> None:
    LexiconEdition.objects.filter(status=PublicationStatus.PUBLISHED).update(status=PublicationStatus.RETIRED)


def open_draft() -> LexiconDraft | None:
    """Return the draft that is being written, if there is one."""
    return LexiconDraft.objects.filter(status=DraftStatus.OPEN).select_related("begun_from").first()
