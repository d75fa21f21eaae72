"""How hits were judged, and the clearances that judgements leave behind."""

import datetime as dt
import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from duediligence.enums import Judgement
from duediligence.labels import choices
from duediligence.models.case import Case
from duediligence.models.due_diligence import ConsultedSource
from duediligence.models.institution import Institution, User
from duediligence.models.proposal import OFFICE_ROLES
from screening.models import Hit


class Disposition(models.Model):
    """One person's judgement of one hit, with reason code, text and, where the policy asks, a second reviewer."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="dispositions")
    hit = models.ForeignKey(Hit, on_delete=models.PROTECT, related_name="dispositions")
    judgement = models.CharField(_("judgement"), max_length=30, choices=choices(Judgement))
    reason_code = models.CharField(_("reason"), max_length=60)
    text = models.TextField(_("explanation"))
    judged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    judged_at = models.DateTimeField(_("judged"))
    needs_second_review = models.BooleanField(_("needs a second reviewer"), default=False)
    second_reviewer = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    second_reviewed_at = models.DateTimeField(null=True, blank=True)
    carried_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sources = models.ManyToManyField(ConsultedSource, related_name="dispositions", verbose_name=_("evidence"))
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["case", "judged_at", "id"]
        verbose_name = _("judgement of a hit")
        verbose_name_plural = _("judgements of hits")
        constraints = [
            models.UniqueConstraint(
                fields=["hit"],
                condition=Q(withdrawn_at__isnull=True),
                name="duediligence_disposition_one_live",
            ),
            models.CheckConstraint(
                condition=Q(second_reviewer__isnull=True) | ~Q(second_reviewer=F("judged_by")),
                name="duediligence_disposition_two_people",
            ),
            models.CheckConstraint(condition=~Q(text="") & ~Q(reason_code=""), name="duediligence_disposition_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.hit}: {self.get_judgement_display()}"

    @property
    def origin(self) -> "Disposition":
        """Return the judgement as it was first made: its evidence and its clearance are there."""
        return self.carried_from or self


class ClearanceQuerySet(models.QuerySet["Clearance"]):
    def visible_to(self, user: User) -> "ClearanceQuerySet":
        """Clearances are the memory of one institution's office."""
        if user.is_superuser:
            return self
        return self.filter(institution=user.institution_id) if user.roles() & OFFICE_ROLES else self.none()

    def about(self, case: Case) -> "ClearanceQuerySet":
        """Return those that hold in a case: the institution's and its own."""
        return self.filter(Q(case=None) | Q(case=case), institution=case.institution_id)

    def in_force(self, day: dt.date) -> "ClearanceQuerySet":
        return self.filter(revoked_at__isnull=True, expires_date__gte=day)


class Clearance(models.Model):
    """A judgement that holds for later runs of the same subject, until either side materially changes.

    Who somebody is holds in every case; whether that matters is asked of each collaboration, so *not relevant* holds in
    its own ``case`` alone.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    disposition = models.OneToOneField(Disposition, on_delete=models.PROTECT, related_name="clearance")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    subject_ref = models.CharField(max_length=80)
    source_code = models.CharField(_("list"), max_length=60)
    entry_uid = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=400)
    expires_date = models.DateField(_("expires"))
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revoke_reason = models.TextField(blank=True)

    objects = ClearanceQuerySet.as_manager()

    class Meta:
        ordering = ["institution", "id"]
        verbose_name = _("clearance")
        verbose_name_plural = _("clearances")
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "subject_ref", "source_code", "entry_uid"],
                condition=Q(revoked_at__isnull=True, case__isnull=True),
                name="duediligence_clearance_one_live",
            ),
            models.UniqueConstraint(
                fields=["case", "subject_ref", "source_code", "entry_uid"],
                condition=Q(revoked_at__isnull=True, case__isnull=False),
                name="duediligence_clearance_one_of_case",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_ref} ~ {self.entry_uid}"
