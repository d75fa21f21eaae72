"""Who is on a list."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from screening.models.choices import choices
from screening.models.edition import ListEdition
from screening.names.kinds import NameKind


class Entry(models.Model):
    """One entry of one edition; ``uid`` identifies it across the source's editions."""

    edition = models.ForeignKey(ListEdition, on_delete=models.PROTECT, related_name="entries")
    uid = models.CharField(_("identifier"), max_length=200)
    uid_is_stable = models.BooleanField(default=True)
    kind = models.CharField(_("kind"), max_length=20, choices=choices(NameKind))
    primary_name = models.TextField(_("name"))
    countries = models.JSONField(_("countries"), default=list)
    birth_dates = models.JSONField(default=list)
    identifiers = models.JSONField(default=list)
    attributes = models.JSONField(default=dict)
    content_hash = models.CharField(max_length=64)
    row = models.PositiveIntegerField(_("row"))

    class Meta:
        ordering = ["edition", "row"]
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        constraints = [models.UniqueConstraint(fields=["edition", "uid"], name="screening_entry_uid")]
        # as_at() follows one entry through the editions of its source by uid.
        indexes = [models.Index(fields=["uid"], name="screening_entry_by_uid")]

    def __str__(self) -> str:
        return self.primary_name


class EntryName(models.Model):
    """One name an entry goes by, as the publisher prints it."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="names")
    text = models.TextField(_("name"))
    name_type = models.CharField(_("type"), max_length=20, blank=True)
    is_primary = models.BooleanField(default=False)
    is_weak = models.BooleanField(_("weak alias"), default=False)

    class Meta:
        ordering = ["entry", "-is_primary", "id"]

    def __str__(self) -> str:
        return self.text
