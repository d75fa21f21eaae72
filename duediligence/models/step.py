"""The approval route of a case, frozen from its policy, and what people said at each step."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from duediligence.enums import CaseOutcome, Role, StepKind, StepStatus, Verdict
from duediligence.labels import choices
from duediligence.models.case import Case
from duediligence.models.institution import User
from duediligence.models.policy import PolicyEdition
from duediligence.models.proposal import Revision
from screening.models import Run

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class StepQuerySet(models.QuerySet["Step"]):
    def visible_to(self, user: User) -> "StepQuerySet":
        return self.filter(case__in=Case.objects.visible_to(user))


class Step(models.Model):
    """One step of one case. A step that is gone through again is a new row with the next ``round``."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    code = models.CharField(_("step"), max_length=40)
    position = models.PositiveSmallIntegerField()
    round = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(_("kind"), max_length=20, choices=choices(StepKind))
    role = models.CharField(_("decided by"), max_length=30, choices=choices(Role))
    approvers_required = models.PositiveSmallIntegerField(_("distinct approvers"), default=1)
    status = models.CharField(_("status"), max_length=10, choices=choices(StepStatus))
    due_date = models.DateField(_("due"), null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    escalated_role = models.CharField(_("passed on to"), max_length=30, choices=choices(Role), blank=True)

    objects = StepQuerySet.as_manager()

    if TYPE_CHECKING:
        decisions: RelatedManager["StepDecision"]

    class Meta:
        ordering = ["case", "position", "round"]
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        constraints = [
            models.UniqueConstraint(fields=["case", "code", "round"], name="duediligence_step_once"),
            models.UniqueConstraint(
                fields=["case", "code"],
                condition=Q(status__in=[StepStatus.WAITING.value, StepStatus.OPEN.value]),
                name="duediligence_step_one_live",
            ),
        ]
        # The worklist and the reminders look for open steps by due date.
        indexes = [models.Index(fields=["status", "due_date"], name="duediligence_step_due")]

    def __str__(self) -> str:
        return self.code


class StepDecision(models.Model):
    """What one person decided at one step, and on which revision and run it rests. Written once.

    The constraints stand behind ``domain.decision``: nobody decides twice, and neither the author of the
    proposal nor a person who sat on a step that the policy keeps apart (see ``StepSeat``) decides at all.
    """

    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="decisions")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("on behalf of")
    )
    proposal_author = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    verdict = models.CharField(_("decision"), max_length=10, choices=choices(Verdict))
    outcome = models.CharField(_("outcome"), max_length=20, choices=choices(CaseOutcome), blank=True)
    reason = models.TextField(_("reason"))
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    policy_edition = models.ForeignKey(PolicyEdition, on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"))
    voided_at = models.DateTimeField(_("void since"), null=True, blank=True)
    void_reason = models.TextField(_("why it is void"), blank=True)

    class Meta:
        ordering = ["step", "decided_at", "id"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.UniqueConstraint(fields=["step", "decided_by"], name="duediligence_decision_once"),
            models.UniqueConstraint(
                fields=["step", "on_behalf_of"],
                condition=Q(on_behalf_of__isnull=False),
                name="duediligence_decision_once_on_behalf",
            ),
            models.CheckConstraint(
                condition=Q(proposal_author__isnull=True) | ~Q(proposal_author=F("decided_by")),
                name="duediligence_decision_not_author",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="duediligence_decision_reason"),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True) | ~Q(void_reason=""),
                name="duediligence_decision_void_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step}: {self.get_verdict_display()}"


class Recusal(models.Model):
    """Why a person takes no part in a case: a conflict of interest. It is declared once and stays."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="recusals")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason_code = models.CharField(_("reason"), max_length=60)
    text = models.TextField(_("explanation"), blank=True)
    declared_at = models.DateTimeField(_("declared"))

    class Meta:
        ordering = ["case", "declared_at", "id"]
        verbose_name = _("recusal")
        verbose_name_plural = _("recusals")
        constraints = [models.UniqueConstraint(fields=["case", "person"], name="duediligence_recusal_once")]

    def __str__(self) -> str:
        return f"{self.case}: {self.person}"


class StepSeat(models.Model):
    """A person's seat on a pair of steps that the policy keeps apart: one person, one seat of the pair."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="seats")
    pair = models.CharField(max_length=90)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    step_code = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "pair", "person"], name="duediligence_seat_one_of_pair")]

    def __str__(self) -> str:
        return f"{self.pair}: {self.step_code}"
