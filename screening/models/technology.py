"""Technology lists and the words that point to their areas, as dated editions."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from screening.enums import DraftStatus, PublicationStatus
from screening.models.choices import choices


class TechnologyListEdition(models.Model):
    """An issuer's list of areas; ``content`` is read by ``screening.technology.taxonomy``."""

    list_code = models.CharField(_("list"), max_length=30)
    edition = models.CharField(_("edition"), max_length=40)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    status = models.CharField(max_length=10, choices=choices(PublicationStatus))
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["list_code", "-id"]
        verbose_name = _("technology list")
        verbose_name_plural = _("technology lists")
        constraints = [
            models.UniqueConstraint(fields=["list_code", "sha256"], name="screening_technology_content_once"),
            models.UniqueConstraint(
                fields=["list_code"],
                condition=Q(status=PublicationStatus.PUBLISHED.value),
                name="screening_technology_one_published",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.list_code} {self.edition}"


class TechnologyListDraft(models.Model):
    """An edition of a technology list that somebody brought; another person publishes it, or puts it away."""

    list_code = models.CharField(_("list"), max_length=30)
    content = models.JSONField()
    file_name = models.CharField(_("file"), max_length=255)
    status = models.CharField(_("status"), max_length=10, choices=choices(DraftStatus))
    brought_by = models.CharField(_("uploaded by"), max_length=200)
    brought_at = models.DateTimeField(_("uploaded"))
    closed_by = models.CharField(_("published or discarded by"), max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    edition = models.OneToOneField(
        TechnologyListEdition, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-id"]
        verbose_name = _("new edition of a technology list")
        verbose_name_plural = _("new editions of technology lists")
        constraints = [
            models.UniqueConstraint(
                fields=["list_code"],
                condition=Q(status=DraftStatus.OPEN.value),
                name="screening_technology_draft_one_open",
            ),
            models.CheckConstraint(
                condition=~Q(status=DraftStatus.PUBLISHED.value) | (~Q(brought_by=F("closed_by")) & ~Q(reason="")),
                name="screening_technology_draft_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.list_code} {self.content['edition']}"


class LexiconEdition(models.Model):
    """Concepts and terms; ``content`` is read by ``screening.technology.lexicon``.

    ``pack`` is what shipped and ``local`` the terms added here, where there are any: ``content`` is both.
    """

    edition = models.CharField(_("edition"), max_length=40)
    content = models.JSONField()
    local = models.JSONField(_("own terms"), default=dict, blank=True)
    pack = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sha256 = models.CharField(max_length=64, unique=True)
    status = models.CharField(max_length=10, choices=choices(PublicationStatus))
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("lexicon")
        verbose_name_plural = _("lexicons")
        constraints = [
            models.UniqueConstraint(
                fields=["status"],
                condition=Q(status=PublicationStatus.PUBLISHED.value),
                name="screening_lexicon_one_published",
            ),
        ]

    def __str__(self) -> str:
        return self.edition


class LexiconDraft(models.Model):
    """The next own terms beside the shipped pack; published by somebody who wrote none of them."""

    begun_from = models.ForeignKey(LexiconEdition, on_delete=models.PROTECT, related_name="+")
    local = models.JSONField(_("own terms"))
    status = models.CharField(_("status"), max_length=10, choices=choices(DraftStatus))
    begun_by = models.CharField(_("begun by"), max_length=200)
    begun_at = models.DateTimeField(_("begun"))
    writers = models.JSONField(_("written by"), default=list)
    closed_by = models.CharField(_("published or discarded by"), max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    edition = models.OneToOneField(LexiconEdition, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        verbose_name = _("draft of the lexicon")
        verbose_name_plural = _("drafts of the lexicon")
        constraints = [
            models.UniqueConstraint(
                fields=["status"], condition=Q(status=DraftStatus.OPEN.value), name="screening_lexicon_draft_one_open"
            ),
            models.CheckConstraint(
                condition=~Q(status=DraftStatus.PUBLISHED.value) | (~Q(begun_by=F("closed_by")) & ~Q(reason="")),
                name="screening_lexicon_draft_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.begun_from} {self.begun_at:%Y-%m-%d}"
