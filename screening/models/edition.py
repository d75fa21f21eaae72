"""What a list said, and from when until when."""

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from screening.enums import EditionState, HoldCode
from screening.models.choices import choices
from screening.models.holds import sentence
from screening.models.source import ListSource


class ListEditionQuerySet(models.QuerySet["ListEdition"]):
    def applied(self) -> "ListEditionQuerySet":
        return self.filter(state=EditionState.APPLIED)

    def in_force(self, day: dt.date) -> "ListEditionQuerySet":
        """Editions whose effective period covers ``day``."""
        return self.applied().filter(Q(repealed_date__isnull=True) | Q(repealed_date__gt=day), effective_date__lte=day)

    def in_time(self) -> "ListEditionQuerySet":
        """Oldest first, in the order in which they replace one another."""
        return self.order_by("effective_date", "issued_date", "pk")


class ListEdition(models.Model):
    """One loaded edition. Only ``state`` and ``repealed_date`` ever change after loading; triggers see to it.

    ``effective_date`` is the first day it applies and ``repealed_date`` the first day it no longer does: the day on
    which the next edition applies, or ``stated_repeal_date`` where the publisher named one. ``holds`` are the reasons
    for which it was not taken into use unseen; they stay when it is released.
    """

    source = models.ForeignKey(ListSource, on_delete=models.PROTECT, related_name="editions")
    label = models.CharField(_("edition"), max_length=60)
    issued_date = models.DateField(_("issued"))
    effective_date = models.DateField(_("applies from"))
    stated_repeal_date = models.DateField(_("repealed by the publisher from"), null=True, blank=True)
    repealed_date = models.DateField(_("no longer applies from"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=choices(EditionState))
    is_extract = models.BooleanField(_("extract, not for operation"), default=False)
    file_name = models.CharField(_("file"), max_length=255)
    source_address = models.CharField(_("obtained from"), max_length=500, blank=True)
    sha256 = models.CharField(_("content hash"), max_length=64)
    entry_count = models.PositiveIntegerField(_("entries"))
    name_count = models.PositiveIntegerField(_("names"))
    row_error_count = models.PositiveIntegerField(_("row errors"), default=0)
    holds = models.JSONField(_("why it is held"), default=list)
    importer_version = models.CharField(max_length=40)
    loaded_at = models.DateTimeField(_("loaded"))
    loaded_by = models.CharField(_("loaded by"), max_length=150)

    objects = ListEditionQuerySet.as_manager()

    class Meta:
        ordering = ["source", "-effective_date", "-id"]
        verbose_name = _("list edition")
        verbose_name_plural = _("list editions")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "sha256"],
                name="screening_edition_same_file_once",
                violation_error_message=_("This file has already been loaded."),
            ),
            models.CheckConstraint(
                condition=Q(repealed_date__isnull=True) | Q(repealed_date__gte=F("effective_date")),
                name="screening_edition_period",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source.code} {self.label}"

    @property
    def hold_reason(self) -> str:
        """Why it was not taken into use unseen, in the reader's language."""
        return " ".join(map(sentence, self.holds))

    @property
    def is_suspicious(self) -> bool:
        """Whether taking it into use asks for a second person; waiting for a look alone does not."""
        return any(held["code"] != HoldCode.PREVIEW for held in self.holds)


class EditionRowError(models.Model):
    """A row of the file that could not be read, kept with its reason."""

    edition = models.ForeignKey(ListEdition, on_delete=models.CASCADE, related_name="row_errors")
    row = models.PositiveIntegerField(_("row"))
    field = models.CharField(_("field"), max_length=100, blank=True)
    code = models.CharField(max_length=60)
    message = models.TextField(_("problem"))
    params = models.JSONField(default=dict)

    class Meta:
        ordering = ["row", "id"]

    def __str__(self) -> str:
        return f"{self.row}: {self.message}"
