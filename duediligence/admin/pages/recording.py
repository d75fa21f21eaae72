"""What is recorded at the end of the proposal form: a new proposal with its case, or the next revision."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from duediligence.admin.forms.draft import Draft
from duediligence.admin.forms.proposal_content import ProposalForms, draft_of
from duediligence.admin.pages.case_frame import case_or_404
from duediligence.domain import case as cases
from duediligence.domain import proposal
from duediligence.domain.actor import Actor
from duediligence.errors import NotAllowed, StaleRevision
from duediligence.models import Case, Proposal, Revision


@dataclass(frozen=True)
class Recording:
    """``write`` does it and returns the reference of the case; ``done`` is said afterwards."""

    key: str
    case: Case | None
    fresh: Callable[[], Draft]
    write: Callable[[ProposalForms, Actor], str]
    home: str
    form_address: str
    check_address: str
    title: str
    done: str

    def rehearse(self, forms: ProposalForms, actor: Actor) -> list[str]:
        """Find every refusal without keeping anything; return the steps of the case that would begin again."""
        before = self._rounds()
        with transaction.atomic():
            self.write(forms, actor)
            after = self._rounds()
            transaction.set_rollback(True)
        return [code for code, number in after.items() if number > before.get(code, number)]

    def state(self, draft: Draft) -> str:
        """Return a word that stays the same as long as a rehearsal of the draft finds the same."""
        steps = list(self.case.steps.order_by("pk").values_list("pk", "status")) if self.case else []
        told = (draft.fingerprint, self.case and self.case.revision_id, steps)
        return hashlib.sha256(repr(told).encode()).hexdigest()

    def _rounds(self) -> dict[str, int]:
        """Return how often each step was begun, in the order of the route."""
        steps = self.case.steps.order_by("position", "round") if self.case else ()
        return {step.code: step.round for step in steps}

    def record(self, forms: ProposalForms, actor: Actor) -> str:
        """Write all of it or nothing."""
        with transaction.atomic():
            return self.write(forms, actor)


def new_recording(request: HttpRequest) -> Recording:
    return Recording(
        key="new",
        case=None,
        fresh=Draft,
        write=_receive,
        home=reverse("admin:worklist"),
        form_address=reverse("admin:new_proposal"),
        check_address=reverse("admin:new_proposal_check"),
        title=gettext("New proposal"),
        done=gettext("The proposal is recorded. Its case is %(case)s."),
    )


def revising(request: HttpRequest, reference: str) -> Recording:
    """Return the revision of a case that the reader may see. Raises ``Http404``."""
    case = case_or_404(request, reference)
    return Recording(
        key=f"revise:{reference}",
        case=case,
        fresh=lambda: draft_of(_present(case.proposal)),
        write=lambda forms, actor: _revise(case, forms, actor),
        home=reverse("admin:case", args=[reference]),
        form_address=reverse("admin:revise_proposal", args=[reference]),
        check_address=reverse("admin:revise_proposal_check", args=[reference]),
        title=gettext("Revise the proposal"),
        done=gettext("The revision is recorded in %(case)s."),
    )


def _receive(forms: ProposalForms, actor: Actor) -> str:
    if actor.user is None or actor.user.institution is None or forms.frame is None:
        raise NotAllowed
    given = forms.frame.cleaned_data
    recorded = proposal.receive(
        institution=actor.user.institution,
        content=forms.content(),
        actor=actor,
        programme=given["programme"],
        department=given["department"] or actor.user.department,
        external_id=given["external_id"],
        stage_deadline_date=given["stage_deadline_date"],
    )
    return cases.open_case(recorded, actor=actor).reference


def _revise(case: Case, forms: ProposalForms, actor: Actor) -> str:
    present = _present(case.proposal)
    if forms.draft.base != present.number:
        raise StaleRevision
    reason = forms.revise.cleaned_data["reason"] if forms.revise else ""
    proposal.revise(case.proposal, forms.content(), actor=actor, reason=reason)
    return case.reference


def _present(of: Proposal) -> Revision:
    """Return the newest revision, whatever was read before."""
    return of.revisions.order_by("-number")[0]
