"""Telling the office of a case by mail."""

from duediligence import notify
from duediligence.domain import access
from duediligence.models import Case


def tell_officers(case: Case, code: str, **params: str) -> None:
    """Tell the officer who has the case, else every officer; the details stay behind the sign-in."""
    for user in access.officers_told(case):
        notify.tell(user, case, code, **params)
