"""A role lent to a substitute for a time."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duediligence.admin.forms.acts import reason_field
from duediligence.admin.forms.measures import date_field
from duediligence.admin.forms.offering import offer
from duediligence.domain.delegation import DELEGABLE
from duediligence.enums import Role
from duediligence.labels import label
from duediligence.models import RoleGrant, User


class DelegateForm(forms.Form):
    """``holders`` are those for whom the reader may arrange a substitute."""

    from_user = forms.ChoiceField(label=_("From whom"))
    role = forms.ChoiceField(label=_("Role"))
    to_user = forms.ChoiceField(label=_("Substitute"))
    from_date = date_field(_("First day"))
    until_date = date_field(_("Last day"), help_text=_("Both days included."))
    reason = reason_field()

    def __init__(self, *args: Any, holders: Sequence[User], colleagues: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.holders = holders
        self.people = {str(user.pk): user for user in (*holders, *colleagues)}
        offer(self, "from_user", [(str(user.pk), str(user)) for user in holders])
        held = RoleGrant.objects.in_force().filter(user__in=holders, role__in=DELEGABLE)
        roles = sorted(Role(role) for role in set(held.values_list("role", flat=True)))
        offer(self, "role", [(role.value, label(role)) for role in roles])
        offer(self, "to_user", [("", _("Choose")), *((str(user.pk), str(user)) for user in colleagues)])
