"""Funders' programs, their keys, and the answers kept for repeated requests."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from duediligence.models.programme import Funder, Programme


class ApiClient(models.Model):
    """A funder's program. It sees the programmes granted to it and nothing else."""

    funder = models.ForeignKey(Funder, on_delete=models.PROTECT, related_name="clients")
    name = models.CharField(_("name"), max_length=100)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["funder", "name"]
        verbose_name = _("API client")
        verbose_name_plural = _("API clients")
        constraints = [models.UniqueConstraint(fields=["funder", "name"], name="duediligence_client_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_authenticated(self) -> bool:
        """A client that reaches a view has shown its key (what the API framework asks of a user)."""
        return True


class ProgrammeGrant(models.Model):
    client = models.ForeignKey(ApiClient, on_delete=models.CASCADE, related_name="grants")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="grants")

    class Meta:
        verbose_name = _("granted programme")
        verbose_name_plural = _("granted programmes")
        constraints = [models.UniqueConstraint(fields=["client", "programme"], name="duediligence_grant_once")]

    def __str__(self) -> str:
        return str(self.programme)


class ApiKey(models.Model):
    """A key as stored: a public prefix and a digest, never the key itself. Two live keys allow rotation."""

    client = models.ForeignKey(ApiClient, on_delete=models.CASCADE, related_name="keys")
    prefix = models.CharField(_("prefix"), max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    scopes = models.JSONField(_("scopes"))
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)

    class Meta:
        ordering = ["client", "-created_at"]
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")

    def __str__(self) -> str:
        return self.prefix


class IdempotencyRecord(models.Model):
    """The answer to a request that carried an ``Idempotency-Key``; empty while it is being worked on."""

    client = models.ForeignKey(ApiClient, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    request_hash = models.CharField(max_length=64)
    status_code = models.PositiveSmallIntegerField(null=True, blank=True)
    body = models.JSONField(null=True, blank=True)
    headers = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "key"], name="duediligence_idempotency_once")]

    def __str__(self) -> str:
        return self.key
