"""What a worker does with a spreadsheet of candidates: check it row by row, or open its cases one by one."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from duediligence.domain import access, audit, candidate_list, stored_file
from duediligence.domain.actor import Actor
from duediligence.domain.candidate_rows import CandidateRows, in_each_language
from duediligence.domain.candidate_sheet import CandidateSheet, Group, read_sheet
from duediligence.domain.candidates import OPENERS, Candidate, Opening, open_candidate, present_of, refusals_of
from duediligence.enums import CandidateListStatus
from duediligence.errors import Refused
from duediligence.messages import explain
from duediligence.models import CandidateList, StoredFile, User

LEASE = dt.timedelta(minutes=5)
BLOCK = 10
MAX_ATTEMPTS = 3


def work(list_id: int, *, now: dt.datetime | None = None) -> str:
    """Take up a list that nobody works on, check or open it, and return its status.

    Steps: take the lease by compare-and-set, check every proposal and note how far that is, then store what was found,
    or, when nothing is wrong, open each case together with its row, so that nobody waits for long. Whoever takes up
    what a worker that died has left goes on at the first row that is not open.
    """
    now = now or timezone.now()
    brought = _taken(list_id, now)
    if brought is None:
        return CandidateList.objects.get(pk=list_id).status
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
        rows = CandidateRows(sheet, user=brought.brought_by, today=self.day)
        checked = [(group, self._checked(rows, group)) for group in self._counted(sheet)]
        try:
            if brought.status == CandidateListStatus.OPENING and not rows.faults:
                self._open_all(rows, checked)
            self._store(sheet, rows, checked)
        except Refused as refused:
            self._refused(in_each_language(partial(explain, refused)))
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

    def _open_all(self, rows: CandidateRows, checked: list[tuple[Group, Candidate]]) -> None:
        """Open every case that is not open yet; one that has become impossible since the check is a fault."""
        confirmed_by = User.objects.get(pk=self.brought.confirmed_by_id or 0)
        confirmed_by.roles_today = confirmed_by.roles()
        actor = Actor.of_user(confirmed_by)
        access.demand(actor, OPENERS, self.brought.institution)
        for number, (group, candidate) in enumerate(checked):
            if "case" in self.brought.rows[number]:
                continue
            self._move(number)
            try:
                self._open(number, group, candidate, actor=actor)
            except Refused as refused:
                rows.refuse(group, [refused])

    @transaction.atomic
    def _open(self, number: int, group: Group, candidate: Candidate, *, actor: Actor) -> None:
        self._hold()
        opening = open_candidate(self.brought.institution, candidate, actor=actor, now=self.now)
        self.brought.rows[number] = _opened(group, opening)
        self.brought.save(update_fields=["rows"])

    @transaction.atomic
    def _store(self, sheet: CandidateSheet, rows: CandidateRows, checked: list[tuple[Group, Candidate]]) -> None:
        self._hold()
        brought, confirmed = self.brought, self.brought.status == CandidateListStatus.OPENING
        brought.faults = [asdict(one) for one in rows.faults]
        brought.ignored = [one.replace("\0", "") for one in sheet.ignored]
        if confirmed:
            brought.rows = [row for row in brought.rows if "case" in row]
            self._note_opened()
        else:
            brought.rows = [] if rows.faults else [self._row(group, candidate) for group, candidate in checked]
        done = CandidateListStatus.OPENED if confirmed else CandidateListStatus.READY
        candidate_list.close(brought, CandidateListStatus.FAULTY if rows.faults else done, self.now)

    def _note_opened(self) -> None:
        brought, rows = self.brought, self.brought.rows
        if opened := [row["case"] for row in rows if row["case"]]:
            actor = Actor.of_user(User.objects.get(pk=brought.confirmed_by_id or 0))
            source = f"{brought.file_name} sha256:{brought.sha256}"
            after = {"source": source, "opened": opened, "present": len(rows) - len(opened)}
            audit.record(actor, "candidates.opened", brought.institution, institution=brought.institution, after=after)

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

    @transaction.atomic
    def _refused(self, problem: dict[str, str]) -> None:
        self._hold()
        brought = self.brought
        brought.rows, brought.problem = [row for row in brought.rows if "case" in row], problem
        candidate_list.close(brought, CandidateListStatus.FAULTY, self.now)


def _opened(group: Group, opening: Opening) -> dict[str, Any]:
    """What stays of a proposal when its case is open: its number and where it is found, not what the file said."""
    return {
        "number": opening.proposal.external_id,
        "row": group.row,
        "proposal": opening.proposal.pk,
        "case": opening.case.reference if opening.case else None,
    }
