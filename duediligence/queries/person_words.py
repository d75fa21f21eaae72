"""Words written freely about a case, as far as one person may be given them.

A text is given when it names the person and nobody else of the case. One that names others as well is theirs too; one
that the office keeps to itself is withheld as long as telling it would hinder the procedure. Of both only the number is
told, for the office to decide on by hand.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.db.models import Q, QuerySet

from duediligence.enums import RecordKind, RecordVisibility
from duediligence.models import Case, CaseRecord, PartnerMember, Person

NAMES_OTHERS: Final = "names_others"
HINDERS_PROCEDURE: Final = "hinders_procedure"
Told = tuple[list[dict[str, Any]], list[dict[str, Any]]]
"""What is given, and what is withheld."""


def notes(person: Person, cases: QuerySet[Case]) -> Told:
    """Return the notes that name the person and nobody else, and how many records on their cases are withheld."""
    given: list[dict[str, Any]] = []
    withheld: Counter[tuple[str, str]] = Counter()
    own = spellings(person)
    for case in cases:
        others = _others(case, person)
        for one in case.records.order_by("happened_date", "pk"):
            words = f"{one.title}\n{one.text}"
            if not is_named(own, words):
                continue
            if why := _why_not(one, is_named(others, words)):
                withheld[case.reference, why] += 1
            else:
                given.append(_note(case, one))
    return given, [_withheld("record", *key, count) for key, count in withheld.items()]


def _why_not(record: CaseRecord, names_others: bool) -> str:
    """Incidents, consultations with the one-stop desk and what few may read would warn whoever is looked into."""
    if record.kind != RecordKind.NOTE or record.visibility != RecordVisibility.OFFICE:
        return HINDERS_PROCEDURE
    return NAMES_OTHERS if names_others else ""


def _note(case: Case, one: CaseRecord) -> dict[str, Any]:
    columns = {"title": one.title, "text": one.text, "happened_date": one.happened_date, "made_at": one.made_at}
    return {"case": case.reference, **columns}


def partner_results(person: Person) -> Told:
    """Return what partner institutions confirmed of the person and of the group that they belong to there."""
    given, withheld = [], []
    own = spellings(person)
    members = PartnerMember.objects.filter(person=person).order_by("confirmation__confirmed_at", "pk")
    for one in members.select_related("confirmation__part__case", "confirmation__part__organisation"):
        told = one.confirmation
        case = told.part.case
        others = _others(case, person)
        texts = {"result_reason": told.reason, "not_obtained": told.not_obtained}
        about = {name: text for name, text in texts.items() if is_named(own, text)}
        open_to_them = {name: text for name, text in about.items() if not is_named(others, text)}
        given.append(
            {
                "case": case.reference,
                "partner": str(told.part.organisation),
                "version": told.number,
                "confirmed_date": told.confirmed_date,
                "declaration": one.status,
                "reason": one.reason,
                "result": told.result,
                "researchers_risk": told.researchers_risk,
                **open_to_them,
            }
        )
        if count := len(about) - len(open_to_them):
            withheld.append(_withheld("partner_result", case.reference, NAMES_OTHERS, count))
    return given, withheld


def _withheld(what: str, case: str, why: str, count: int) -> dict[str, Any]:
    return {"what": what, "why": why, "case": case, "count": count}


def _others(case: Case, person: Person) -> list[str]:
    """Return every spelling of everybody else who takes or took part in the case, or wished to."""
    part = Q(memberships__revision__proposal=case.proposal_id) | Q(joinings__case=case)
    found = Person.objects.filter(part).exclude(pk=person.pk).distinct().prefetch_related("names", "memberships")
    return [spelling for one in found for spelling in spellings(one)]


def spellings(person: Person) -> list[str]:
    """Return each way in which the person is written in the records."""
    typed = [one.name for one in person.memberships.all()]
    return list(dict.fromkeys(_folded([person.name, *(one.text for one in person.names.all()), *typed])))


def _folded(names: Iterable[str]) -> Iterator[str]:
    return (folded for name in names if (folded := fold(name)))


def fold(text: str) -> str:
    """Return the text without what is no difference between two spellings: width, case, spacing."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def is_named(names: Iterable[str], text: str) -> bool:
    """Return whether one of the folded names stands in the text: whole words of letters, other scripts anywhere."""
    words = fold(text)
    joined = words.replace(" ", "")
    return any(_stands(name, words) if name.isascii() else name.replace(" ", "") in joined for name in names)


def _stands(name: str, words: str) -> bool:
    return re.search(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", words) is not None
