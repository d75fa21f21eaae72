"""A personal link as stored: a digest, never the link itself."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from duediligence.models.institution import User


class PersonalLink(models.Model):
    """What every personal link has in common; a child says what it opens."""

    digest = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(_("last used"), null=True, blank=True)

    class Meta:
        abstract = True

    def is_live(self, now: dt.datetime) -> bool:
        return self.revoked_at is None and now < self.expires_at
