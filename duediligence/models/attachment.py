"""Files on a case: kept under their hash, handed out as downloads only, gone when retention ends."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duediligence.models.case import Case
from duediligence.models.disposition import Disposition
from duediligence.models.due_diligence import ConsultedSource
from duediligence.models.institution import Institution, User
from duediligence.models.measure import MeasureRecord
from duediligence.models.proposal import OFFICE_ROLES
from duediligence.models.stored_file import StoredFile

ABOUT = ("source", "disposition", "measure_record")
"""What a file can belong to; without any of them it is a paper of the case itself."""


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, user: User) -> "AttachmentQuerySet":
        """Files hold what the office found: they are nobody's of the department or the members, but for what somebody
        brought to show how a measure is kept."""
        seen = self.filter(case__in=Case.objects.visible_to(user))
        if user.is_superuser or user.roles() & OFFICE_ROLES:
            return seen
        return seen.filter(measure_record__isnull=False, uploaded_by=user)

    def with_size(self) -> "AttachmentQuerySet":
        """Bring size and hash of each file along, but not its bytes."""
        return self.select_related("stored").defer("stored__content")


class Attachment(models.Model):
    """One file on a case, under the name that it was brought by."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="attachments")
    source = models.ForeignKey(
        ConsultedSource, on_delete=models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    disposition = models.ForeignKey(
        Disposition, on_delete=models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    measure_record = models.ForeignKey(
        MeasureRecord, on_delete=models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    name = models.CharField(_("file name"), max_length=200)
    media_type = models.CharField(_("type"), max_length=100)
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("attached"))

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["case", "uploaded_at", "id"]
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="duediligence_attachment_name"),
            models.CheckConstraint(
                condition=Q(source=None, disposition=None)
                | Q(source=None, measure_record=None)
                | Q(disposition=None, measure_record=None),
                name="duediligence_attachment_about_one",
            ),
        ]

    def __str__(self) -> str:
        return self.name
