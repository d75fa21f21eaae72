"""Moving an open case to another policy edition: previewed, with a reason, and never of itself."""

import datetime as dt
from dataclasses import dataclass, fields

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from duediligence import errors
from duediligence.domain import access, assessment, audit, route, screening
from duediligence.domain.actor import Actor
from duediligence.domain.policy import basis_of, read
from duediligence.models import Case, PolicyEdition, StepDecision, StepSeat
from duediligence.policy.compare import Change, compare
from duediligence.policy.route import order_of, steps_after
from duediligence.policy.steps import StepRule
from screening.enums import PublicationStatus

MOVERS = access.INVESTIGATORS | access.CONFIGURERS
_WORDS_ONLY = frozenset({"name", "help", "source", "due_working_days", "escalates_to"})
"""What a step may do otherwise while its decisions stand."""


@dataclass(frozen=True, slots=True)
class Move:
    """What moving a case would do: steps by their codes, in the order of the new route."""

    changes: tuple[Change, ...]
    again: tuple[str, ...]
    added: tuple[str, ...]
    dropped: tuple[str, ...]
    rescreens: bool
    reassesses: bool


def plan(case: Case, edition: PolicyEdition) -> Move:
    """Return what a move would do; nothing is changed.

    A step stands when its rule and everything before it are the same; from the first that differs the route is gone
    through again. Raises ``PolicyUnchanged``, ``PolicyNotInForce``, ``FormAnswered``.
    """
    _check(case, edition)
    old, new = read(case.policy_edition), read(edition)
    known = {step.code: step for step in old.steps}
    touched = {step.code for step in new.steps if step.code in known and not _is_same(known[step.code], step)}
    added = tuple(code for code in order_of(new) if code not in known)
    after = {later for code in (*touched, *added) for later in steps_after(new, code)}
    return Move(
        changes=compare(old, new),
        again=tuple(code for code in order_of(new) if code in touched | after and code in known),
        added=added,
        dropped=tuple(code for code in known if code not in order_of(new)),
        rescreens=(old.list_bindings, old.technology_bindings) != (new.list_bindings, new.technology_bindings),
        reassesses=(old.checklists, old.assessment_rules) != (new.checklists, new.assessment_rules),
    )


@transaction.atomic
def move(case: Case, edition: PolicyEdition, *, actor: Actor, reason: str, now: dt.datetime | None = None) -> Move:
    """Put a case under another edition.

    Steps: lock, check person, reason and edition, lay the route anew where it differs, screen anew where lists do, void
    what the move touches, audit. Raises ``NotAllowed``, ``Recused``, ``ReasonMissing``, ``CaseNotOpen`` and what
    ``plan`` raises.
    """
    now = now or timezone.now()
    case = Case.objects.select_for_update().get(pk=case.pk)
    access.demand_on(actor, MOVERS, case)
    if not reason.strip():
        raise errors.ReasonMissing(field="reason")
    if not case.is_open:
        raise errors.CaseNotOpen
    planned = plan(case, edition)
    before = {"policy": str(case.policy_edition), "policy_sha256": case.policy_edition.sha256}
    case.policy_edition = edition
    case.save(update_fields=["policy_edition"])
    route.lay_anew(case, (*planned.again, *planned.added), reason=reason.strip(), now=now)
    _take_seats(case)
    audit.record(
        actor,
        "case.policy_moved",
        case,
        institution=case.institution,
        case_reference=case.reference,
        before=before,
        after={"policy": str(edition), "policy_sha256": edition.sha256, "steps": list(planned.again)},
        reason=reason.strip(),
    )
    if planned.rescreens:
        screening.begin(case, actor=actor, purpose="policy_moved", now=now)
    assessment.void_touched(case, reason=reason.strip(), actor=actor, now=now, all_of_them=planned.reassesses)
    route.advance(case, actor=actor, now=now)
    return planned


def _check(case: Case, edition: PolicyEdition) -> None:
    if edition.pk == case.policy_edition_id:
        raise errors.PolicyUnchanged
    is_ours = edition.institution_id in {None, case.institution_id}
    is_published = edition.status == PublicationStatus.PUBLISHED
    if not is_ours or not is_published or basis_of(case.proposal) not in edition.applies_to:
        raise errors.PolicyNotInForce(edition=str(edition))
    old, new = read(case.policy_edition).declaration_form, read(edition).declaration_form
    is_same_form = (old.items, old.light_forms) == (new.items, new.light_forms)
    answered = case.declarations.filter(Q(versions__isnull=False) | Q(draft_number__gt=0) | ~Q(light_form=""))
    if not is_same_form and answered.exists():
        raise errors.FormAnswered(edition=str(edition))


def _take_seats(case: Case) -> None:
    """Give those whose decisions stand their seats on the pairs that the new edition keeps apart."""
    policy = read(case.policy_edition)
    held = StepDecision.objects.filter(step__case=case, voided_at__isnull=True).select_related("step")
    for decision in held.order_by("decided_at", "pk"):
        code = decision.step.code
        for other in sorted(policy.kept_apart(code)) if code in order_of(policy) else ():
            pair = "|".join(sorted((code, other)))
            for person in filter(None, (decision.decided_by, decision.on_behalf_of)):
                StepSeat.objects.get_or_create(case=case, pair=pair, person=person, defaults={"step_code": code})


def _is_same(old: StepRule, new: StepRule) -> bool:
    named = (item.name for item in fields(StepRule) if item.name not in _WORDS_ONLY)
    return all(_in_any_order(getattr(old, name)) == _in_any_order(getattr(new, name)) for name in named)


def _in_any_order(value: object) -> object:
    """Return a value of a step so that the order of what it lists, which means nothing, makes no difference."""
    return frozenset(map(repr, value)) if isinstance(value, tuple) else value
