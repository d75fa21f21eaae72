"""What a member does with the own declaration: saves it item by item, takes over an earlier one, submits it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from duediligence import errors, notify
from duediligence.domain import access, reasons, renewal, screening, sealing
from duediligence.domain.actor import Actor
from duediligence.domain.declaration import note, takes_part
from duediligence.domain.policy import content_hash, read
from duediligence.domain.telling import tell_officers
from duediligence.models import Case, Declaration, DeclarationVersion
from duediligence.policy.answers import AnswerFault, Answers, ItemAnswer, items_of, read_item
from duediligence.policy.cells import MOST_TEXT
from duediligence.policy.form import FormItem
from duediligence.policy.reasons import ReasonedAct
from duediligence.policy.windows import window_start

SAVED = "saved"
"""Beside each item of a draft: how often it was saved, so that a stale page is noticed."""


def asked_items(declaration: Declaration) -> tuple[FormItem, ...]:
    return items_of(read(declaration.case.policy_edition).declaration_form, declaration.light_form)


def draft_of(declaration: Declaration) -> dict[str, ItemAnswer]:
    """Return what has been typed so far, masked items included: for the member alone."""
    kept = {**declaration.draft, **sealing.unseal(declaration.draft_masked)}
    return {code: ItemAnswer.from_dict(data) for code, data in kept.items()}


def times_saved(declaration: Declaration, item: FormItem) -> int:
    kept = sealing.unseal(declaration.draft_masked) if item.masked else declaration.draft
    return int(kept.get(item.code, {}).get(SAVED, 0))


def check(declaration: Declaration, answers: Answers) -> tuple[dict[str, ItemAnswer], tuple[AnswerFault, ...]]:
    """Return the answers in their one spelling with every fault of the whole declaration."""
    policy = read(declaration.case.policy_edition)
    day = timezone.localdate(declaration.case.opened_at)
    found: list[AnswerFault] = []
    clean: dict[str, ItemAnswer] = {}
    for item in asked_items(declaration):
        since = window_start(policy.window(item.window), day) if item.window else None
        clean[item.code], faults = read_item(item, answers.get(item.code, ItemAnswer()), since)
        found += faults
    return clean, tuple(found)


def submitted_answers(version: DeclarationVersion) -> dict[str, ItemAnswer]:
    """Return what was submitted without the masked items."""
    return {code: ItemAnswer.from_dict(data) for code, data in version.content.items()}


@transaction.atomic
def save_item(
    declaration: Declaration,
    code: str,
    typed: ItemAnswer,
    *,
    saved: int,
    actor: Actor,
    now: dt.datetime | None = None,
) -> Declaration:
    """Keep one item as it was typed, faults and all.

    Steps: lock, check who types and that the page was not stale, keep it (encrypted when masked), audit.
    Raises ``NotAllowed``, ``CaseNotOpen``, ``DeclarationNotRequired``, ``NotAMember``, ``InvalidInput`` and
    ``DraftStale``.
    """
    now = now or timezone.now()
    declaration = _locked(declaration, actor=actor, now=now)
    items = {item.code: item for item in asked_items(declaration)}
    if code not in items:
        raise errors.InvalidInput("item", "unknown_choice", value=code[:60], choices=", ".join(items))
    if saved != times_saved(declaration, items[code]):
        raise errors.DraftStale
    _keep(declaration, {items[code]: typed}, now)
    note(declaration, "declaration.saved", actor=actor, after={"item": code})
    return declaration


@transaction.atomic
def import_previous(declaration: Declaration, *, actor: Actor, now: dt.datetime | None = None) -> list[str]:
    """Fill the items not yet begun from the person's newest declaration of another case; return their codes.

    Raises ``NothingToImport`` and what ``save_item`` raises.
    """
    now = now or timezone.now()
    declaration = _locked(declaration, actor=actor, now=now)
    earlier = previous_version(declaration)
    if earlier is None:
        raise errors.NothingToImport
    content = {**earlier.content, **sealing.unseal(earlier.masked)}
    begun = draft_of(declaration)
    taken = {
        item: ItemAnswer.from_dict(content[item.code])
        for item in asked_items(declaration)
        if item.code in content and item.code not in begun
    }
    _keep(declaration, taken, now)
    codes = [item.code for item in taken]
    after = {"items": codes, "from": earlier.declaration.case.reference, "version": earlier.number}
    note(declaration, "declaration.imported", actor=actor, after=after)
    return codes


def previous_version(declaration: Declaration) -> DeclarationVersion | None:
    """Return what the same person declared last in another case of the institution."""
    others = DeclarationVersion.objects.filter(declaration__person=declaration.person_id)
    others = others.exclude(declaration=declaration).select_related("declaration__case")
    return others.order_by("-submitted_at", "-pk").first()


@transaction.atomic
def submit(
    declaration: Declaration,
    *,
    consents: bool,
    draft_number: int,
    actor: Actor,
    reason: str = "",
    remark: str = "",
    language: str = "ja",
    now: dt.datetime | None = None,
) -> DeclarationVersion:
    """Turn the draft into the next version.

    Steps: lock case and declaration, check who submits, that the answers are those that were looked at, complete,
    agreed to and, for a correction, different with a reason (the same again when it is
    to be renewed); write the version with the words consented to, in the
    ``language`` in which they were read, and the member's ``remark``, audit, screen the names it brings, tell the
    officer. What a partner institution holds is told to it alone and not screened
    by the lead.
    Raises what ``save_item`` raises, ``ConsentMissing``, ``DraftChanged``,
    ``DeclarationIncomplete`` (with its ``faults``), ``DeclarationUnchanged``, ``ReasonMissing``.
    """
    now = now or timezone.now()
    case = Case.objects.select_for_update().get(pk=declaration.case_id)
    declaration = _locked(declaration, actor=actor, now=now)
    if draft_number != declaration.draft_number:
        raise errors.DraftChanged
    if not consents:
        raise errors.ConsentMissing(field="consents")
    clean, faults = check(declaration, draft_of(declaration))
    if faults:
        raise errors.DeclarationIncomplete(count=len(faults))
    if len(remark) > MOST_TEXT:
        raise errors.InvalidInput("remark", "too_long", length=len(remark), limit=MOST_TEXT)
    latest = declaration.latest
    if latest and not reason.strip():
        raise errors.ReasonMissing(field="reason")
    if (
        latest
        and latest.remark == remark.strip()
        and clean == {**submitted_answers(latest), **_read(sealing.unseal(latest.masked))}
        and renewal.near(declaration, now) is None
    ):
        raise errors.DeclarationUnchanged
    number = latest.number + 1 if latest else 1
    given = {"reason": reason.strip(), "remark": remark.strip(), "submitted_by": actor.user, "submitted_at": now}
    version = _write(declaration, clean, number=number, language=language, actor=actor, **given)
    _keep(declaration, {item: clean[item.code] for item in asked_items(declaration)}, now)
    if declaration.held_by:
        notify.tell_partner_of_declaration(declaration)
        return version
    screening.begin(case, actor=actor, purpose="declared", now=now)
    tell_officers(case, "declared", name=declaration.person.name)
    return version


def _write(
    declaration: Declaration, clean: Answers, *, number: int, language: str, actor: Actor, **given: Any
) -> DeclarationVersion:
    form = read(declaration.case.policy_edition).declaration_form
    masked = {item.code for item in asked_items(declaration) if item.masked}
    content = {code: answer.to_dict() for code, answer in clean.items() if code not in masked}
    version = DeclarationVersion.objects.create(
        declaration=declaration,
        number=number,
        form_code=form.code,
        form_edition=form.edition,
        content=content,
        masked=sealing.seal({code: clean[code].to_dict() for code in sorted(masked)}),
        consent_edition=form.consent.edition,
        consent_text=form.consent.text.within(language),
        **given,
    )
    after = {
        "version": number,
        "form": f"{form.code} {form.edition}",
        "consent": form.consent.edition,
        "rows": {code: len(data["rows"]) for code, data in content.items()},
        "sha256": content_hash(content),
    }
    note(declaration, "declaration.submitted", actor=actor, after=after, reason=version.reason)
    return version


@transaction.atomic
def view_masked(
    version: DeclarationVersion, *, actor: Actor, reason_code: str, text: str = ""
) -> dict[str, ItemAnswer]:
    """Show the masked answers to a research-security officer for the deemed-export test; each view is audited.

    Raises ``NotAllowed``, ``InvalidInput``, ``MaskedAnswersUnreadable``.
    """
    declaration = version.declaration
    access.demand_on(actor, access.INVESTIGATORS, declaration.case)
    if not DeclarationVersion.objects.with_the_lead().filter(pk=version.pk).exists():
        raise errors.NotAllowed
    return unmask(version, actor=actor, reason_code=reason_code, text=text)


def unmask(version: DeclarationVersion, *, actor: Actor, reason_code: str, text: str = "") -> dict[str, ItemAnswer]:
    """Open the masked answers in the caller's transaction, after the caller's own checks, and note who viewed them.

    Raises ``InvalidInput``, ``MaskedAnswersUnreadable``.
    """
    reason = reasons.demand(ReasonedAct.VIEW_MASKED_ANSWER, reason_code)
    shown = _read(sealing.unseal(version.masked))
    words = f"{reason.code}: {text.strip()}" if text.strip() else reason.code
    after = {"version": version.number, "items": sorted(shown)}
    note(version.declaration, "declaration.masked_viewed", actor=actor, after=after, reason=words)
    return shown


@transaction.atomic
def show_back(declaration: Declaration, codes: Iterable[str], *, actor: Actor) -> None:
    """Note that masked answers kept earlier are shown to whoever came in by a personal link, not by an account."""
    if actor.link and (shown := sorted(codes)):
        note(declaration, "declaration.masked_shown", actor=actor, after={"items": shown})


def _read(content: Mapping[str, Any]) -> dict[str, ItemAnswer]:
    return {code: ItemAnswer.from_dict(data) for code, data in content.items()}


def _locked(declaration: Declaration, *, actor: Actor, now: dt.datetime) -> Declaration:
    """Lock the declaration for its own member, signed in or holding the live link."""
    found = Declaration.objects.select_for_update(of=("self",)).select_related("person", "case__policy_edition")
    declaration = found.get(pk=declaration.pk)
    by_link = actor.link is not None and actor.link.declaration_id == declaration.pk and actor.link.is_live(now)
    if not by_link and (actor.user is None or declaration.person.user_id != actor.user.pk):
        raise errors.NotAllowed
    if not declaration.case.is_open:
        raise errors.CaseNotOpen
    if declaration.not_required_at:
        raise errors.DeclarationNotRequired
    if not takes_part(declaration, timezone.localdate(now)):
        raise errors.NotAMember
    return declaration


def _keep(declaration: Declaration, typed: Mapping[FormItem, ItemAnswer], now: dt.datetime) -> None:
    masked = sealing.unseal(declaration.draft_masked)
    for item, answer in typed.items():
        kept = masked if item.masked else declaration.draft
        kept[item.code] = {**answer.to_dict(), SAVED: times_saved(declaration, item) + 1}
    declaration.draft_masked = sealing.seal(masked)
    declaration.draft_saved_at = now
    declaration.draft_number += 1
    declaration.save(update_fields=["draft", "draft_masked", "draft_saved_at", "draft_number"])
