"""The lead's side of a partner institution: who invites, what an invitation opens, and when none is needed."""

import datetime as dt

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from duediligence import errors
from duediligence.domain import case as cases
from duediligence.domain import declaration, partner, partner_part
from duediligence.domain.actor import Actor
from duediligence.domain.partner_status import partner_lines, told_by_partners
from duediligence.domain.party import OrganisationInput
from duediligence.enums import DeclarationStatus, MemberRole, PartnerStatus
from duediligence.models import AuditEvent, Case, PartnerLink, PartnerPart
from tests import factories, partnering, stories
from tests.beginnings import begun
from tests.factories import Cast

pytestmark = pytest.mark.django_db
beginning = begun(partnering.partner_case, at=factories.NOW)
DAY = dt.timedelta(days=1)


def status(case: Case, now: dt.datetime = factories.NOW) -> PartnerStatus:
    return partner_lines(Case.objects.get(pk=case.pk), now)[0].status


def verbs() -> list[str]:
    return [one.verb for one in AuditEvent.objects.filter(object_type="partnerpart").order_by("pk")]


def test_the_status_follows_the_partner(case: Case, cast: Cast) -> None:
    seen = [status(case)]
    part, token = partnering.invited(case, cast)
    seen.append(status(case))
    actor = Actor.of_partner(partner_part.open_invitation(token, now=factories.NOW))
    seen.append(status(case))
    partnering.drafted(part, actor)
    seen.append(status(case))
    partnering.confirm(part, actor)
    seen.append(status(case))

    assert seen == ["not_invited", "invited", "opened", "draft", "confirmed"]
    (line,) = partner_lines(Case.objects.get(pk=case.pk))
    assert (line.link, line.latest) == (actor.partner, part.confirmations.get())
    assert verbs() == [
        "partner.invited",
        "partner.invitation_opened",
        "partner.draft_saved",
        "partner.confirmed",
    ]
    assert (str(part), str(part.newest_link)) == (
        f"{case.reference}: Sample Observatory",
        f"{case.reference}: Sample Observatory: 2026-06-15",
    )


def test_an_invitation_ends_and_is_renewed(case: Case, cast: Cast) -> None:
    part, first = partnering.invited(case, cast)
    later = factories.NOW + 14 * DAY
    assert status(case, later) == PartnerStatus.EXPIRED
    with pytest.raises(errors.LinkNotValid):
        partner_part.open_invitation(first, now=later)

    part, second = partnering.invited(case, cast, now=later)
    assert (status(case, later), second != first) == (PartnerStatus.INVITED, True)
    with pytest.raises(errors.LinkNotValid):
        partner_part.open_invitation(first, now=factories.NOW)

    partner.revoke(part, actor=Actor.of_user(cast.department_officer), now=later)
    assert status(case, later) == PartnerStatus.REVOKED
    with pytest.raises(errors.LinkNotValid):
        partner_part.open_invitation(second, now=later)
    with pytest.raises(errors.LinkNotValid):
        partner.revoke(part, actor=Actor.of_user(cast.reviewer))
    assert verbs() == ["partner.invited", "partner.invited_again", "partner.invitation_revoked"]
    assert not {first, second} & set(repr(list(PartnerLink.objects.values())).split("'"))


def test_two_invitations_cannot_be_live(case: Case, cast: Cast) -> None:
    part, _token = partnering.invited(case, cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        PartnerLink.objects.create(part=part, digest="x", created_at=factories.NOW, expires_at=factories.NOW)


@pytest.mark.parametrize("who", ["submitter", "decision_maker", "auditor", "admin", "stranger"])
def test_others_invite_and_revoke_nobody(who: str, case: Case, cast: Cast) -> None:
    part, _token = partnering.invited(case, cast)
    actor = Actor.of_user(getattr(cast, who))
    for act in (
        lambda: partnering.invited(case, cast, actor=actor),
        lambda: partner.revoke(part, actor=actor),
        lambda: partner.do_not_ask(case, part.organisation, reason="x", actor=actor),
        lambda: partner.ask_after_all(part, actor=actor),
    ):
        with pytest.raises(errors.NotAllowed):
            act()
    assert verbs() == ["partner.invited"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"email": " "}, "email"), ({"officer_name": " "}, "officer_name"), ({"language": "fr"}, "language")],
)
def test_an_invitation_needs_somebody_to_go_to(changes: dict[str, str], field: str, case: Case, cast: Cast) -> None:
    with pytest.raises(errors.InvalidInput, match=field):
        partnering.invited(case, cast, **changes)
    assert not PartnerPart.objects.exists()


def test_who_takes_no_part_is_not_invited(case: Case, cast: Cast) -> None:
    stories.revise(case, cast, parties=())
    other = PartnerPart(case=case, organisation=case.revision.parties.get().organisation)
    case.refresh_from_db()
    with pytest.raises(errors.NotAPartner):
        partner.invite(
            case, other.organisation, officer_name="x", email="x@partner.example", actor=Actor.of_user(cast.reviewer)
        )
    cases.withdraw(case, actor=Actor.of_user(cast.reviewer), reason="中止", now=factories.NOW)
    with pytest.raises(errors.CaseNotOpen):
        partner.do_not_ask(case, other.organisation, reason="x", actor=Actor.of_user(cast.reviewer))


def test_why_a_partner_is_not_asked_is_kept(case: Case, cast: Cast) -> None:
    officer, there = Actor.of_user(cast.reviewer), partnering.organisation(case)
    partnering.invited(case, cast)
    with pytest.raises(errors.ReasonMissing):
        partner.do_not_ask(case, there, reason=" ", actor=officer)
    part = partner.do_not_ask(case, there, reason="海外の博物館であり手続がない", actor=officer, now=factories.NOW)

    assert status(case) == PartnerStatus.NOT_ASKED
    assert not part.links.filter(revoked_at=None).exists()
    with pytest.raises(errors.PartnerNotAsked):
        partnering.invited(case, cast)
    partner.ask_after_all(part, actor=officer)
    partner.ask_after_all(part, actor=officer)
    assert verbs()[1:] == ["partner.not_asked", "partner.asked_after_all"]
    assert status(case) == PartnerStatus.REVOKED


@pytest.mark.parametrize("given", ["confirmation", "declaration"])
def test_whoever_has_answered_stays_asked(given: str, case: Case, cast: Cast) -> None:
    part, actor = partnering.opened(case, cast)
    if given == "confirmation":
        partnering.confirm(partnering.drafted(part, actor), actor)
    else:
        declaration.ask(case, partnering.own_people(case)[0], actor=actor, now=factories.NOW)
    with pytest.raises(errors.PartnerHasAnswered):
        partner.do_not_ask(case, part.organisation, reason="x", actor=Actor.of_user(cast.reviewer))


def test_the_status_without_any_invitation(case: Case, cast: Cast) -> None:
    part = partner.do_not_ask(case, partnering.organisation(case), reason="x", actor=Actor.of_user(cast.reviewer))
    partner.ask_after_all(part, actor=Actor.of_user(cast.reviewer))
    assert status(case) == PartnerStatus.NOT_INVITED


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"members": "one_left"}, PartnerStatus.CONFIRMED),
        ({"members": "one_came"}, PartnerStatus.OUTDATED),
        ({"abstract_ja": "別の主題を明らかにする。"}, PartnerStatus.OUTDATED),
    ],
)
def test_a_confirmation_holds_while_what_it_rests_on_does(
    changes: dict[str, str], expected: PartnerStatus, case: Case, cast: Cast
) -> None:
    partnering.confirmed(case, cast)
    names = {"one_left": partnering.PEOPLE[:1], "one_came": (*partnering.PEOPLE, "Cy Sample")}
    people = names.get(changes.get("members", ""), partnering.PEOPLE)
    there = OrganisationInput(partnering.NAME, "NO")
    own = (factories.member(name, role=MemberRole.PARTICIPANT, affiliation=there) for name in people)
    given = {
        **changes,
        "members": (factories.member(), *own),
        "parties": (factories.partner(there.name, country="NO"),),
    }
    stories.revise(case, cast, **given)
    assert status(case) == expected


def test_what_partners_told_of_their_people(case: Case, cast: Cast) -> None:
    first, second = partnering.own_people(case)
    assert told_by_partners(case) == {}
    told = {first.pk: partner_part.Told("submitted"), second.pk: partner_part.Told("required")}
    part = partnering.confirmed(case, cast, members=told).part
    fresh = Case.objects.get(pk=case.pk)
    assert told_by_partners(fresh) == {
        first.pk: DeclarationStatus.SUBMITTED,
        second.pk: DeclarationStatus.REQUIRED,
    }
    PartnerPart.objects.filter(pk=part.pk).update(not_asked_at=factories.NOW, not_asked_reason="x")
    assert told_by_partners(Case.objects.get(pk=case.pk)) == {}


def test_the_invitation_is_sent_in_its_language(
    case: Case, cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    type(cast.institution).objects.update(is_demo=False)
    case.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        _part, token = partnering.invited(case, cast, language="en")
    with django_capture_on_commit_callbacks(execute=True):
        partnering.invited(case, cast, language="ja")

    english, japanese = mail.outbox
    assert f"/partners/open/{token}/" in english.body
    assert ("Reception of classical literature" in english.body, "古典文学の受容史" in japanese.body) == (True, True)
    assert english.to == ["kari@partner.example"]


@pytest.mark.parametrize("is_invited", [True, False])
def test_the_officer_of_a_partner_that_leaves_is_told(
    is_invited: bool, case: Case, cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    type(cast.institution).objects.update(is_demo=False)
    if is_invited:
        partnering.invited(case, cast)
    with django_capture_on_commit_callbacks(execute=True):
        stories.revise(case, cast)
    theirs = [one for one in mail.outbox if one.to == ["kari@partner.example"]]
    assert len(theirs) == int(is_invited)


def test_reminders_are_sent_once_and_the_lead_is_told_of_the_end(
    case: Case, cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    type(cast.institution).objects.update(is_demo=False)
    Case.objects.update(owner=cast.reviewer)
    partnering.invited(case, cast)

    def told(after: int) -> int:
        now = factories.NOW + after * DAY
        with django_capture_on_commit_callbacks(execute=True):
            return partner.remind(now.date(), now=now)

    assert [told(1), told(12), told(13), told(14), told(15)] == [0, 1, 0, 1, 0]
    reminder, ended = mail.outbox[-2:]
    assert (reminder.to, "2026-06-15" in reminder.body) == (["kari@partner.example"], True)
    assert (ended.to, "Sample Observatory" in ended.body) == ([cast.reviewer.email], True)


@pytest.mark.parametrize("why", ["confirmed", "left", "closed"])
def test_nobody_is_reminded_of_what_is_settled(why: str, case: Case, cast: Cast) -> None:
    if why == "confirmed":
        partnering.confirmed(case, cast)
    else:
        partnering.invited(case, cast)
    if why == "left":
        stories.revise(case, cast)
    if why == "closed":
        cases.withdraw(case, actor=Actor.of_user(cast.reviewer), reason="中止", now=factories.NOW)
    assert partner.remind(factories.TODAY + 13 * DAY, now=factories.NOW + 13 * DAY) == 0


def test_another_takes_the_reminder_first(case: Case, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    partnering.invited(case, cast)
    asked: list[bool] = []
    decided = partner._is_settled

    def meanwhile(part: PartnerPart, now: dt.datetime) -> bool:
        asked.append(True)
        PartnerLink.objects.update(reminded_date=factories.TODAY)
        return decided(part, now)

    monkeypatch.setattr(partner, "_is_settled", meanwhile)
    assert (partner.remind(factories.TODAY + 13 * DAY, now=factories.NOW + 13 * DAY), asked) == (0, [True])
