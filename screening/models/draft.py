"""The office's own watch list in the making."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from screening.enums import DraftStatus
from screening.models.choices import choices
from screening.models.edition import ListEdition
from screening.models.source import ListSource


class WatchListDraft(models.Model):
    """The next edition of an owner's list: begun from the present one, published by somebody who wrote none of it."""

    source = models.ForeignKey(ListSource, on_delete=models.PROTECT, related_name="drafts")
    begun_from = models.ForeignKey(ListEdition, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    status = models.CharField(_("status"), max_length=10, choices=choices(DraftStatus))
    begun_by = models.CharField(_("begun by"), max_length=200)
    begun_at = models.DateTimeField(_("begun"))
    closed_by = models.CharField(_("published or discarded by"), max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    edition = models.OneToOneField(ListEdition, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["source", "-id"]
        verbose_name = _("draft of the own watch list")
        verbose_name_plural = _("drafts of the own watch list")
        constraints = [
            models.UniqueConstraint(
                fields=["source"], condition=Q(status=DraftStatus.OPEN.value), name="screening_draft_one_open"
            ),
            models.CheckConstraint(
                condition=~Q(status=DraftStatus.PUBLISHED.value) | ~Q(begun_by=F("closed_by")),
                name="screening_draft_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source.code} {self.begun_at:%Y-%m-%d}"


class DraftRow(models.Model):
    """One entry of a draft in the columns of our own table; ``changed_by`` is empty while it is as published."""

    draft = models.ForeignKey(WatchListDraft, on_delete=models.CASCADE, related_name="rows")
    uid = models.CharField(_("identifier"), max_length=200)
    cells = models.JSONField(default=dict)
    is_removed = models.BooleanField(_("removed"), default=False)
    changed_by = models.CharField(_("changed by"), max_length=200, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["draft", "id"]
        constraints = [models.UniqueConstraint(fields=["draft", "uid"], name="screening_draft_row_once")]

    def __str__(self) -> str:
        return str(self.cells.get("name", ""))
