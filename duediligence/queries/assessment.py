"""The people and partner institutions of a case with what was found, proposed and decided about each."""

from collections import Counter
from dataclasses import dataclass

from duediligence.domain.assessment import live_assessments, rests, weigh
from duediligence.domain.evidence import Evidence, Party, evidence_of
from duediligence.models import Assessment, Case
from duediligence.policy.assessing import Proposal
from duediligence.policy.judging import Subject
from screening.models import Hit


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """``made`` is the assessment that is not void; ``is_outdated`` says that what it rests on has changed since."""

    party: Party
    made: Assessment | None
    is_outdated: bool
    proposals: tuple[Proposal, ...]
    hits: tuple[Hit, ...]
    unjudged: int

    @property
    def is_done(self) -> bool:
        return self.made is not None and not self.is_outdated

    @property
    def effects(self) -> dict[str, int]:
        return dict(Counter(hit.effect for hit in self.hits))

    @property
    def is_plain(self) -> bool:
        """Whether *no* may be answered about several such parties at once."""
        return not self.is_done and not self.hits and not any(one.answer for one in self.proposals)


def assessment_rows(evidence: Evidence) -> list[AssessmentRow]:
    """Return a row for every party, those with hits first."""
    live = live_assessments(evidence.case)
    rows = [_row(evidence, party, live.get(party.key)) for party in evidence.parties]
    return sorted(rows, key=lambda row: -len(row.hits))


def _row(evidence: Evidence, party: Party, made: Assessment | None) -> AssessmentRow:
    return AssessmentRow(
        party=party,
        made=made,
        is_outdated=made is not None and not rests(evidence, party, made),
        proposals=weigh(evidence, party, made.points if made else ()),
        hits=evidence.hits_of(party),
        unjudged=evidence.unjudged_of(party),
    )


def row_of(case: Case, subject: Subject, number: int) -> tuple[Evidence, AssessmentRow] | None:
    """Return the row of one party with the evidence; ``None`` when it has no part in the present revision."""
    evidence = evidence_of(case)
    return next(((evidence, row) for row in assessment_rows(evidence) if row.party.key == (subject, number)), None)


def earlier_assessments(case: Case, party: Party) -> list[Assessment]:
    """Return what was decided about the party before and is void, the newest first."""
    about = "person" if party.subject is Subject.PERSON else "organisation"
    found = case.assessments.filter(**{about: party.record}, voided_at__isnull=False).select_related("decided_by")
    return list(found.order_by("-decided_at", "-pk"))
