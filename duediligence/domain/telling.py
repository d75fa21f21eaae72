"""Telling the office of a case by mail."""

from django.conf import settings
from django.utils.functional import Promise

from duediligence import notify
from duediligence.domain import access
from duediligence.domain.policy import read
from duediligence.enums import Role
from duediligence.models import Case, User


def tell_officers(case: Case, code: str, **params: str | Promise) -> None:
    """Tell the officer who has the case, else every officer; the details stay behind the sign-in."""
    for user in access.officers_told(case):
        notify.tell(user, case, code, **params)


def tell_of_return(case: Case, code: str, *, by: User) -> None:
    """Tell the officer, and whoever decides the step that the case went back to, except the one who sent it there."""
    step = read(case.policy_edition).step(code)
    deciders = [] if step.role is Role.SECURITY_OFFICER else access.addressees(step.role, case)
    for user in dict.fromkeys([*access.officers_told(case), *deciders]):
        if user != by:
            notify.tell(user, case, "returned", name=str(by), step=step.name.within(settings.LANGUAGE_CODE))
