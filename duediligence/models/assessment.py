"""What people decided about each person and each partner institution of a case, and why."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duediligence.enums import Finding
from duediligence.models.case import Case
from duediligence.models.institution import User
from duediligence.models.party import Organisation, Person
from duediligence.models.proposal import Revision
from screening.models import Hit, Run, TechnologyHit

_ABOUT_PERSON = Q(
    person__isnull=False,
    organisation__isnull=True,
    mitigation_needed__isnull=False,
    institution_risk__isnull=True,
    researchers_risk__isnull=True,
)
_ABOUT_PARTNER = Q(
    person__isnull=True,
    organisation__isnull=False,
    mitigation_needed__isnull=True,
    institution_risk__isnull=False,
    researchers_risk__isnull=False,
)


class Assessment(models.Model):
    """Yes or no about one person or partner, with reasons, and what it rests on. Written once; a later one voids it.

    ``points`` are keys of the policy's checklists (``relation.talent_programme``), ``own_points`` reasons added to
    them, ``rules`` the rules that held with the finding they pointed to, ``basis`` what must not change.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assessments")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="assessments")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    mitigation_needed = models.BooleanField(_("mitigation needed"), null=True)
    institution_risk = models.BooleanField(_("risk at the institution"), null=True)
    researchers_risk = models.BooleanField(_("risk with researchers there"), null=True)
    points = models.JSONField(_("reasons from the checklist"), default=list)
    own_points = models.JSONField(_("further reasons"), default=list)
    missing_information = models.TextField(_("what could not be obtained"), blank=True)
    reason = models.TextField(_("reason"))
    rules = models.JSONField(default=list)
    against_code = models.CharField(_("why it differs from the rule"), max_length=60, blank=True)
    hits = models.ManyToManyField(Hit, related_name="+")
    technology_hits = models.ManyToManyField(TechnologyHit, related_name="+")
    basis = models.JSONField(default=dict)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("decided"))
    voided_at = models.DateTimeField(_("void since"), null=True, blank=True)
    void_reason = models.TextField(_("why it is void"), blank=True)

    class Meta:
        ordering = ["case", "decided_at", "id"]
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        constraints = [
            models.CheckConstraint(condition=_ABOUT_PERSON | _ABOUT_PARTNER, name="duediligence_assessment_about"),
            models.UniqueConstraint(
                fields=["case", "person"],
                condition=Q(voided_at__isnull=True, person__isnull=False),
                name="duediligence_assessment_one_of_person",
            ),
            models.UniqueConstraint(
                fields=["case", "organisation"],
                condition=Q(voided_at__isnull=True, organisation__isnull=False),
                name="duediligence_assessment_one_of_partner",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="duediligence_assessment_reason"),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True) | ~Q(void_reason=""), name="duediligence_assessment_void_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.person or self.organisation}"

    @property
    def answers(self) -> dict[Finding, bool]:
        given = {finding: getattr(self, finding.value) for finding in Finding}
        return {finding: answer for finding, answer in given.items() if answer is not None}
