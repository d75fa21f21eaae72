"""Which records the settings show, and by what page."""

from typing import Any

from duediligence.admin.records.clients import ApiClientAdmin
from duediligence.admin.records.institutions import DepartmentAdmin, FunderAdmin, InstitutionAdmin, ProgrammeAdmin
from duediligence.admin.records.parties import OrganisationAdmin, PersonAdmin
from duediligence.admin.records.users import UserAdmin
from duediligence.models import ApiClient, Department, Funder, Institution, Organisation, Person, Programme, User


def add_records(site: Any) -> None:
    """Register the records of the settings."""
    site.register(Institution, InstitutionAdmin)
    site.register(Department, DepartmentAdmin)
    site.register(User, UserAdmin)
    site.register(Funder, FunderAdmin)
    site.register(Programme, ProgrammeAdmin)
    site.register(ApiClient, ApiClientAdmin)
    site.register(Person, PersonAdmin)
    site.register(Organisation, OrganisationAdmin)
