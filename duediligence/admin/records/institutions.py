"""The institution, its departments, funders and programmes."""

from django.http import HttpRequest

from duediligence.admin.frame import signed_in
from duediligence.admin.records.base import RecordAdmin, RecordInline
from duediligence.admin.records.own import column
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


class StageInline(RecordInline):
    model = ProgrammeStage
    extra = 1


class ProgrammeAdmin(RecordAdmin):
    list_display = ["code", "name_ja", column("funder"), "is_designated", "is_open"]
    list_filter = ["is_designated", "is_open"]
    list_select_related = ["funder"]
    search_fields = ["code", "name_ja", "name_en"]
    inlines = [StageInline]
