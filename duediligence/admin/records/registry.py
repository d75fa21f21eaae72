"""Which records the settings show, and by what page."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from duediligence.admin.records.clients import ApiClientAdmin
from duediligence.admin.records.institutions import DepartmentAdmin, FunderAdmin, InstitutionAdmin, ProgrammeAdmin
from duediligence.admin.records.parties import OrganisationAdmin, PersonAdmin
from duediligence.admin.records.second_factors import SecondFactorAdmin
from duediligence.admin.records.users import UserAdmin
from duediligence.models import ApiClient, Department, Funder, Institution, Organisation, Person, Programme, User


def add_records(site: Any) -> None:
    """Register the records of the settings."""
    site.unregister(Group)  # Django's page of users registers it; what people may do comes from their roles
    # The package names its records in English alone.
    Authenticator._meta.verbose_name, Authenticator._meta.verbose_name_plural = _("second factor"), _("second factors")
    site.register(Institution, InstitutionAdmin)
    site.register(Department, DepartmentAdmin)
    site.register(User, UserAdmin)
    site.register(Authenticator, SecondFactorAdmin)
    site.register(Funder, FunderAdmin)
    site.register(Programme, ProgrammeAdmin)
    site.register(ApiClient, ApiClientAdmin)
    site.register(Person, PersonAdmin)
    site.register(Organisation, OrganisationAdmin)
