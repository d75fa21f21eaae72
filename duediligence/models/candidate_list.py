"""Spreadsheets of candidates: brought by a person, checked and opened by workers."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duediligence.enums import CandidateListStatus, Role
from duediligence.labels import choices
from duediligence.models.institution import Institution, User
from duediligence.models.stored_file import StoredFile

WORKED_ON = [CandidateListStatus.CHECKING.value, CandidateListStatus.OPENING.value]
LIVE = [*WORKED_ON, CandidateListStatus.READY.value]
CONFIRMED = [CandidateListStatus.OPENING.value, CandidateListStatus.OPENED.value]
WHOLE_OFFICE = frozenset({Role.SECURITY_OFFICER, Role.OFFICE_ADMIN})


class CandidateListQuerySet(models.QuerySet["CandidateList"]):
    def visible_to(self, user: User) -> "CandidateListQuerySet":
        """The office sees every list of its institution, a department's officer the own ones, other roles none."""
        roles = user.roles()
        if Role.DEPARTMENT_OFFICER not in roles and not roles & WHOLE_OFFICE:
            return self.none()
        own = self.filter(institution=user.institution_id)
        return own if roles & WHOLE_OFFICE else own.filter(brought_by=user)

    def free(self, now: dt.datetime) -> "CandidateListQuerySet":
        """Return those to be worked on that no worker holds."""
        return self.filter(Q(lease_until__isnull=True) | Q(lease_until__lt=now), status__in=WORKED_ON)


class CandidateList(models.Model):
    """One spreadsheet. ``rows`` says what becomes of each proposal, ``faults`` what is wrong and where,
    ``problem`` why nothing was opened, both in every language.

    A worker holds ``lease_until`` while it works. The file goes as soon as nothing more is to be read from it, and so
    do the words that were read.
    """

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(_("status"), max_length=10, choices=choices(CandidateListStatus))
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(_("content hash"), max_length=64)
    brought_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField(_("uploaded"))
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    total = models.PositiveIntegerField(_("proposals"))
    position = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    rows = models.JSONField(default=list)
    faults = models.JSONField(default=list)
    ignored = models.JSONField(default=list)
    problem = models.JSONField(default=dict)

    objects = CandidateListQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("list of candidates")
        verbose_name_plural = _("lists of candidates")
        constraints = [
            # A form that is sent twice meets the list that it brought.
            models.UniqueConstraint(
                fields=["institution", "brought_by", "sha256"],
                condition=Q(status__in=LIVE),
                name="duediligence_candidate_list_one_live",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=CONFIRMED) | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="duediligence_candidate_list_confirmed",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=LIVE) | Q(file__isnull=False), name="duediligence_candidate_list_file"
            ),
        ]
        # The tick looks for lists whose lease ran out.
        indexes = [models.Index(fields=["status", "lease_until"], name="duediligence_candidates_due")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_worked_on(self) -> bool:
        return self.status in WORKED_ON
