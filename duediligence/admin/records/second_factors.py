"""Second factors of the sign-in: taken out for a person who has lost theirs, never seen or made by others."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet
from django.http import HttpRequest

from duediligence.admin.frame import signed_in
from duediligence.admin.records.base import RecordAdmin
from duediligence.admin.roles import may_configure


class SecondFactorAdmin(RecordAdmin):
    """The installation's administrators are helped by each other alone; ``accounts`` writes the audit log."""

    list_display = ["user", "type", "created_at", "last_used_at"]
    fields = readonly_fields = ("user", "type", "created_at", "last_used_at")
    list_select_related = ["user"]
    search_fields = ["user__username", "user__display_name"]
    ordering = ["user__username", "type"]
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        user = signed_in(request)
        seen: QuerySet[Any] = Authenticator.objects.order_by(*self.ordering)
        return (
            seen if user.is_superuser else seen.filter(user__institution=user.institution_id, user__is_superuser=False)
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_configure(request) and (obj is None or obj.user != signed_in(request))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Take it out; recovery codes do not stay behind alone."""
        rest = Authenticator.objects.filter(user=obj.user).exclude(pk=obj.pk)
        if not rest.exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
            for one in rest:
                one.delete()
        obj.delete()

    def log_deletions(self, request: HttpRequest, queryset: Any) -> None:  # type: ignore[override]
        """The audit log is the only log."""
