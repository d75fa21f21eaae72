"""What due diligence leaves behind besides judged hits: questions answered, sources consulted, the result."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duediligence.enums import CrossCheckAnswer, CrossCheckKind, DueDiligenceResult
from duediligence.labels import choices
from duediligence.models.case import Case
from duediligence.models.institution import User
from duediligence.models.party import Person
from duediligence.models.proposal import Revision


class CrossCheck(models.Model):
    """An officer's answer to a question. ``key`` stands for the facts asked about: other facts, another question."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="cross_checks")
    key = models.CharField(max_length=40)
    kind = models.CharField(_("question"), max_length=40, choices=choices(CrossCheckKind))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    facts = models.JSONField(_("facts"), default=list)
    answer = models.CharField(_("answer"), max_length=20, choices=choices(CrossCheckAnswer))
    reason = models.TextField(_("reason"))
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(_("answered"))
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["case", "answered_at", "id"]
        verbose_name = _("answered question")
        verbose_name_plural = _("answered questions")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "key"], condition=Q(replaced_at__isnull=True), name="duediligence_cross_check_one_live"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="duediligence_cross_check_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_answer_display()}"


class ConsultedSource(models.Model):
    """A source that was looked into, with the day and the address."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="sources")
    title = models.CharField(_("source"), max_length=300)
    address = models.URLField(_("address"), max_length=1000, blank=True)
    consulted_date = models.DateField(_("consulted on"))
    note = models.TextField(_("what was found"), blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        ordering = ["case", "consulted_date", "id"]
        verbose_name = _("consulted source")
        verbose_name_plural = _("consulted sources")

    def __str__(self) -> str:
        return self.title


class DueDiligence(models.Model):
    """The result in the questionnaire's three values; what could not be obtained is named. A later one replaces it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="due_diligence")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    result = models.CharField(_("result"), max_length=20, choices=choices(DueDiligenceResult))
    not_obtained = models.TextField(_("what could not be obtained"), blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("recorded"))
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["case", "recorded_at", "id"]
        verbose_name = _("result of due diligence")
        verbose_name_plural = _("results of due diligence")
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(replaced_at__isnull=True), name="duediligence_result_one_live"
            ),
            models.CheckConstraint(
                condition=~Q(result=DueDiligenceResult.DONE_INCOMPLETE.value) | ~Q(not_obtained=""),
                name="duediligence_result_not_obtained",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_result_display())
