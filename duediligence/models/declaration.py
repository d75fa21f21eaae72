"""What members declare about themselves: a draft while it is typed, numbered versions once submitted."""

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duediligence.enums import DeclarationStatus, Role
from duediligence.models.case import Case
from duediligence.models.institution import User
from duediligence.models.link import PersonalLink
from duediligence.models.partner import PartnerPart
from duediligence.models.party import Person

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

READERS = frozenset({Role.DEPARTMENT_OFFICER, Role.SECURITY_OFFICER, Role.DECISION_MAKER, Role.AUDITOR})


class DeclarationQuerySet(models.QuerySet["Declaration"]):
    def visible_to(self, user: User) -> "DeclarationQuerySet":
        """Those who examine a case read its declarations; a member reads the own one and nobody else's.

        What a partner institution holds and has not sent is read by nobody of the lead's, superusers included.
        """
        own = Q(person__user=user)
        sent = DeclarationVersion.objects.with_the_lead().values("declaration")
        with_the_lead = Q(held_by__isnull=True) | Q(pk__in=sent)
        if user.is_superuser:
            return self.filter(own | with_the_lead)
        if user.roles() & READERS:
            return self.filter(own | Q(with_the_lead, case__in=Case.objects.visible_to(user)))
        return self.filter(own)


class Declaration(models.Model):
    """One person's declaration for one case.

    ``draft`` holds what is typed by item; the masked items lie encrypted in ``draft_masked`` and nowhere else.
    ``held_by`` is the partner institution that asked for it: the lead reads the versions that were sent to it alone.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="declarations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="declarations")
    held_by = models.ForeignKey(
        PartnerPart, on_delete=models.PROTECT, null=True, blank=True, related_name="declarations"
    )
    light_form = models.CharField(_("light form"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    asked_at = models.DateTimeField(_("asked for"), null=True, blank=True)
    draft = models.JSONField(default=dict, blank=True)
    draft_masked = models.TextField(blank=True)
    draft_saved_at = models.DateTimeField(null=True, blank=True)
    draft_number = models.PositiveIntegerField(default=0)
    not_required_at = models.DateTimeField(null=True, blank=True)
    not_required_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    not_required_code = models.CharField(max_length=60, blank=True)
    not_required_reason = models.TextField(_("why it is not required"), blank=True)
    created_at = models.DateTimeField()

    objects = DeclarationQuerySet.as_manager()

    if TYPE_CHECKING:
        versions: RelatedManager["DeclarationVersion"]
        links: RelatedManager["DeclarationLink"]

    class Meta:
        ordering = ["case", "id"]
        verbose_name = _("declaration")
        verbose_name_plural = _("declarations")
        constraints = [
            models.UniqueConstraint(fields=["case", "person"], name="duediligence_declaration_once"),
            models.CheckConstraint(
                condition=Q(not_required_at__isnull=True) | ~Q(not_required_code=""),
                name="duediligence_declaration_not_required_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.person}"

    @property
    def latest(self) -> "DeclarationVersion | None":
        """The newest version; prefetched versions are used when there are any."""
        return max(self.versions.all(), key=lambda version: version.number, default=None)

    @property
    def status(self) -> DeclarationStatus:
        if self.not_required_at:
            return DeclarationStatus.NOT_REQUIRED
        return DeclarationStatus.SUBMITTED if self.latest else DeclarationStatus.REQUIRED


class DeclarationVersionQuerySet(models.QuerySet["DeclarationVersion"]):
    def with_the_lead(self) -> "DeclarationVersionQuerySet":
        """Return what the lead institution holds: filed with it, or sent to it by the partner that asked."""
        return self.filter(Q(declaration__held_by__isnull=True) | Q(sent_at__isnull=False))


class DeclarationVersion(models.Model):
    """What was submitted, as it was read; written once. ``masked`` is encrypted."""

    declaration = models.ForeignKey(Declaration, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    form_code = models.CharField(max_length=60)
    form_edition = models.CharField(_("form"), max_length=40)
    content = models.JSONField(default=dict)
    masked = models.TextField(blank=True)
    consent_edition = models.CharField(_("consent"), max_length=40)
    consent_text = models.TextField()
    reason = models.TextField(_("why it was corrected"), blank=True)
    remark = models.TextField(_("remark of the member"), blank=True)
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(_("submitted"))
    sent_at = models.DateTimeField(_("sent to the lead institution"), null=True, blank=True)

    objects = DeclarationVersionQuerySet.as_manager()

    class Meta:
        ordering = ["declaration", "number"]
        verbose_name = _("version of a declaration")
        verbose_name_plural = _("versions of declarations")
        constraints = [
            models.UniqueConstraint(fields=["declaration", "number"], name="duediligence_declaration_version_once"),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""), name="duediligence_declaration_correction_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.declaration} v{self.number}"


class DeclarationLink(PersonalLink):
    """A member's personal link. One at a time opens a declaration."""

    declaration = models.ForeignKey(Declaration, on_delete=models.CASCADE, related_name="links")

    class Meta:
        ordering = ["declaration", "-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["declaration"], condition=Q(revoked_at__isnull=True), name="duediligence_declaration_one_link"
            )
        ]

    def __str__(self) -> str:
        return f"{self.declaration}: {self.expires_at:%Y-%m-%d}"
