"""Notes, consultations with the one-stop desk and incidents: records on a case, each with its own readers."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duediligence.enums import RecordKind, RecordVisibility, Role
from duediligence.labels import choices
from duediligence.models.case import Case
from duediligence.models.institution import User
from duediligence.models.proposal import OFFICE_ROLES

INNER_CIRCLE = frozenset({Role.SECURITY_OFFICER, Role.DECISION_MAKER, Role.AUDITOR})


class CaseRecordQuerySet(models.QuerySet["CaseRecord"]):
    def visible_to(self, user: User) -> "CaseRecordQuerySet":
        """Whoever wrote a record reads it; else its visibility says which roles of the office do."""
        found = self.filter(case__in=Case.objects.visible_to(user))
        if user.is_superuser:
            return found
        roles = user.roles()
        readable = Q(made_by=user)
        if roles & OFFICE_ROLES:
            readable |= Q(visibility=RecordVisibility.OFFICE)
        if roles & INNER_CIRCLE:
            readable |= Q(visibility=RecordVisibility.RESTRICTED)
        return found.filter(readable)


class CaseRecord(models.Model):
    """Written once. What comes after it is another record that follows it, with the same readers."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="records")
    follows = models.ForeignKey("self", on_delete=models.RESTRICT, null=True, blank=True, related_name="followed_by")
    kind = models.CharField(_("kind"), max_length=20, choices=choices(RecordKind))
    visibility = models.CharField(_("who reads it"), max_length=20, choices=choices(RecordVisibility))
    happened_date = models.DateField(_("day"))
    title = models.CharField(_("subject of the record"), max_length=200)
    text = models.TextField(_("what happened"))
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("recorded"))

    objects = CaseRecordQuerySet.as_manager()

    class Meta:
        ordering = ["case", "happened_date", "id"]
        verbose_name = _("record on a case")
        verbose_name_plural = _("records on cases")
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(text=""), name="duediligence_case_record_words"),
        ]

    def __str__(self) -> str:
        """Return no word of what it says: the audit log names records, and others read the log."""
        return str(self.get_kind_display())
