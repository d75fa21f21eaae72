"""The acts of the audit log in words."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duediligence.admin.components import Happening
from duediligence.admin.frame import Text
from duediligence.models import AuditEvent, User

VERBS: dict[str, Text] = {
    "api_key.issued": _("API key issued"),
    "api_key.revoked": _("API key revoked"),
    "assessment.decided": _("Assessment decided"),
    "assessment.voided": _("Assessment void after a revision"),
    "case.assigned": _("Officer assigned"),
    "case.closed": _("Case closed"),
    "case.in_progress": _("Case in progress again"),
    "case.monitoring": _("Case passed to monitoring"),
    "case.opened": _("Case opened"),
    "audit.purged": _("Words of the log removed at the end of retention"),
    "case.purged": _("Personal data of a case removed"),
    "case.recused": _("Conflict of interest declared"),
    "case.reopened": _("Case reopened: new hits"),
    "case.revision_followed": _("Case moved to the new revision"),
    "case.taken_up_again": _("Case taken up again"),
    "case.withdrawn": _("Case withdrawn"),
    "confirmation.confirmed": _("Confirmed from outside"),
    "confirmation.returned": _("Returned from outside with comments"),
    "decision.approve": _("Step approved"),
    "decision.return": _("Step returned"),
    "delegation.made": _("Role delegated"),
    "delegation.revoked": _("Delegation revoked"),
    "hit.judged": _("Hit judged"),
    "hit.judgement_withdrawn": _("Judgement withdrawn"),
    "hit.second_reviewed": _("Judgement reviewed by a second person"),
    "consent.given": _("Consent to measures given"),
    "consent.refused": _("Consent to measures refused"),
    "measure.agree": _("Measure agreed"),
    "measure.begin": _("Measure put into force"),
    "measure.confirm_evidence": _("Evidence of a measure confirmed"),
    "measure.confirm_feasible": _("Measure confirmed feasible"),
    "measure.end": _("Measure ended"),
    "measure.give_evidence": _("Evidence of a measure given"),
    "measure.propose": _("Measure proposed"),
    "measure.report_breach": _("Breach of a measure reported"),
    "measure.restore": _("Measure restored after a breach"),
    "measure.review": _("Measure reviewed"),
    "organisation.names_added": _("Names of an organisation added"),
    "organisation.recorded": _("Organisation recorded"),
    "person.names_added": _("Names of a person added"),
    "person.recorded": _("Person recorded"),
    "policy.drafted": _("Policy drafted"),
    "policy.published": _("Policy published"),
    "policy.retired": _("Policy retired"),
    "proposal.received": _("Proposal recorded"),
    "proposal.revised": _("Proposal revised"),
    "record.added": _("Record added"),
    "record.changed": _("Record changed"),
    "route.gone_back": _("Steps begun again"),
    "screening.asked": _("Screening asked for"),
    "screening.complete": _("Screening complete"),
    "screening.failed": _("Screening failed"),
    "screening.partial": _("Screening could not check everything"),
    "screening.vanished": _("Earlier hits no longer found"),
    "screening.waived": _("Incomplete screening accepted"),
    "step.escalated": _("Overdue step passed on"),
    "step.completed": _("Step done"),
    "step.open": _("Step opened"),
    "step.skipped": _("Step not needed"),
    "user.password_set": _("Password set by an administrator"),
}


def in_words(verb: str) -> Text:
    return VERBS.get(verb, verb)


def actor_names(events: Iterable[AuditEvent]) -> dict[str, str]:
    """Return the people behind the labels of the log by their names, in one query."""
    labels = {event.actor for event in events}
    usernames = [label.partition(":")[2] for label in labels if label.startswith("user:")]
    people = {f"user:{one.username}": str(one) for one in User.objects.filter(username__in=usernames)}
    return {label: people.get(label) or _label(label) for label in labels}


def _label(label: str) -> str:
    kind, _colon, name = label.partition(":")
    if kind == "system":
        return gettext("System")
    return gettext("API client %(name)s") % {"name": name} if kind == "client" else name


def happenings(events: Sequence[AuditEvent]) -> list[Happening]:
    """Return events as lines of a timeline."""
    names = actor_names(events)
    return [Happening(one.at, in_words(one.verb), names[one.actor], one.reason) for one in events]
