"""Where lists come from, and whose they are."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from screening.enums import ListEffect
from screening.models.choices import choices


class ListSourceQuerySet(models.QuerySet["ListSource"]):
    def known_to(self, owner_ref: str) -> "ListSourceQuerySet":
        """The public lists, and the owner's own when one is named."""
        return self.filter(owner_ref__in={"", owner_ref})


class ListSource(models.Model):
    """One publisher's list. ``owner_ref`` is empty for a public list, else the opaque key of its only user.

    ``code`` says which list it is. Each owner may have one of a code, so that one policy can bind
    ``own_watch_list`` for everybody and mean each institution's own.
    """

    code = models.SlugField(_("code"), max_length=60)
    name_ja = models.CharField(_("name (Japanese)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200)
    issuer_ja = models.CharField(_("issuer (Japanese)"), max_length=200)
    issuer_en = models.CharField(_("issuer (English)"), max_length=200)
    effect = models.CharField(_("effect"), max_length=20, choices=choices(ListEffect))
    legal_note_ja = models.TextField(_("legal note (Japanese)"), blank=True)
    legal_note_en = models.TextField(_("legal note (English)"), blank=True)
    licence_note_ja = models.TextField(_("licence note (Japanese)"), blank=True)
    licence_note_en = models.TextField(_("licence note (English)"), blank=True)
    official_page = models.URLField(_("official page"), max_length=500, blank=True)
    stable_address = models.URLField(_("download address"), max_length=500, blank=True)
    expected_days = models.PositiveIntegerField(_("usual days between editions"), default=365)
    allowed_age_days = models.PositiveIntegerField(_("allowed age in days"), default=365)
    shrink_limit = models.FloatField(_("largest shrinkage taken without a second look"), default=0.1)
    seen_real_file = models.BooleanField(_("importer has read a published file"), default=True)
    owner_ref = models.CharField(max_length=40, blank=True, db_index=True)
    next_check_at = models.DateTimeField(_("next look at the publisher"), null=True, blank=True)

    objects = ListSourceQuerySet.as_manager()

    class Meta:
        ordering = ["code", "owner_ref"]
        verbose_name = _("list")
        verbose_name_plural = _("lists")
        constraints = [models.UniqueConstraint(fields=["code", "owner_ref"], name="screening_source_once_an_owner")]

    def __str__(self) -> str:
        return self.code
