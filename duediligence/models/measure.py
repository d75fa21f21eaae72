"""Mitigation measures: what is agreed about whom, its history, and the consent of those concerned."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from duediligence.enums import MeasureAct, MeasureKind, MeasureStatus, MeasureTarget
from duediligence.labels import choices
from duediligence.models.case import Case
from duediligence.models.institution import User
from duediligence.models.party import Organisation, Person

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

_ABOUT = (
    Q(target=MeasureTarget.PERSON.value, person__isnull=False)
    | Q(target=MeasureTarget.PARTNER.value, organisation__isnull=False)
    | (Q(target__in=[MeasureTarget.ROOM.value, MeasureTarget.DATA_SET.value]) & ~Q(place=""))
)


class MeasureQuerySet(models.QuerySet["Measure"]):
    def visible_to(self, user: User) -> "MeasureQuerySet":
        return self.filter(case__in=Case.objects.visible_to(user))

    def live(self) -> "MeasureQuerySet":
        return self.exclude(status=MeasureStatus.ENDED)


class Measure(models.Model):
    """One measure. A room or a data set may name the person or partner because of whom it is needed."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="measures")
    kind = models.CharField(_("kind"), max_length=30, choices=choices(MeasureKind))
    target = models.CharField(_("about"), max_length=10, choices=choices(MeasureTarget))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="measures")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    place = models.CharField(_("room or data set"), max_length=200, blank=True)
    description = models.TextField(_("what is done"))
    evidence_expected = models.TextField(_("evidence expected"), blank=True)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="measures")
    start_date = models.DateField(_("from"))
    end_date = models.DateField(_("until"), null=True, blank=True)
    review_date = models.DateField(_("next review"))
    status = models.CharField(_("status"), max_length=12, choices=choices(MeasureStatus))
    feasible_at = models.DateTimeField(_("confirmed to be feasible"), null=True, blank=True)
    changed_at = models.DateTimeField(_("changed"), null=True, blank=True)
    reminded_date = models.DateField(null=True, blank=True)

    objects = MeasureQuerySet.as_manager()

    if TYPE_CHECKING:
        records: RelatedManager["MeasureRecord"]

    class Meta:
        ordering = ["case", "id"]
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        constraints = [
            models.CheckConstraint(condition=_ABOUT, name="duediligence_measure_about"),
            models.CheckConstraint(condition=~Q(description=""), name="duediligence_measure_description"),
            models.CheckConstraint(
                condition=Q(end_date__isnull=True) | Q(end_date__gte=F("start_date")),
                name="duediligence_measure_period",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=[MeasureStatus.PROPOSED.value, MeasureStatus.AGREED.value, MeasureStatus.ENDED.value]
                )
                | Q(feasible_at__isnull=False),
                name="duediligence_measure_feasible",
            ),
        ]
        # The tick looks for measures whose review is near.
        indexes = [models.Index(fields=["status", "review_date"], name="duediligence_measure_review")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.about}"

    @property
    def about(self) -> str:
        return " / ".join(str(part) for part in (self.place, self.person, self.organisation) if part)

    @property
    def is_live(self) -> bool:
        return self.status != MeasureStatus.ENDED


class MeasureRecord(models.Model):
    """Who did what with a measure, and when. Written once."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="records")
    act = models.CharField(_("act"), max_length=20, choices=choices(MeasureAct))
    text = models.TextField(_("explanation"), blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["measure", "made_at", "id"]

    def __str__(self) -> str:
        return f"{self.measure}: {self.get_act_display()}"


class MeasureConsent(models.Model):
    """What a person concerned said of the measures named here. A later answer about the same measure counts, and
    none about an earlier wording."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="consents")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    measures = models.ManyToManyField(Measure, related_name="consents")
    is_given = models.BooleanField(_("consents"))
    text = models.TextField(_("how and when it was given"))
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(_("given"))

    class Meta:
        ordering = ["case", "given_at", "id"]
        verbose_name = _("consent to measures")
        verbose_name_plural = _("consents to measures")
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="duediligence_consent_text")]

    def __str__(self) -> str:
        return f"{self.case}: {self.person}"
