"""What a partner institution confirmed, in words: for its officer to check, and for the lead to read."""

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from duediligence.admin.components import Fact
from duediligence.days import day
from duediligence.domain.partner_part import PartnerResult, Told
from duediligence.enums import DeclarationStatus, DueDiligenceResult
from duediligence.labels import label
from duediligence.models import Membership, PartnerConfirmation, PartnerFile

FILES: Final = Prefetch("files", PartnerFile.objects.select_related("stored").defer("stored__content"))
"""The files of a version, with their size and not with their bytes."""


def confirmed_facts(made: PartnerConfirmation) -> list[Fact]:
    """Return one version: who confirmed it, what it says."""
    who = f"{made.confirmed_name} · {made.confirmed_office} · {day(made.confirmed_date)}"
    facts = [Fact(_("Confirmed by"), who), *_facts(made.result, made.not_obtained, made.reason)]
    facts[2:2] = _risks(made.institution_risk, made.researchers_risk)
    if made.why_corrected:
        facts.append(Fact(_("Correction"), made.why_corrected))
    return facts


def draft_facts(given: PartnerResult) -> list[Fact]:
    """Return what is typed so far."""
    answers: Mapping[str, bool] = {"yes": True, "no": False}
    facts = _facts(given.result, given.not_obtained, given.reason)
    facts[1:1] = _risks(answers.get(given.institution_risk), answers.get(given.researchers_risk))
    return facts


def _facts(result: str, not_obtained: str, reason: str) -> list[Fact]:
    named = str(label(DueDiligenceResult(result))) if result in set(DueDiligenceResult) else ""
    facts = [Fact(_("Result of due diligence"), named), Fact(_("Reason"), reason)]
    if not_obtained:
        facts.insert(1, Fact(_("What could not be obtained"), not_obtained))
    return facts


def _risks(institution: bool | None, researchers: bool | None) -> list[Fact]:
    words = {True: _("Yes"), False: _("No"), None: ""}
    return [
        Fact(_("Risk at the institution"), words[institution]),
        Fact(_("Risk with researchers there"), words[researchers]),
    ]


def told_rows(members: tuple[Membership, ...], told: Mapping[int, Told]) -> list[dict[str, Any]]:
    """Return where the declaration of each of the partner's people stands."""
    known = set(DeclarationStatus)
    return [
        {
            "name": one.person.name,
            "status": told[one.person_id].status if told.get(one.person_id, Told()).status in known else "",
            "reason": told.get(one.person_id, Told()).reason,
        }
        for one in members
    ]


def told_of(made: PartnerConfirmation) -> list[dict[str, Any]]:
    return [{"name": one.person.name, "status": one.status, "reason": one.reason} for one in made.members.all()]
