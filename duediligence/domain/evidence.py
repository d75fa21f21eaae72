"""What a case holds about each person and partner institution that is assessed."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import prefetch_related_objects

from duediligence.domain.screening import texts_of
from duediligence.enums import Judgement, Level, PartyRole, TechnologyAction
from duediligence.models import Case, Disposition, Organisation, Person, Revision, SubjectOrigin
from duediligence.models.proposal import has_left
from duediligence.policy.facts import Fact, FactValue
from duediligence.policy.judging import Subject
from screening.models import Hit, TechnologyHit

_T = TypeVar("_T")
_WANTED = object()
DISMISSED = (Judgement.FALSE_POSITIVE, Judgement.TRUE_MATCH_NOT_RELEVANT)


@dataclass(frozen=True, slots=True)
class Party:
    """A member or a partner institution. ``refs`` are the screened subjects whose hits are facts about it.

    ``people`` are the subjects of a partner's own members: shown, but they do not put the institution on a list.
    """

    subject: Subject
    record: Person | Organisation
    part: str
    refs: frozenset[str]
    people: frozenset[str] = frozenset()

    @property
    def key(self) -> tuple[Subject, int]:
        return self.subject, self.record.pk


@dataclass(frozen=True, slots=True)
class Evidence:
    """The parties of a case with the hits that still stand against their subjects."""

    case: Case
    parties: tuple[Party, ...]
    hits: Mapping[str, tuple[Hit, ...]] = field(default_factory=dict)
    unjudged: Mapping[str, int] = field(default_factory=dict)
    unreviewed: int = 0
    areas: tuple[TechnologyHit, ...] = ()
    topic: str = ""
    known: dict[str, Any] = field(default_factory=dict, compare=False)
    """What was looked up besides, see ``once``."""

    @property
    def is_screened(self) -> bool:
        return self.case.current_run is not None and not self.case.current_run.is_live

    def hits_of(self, party: Party) -> tuple[Hit, ...]:
        return tuple(hit for ref in sorted(party.refs | party.people) for hit in self.hits.get(ref, ()))

    def unjudged_of(self, party: Party) -> int:
        return sum(self.unjudged.get(ref, 0) for ref in party.refs | party.people)

    def facts_of(self, party: Party) -> dict[Fact, FactValue]:
        """Return what the screening tells of the party; nothing before it is finished."""
        if not self.is_screened:
            return {}
        own = [hit for ref in party.refs for hit in self.hits.get(ref, ())]
        return {
            Fact.LIST_EFFECT: frozenset(hit.effect for hit in own),
            Fact.HIT_LEVEL: highest(Level, (hit.level for hit in own)),
            Fact.TECHNOLOGY_LEVEL: highest(Level, (area.level for area in self.areas)),
        }

    def basis_of(self, party: Party) -> dict[str, Any]:
        """Return what an assessment rests on: when it changes, somebody has to look again."""
        hits = sorted({(hit.subject_ref, hit.source_code, hit.entry.uid) for hit in self.hits_of(party)})
        return {
            "topic": self.topic,
            "part": party.part,
            "subjects": sorted(party.refs | party.people),
            "hits": [list(hit) for hit in hits],
        }


def parties_of(case: Case) -> tuple[Party, ...]:
    """Return every partner institution of the present revision, and every member whose part has not ended."""
    members = list(case.revision.memberships.exclude(has_left()).select_related("person", "organisation"))
    origins = list(SubjectOrigin.objects.filter(case=case, run=case.current_run_id))
    people = [
        Party(Subject.PERSON, one.person, one.role, _linked({f"person:{one.person_id}"}, one.person.name, origins))
        for one in members
    ]
    partners = []
    for party in case.revision.parties.filter(role=PartyRole.PARTNER).select_related("organisation"):
        own = {
            one.person_id
            for one in members
            if party.organisation_id in (one.organisation_id, one.person.affiliation_id)
        }
        refs = _linked({f"organisation:{party.organisation_id}"}, "", origins)
        staff = frozenset(f"person:{pk}" for pk in own)
        partners.append(Party(Subject.PARTNER, party.organisation, party.role, refs, staff))
    return (*people, *partners)


def _linked(start: set[str], name: str, origins: Iterable[SubjectOrigin]) -> frozenset[str]:
    """Add the subjects that were drawn because of the named person, and the parents of every organisation so found."""
    rows = list(origins)
    found = start | {row.subject_ref for row in rows if name and name in row.detail and row.origin != "parent"}
    while True:
        names = {row.name for row in rows if row.subject_ref in found}
        parents = {row.subject_ref for row in rows if row.origin == "parent" and row.detail in names}
        if parents <= found:
            return frozenset(found)
        found |= parents


def remember(case: Case) -> Evidence:
    """Gather the evidence once for everything that a page shows of the case."""
    case.remembered_evidence = evidence_of(case)
    return case.remembered_evidence


@contextmanager
def gathered_once(case: Case) -> Iterator[None]:
    """Gather the evidence at most once for what is read inside, which changes nothing; then forget it again."""
    if case.remembered_evidence is not None:
        yield
        return
    case.remembered_evidence = _WANTED
    try:
        yield
    finally:
        case.remembered_evidence = None


def once(case: Case, name: str, look_up: Callable[[], _T]) -> _T:
    """Look something up once for a case whose evidence is remembered, else each time."""
    evidence = case.remembered_evidence
    if not isinstance(evidence, Evidence):
        return look_up()
    if name not in evidence.known:
        evidence.known[name] = look_up()
    found: _T = evidence.known[name]
    return found


def evidence_of(case: Case) -> Evidence:
    """Return everything in a fixed number of queries."""
    if isinstance(case.remembered_evidence, Evidence):
        return case.remembered_evidence
    evidence = _gather(case)
    if case.remembered_evidence is _WANTED:
        case.remembered_evidence = evidence
    return evidence


def _gather(case: Case) -> Evidence:
    hits: dict[str, list[Hit]] = {}
    unjudged: dict[str, int] = {}
    unreviewed = 0
    run = case.current_run
    if run is not None:
        prefetch_related_objects([run], "technology_hits")
        judgements = list(Disposition.objects.filter(hit__run=run, withdrawn_at__isnull=True))
        judged = {one.hit_id: one.judgement for one in judgements}
        unreviewed = sum(one.needs_second_review and not one.second_reviewer_id for one in judgements)
        for hit in run.hits.filter(clearance_ref="").select_related("entry").defer("explanation"):
            if judged.get(hit.pk) in DISMISSED:
                continue
            hits.setdefault(hit.subject_ref, []).append(hit)
            if hit.pk not in judged:
                unjudged[hit.subject_ref] = unjudged.get(hit.subject_ref, 0) + 1
    return Evidence(
        case=case,
        parties=parties_of(case),
        hits={ref: tuple(found) for ref, found in hits.items()},
        unjudged=unjudged,
        unreviewed=unreviewed,
        areas=tuple(run.technology_hits.all()) if run else (),
        topic=topic_of(case.revision),
    )


def topic_of(revision: Revision) -> str:
    """Return a digest of the texts that say what the proposal is about."""
    words = json.dumps(texts_of(revision), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(words.encode()).hexdigest()


def highest(vocabulary: type[Level] | type[TechnologyAction], values: Iterable[str]) -> str:
    """Return the highest of the values, the lowest of the vocabulary when there is none."""
    members = list(vocabulary)
    return max((vocabulary(value) for value in values), key=members.index, default=members[0])
