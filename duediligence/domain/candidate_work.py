"""What a worker does with a spreadsheet of candidates: check it row by row, or open all of its cases at once."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import override

from duediligence.domain import candidate_list, stored_file
from duediligence.domain.actor import Actor
from duediligence.domain.candidate_rows import CandidateRows
from duediligence.domain.candidate_sheet import CandidateSheet, Group, read_sheet
from duediligence.domain.candidates import Candidate, Opening, open_all, present_of, refusals_of
from duediligence.enums import CandidateListStatus
from duediligence.errors import CandidatesRefused, Refused
from duediligence.messages import explain
from duediligence.models import CandidateList, StoredFile, User

LEASE = dt.timedelta(minutes=5)
BLOCK = 10
MAX_ATTEMPTS = 3


def work(list_id: int, *, now: dt.datetime | None = None) -> str:
    """Take up a list that nobody works on, check or open it, and return its status.

    Steps: take the lease by compare-and-set, read every proposal and note how far that is, then store the result, the
    opened cases with it, in one transaction. A worker that dies leaves nothing behind but a lease that runs out.
    """
    now = now or timezone.now()
    brought = _taken(list_id, now)
    if brought is None:
        return CandidateList.objects.get(pk=list_id).status
    with override(brought.language):
        try:
            return _Work(brought, now).done()
        except LeaseLost:
            return CandidateList.objects.get(pk=list_id).status
        finally:
            # Where something broke, the next tick tries it again, and gives up after a few times.
            CandidateList.objects.filter(pk=list_id, lease_until=brought.lease_until).update(lease_until=None)


def overdue(now: dt.datetime) -> list[int]:
    """Return the lists that nobody is working on; those tried too often are closed as failed."""
    waiting = CandidateList.objects.free(now)
    with transaction.atomic():
        for brought in waiting.filter(attempts__gte=MAX_ATTEMPTS).select_for_update(of=("self",)):
            candidate_list.close(brought, CandidateListStatus.FAILED, now)
            candidate_list.note(brought, "candidate_list.failed", actor=Actor.of_system("candidates"))
    return list(waiting.filter(attempts__lt=MAX_ATTEMPTS).values_list("pk", flat=True))


class LeaseLost(Exception):  # noqa: N818 - another worker goes on; nothing is wrong
    """Another worker took the list up."""


def _taken(list_id: int, now: dt.datetime) -> CandidateList | None:
    free = CandidateList.objects.free(now).filter(pk=list_id)
    if not free.update(lease_until=now + LEASE, attempts=F("attempts") + 1, position=0):
        return None
    return CandidateList.objects.select_related("institution", "brought_by__department").get(pk=list_id)


class _Work:
    """One attempt at one list."""

    def __init__(self, brought: CandidateList, now: dt.datetime) -> None:
        self.brought, self.now, self.day = brought, now, timezone.localdate(now)

    def done(self) -> str:
        brought = self.brought
        stored = StoredFile.objects.get(pk=brought.file_id or 0)
        sheet = read_sheet(stored_file.content_of(stored, brought.file_name), brought.file_name)
        rows = CandidateRows(sheet, user=brought.brought_by, language=brought.language, today=self.day)
        checked = [(group, self._checked(rows, group)) for group in self._counted(sheet)]
        opens = brought.status == CandidateListStatus.OPENING and not rows.faults
        try:
            with transaction.atomic():
                self._hold()
                if opens:
                    self._open(checked)
                else:
                    self._store_check(sheet, rows, checked)
        except CandidatesRefused as refused:
            for number, why in refused.refusals.items():
                rows.refuse(checked[number][0], [why])
            self._refused(rows, "")
        except Refused as refused:
            self._refused(rows, explain(refused))
        return brought.status

    def _counted(self, sheet: CandidateSheet) -> Iterator[Group]:
        """Yield the proposals of the sheet and note how many are behind; the page shows it."""
        for number, group in enumerate(sheet.groups):
            if number % BLOCK == 0:
                self._move(number)
            yield group
        self._move(len(sheet.groups))

    def _move(self, position: int) -> None:
        until = timezone.now() + LEASE
        held = CandidateList.objects.filter(pk=self.brought.pk, lease_until=self.brought.lease_until)
        if not held.update(position=position, lease_until=until):
            raise LeaseLost
        self.brought.position, self.brought.lease_until = position, until

    def _hold(self) -> None:
        """Lock the row as it was taken: the worker that comes first writes, another one finds it changed."""
        held = CandidateList.objects.select_for_update(of=("self",)).filter(pk=self.brought.pk)
        if not held.filter(lease_until=self.brought.lease_until, status=self.brought.status).exists():
            raise LeaseLost

    def _checked(self, rows: CandidateRows, group: Group) -> Candidate:
        candidate = rows.candidate(group)
        rows.refuse(group, refusals_of(self.brought.institution, candidate, self.day))
        return candidate

    def _store_check(self, sheet: CandidateSheet, rows: CandidateRows, checked: list[tuple[Group, Candidate]]) -> None:
        brought = self.brought
        brought.faults = [asdict(one) for one in rows.faults]
        brought.ignored = [one.replace("\0", "") for one in sheet.ignored]
        brought.rows = [] if rows.faults else [self._row(group, candidate) for group, candidate in checked]
        candidate_list.close(
            brought, CandidateListStatus.FAULTY if rows.faults else CandidateListStatus.READY, self.now
        )

    def _row(self, group: Group, candidate: Candidate) -> dict[str, Any]:
        present = present_of(self.brought.institution, candidate)
        deadline = candidate.stage_deadline_date
        return {
            "number": candidate.external_id,
            "row": group.row,
            "title_ja": candidate.content.title_ja,
            "title_en": candidate.content.title_en,
            "programme": candidate.programme.pk if candidate.programme else None,
            "members": len(candidate.content.members),
            "deadline": deadline.isoformat() if deadline else None,
            "proposal": present.pk if present else None,
        }

    def _open(self, checked: list[tuple[Group, Candidate]]) -> None:
        """Open every case and close the list, in the caller's transaction: half an import is none."""
        brought = self.brought
        source = f"{brought.file_name} sha256:{brought.sha256}"
        given = [candidate for _group, candidate in checked]
        confirmed_by = User.objects.get(pk=brought.confirmed_by_id or 0)
        confirmed_by.roles_today = confirmed_by.roles()
        actor = Actor.of_user(confirmed_by)
        openings = open_all(brought.institution, given, actor=actor, source=source, now=self.now)
        brought.rows = [_opened(group, one) for (group, _candidate), one in zip(checked, openings, strict=True)]
        candidate_list.close(brought, CandidateListStatus.OPENED, self.now)

    @transaction.atomic
    def _refused(self, rows: CandidateRows, problem: str) -> None:
        self._hold()
        brought = self.brought
        brought.rows, brought.faults, brought.problem = [], [asdict(one) for one in rows.faults], problem
        candidate_list.close(brought, CandidateListStatus.FAULTY, self.now)


def _opened(group: Group, opening: Opening) -> dict[str, Any]:
    """What stays of a proposal when its case is open: its number and where it is found, not what the file said."""
    return {
        "number": opening.proposal.external_id,
        "row": group.row,
        "proposal": opening.proposal.pk,
        "case": opening.case.reference if opening.case else None,
    }
