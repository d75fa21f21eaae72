"""People and organisations as proposals recorded them; other names are added here."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from duediligence.admin.records.base import RecordAdmin, RecordInline
from duediligence.admin.records.own import column
from duediligence.models import OrganisationName, PersonName

AFFILIATION = column("affiliation")


class PersonNameInline(RecordInline):
    model = PersonName
    verbose_name = _("Name")
    verbose_name_plural = _("Other names")
    extra = 1


class OrganisationNameInline(RecordInline):
    model = OrganisationName
    verbose_name = _("Name")
    verbose_name_plural = _("Other names")
    extra = 1


class PartyAdmin(RecordAdmin):
    """A party comes in with a proposal; what tells it apart from others is not changed afterwards."""

    identity: tuple[Any, ...] = ()
    search_fields = ["name", "names__text"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> tuple[Any, ...]:
        return self.identity


class PersonAdmin(PartyAdmin):
    list_display = ["name", "furigana", "erad_number", "orcid", AFFILIATION]
    list_select_related = ["affiliation"]
    identity = ("institution", "name", "erad_number", "orcid", AFFILIATION)
    fields = ["name", "furigana", "erad_number", "orcid", AFFILIATION, "user"]  # type: ignore[list-item]  # a column may stand for a read-only field
    inlines = [PersonNameInline]


class OrganisationAdmin(PartyAdmin):
    list_display = ["name", "country", "ror", column("parent")]
    list_filter = ["country"]
    list_select_related = ["parent"]
    identity = ("institution", "name", "country", "ror")
    fields = ["name", "country", "ror", "parent"]
    inlines = [OrganisationNameInline]
