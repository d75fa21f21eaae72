"""Collaboration proposals and their numbered revisions."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duediligence.enums import MemberRole, PartyRole, Role
from duediligence.labels import choices
from duediligence.models.api_client import ApiClient
from duediligence.models.institution import Department, Institution, User
from duediligence.models.party import Organisation, Person
from duediligence.models.programme import Programme

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

OFFICE_ROLES = frozenset({Role.SECURITY_OFFICER, Role.DECISION_MAKER, Role.AUDITOR, Role.OFFICE_ADMIN})


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, viewer: User | ApiClient) -> "ProposalQuerySet":
        """The office sees its institution's, a department its own, a researcher theirs, a funder its programmes'."""
        if isinstance(viewer, ApiClient):
            return self.filter(programme__grants__client=viewer).distinct()
        if viewer.is_superuser:
            return self
        roles = viewer.roles()
        own = self.filter(institution=viewer.institution_id)
        if roles & OFFICE_ROLES:
            return own
        mine = Q(created_by=viewer) | Q(current_revision__memberships__person__user=viewer)
        if Role.DEPARTMENT_OFFICER in roles:
            mine |= Q(department__in=viewer.departments_served())
        return own.filter(pk__in=own.filter(mine).values("pk"))


class Proposal(models.Model):
    """What is planned, with whom. Its content is in its revisions, which never change."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="proposals")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="proposals")
    external_id = models.CharField(_("funder's number"), max_length=100, blank=True)
    stage_deadline_date = models.DateField(_("deadline"), null=True, blank=True)
    current_revision = models.ForeignKey("Revision", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_by_client = models.ForeignKey(ApiClient, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(_("recorded"))

    objects = ProposalQuerySet.as_manager()

    if TYPE_CHECKING:
        revisions: RelatedManager["Revision"]

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "external_id"],
                condition=~Q(external_id=""),
                name="duediligence_proposal_external_id",
            ),
            models.CheckConstraint(
                condition=Q(created_by__isnull=False) | Q(created_by_client__isnull=False),
                name="duediligence_proposal_has_author",
            ),
        ]

    def __str__(self) -> str:
        return str(self.current_revision or self.public_id)


class Revision(models.Model):
    """The proposal as it stood from one moment on. Approvals belong to a revision."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField(_("revision"))
    title_ja = models.CharField(_("title (Japanese)"), max_length=500, blank=True)
    title_en = models.CharField(_("title (English)"), max_length=500, blank=True)
    abstract_ja = models.TextField(_("abstract (Japanese)"), blank=True)
    abstract_en = models.TextField(_("abstract (English)"), blank=True)
    keywords_ja = models.JSONField(_("keywords (Japanese)"), default=list, blank=True)
    keywords_en = models.JSONField(_("keywords (English)"), default=list, blank=True)
    is_material = models.BooleanField(_("material change"), default=True)
    reason = models.TextField(_("why it was revised"), blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_by_client = models.ForeignKey(ApiClient, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()

    if TYPE_CHECKING:
        memberships: RelatedManager["Membership"]
        parties: RelatedManager["ProposalParty"]

    class Meta:
        ordering = ["proposal", "number"]
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = [
            models.UniqueConstraint(fields=["proposal", "number"], name="duediligence_revision_number"),
            models.CheckConstraint(
                condition=~Q(title_ja="") | ~Q(title_en=""),
                name="duediligence_revision_title",
                violation_error_message=_("Give the title in Japanese or English."),
            ),
        ]

    def __str__(self) -> str:
        return self.title_ja or self.title_en


def has_left(day: dt.date | None = None) -> Q:
    """Match memberships that ended before ``day``, without which it is today."""
    return Q(end_date__lt=day or timezone.localdate())


class Membership(models.Model):
    """A person's part in one revision, and when; the names are those that were typed in it."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    name = models.CharField(_("name"), max_length=300)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    organisation_name = models.CharField(_("organisation"), max_length=500, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=choices(MemberRole))
    start_date = models.DateField(_("from"), null=True, blank=True)
    end_date = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["revision", "id"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "person"], name="duediligence_member_once"),
            models.CheckConstraint(
                condition=Q(start_date__isnull=True) | Q(end_date__isnull=True) | Q(end_date__gte=F("start_date")),
                name="duediligence_member_period",
                violation_error_message=_("A period ends after it starts."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProposalParty(models.Model):
    """An organisation's part in one revision, its name as typed; ``note`` says where (a scholarship, a post)."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=500)
    role = models.CharField(_("role"), max_length=10, choices=choices(PartyRole))
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering = ["revision", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "organisation", "role"], name="duediligence_proposal_party_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
