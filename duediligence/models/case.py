"""Cases: what is decided about one proposal, under which policy and lists."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duediligence.enums import CaseOutcome, CaseStatus
from duediligence.labels import choices
from duediligence.models.api_client import ApiClient
from duediligence.models.institution import Institution, User
from duediligence.models.policy import PolicyEdition
from duediligence.models.proposal import Proposal, Revision
from screening.models import ListEdition, Run

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

    from duediligence.models.case_record import CaseRecord
    from duediligence.models.declaration import Declaration
    from duediligence.models.due_diligence import ConsultedSource, CrossCheck, DueDiligence
    from duediligence.models.joining import Joining
    from duediligence.models.partner import PartnerPart
    from duediligence.models.step import Step
    from duediligence.models.submission import Submission
    from duediligence.models.technology import TechnologyAnswer, TechnologyJudgement

OPEN = [CaseStatus.IN_PROGRESS.value, CaseStatus.MONITORING.value]


PARTS_REMOVED = {
    "masked_removed_at": _("masked answers removed"),
    "declarations_removed_at": _("declarations removed"),
    "attachments_removed_at": _("attachments removed"),
}


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, viewer: User | ApiClient) -> "CaseQuerySet":
        """Whoever may see the proposal may see its case; merit reviewers have no role here and see none."""
        if isinstance(viewer, User) and viewer.is_superuser:
            return self
        return self.filter(proposal__in=Proposal.objects.visible_to(viewer))

    def still_open(self) -> "CaseQuerySet":
        return self.filter(status__in=OPEN)


class Case(models.Model):
    """Opens on a revision, pins its policy and list editions. ``status`` and ``outcome`` are two things."""

    reference = models.CharField(_("reference"), max_length=40, unique=True)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="cases")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="cases")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    policy_edition = models.ForeignKey(PolicyEdition, on_delete=models.PROTECT, related_name="cases")
    current_run = models.ForeignKey(Run, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    status = models.CharField(_("status"), max_length=20, choices=choices(CaseStatus))
    outcome = models.CharField(_("outcome"), max_length=20, choices=choices(CaseOutcome))
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="cases")
    due_date = models.DateField(_("due"), null=True, blank=True)
    next_rescreen_date = models.DateField(_("next rescreening"), null=True, blank=True)
    reminded_date = models.DateField(null=True, blank=True)
    opened_at = models.DateTimeField(_("opened"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    purged_at = models.DateTimeField(_("personal data removed"), null=True, blank=True)
    masked_removed_at = models.DateTimeField(_("masked answers removed"), null=True, blank=True)
    declarations_removed_at = models.DateTimeField(_("declarations removed"), null=True, blank=True)
    attachments_removed_at = models.DateTimeField(_("attachments removed"), null=True, blank=True)
    close_reason = models.TextField(_("why it was closed"), blank=True)

    objects = CaseQuerySet.as_manager()

    remembered_evidence: object = None
    """Gathered once by whoever shows the case and changes nothing; see ``domain.evidence.remember``."""

    if TYPE_CHECKING:
        steps: RelatedManager[Step]
        declarations: RelatedManager[Declaration]
        editions: RelatedManager["CaseEdition"]
        cross_checks: RelatedManager[CrossCheck]
        joinings: RelatedManager[Joining]
        partner_parts: RelatedManager[PartnerPart]
        records: RelatedManager[CaseRecord]
        sources: RelatedManager[ConsultedSource]
        due_diligence: RelatedManager[DueDiligence]
        submissions: RelatedManager[Submission]
        technology_answers: RelatedManager[TechnologyAnswer]
        technology_judgements: RelatedManager[TechnologyJudgement]

    class Meta:
        ordering = ["-opened_at", "-id"]
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(status__in=OPEN), name="duediligence_case_one_open"
            ),
            models.CheckConstraint(
                condition=Q(status__in=OPEN) | (Q(closed_at__isnull=False) & ~Q(close_reason="")),
                name="duediligence_case_close_reason",
            ),
        ]
        # The tick looks for monitored cases that are due.
        indexes = [models.Index(fields=["status", "next_rescreen_date"], name="duediligence_case_rescreen")]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    def parts_removed(self) -> list[tuple[str, dt.datetime]]:
        """Return what the end of its retention took out of the case file before the rest, and when."""
        return [(str(name), at) for field, name in PARTS_REMOVED.items() if (at := getattr(self, field))]


class CaseEdition(models.Model):
    """A list edition that the case was last checked against."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="editions")
    edition = models.ForeignKey(ListEdition, on_delete=models.PROTECT, related_name="+")
    source_code = models.CharField(_("list"), max_length=60)
    pinned_at = models.DateTimeField()

    class Meta:
        ordering = ["case", "source_code"]
        constraints = [models.UniqueConstraint(fields=["case", "source_code"], name="duediligence_case_edition_once")]

    def __str__(self) -> str:
        return str(self.edition)


class CaseCounter(models.Model):
    """The last case number given by an institution in a year."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["institution", "year"], name="duediligence_case_counter_once")]

    def __str__(self) -> str:
        return f"{self.year}: {self.last_number}"


class SubjectOrigin(models.Model):
    """Why a name was screened: the subject of a run, and where in the case it came from."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="subjects")
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="+")
    subject_ref = models.CharField(max_length=80)
    kind = models.CharField(max_length=20)
    name = models.CharField(_("name"), max_length=500)
    origin = models.CharField(_("where it comes from"), max_length=40)
    detail = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["case", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "subject_ref", "origin", "detail"], name="duediligence_subject_origin_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class ScreeningWaiver(models.Model):
    """Why work may go on although a run could not check everything. It holds for that run alone."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="waivers")
    run = models.OneToOneField(Run, on_delete=models.PROTECT, related_name="+")
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    reason = models.TextField(_("reason"))

    class Meta:
        ordering = ["case", "granted_at"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="duediligence_waiver_reason")]

    def __str__(self) -> str:
        return f"{self.case}: {self.run}"
