"""Users and the roles they hold from one day to another."""

from typing import Any

from django import forms
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duediligence.admin.frame import signed_in
from duediligence.admin.pages.showing import actor_of
from duediligence.admin.records.base import RecordAdmin, RecordInline
from duediligence.admin.records.own import column
from duediligence.domain import audit
from duediligence.models import RoleGrant, User

_ALWAYS = ["username", "display_name", "email", "department", "is_active"]


class GrantForm(forms.ModelForm):  # type: ignore[type-arg]
    """A grant is ended, never rewritten."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["role"].disabled = self.fields["from_date"].disabled = True


class GrantFormSet(BaseInlineFormSet):  # type: ignore[type-arg]
    """Nobody gives a role to themselves."""

    giver: User

    def clean(self) -> None:
        super().clean()
        if self.instance == self.giver and any(form.has_changed() for form in self.forms):
            raise forms.ValidationError(gettext("Nobody changes their own roles. Ask another administrator."))


class GrantInline(RecordInline):
    model = RoleGrant
    form = GrantForm
    formset = GrantFormSet
    extra = 1

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        made: Any = super().get_formset(request, obj, **kwargs)
        made.giver = signed_in(request)
        return made


class UserAdmin(RecordAdmin, DjangoUserAdmin):  # type: ignore[type-arg]
    list_display = ["username", "display_name", "email", column("department"), "is_active"]
    list_filter = ["is_active"]
    list_select_related = ["department"]
    search_fields = ["username", "display_name", "email"]
    ordering = ["username"]
    filter_horizontal = ()
    inlines = [GrantInline]
    form = UserChangeForm  # type: ignore[assignment]  # a username is unique everywhere
    add_form = AdminUserCreationForm

    def get_queryset(self, request: HttpRequest) -> Any:
        user = signed_in(request)
        seen = User.objects.order_by("username")
        return seen if user.is_superuser else seen.filter(institution=user.institution_id)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        whole = signed_in(request).is_superuser
        fields = [*_ALWAYS, *(["institution", "is_superuser"] if whole else [])]
        if obj is None:
            return [(None, {"fields": [*fields, "usable_password", "password1", "password2"]})]
        return [(None, {"fields": [*fields, "password"]}), (_("Signed in"), {"fields": ["last_login", "date_joined"]})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["last_login", "date_joined"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The installation's administrators are changed by each other alone."""
        if obj is not None and obj.is_superuser and not signed_in(request).is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> Any:
        """Roles are given to a user who is there."""
        return self.inlines if obj else []

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == 302:
            user = User.objects.get(pk=id)
            audit.record(actor_of(request), "user.password_set", user, institution=user.institution)
        return response
