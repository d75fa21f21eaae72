"""The audit log: append-only, hash-chained per stream. Written by ``domain.audit`` alone."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from duediligence.models.institution import Institution, User

GENESIS = "0" * 64


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def visible_to(self, user: User) -> "AuditEventQuerySet":
        return self if user.is_superuser else self.filter(institution=user.institution_id)


class ChainHead(models.Model):
    """The end of one stream's chain; its row is locked while an event is appended."""

    stream = models.CharField(max_length=40, unique=True)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=GENESIS)

    def __str__(self) -> str:
        return f"{self.stream} {self.seq}"


class AuditEvent(models.Model):
    """Who did what to which object, when and why. ``hash`` covers what happened and the hash before it.

    From version 2 on the words (label, before, after, reason) are covered through ``payload_hash``, salted so that
    nobody can guess them back: when retention ends the words and the salt go, and the chain still holds.
    """

    stream = models.CharField(max_length=40)
    seq = models.BigIntegerField(_("number"))
    at = models.DateTimeField(_("when"))
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, related_name="+")
    actor = models.CharField(_("who"), max_length=200)
    verb = models.CharField(_("act"), max_length=60)
    object_type = models.CharField(_("object"), max_length=60)
    object_id = models.CharField(max_length=64)
    object_label = models.CharField(_("label"), max_length=200, blank=True)
    case_reference = models.CharField(_("case"), max_length=40, blank=True)
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)
    reason = models.TextField(_("reason"), blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    engine_version = models.CharField(max_length=40, blank=True)
    code_version = models.CharField(max_length=40, blank=True)
    version = models.PositiveSmallIntegerField(default=2, editable=False)
    salt = models.CharField(max_length=32, blank=True)
    payload_hash = models.CharField(max_length=64, blank=True)
    purged_at = models.DateTimeField(_("personal data removed"), null=True, blank=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        ordering = ["stream", "seq"]
        verbose_name = _("audit event")
        verbose_name_plural = _("audit log")
        constraints = [models.UniqueConstraint(fields=["stream", "seq"], name="duediligence_audit_seq")]
        indexes = [
            # The case file's timeline, one object's history, and the log's newest-first list.
            models.Index(fields=["case_reference", "seq"], name="duediligence_audit_case"),
            models.Index(fields=["object_type", "object_id"], name="duediligence_audit_object"),
            models.Index(fields=["institution", "-at"], name="duediligence_audit_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.verb}"
