"""Policy editions as stored: the rules themselves are read by ``duediligence.policy``."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from duediligence.models.institution import Institution, User
from screening.enums import PublicationStatus
from screening.models.choices import choices


class PolicyEditionQuerySet(models.QuerySet["PolicyEdition"]):
    def visible_to(self, user: User) -> "PolicyEditionQuerySet":
        if user.is_superuser:
            return self
        return self.filter(Q(institution__isnull=True) | Q(institution=user.institution_id))

    def published(self) -> "PolicyEditionQuerySet":
        return self.filter(status=PublicationStatus.PUBLISHED)


class PolicyEdition(models.Model):
    """Draft → published → retired. ``institution`` is empty for an edition that ships with the system."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    code = models.SlugField(_("policy"), max_length=60)
    edition = models.CharField(_("edition"), max_length=40)
    applies_to = models.JSONField(_("applies to"), default=list)
    name_ja = models.CharField(_("name (Japanese)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200)
    content = models.JSONField()
    sha256 = models.CharField(_("content hash"), max_length=64)
    status = models.CharField(_("status"), max_length=10, choices=choices(PublicationStatus))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)

    objects = PolicyEditionQuerySet.as_manager()

    class Meta:
        ordering = ["code", "-id"]
        verbose_name = _("policy edition")
        verbose_name_plural = _("policy editions")
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "code"],
                condition=Q(status=PublicationStatus.PUBLISHED.value, institution__isnull=False),
                name="duediligence_policy_one_published",
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(status=PublicationStatus.PUBLISHED.value, institution__isnull=True),
                name="duediligence_policy_one_shipped",
            ),
            models.CheckConstraint(
                condition=Q(created_by__isnull=True) | Q(published_by__isnull=True) | ~Q(created_by=F("published_by")),
                name="duediligence_policy_two_people",
            ),
            models.CheckConstraint(
                condition=Q(status=PublicationStatus.DRAFT.value) | Q(published_at__isnull=False),
                name="duediligence_policy_published_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.edition}"
