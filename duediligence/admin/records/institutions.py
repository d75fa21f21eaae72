"""The institution, its departments, funders and programmes."""

from django.db import models
from django.forms import BaseInlineFormSet
from django.http import HttpRequest

from duediligence.admin.frame import signed_in
from duediligence.admin.records.base import RecordAdmin, RecordInline
from duediligence.admin.records.own import column
from duediligence.admin.roles import may_configure
from duediligence.domain.programme import demand_orderly
from duediligence.enums import StageKind
from duediligence.errors import Refused
from duediligence.messages import explain
from duediligence.models import Institution, ProgrammeStage


class InstitutionAdmin(RecordAdmin):
    list_display = ["code", "name_ja", "name_en", "is_demo"]
    search_fields = ["code", "name_ja", "name_en"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return signed_in(request).is_superuser

    def get_readonly_fields(self, request: HttpRequest, obj: Institution | None = None) -> list[str]:
        """The code stands in every case reference, and a demonstration stays one."""
        return ["code", "is_demo"] if obj else []


class DepartmentAdmin(RecordAdmin):
    list_display = ["code", "name_ja", "name_en"]
    search_fields = ["code", "name_ja", "name_en"]


class FunderAdmin(RecordAdmin):
    is_shared = True
    list_display = ["code", "name_ja", "name_en"]
    search_fields = ["code", "name_ja", "name_en"]


class StageFormSet(BaseInlineFormSet):  # type: ignore[type-arg]
    """The stages of one programme are looked at together; a fault stands at the row that has it."""

    def clean(self) -> None:
        super().clean()
        kept = [form for form in self.forms if not form.cleaned_data.get("DELETE")]
        rows = [form for form in kept if {"kind", "deadline_date"} <= form.cleaned_data.keys()]
        stages = [(StageKind(row.cleaned_data["kind"]), row.cleaned_data["deadline_date"]) for row in rows]
        try:
            demand_orderly(stages)
        except Refused as refused:
            rows[int(str(refused.params["row"])) - 1].add_error("deadline_date", explain(refused))


class StageInline(RecordInline):
    """A stage that was announced by mistake is taken out again; nothing else refers to it."""

    model = ProgrammeStage
    formset = StageFormSet
    can_delete = True
    extra = 1

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return may_configure(request)


class ProgrammeAdmin(RecordAdmin):
    list_display = ["code", "name_ja", column("funder"), "is_designated", "is_open"]
    list_filter = ["is_designated", "is_open"]
    list_select_related = ["funder"]
    search_fields = ["code", "name_ja", "name_en"]
    inlines = [StageInline]
