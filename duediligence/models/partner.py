"""A partner institution's own part of a case: its officer's invitation, the draft, the versions it confirmed."""

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duediligence.enums import DeclarationStatus, DueDiligenceResult
from duediligence.labels import choices
from duediligence.models.case import Case
from duediligence.models.institution import User
from duediligence.models.link import PersonalLink
from duediligence.models.party import Organisation, Person
from duediligence.models.proposal import Revision
from duediligence.models.stored_file import StoredFile

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

_NOT_DONE = Q(result=DueDiligenceResult.NOT_DONE.value)
_UNANSWERED = Q(institution_risk__isnull=True, researchers_risk__isnull=True)
_ANSWERED = Q(institution_risk__isnull=False, researchers_risk__isnull=False)


class PartnerPart(models.Model):
    """One partner institution in one case. ``draft`` is what its officer has typed and not yet confirmed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="partner_parts")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    officer_name = models.CharField(_("officer of the partner"), max_length=300, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language of the mail"), max_length=2, default="ja")
    invited_at = models.DateTimeField(_("invited"), null=True, blank=True)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    draft = models.JSONField(default=dict, blank=True)
    draft_number = models.PositiveIntegerField(default=0)
    draft_saved_at = models.DateTimeField(null=True, blank=True)
    not_asked_at = models.DateTimeField(null=True, blank=True)
    not_asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    not_asked_reason = models.TextField(_("why it is not asked"), blank=True)
    created_at = models.DateTimeField()

    if TYPE_CHECKING:
        links: RelatedManager["PartnerLink"]
        confirmations: RelatedManager["PartnerConfirmation"]
        files: RelatedManager["PartnerFile"]

    class Meta:
        ordering = ["case", "id"]
        verbose_name = _("part of a partner institution")
        verbose_name_plural = _("parts of partner institutions")
        constraints = [
            models.UniqueConstraint(fields=["case", "organisation"], name="duediligence_partner_part_once"),
            models.CheckConstraint(
                condition=Q(not_asked_at__isnull=True) | ~Q(not_asked_reason=""),
                name="duediligence_partner_not_asked_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.organisation}"

    @property
    def latest(self) -> "PartnerConfirmation | None":
        """The newest version; prefetched versions are used when there are any."""
        return max(self.confirmations.all(), key=lambda version: version.number, default=None)

    @property
    def newest_link(self) -> "PartnerLink | None":
        return max(self.links.all(), key=lambda link: link.pk, default=None)


class PartnerLink(PersonalLink):
    """The invitation of a partner's officer. One at a time opens a part."""

    part = models.ForeignKey(PartnerPart, on_delete=models.CASCADE, related_name="links")
    reminded_date = models.DateField(null=True, blank=True)
    lapse_told_date = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["part", "-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["part"], condition=Q(revoked_at__isnull=True), name="duediligence_partner_one_link"
            )
        ]

    def __str__(self) -> str:
        return f"{self.part}: {self.expires_at:%Y-%m-%d}"


class PartnerFile(models.Model):
    """A file that a partner's officer put with the own result.

    ``in_draft`` says that the next version brings it along; the lead reads it once a confirmed version does.
    """

    part = models.ForeignKey(PartnerPart, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(_("file name"), max_length=200)
    media_type = models.CharField(_("type"), max_length=100)
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("attached"))
    in_draft = models.BooleanField(default=True)

    if TYPE_CHECKING:
        confirmations: RelatedManager["PartnerConfirmation"]

    class Meta:
        ordering = ["part", "added_at", "id"]
        verbose_name = _("file of a partner institution")
        verbose_name_plural = _("files of partner institutions")
        constraints = [
            models.UniqueConstraint(fields=["part", "stored"], name="duediligence_partner_file_once"),
            models.CheckConstraint(condition=~Q(name=""), name="duediligence_partner_file_name"),
        ]

    def __str__(self) -> str:
        return self.name


class PartnerConfirmation(models.Model):
    """What a partner institution confirms of its own due diligence; written once. ``basis`` is what must not change."""

    part = models.ForeignKey(PartnerPart, on_delete=models.PROTECT, related_name="confirmations")
    number = models.PositiveIntegerField(_("version"))
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    result = models.CharField(_("result"), max_length=20, choices=choices(DueDiligenceResult))
    not_obtained = models.TextField(_("what could not be obtained"), blank=True)
    institution_risk = models.BooleanField(_("risk at the institution"), null=True)
    researchers_risk = models.BooleanField(_("risk with researchers there"), null=True)
    reason = models.TextField(_("reason"))
    basis = models.JSONField(default=dict)
    why_corrected = models.TextField(_("why it was corrected"), blank=True)
    confirmed_name = models.CharField(_("confirmed by"), max_length=300)
    confirmed_office = models.CharField(_("office"), max_length=300)
    confirmed_date = models.DateField(_("confirmed on"))
    confirmed_at = models.DateTimeField(_("received"))
    files = models.ManyToManyField(PartnerFile, related_name="confirmations", verbose_name=_("files"))

    if TYPE_CHECKING:
        members: RelatedManager["PartnerMember"]

    class Meta:
        ordering = ["part", "number"]
        verbose_name = _("confirmation of a partner institution")
        verbose_name_plural = _("confirmations of partner institutions")
        constraints = [
            models.UniqueConstraint(fields=["part", "number"], name="duediligence_partner_confirmation_once"),
            models.CheckConstraint(
                condition=~Q(result=DueDiligenceResult.DONE_INCOMPLETE.value) | ~Q(not_obtained=""),
                name="duediligence_partner_not_obtained",
            ),
            models.CheckConstraint(
                condition=(_NOT_DONE & _UNANSWERED) | (~_NOT_DONE & _ANSWERED), name="duediligence_partner_answers"
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(confirmed_name="") & ~Q(confirmed_office=""),
                name="duediligence_partner_who_and_why",
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(why_corrected=""), name="duediligence_partner_correction_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part} v{self.number}"


class PartnerMember(models.Model):
    """Where the declaration of one of the partner's own people stands, as the partner confirms it."""

    confirmation = models.ForeignKey(PartnerConfirmation, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(_("declaration"), max_length=20, choices=choices(DeclarationStatus))
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        ordering = ["confirmation", "id"]
        verbose_name = _("declaration status told by a partner")
        verbose_name_plural = _("declaration statuses told by partners")
        constraints = [
            models.UniqueConstraint(fields=["confirmation", "person"], name="duediligence_partner_member_once"),
            models.CheckConstraint(
                condition=~Q(status=DeclarationStatus.NOT_REQUIRED.value) | ~Q(reason=""),
                name="duediligence_partner_member_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_status_display()}"
