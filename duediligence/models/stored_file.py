"""Files that are kept as they came or went: by their hash, never changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from duediligence.models.institution import Institution


class StoredFile(models.Model):
    """Bytes under their SHA-256, once for each institution. ``is_sealed`` says that they lie there encrypted.

    The same bytes sealed are another row: who may read one need not be allowed the other.
    """

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(_("content hash"), max_length=64)
    size = models.PositiveIntegerField(_("size"))
    content = models.BinaryField()
    is_sealed = models.BooleanField(default=False)
    kept_at = models.DateTimeField(_("kept since"))

    class Meta:
        ordering = ["institution", "kept_at", "id"]
        verbose_name = _("kept file")
        verbose_name_plural = _("kept files")
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "sha256", "is_sealed"], name="duediligence_stored_file_once"
            ),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="duediligence_stored_file_size"),
        ]

    def __str__(self) -> str:
        return self.sha256
