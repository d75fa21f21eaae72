"""Funders, their programmes, and the stages with their deadlines."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duediligence.enums import StageKind
from duediligence.labels import choices
from duediligence.models.institution import Institution, User

if TYPE_CHECKING:
    from duediligence.models.api_client import ApiClient


class Funder(models.Model):
    code = models.SlugField(_("code"), max_length=30, unique=True)
    name_ja = models.CharField(_("name (Japanese)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200)

    class Meta:
        ordering = ["code"]
        verbose_name = _("funder")
        verbose_name_plural = _("funders")

    def __str__(self) -> str:
        return self.name_ja


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def visible_to(self, viewer: "User | ApiClient") -> "ProgrammeQuerySet":
        """A user sees shared programmes and their institution's own; a client those granted to it."""
        if not isinstance(viewer, User):
            return self.filter(grants__client=viewer).distinct()
        if viewer.is_superuser:
            return self
        return self.filter(Q(institution__isnull=True) | Q(institution=viewer.institution_id))


class Programme(models.Model):
    """A call that proposals answer. ``is_designated`` marks a 特定研究開発プログラム; ``basis`` says why."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    funder = models.ForeignKey(Funder, on_delete=models.PROTECT, related_name="programmes")
    institution = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
        help_text=_("Empty: every institution sees it."),
    )
    name_ja = models.CharField(_("name (Japanese)"), max_length=300)
    name_en = models.CharField(_("name (English)"), max_length=300)
    is_designated = models.BooleanField(_("designated R&D programme"), default=False)
    basis = models.TextField(_("basis of the designation"), blank=True)
    is_open = models.BooleanField(_("takes proposals"), default=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_designated=False) | ~Q(basis=""),
                name="duediligence_programme_basis",
                violation_error_message=_("A designated programme states its basis."),
            )
        ]

    def __str__(self) -> str:
        return self.name_ja


class ProgrammeStage(models.Model):
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="stages")
    kind = models.CharField(_("stage"), max_length=20, choices=choices(StageKind))
    deadline_date = models.DateField(_("deadline"))

    class Meta:
        ordering = ["programme", "deadline_date"]
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "kind", "deadline_date"], name="duediligence_programme_stage_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.deadline_date}"
