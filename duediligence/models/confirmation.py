"""What funders and the government answered."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duediligence.enums import ConfirmationKind, ConfirmationVerdict
from duediligence.labels import choices
from duediligence.models.api_client import ApiClient
from duediligence.models.case import Case
from duediligence.models.institution import User
from duediligence.models.proposal import Revision
from duediligence.models.stored_file import StoredFile
from duediligence.models.submission import Submission


class Confirmation(models.Model):
    """An answer from outside: through the API by a client, or recorded by an officer from a letter.

    ``submission`` is the newest one when the answer came; ``letter`` is what the officer attached.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="confirmations")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, null=True, blank=True, related_name="confirmations"
    )
    kind = models.CharField(_("from"), max_length=12, choices=choices(ConfirmationKind))
    verdict = models.CharField(_("answer"), max_length=12, choices=choices(ConfirmationVerdict))
    comments = models.TextField(_("comments"), blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    client = models.ForeignKey(ApiClient, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    letter = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    letter_name = models.CharField(_("letter"), max_length=200, blank=True)
    received_at = models.DateTimeField(_("received"))

    class Meta:
        ordering = ["case", "received_at", "id"]
        verbose_name = _("external confirmation")
        verbose_name_plural = _("external confirmations")
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict=ConfirmationVerdict.CONFIRMED.value) | ~Q(comments=""),
                name="duediligence_confirmation_comments",
            ),
            models.CheckConstraint(
                condition=Q(recorded_by__isnull=False) | Q(client__isnull=False),
                name="duediligence_confirmation_source",
            ),
            models.CheckConstraint(
                condition=Q(letter__isnull=True, letter_name="") | (Q(letter__isnull=False) & ~Q(letter_name="")),
                name="duediligence_confirmation_letter",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.get_verdict_display()}"
