"""Funders' programs: what they may see, and their keys, each shown once."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duediligence.admin.pages.showing import actor_of, show
from duediligence.admin.records.base import RecordAdmin, RecordInline
from duediligence.admin.records.own import column
from duediligence.admin.roles import may_share
from duediligence.domain import api_client
from duediligence.enums import Scope
from duediligence.errors import Refused
from duediligence.labels import choices
from duediligence.messages import explain
from duediligence.models import ApiClient, ApiKey, ProgrammeGrant


class KeyForm(forms.Form):
    scopes = forms.MultipleChoiceField(
        label=_("What the key may do"), choices=choices(Scope), widget=forms.CheckboxSelectMultiple
    )
    valid_days = forms.IntegerField(label=_("Valid for days"), min_value=1, max_value=730, initial=365)


class ProgrammeGrantInline(RecordInline):
    model = ProgrammeGrant
    extra = 1


class ApiClientAdmin(RecordAdmin):
    is_shared = True
    list_display = ["name", column("funder"), "is_active"]
    list_select_related = ["funder"]
    search_fields = ["name", "funder__name_ja", "funder__name_en"]
    inlines = [ProgrammeGrantInline]
    change_form_template = "duediligence/pages/api_client_form.html"

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_share(request)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        keys = [
            path("<int:client_id>/keys/", view(self.keys), name="api_keys"),
            path("<int:client_id>/keys/<int:key_id>/revoke/", view(self.revoke), name="api_key_revoke"),
        ]
        return [*keys, *super().get_urls()]

    def keys(self, request: HttpRequest, client_id: int) -> HttpResponse:
        """Show the keys of a client; a new one is shown this once and never again."""
        client = self._client(request, client_id)
        form = KeyForm(request.POST if request.method == "POST" else None)
        issued = ""
        if form.is_bound and form.is_valid():
            scopes = [Scope(scope) for scope in form.cleaned_data["scopes"]]
            try:
                days = form.cleaned_data["valid_days"]
                _key, issued = api_client.issue_key(client, actor=actor_of(request), scopes=scopes, valid_days=days)
                form = KeyForm()
            except Refused as refused:
                form.add_error(None, explain(refused))
        context = {"client": client, "keys": client.keys.all(), "form": form, "issued": issued, "now": timezone.now()}
        response = show(request, "api_keys.html", context, 422 if form.errors else 200)
        response["Cache-Control"] = "no-store"
        return response

    def revoke(self, request: HttpRequest, client_id: int, key_id: int) -> HttpResponse:
        client = self._client(request, client_id)
        key = ApiKey.objects.filter(client=client, pk=key_id).first()
        if key is None:
            raise Http404
        if request.method == "POST":
            api_client.revoke_key(key, actor=actor_of(request), reason=request.POST.get("reason", ""))
            messages.success(request, gettext("The key is revoked."))
        return redirect("admin:api_keys", client_id)

    def _client(self, request: HttpRequest, client_id: int) -> ApiClient:
        if not may_share(request):
            raise PermissionDenied
        client = ApiClient.objects.filter(pk=client_id).select_related("funder").first()
        if client is None:
            raise Http404
        return client
