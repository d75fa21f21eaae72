"""Where the declarations of a case stand, member by member; and those that a person has to file."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from duediligence.domain.partner_status import told_by_partners
from duediligence.enums import DeclarationStatus, JoiningStatus
from duediligence.models import Case, Declaration, DeclarationLink, DeclarationVersion, Joining, Membership, User


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A member with the declaration, if it was begun, and the link that opens it now, if one does."""

    membership: Membership | Joining
    declaration: Declaration | None
    link: DeclarationLink | None
    told: DeclarationStatus | None = None
    """What the partner institution says, where it collects the declaration by its own procedure."""

    @property
    def holder(self) -> str:
        """The partner institution that asked for the declaration and holds it."""
        held_by = self.declaration.held_by if self.declaration else None
        return held_by.organisation.name if held_by else ""

    @property
    def joins(self) -> bool:
        return isinstance(self.membership, Joining)

    def has_left(self, day: dt.date) -> bool:
        last_day = self.membership.end_date if isinstance(self.membership, Membership) else None
        return last_day is not None and last_day < day

    @property
    def status(self) -> DeclarationStatus:
        own = self.declaration.status if self.declaration else DeclarationStatus.REQUIRED
        return self.told if self.told and own is DeclarationStatus.REQUIRED else own

    @property
    def latest(self) -> DeclarationVersion | None:
        return self.declaration.latest if self.declaration else None


def member_lines(case: Case, now: dt.datetime) -> list[MemberLine]:
    """Return the members of the present revision, then who wishes to join, in a fixed number of queries."""
    versions = DeclarationVersion.objects.defer("content", "masked", "consent_text")
    begun = case.declarations.defer("draft", "draft_masked").select_related("not_required_by", "held_by__organisation")
    live = DeclarationLink.objects.filter(revoked_at__isnull=True, expires_at__gt=now)
    by_person = {
        one.person_id: one
        for one in begun.prefetch_related(Prefetch("versions", versions), Prefetch("links", live, to_attr="live"))
    }
    members = case.revision.memberships.select_related("person__affiliation", "person__user", "organisation")
    joining = case.joinings.filter(status=JoiningStatus.REQUESTED).select_related("person__user", "organisation")
    everybody: list[Membership | Joining] = [
        *members.prefetch_related("person__names"),
        *joining.select_related("requested_by"),
    ]
    told = told_by_partners(case)
    return [_line(member, by_person.get(member.person_id), told.get(member.person_id)) for member in everybody]


def _line(member: Membership | Joining, found: Declaration | None, told: DeclarationStatus | None) -> MemberLine:
    live: Sequence[DeclarationLink] = getattr(found, "live", ())
    return MemberLine(member, found, live[0] if live else None, told)


def own_memberships(user: User) -> list[tuple[Membership, Case, Declaration | None]]:
    """Return what a person takes part in and may be asked to declare for, the newest case first."""
    cases: QuerySet[Case] = Case.objects.still_open().filter(revision__memberships__person__user=user)
    versions = Prefetch("versions", DeclarationVersion.objects.defer("content", "masked", "consent_text"))
    own = Declaration.objects.filter(person__user=user).defer("draft", "draft_masked").prefetch_related(versions)
    begun = {(one.case_id, one.person_id): one for one in own}
    return [
        (member, case, begun.get((case.pk, member.person_id)))
        for case in cases.select_related("revision", "institution").distinct()
        for member in case.revision.memberships.filter(person__user=user).select_related("person")
    ]
