"""What people say of the technology areas of a case: the researcher's own answer, the office's judgement."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duediligence.enums import AreaJudgement, OwnUse
from duediligence.labels import choices
from duediligence.models.case import Case
from duediligence.models.institution import Institution, User
from duediligence.models.proposal import Revision
from screening.models import TechnologyHit


class TechnologyAnswer(models.Model):
    """Whether the work advances, merely uses or does not touch an area. A later answer replaces it and keeps it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="technology_answers")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    list_code = models.CharField(_("list"), max_length=30)
    area_code = models.CharField(_("area"), max_length=40)
    answer = models.CharField(_("answer"), max_length=10, choices=choices(OwnUse))
    reason = models.TextField(_("reason"))
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(_("answered"))
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["case", "list_code", "area_code", "id"]
        verbose_name = _("answer on a technology area")
        verbose_name_plural = _("answers on technology areas")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "list_code", "area_code"],
                condition=Q(replaced_at__isnull=True),
                name="duediligence_answer_one_live",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="duediligence_answer_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.list_code} {self.area_code}: {self.get_answer_display()}"


class TechnologyJudgement(models.Model):
    """Whether the office holds that the work touches an area. ``hit`` is empty where no listed word was found."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="technology_judgements")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    hit = models.ForeignKey(TechnologyHit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    list_code = models.CharField(_("list"), max_length=30)
    area_code = models.CharField(_("area"), max_length=40)
    judgement = models.CharField(_("judgement"), max_length=10, choices=choices(AreaJudgement))
    reason = models.TextField(_("reason"))
    judged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    judged_at = models.DateTimeField(_("judged"))
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["case", "list_code", "area_code", "id"]
        verbose_name = _("judgement of a technology area")
        verbose_name_plural = _("judgements of technology areas")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "list_code", "area_code"],
                condition=Q(replaced_at__isnull=True),
                name="duediligence_area_judgement_one_live",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="duediligence_area_judgement_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.list_code} {self.area_code}: {self.get_judgement_display()}"


class DeclinedCandidate(models.Model):
    """A term that the office's judgements suggested for the lexicon and that a person did not want."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    list_code = models.CharField(_("list"), max_length=30)
    area_code = models.CharField(_("area"), max_length=40)
    kind = models.CharField(max_length=10)
    text = models.CharField(_("term"), max_length=200)
    declined_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    declined_at = models.DateTimeField()

    class Meta:
        ordering = ["institution", "list_code", "area_code", "id"]
        verbose_name = _("declined term")
        verbose_name_plural = _("declined terms")
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "list_code", "area_code", "kind", "text"],
                name="duediligence_candidate_declined_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_code}: {self.text}"
