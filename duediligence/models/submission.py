"""What was sent to the funder: the questionnaire as it stood, with its files."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duediligence.models.case import Case
from duediligence.models.institution import User
from duediligence.models.policy import PolicyEdition
from duediligence.models.proposal import Revision
from duediligence.models.step import Step
from duediligence.models.stored_file import StoredFile
from screening.models import Run

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, user: User) -> "SubmissionQuerySet":
        return self.filter(case__in=Case.objects.visible_to(user))


class Submission(models.Model):
    """One submission of a case, written once. ``content`` is what the questionnaire said; nothing masked is in it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveIntegerField(_("submission"))
    step = models.OneToOneField(Step, on_delete=models.PROTECT, related_name="submission")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    policy_edition = models.ForeignKey(PolicyEdition, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField()
    sha256 = models.CharField(_("content hash"), max_length=64)
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(_("submitted"))

    objects = SubmissionQuerySet.as_manager()

    if TYPE_CHECKING:
        files: RelatedManager["SubmissionFile"]

    class Meta:
        ordering = ["case", "number"]
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="duediligence_submission_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="duediligence_submission_number"),
        ]

    def __str__(self) -> str:
        return f"{self.case} ({self.number})"


class SubmissionFile(models.Model):
    """One file of a submission under the name that it was sent by."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(_("file"), max_length=200)
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["submission", "id"]
        constraints = [models.UniqueConstraint(fields=["submission", "name"], name="duediligence_submission_file_once")]

    def __str__(self) -> str:
        return self.name
