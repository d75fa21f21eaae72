"""Records on Django's own admin pages: for the office's administrator, its own alone, never deleted, audited."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms import BaseModelFormSet, DateInput, ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from duediligence.admin.frame import signed_in
from duediligence.admin.pages.showing import actor_of
from duediligence.admin.records.audited import note, note_removed, stored_values
from duediligence.admin.records.own import RELATIONS, OwnRecordForm, column, named_relation
from duediligence.admin.roles import may_configure, may_share

NATIVE_DAYS: Final[Mapping[Any, Mapping[str, Any]]] = {
    models.DateField: {"widget": DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
}
"""The browser's own calendar, which has a name for those who cannot see and knows what day it is for its reader."""


class RecordAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """``is_shared`` marks records that belong to the installation and not to one institution."""

    is_shared = False
    list_per_page = 50
    formfield_overrides = NATIVE_DAYS
    form = OwnRecordForm

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_configure(request)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return may_configure(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        user = signed_in(request)
        return may_share(request) if self.is_shared else may_configure(request) and user.institution_id is not None

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        user = signed_in(request)
        if self.is_shared or (obj is not None and getattr(obj, "institution_id", user.institution_id) is None):
            return may_share(request)
        return may_configure(request)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Records carry history; what is no longer used is closed, not deleted."""
        return False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        records: Any = self.model._default_manager.all()
        seen = records.visible_to(signed_in(request)) if hasattr(records, "visible_to") else records
        return seen.order_by(*self.get_ordering(request)) if self.get_ordering(request) else seen  # type: ignore[no-any-return]

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> models.Model:
        """What the reader may not see does not exist for them."""
        found: models.Model | None = super().get_object(request, object_id, from_field)
        if found is None:
            raise Http404
        return found

    def get_exclude(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        """The institution is the reader's own; only the installation's administrator chooses it."""
        given = list(super().get_exclude(request, obj) or ())
        return given if signed_in(request).is_superuser else [*given, "institution"]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer nothing of another institution."""
        possible: Any = db_field.remote_field.model._default_manager.all()
        if hasattr(possible, "visible_to"):
            kwargs["queryset"] = possible.visible_to(signed_in(request))
        return super().formfield_for_foreignkey(db_field, request, **named_relation(db_field, kwargs))

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        """Name the relations also where nothing can be changed: there the page asks the model and not the form."""
        fields = super().get_fields(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fields
        return [column(one) if one in RELATIONS else one for one in fields]

    def get_form(self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any) -> Any:  # type: ignore[override]
        made: Any = super().get_form(request, obj, **kwargs)
        made.own_institution = signed_in(request).institution
        return made

    def save_model(self, request: HttpRequest, obj: models.Model, form: "ModelForm[Any]", change: bool) -> None:
        user = signed_in(request)
        if not change and hasattr(obj, "institution_id") and obj.institution_id is None and not user.is_superuser:
            obj.institution = user.institution  # type: ignore[attr-defined]
        before = stored_values(obj)
        super().save_model(request, obj, form, change)
        note(actor_of(request), obj, before)

    def save_formset(
        self, request: HttpRequest, form: "ModelForm[Any]", formset: "BaseModelFormSet[Any, Any]", change: bool
    ) -> None:
        before = {record.pk: stored_values(record) for record in formset.save(commit=False)}
        for record in formset.deleted_objects:
            note_removed(actor_of(request), record)
        formset.save()
        for record in [*formset.new_objects, *(changed for changed, _fields in formset.changed_objects)]:
            note(actor_of(request), record, before.get(record.pk, {}))

    def log_addition(self, request: HttpRequest, obj: models.Model, message: Any) -> None:  # type: ignore[override]
        """The audit log is the only log."""

    def log_change(self, request: HttpRequest, obj: models.Model, message: Any) -> None:  # type: ignore[override]
        """The audit log is the only log."""

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Show what the audit log holds about the record."""
        if not self.has_view_permission(request, self.get_object(request, unquote(object_id))):
            raise PermissionDenied
        words = urlencode({"target": self.opts.model_name, "number": object_id})
        return redirect(f"{reverse('admin:audit')}?{words}")


class RecordInline(admin.StackedInline):  # type: ignore[type-arg]
    """Parts of a record, permitted as the record is; the fields of one stand beside each other where there is room."""

    extra = 0
    can_delete = False
    formfield_overrides = NATIVE_DAYS

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_foreignkey(db_field, request, **named_relation(db_field, kwargs))

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        return [tuple(super().get_fields(request, obj))]

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return may_configure(request)

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return may_configure(request)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return may_configure(request)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False
