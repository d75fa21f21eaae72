"""Who did what with an edition, when and why. Written by ``screening.lists`` alone, never changed."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from screening.enums import EditionAct, LinkVerdict
from screening.models.choices import choices
from screening.models.edition import ListEdition
from screening.models.source import ListSource


class EditionDecision(models.Model):
    """One act. ``first_person`` is who loaded or held what ``by`` releases: never the same person."""

    edition = models.ForeignKey(ListEdition, on_delete=models.PROTECT, related_name="decisions")
    act = models.CharField(_("act"), max_length=10, choices=choices(EditionAct))
    by = models.CharField(_("who"), max_length=200)
    first_person = models.CharField(_("first person"), max_length=200, blank=True)
    at = models.DateTimeField(_("when"))
    reason = models.TextField(_("reason"), blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["edition", "id"]
        verbose_name = _("decision on an edition")
        verbose_name_plural = _("decisions on editions")
        constraints = [
            models.CheckConstraint(
                condition=~Q(act=EditionAct.RELEASED.value) | (~Q(by=F("first_person")) & ~Q(reason="")),
                name="screening_release_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(act__in=[EditionAct.HELD.value, EditionAct.DISCARDED.value]) | ~Q(reason=""),
                name="screening_decision_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.act}"


class SettledLink(models.Model):
    """A person's answer to whether two entries of successive editions are the same. The newest answer counts."""

    source = models.ForeignKey(ListSource, on_delete=models.PROTECT, related_name="settled_links")
    before_uid = models.CharField(max_length=200)
    after_uid = models.CharField(max_length=200)
    verdict = models.CharField(_("verdict"), max_length=10, choices=choices(LinkVerdict))
    by = models.CharField(_("who"), max_length=200)
    at = models.DateTimeField(_("when"))
    reason = models.TextField(_("reason"))

    class Meta:
        ordering = ["source", "id"]
        verbose_name = _("settled link")
        verbose_name_plural = _("settled links")
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="screening_link_reason")]
        indexes = [models.Index(fields=["source", "before_uid"], name="screening_link_by_entry")]

    def __str__(self) -> str:
        return f"{self.before_uid} ~ {self.after_uid}: {self.verdict}"
