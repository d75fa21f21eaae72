"""When somebody looked whether our edition is still the publisher's current one, and what came of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from screening.enums import CheckResult
from screening.models.choices import choices
from screening.models.edition import ListEdition
from screening.models.failures import failure_sentence
from screening.models.source import ListSource

CURRENT = [CheckResult.UNCHANGED.value, CheckResult.CONFIRMED.value, CheckResult.LOADED.value]


class ListCheckQuerySet(models.QuerySet["ListCheck"]):
    def found_current(self, edition: ListEdition) -> "ListCheckQuerySet":
        """Checks that found this very edition to be the publisher's current one."""
        return self.filter(edition=edition, result__in=CURRENT)


class ListCheck(models.Model):
    """One look at the publisher. ``etag`` and ``last_modified`` are the answer's, for the next conditional request.

    ``failure`` is why it failed, as ``screening.models.failures`` stores it; ``detail`` is what earlier
    versions noted.
    """

    source = models.ForeignKey(ListSource, on_delete=models.CASCADE, related_name="checks")
    edition = models.ForeignKey(ListEdition, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(_("checked"))
    checked_by = models.CharField(_("checked by"), max_length=200)
    result = models.CharField(_("result"), max_length=40, choices=choices(CheckResult))
    detail = models.TextField(_("detail"), blank=True)
    failure = models.JSONField(default=dict, blank=True, editable=False)
    etag = models.CharField(max_length=200, blank=True)
    last_modified = models.CharField(max_length=60, blank=True)

    objects = ListCheckQuerySet.as_manager()

    class Meta:
        ordering = ["source", "-checked_at", "-id"]
        verbose_name = _("look at the publisher")
        verbose_name_plural = _("looks at the publisher")
        # The age of an edition is asked for by every run and every page.
        indexes = [models.Index(fields=["edition", "result", "checked_at"], name="screening_check_of_edition")]

    def __str__(self) -> str:
        return f"{self.source.code} {self.checked_at:%Y-%m-%d} {self.result}"

    @property
    def reason(self) -> str:
        """Why it came out as it did and what is to be done, in the reader's language; empty when all is well."""
        if self.failure:
            return failure_sentence(self.failure)
        if self.result == CheckResult.HELD and self.edition:
            return self.edition.hold_reason
        if self.result == CheckResult.REMINDED:
            words = _(
                "Nobody fetches this list: look at the official page (%(page)s) whether there is a newer edition."
            )
            return str(words) % {"page": self.source.official_page}
        return self.detail
