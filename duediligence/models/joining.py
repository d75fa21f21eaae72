"""People who wish to join a running case: they pass declaration and screening before they are members."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from duediligence.enums import JoiningStatus, MemberRole
from duediligence.labels import choices
from duediligence.models.case import Case
from duediligence.models.institution import User
from duediligence.models.party import Organisation, Person


class Joining(models.Model):
    """A request to join. Whoever made it does not decide it; until it is admitted the person is no member."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="joinings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="joinings")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    role = models.CharField(_("role"), max_length=20, choices=choices(MemberRole))
    start_date = models.DateField(_("from"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=20, choices=choices(JoiningStatus))
    reason = models.TextField(_("reason"))
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(_("requested"))
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decision_reason = models.TextField(_("reason of the decision"), blank=True)

    class Meta:
        ordering = ["case", "requested_at", "id"]
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person"],
                condition=Q(status=JoiningStatus.REQUESTED.value),
                name="duediligence_joining_one_open",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("requested_by")),
                name="duediligence_joining_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(reason="")
                & (Q(status=JoiningStatus.REQUESTED.value) | (Q(decided_by__isnull=False) & ~Q(decision_reason=""))),
                name="duediligence_joining_reasons",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.person}"
