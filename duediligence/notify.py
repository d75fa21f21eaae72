"""What happens after a commit: waking workers and telling people. Losing a message loses no work."""

import datetime as dt

import structlog
from celery import current_app
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils.translation import gettext, gettext_noop, override
from kombu.exceptions import OperationalError

from duediligence.models import Case, Declaration, User

logger = structlog.get_logger(__name__)

MESSAGES = {
    "answered": gettext_noop("An answer has arrived for %(reference)s: %(verdict)s."),
    "declared": gettext_noop("%(reference)s: the declaration of %(name)s has arrived."),
    "reopened": gettext_noop("%(reference)s was reopened: %(count)s new hits after a list changed."),
    "rescreen_incomplete": gettext_noop("The rescreening of %(reference)s could not check everything."),
    "list_changed": gettext_noop("A new edition of the list %(list)s touches %(reference)s."),
    "vanished": gettext_noop(
        "%(reference)s: %(count)s earlier hits are no longer on their lists. Decide what follows."
    ),
    "due_soon": gettext_noop("%(reference)s: the step %(step)s is due on %(due)s."),
    "breached": gettext_noop("%(reference)s: a breach of the measure “%(measure)s” was reported."),
    "measure_due": gettext_noop("%(reference)s: the measure “%(measure)s” is due for review on %(due)s."),
    "escalated": gettext_noop("%(reference)s: the step %(step)s was due on %(due)s and is passed on to you."),
    "overdue": gettext_noop("%(reference)s: the step %(step)s was due on %(due)s."),
}


def wake_worker(run_id: int) -> None:
    """Ask a worker to take a run up. When no broker answers, the tick finds the run by its row."""

    def send() -> None:
        try:
            current_app.send_task("duediligence.tasks.work_on_run", [run_id])
        except (OperationalError, OSError) as error:
            logger.warning("worker_not_woken", run=run_id, error=str(error))

    transaction.on_commit(send)


def tell_owner(case: Case, code: str, **params: str) -> None:
    """Tell the officer who has the case; the details stay behind the sign-in."""
    if case.owner:
        tell(case.owner, case, code, **params)


def tell(user: User, case: Case, code: str, **params: str) -> None:
    """Send a person one of ``MESSAGES`` about a case after the commit. A demonstration office sends no mail."""
    if not user.email or case.institution.is_demo:
        return
    with override(settings.LANGUAGE_CODE):
        sentence = gettext(MESSAGES[code]) % {"reference": case.reference, **params}
    _send(case, sentence, f"{sentence}\n\n{settings.SITE_URL}/cases/{case.reference}/\n", user.email)


def link_address(token: str) -> str:
    """Return the address that opens a declaration."""
    return f"{settings.SITE_URL}/declarations/open/{token}/"


def send_link(declaration: Declaration, token: str, *, until: dt.date) -> None:
    """Send a member the personal link after the commit. A demonstration office sends no mail."""
    case = declaration.case
    if case.institution.is_demo:
        return
    with override(settings.LANGUAGE_CODE):
        subject = gettext("Please file your declaration on research security (%(institution)s)") % {
            "institution": case.institution.name_ja
        }
        words = gettext(
            "%(name)s,\n\n%(institution)s asks you for a declaration on research security for a research project in "
            "which you take part. This personal link opens it until %(until)s; please do not pass it on.\n\n%(link)s\n"
        ) % {
            "name": declaration.person.name,
            "institution": case.institution.name_ja,
            "until": until.isoformat(),
            "link": link_address(token),
        }
    _send(case, subject, words, declaration.email)


def _send(case: Case, subject: str, body: str, address: str) -> None:
    def send() -> None:
        try:
            send_mail(subject, body, None, [address])
        except OSError as error:
            logger.warning("mail_not_sent", case=case.reference, error=type(error).__name__)

    transaction.on_commit(send)
