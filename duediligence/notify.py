"""What happens after a commit: waking workers and telling people. Losing a message loses no work."""

import datetime as dt

import structlog
from celery import current_app
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_noop, override
from kombu.exceptions import OperationalError

from duediligence.models import Case, Declaration, PartnerPart, User

logger = structlog.get_logger(__name__)

MESSAGES = {
    "answered": gettext_noop("An answer has arrived for %(reference)s: %(verdict)s."),
    "declared": gettext_noop("%(reference)s: the declaration of %(name)s has arrived."),
    "partner_confirmed": gettext_noop("%(reference)s: %(partner)s has confirmed its part."),
    "partner_expired": gettext_noop("%(reference)s: the invitation of %(partner)s ended without a confirmation."),
    "revised": gettext_noop("%(reference)s: the proposal was revised. What the change touches is to be done again."),
    "returned": gettext_noop("%(reference)s: %(name)s returned it to the step %(step)s."),
    "reopened": gettext_noop("%(reference)s was reopened: %(count)s new hits after a list changed."),
    "taken_back": gettext_noop(
        "%(reference)s was submitted, and something that the submission rests on has changed. Look at it again."
    ),
    "clearance_revoked": gettext_noop(
        "%(reference)s goes back to due diligence: a clearance that it used was revoked."
    ),
    "clearance_expired": gettext_noop(
        "%(reference)s goes back to due diligence: a clearance that it used has expired."
    ),
    "rescreen_incomplete": gettext_noop("The rescreening of %(reference)s could not check everything."),
    "list_changed": gettext_noop("A new edition of the list %(list)s touches %(reference)s."),
    "vanished": gettext_noop(
        "%(reference)s: %(count)s earlier hits are no longer on their lists. Decide what follows."
    ),
    "renamed": gettext_noop("%(reference)s: %(count)s entries that were judged have another name on their lists now."),
    "renewal_due": gettext_noop("%(reference)s: declarations are to be renewed (%(count)s), the first by %(due)s."),
    "due_soon": gettext_noop("%(reference)s: the step %(step)s is due on %(due)s."),
    "breached": gettext_noop("%(reference)s: a breach of the measure “%(measure)s” was reported."),
    "handed_over": gettext_noop("%(reference)s: you are responsible for the measure “%(measure)s” now."),
    "measure_due": gettext_noop("%(reference)s: the measure “%(measure)s” is due for review on %(due)s."),
    "end_agreed": gettext_noop(
        "%(reference)s: %(name)s agreed that the monitoring ends. It ends when somebody else agrees as well."
    ),
    "escalated": gettext_noop("%(reference)s: the step %(step)s was due on %(due)s and is passed on to you."),
    "overdue": gettext_noop("%(reference)s: the step %(step)s was due on %(due)s."),
}


def wake_worker(run_id: int) -> None:
    """Ask a worker to take a run up. When no broker answers, the tick finds the run by its row."""
    _wake("duediligence.tasks.work_on_run", run_id)


def wake_for_candidates(list_id: int) -> None:
    """Ask a worker to take a list of candidates up; else the tick finds it by its row."""
    _wake("duediligence.tasks.work_on_candidates", list_id)


def _wake(task: str, key: int) -> None:
    def send() -> None:
        try:
            current_app.send_task(task, [key])
        except (OperationalError, OSError) as error:
            logger.warning("worker_not_woken", task=task, key=key, error=str(error))

    transaction.on_commit(send)


def tell(user: User, case: Case, code: str, **params: str | Promise) -> None:
    """Send a person one of ``MESSAGES`` about a case after the commit. A demonstration office sends no mail.

    Words that are chosen by language are given lazily: the mail has its own language, whoever caused it.
    """
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
    holder = declaration.held_by
    asker = holder.organisation.name if holder else case.institution.name_ja
    with override(holder.language if holder else settings.LANGUAGE_CODE):
        subject = gettext("Please file your declaration on research security (%(institution)s)") % {
            "institution": asker
        }
        words = gettext(
            "%(name)s,\n\n%(institution)s asks you for a declaration on research security for a research project in "
            "which you take part. This personal link opens it until %(until)s; please do not pass it on.\n\n%(link)s\n"
        ) % {
            "name": declaration.person.name,
            "institution": asker,
            "until": until.isoformat(),
            "link": link_address(token),
        }
    _send(case, subject, words, declaration.email)


def invitation_address(token: str) -> str:
    """Return the address that opens a partner's part."""
    return f"{settings.SITE_URL}/partners/open/{token}/"


def send_invitation(part: PartnerPart, token: str, *, until: dt.date) -> None:
    """Send a partner's officer the invitation after the commit, in the language chosen for it."""
    words = gettext_noop(
        "%(name)s, %(partner)s,\n\n%(institution)s asks your institution to confirm its own due diligence on research "
        "security for the research project “%(project)s”. This invitation opens your institution's part until "
        "%(until)s; please do not pass it on.\n\n%(link)s\n"
    )
    _write_to_partner(part, words, until=until.isoformat(), link=invitation_address(token))


def remind_partner(part: PartnerPart, *, until: dt.date) -> None:
    """Remind a partner's officer after the commit that the invitation ends soon."""
    words = gettext_noop(
        "%(name)s, %(partner)s,\n\n%(institution)s still awaits your institution's confirmation for the research "
        "project “%(project)s”. The link in our earlier mail opens your part until %(until)s; ask the office for a new "
        "one if you no longer have it.\n"
    )
    _write_to_partner(part, words, until=until.isoformat())


def tell_partner_of_declaration(declaration: Declaration) -> None:
    """Tell a partner's officer after the commit that one of their people has filed."""
    words = gettext_noop(
        "%(name)s, %(partner)s,\n\nThe declaration of %(person)s for the research project “%(project)s” has arrived. "
        "Open your institution's part with the invitation that %(institution)s sent you.\n"
    )
    if declaration.held_by:
        _write_to_partner(declaration.held_by, words, person=declaration.person.name)


def tell_partner_of_end(part: PartnerPart) -> None:
    """Tell a partner's officer after the commit that the institution takes part no more."""
    words = gettext_noop(
        "%(name)s, %(partner)s,\n\nYour institution no longer takes part in the research project “%(project)s”. The "
        "invitation that %(institution)s sent you opens nothing any more; there is nothing left to confirm.\n"
    )
    _write_to_partner(part, words)


def _write_to_partner(part: PartnerPart, words: str, **params: str) -> None:
    case = part.case
    if case.institution.is_demo:
        return
    is_japanese = part.language == "ja"
    lead, project = case.institution, case.revision
    titles = (project.title_ja, project.title_en)
    named = {
        "name": part.officer_name,
        "partner": part.organisation.name,
        "institution": lead.name_ja if is_japanese else lead.name_en,
        "project": next(filter(None, titles if is_japanese else reversed(titles))),
        **params,
    }
    with override(part.language):
        subject = gettext("Confirmation of due diligence on research security (%(institution)s)") % named
        body = gettext(words) % named
    _send(case, subject, body, part.email)


def _send(case: Case, subject: str, body: str, address: str) -> None:
    def send() -> None:
        try:
            send_mail(subject, body, None, [address])
        except OSError as error:
            logger.warning("mail_not_sent", case=case.reference, error=type(error).__name__)

    transaction.on_commit(send)
