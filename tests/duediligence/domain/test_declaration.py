"""Asking for declarations: who may, by which link, and when it opens nothing."""

import datetime as dt
from pathlib import Path

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from duediligence import errors
from duediligence.domain import case as cases
from duediligence.domain import declaration
from duediligence.domain.actor import Actor
from duediligence.enums import DeclarationStatus, MemberRole
from duediligence.models import AuditEvent, Case, Declaration, DeclarationLink, Person, User
from tests import declaring, factories
from tests.beginnings import begun
from tests.factories import Cast
from tests.forcing import force

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def begin(cast: Cast, tmp_path: Path) -> Case:
    factories.policy("jp-manual-2025", list_bindings=factories.only_list(), technology_bindings=[])
    factories.watch_list(tmp_path, "1,organization,Nobody,,")
    members = (factories.member(), factories.member("見本 花子", role=MemberRole.STUDENT))
    return factories.case(cast.submitter, into=factories.programme(), members=members)


beginning = begun(begin)


@pytest.fixture
def person(case: Case) -> Person:
    return case.revision.memberships.get(role=MemberRole.PI).person


def ask(case: Case, person: Person, cast: Cast, **more: object) -> tuple[Declaration, str]:
    return declaration.ask(case, person, actor=Actor.of_user(cast.reviewer), **{"now": factories.NOW, **more})  # type: ignore[arg-type]


def verbs() -> list[str]:
    return [one.verb for one in AuditEvent.objects.filter(object_type="declaration").order_by("pk")]


def test_a_link_opens_the_declaration_it_was_made_for(case: Case, person: Person, cast: Cast) -> None:
    asked, token = ask(case, person, cast, email="ichiro@example.ac.jp")

    link = declaration.open_link(token, now=factories.NOW)

    assert link.declaration == asked
    assert (asked.status, asked.email, asked.light_form) == (DeclarationStatus.REQUIRED, "ichiro@example.ac.jp", "")
    assert link.expires_at == factories.NOW + 14 * DAY
    assert (link.used_at, token in repr(DeclarationLink.objects.values())) == (factories.NOW, False)
    assert verbs() == ["declaration.begun", "declaration.asked", "declaration.link_opened"]
    assert str(link) == f"{case.reference}: {person}: 2026-06-15"


def test_a_reminder_takes_the_place_of_the_earlier_link(case: Case, person: Person, cast: Cast) -> None:
    _asked, first = ask(case, person, cast, email="ichiro@example.ac.jp")
    asked, second = ask(case, person, cast)

    with pytest.raises(errors.LinkNotValid):
        declaration.open_link(first, now=factories.NOW)
    assert declaration.open_link(second, now=factories.NOW).declaration == asked
    assert asked.email == "ichiro@example.ac.jp"
    assert verbs()[2] == "declaration.reminded"


def test_two_links_cannot_be_live(case: Case, person: Person, cast: Cast) -> None:
    asked, _token = ask(case, person, cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        DeclarationLink.objects.create(
            declaration=asked, digest="x", created_by=cast.reviewer, created_at=factories.NOW, expires_at=factories.NOW
        )


@pytest.mark.parametrize("spoil", ["expired", "revoked", "closed", "left", "unsigned", "unknown"])
def test_a_link_that_is_not_live_opens_nothing(spoil: str, case: Case, person: Person, cast: Cast) -> None:
    asked, token = ask(case, person, cast)
    now = factories.NOW
    actor = Actor.of_user(cast.reviewer)
    if spoil == "expired":
        now += 14 * DAY
    elif spoil == "revoked":
        declaration.revoke_link(asked, actor=actor, now=now)
    elif spoil == "closed":
        cases.withdraw(case, actor=actor, reason="中止", now=now)
    elif spoil == "left":
        force(case.revision.memberships.all(), end_date=factories.TODAY - DAY)
    elif spoil == "unsigned":
        token = token.partition(":")[0]
    else:
        DeclarationLink.objects.all().delete()

    with pytest.raises(errors.LinkNotValid):
        declaration.open_link(token, now=now)


def test_revoking_needs_a_live_link_and_a_collector(case: Case, person: Person, cast: Cast) -> None:
    asked, _token = ask(case, person, cast)
    with pytest.raises(errors.NotAllowed):
        declaration.revoke_link(asked, actor=Actor.of_user(cast.stranger))
    declaration.revoke_link(asked, actor=Actor.of_user(cast.department_officer))
    with pytest.raises(errors.LinkNotValid):
        declaration.revoke_link(asked, actor=Actor.of_user(cast.reviewer))
    assert verbs()[-1] == "declaration.link_revoked"


@pytest.mark.parametrize("who", ["submitter", "decision_maker", "auditor", "admin", "stranger"])
def test_others_ask_nobody(who: str, case: Case, person: Person, cast: Cast) -> None:
    actor = Actor.of_user(getattr(cast, who))
    with pytest.raises(errors.NotAllowed):
        declaration.ask(case, person, actor=actor)
    with pytest.raises(errors.NotAllowed):
        declaration.mark_not_required(case, person, actor=actor, reason_code="no_research_role")
    assert not Declaration.objects.exists()


def test_whoever_is_no_member_is_not_asked(case: Case, cast: Cast) -> None:
    other = factories.case(cast.submitter, into=factories.programme(), members=(factories.member("別の 人"),))
    with pytest.raises(errors.NotAMember):
        ask(case, other.revision.memberships.get().person, cast)


def test_a_closed_case_asks_nobody(case: Case, person: Person, cast: Cast) -> None:
    cases.withdraw(case, actor=Actor.of_user(cast.reviewer), reason="中止", now=factories.NOW)
    with pytest.raises(errors.CaseNotOpen):
        ask(case, person, cast)


def test_a_student_gets_the_light_form_unless_the_officer_chooses(case: Case, cast: Cast) -> None:
    student = case.revision.memberships.get(role=MemberRole.STUDENT).person

    assert ask(case, student, cast)[0].light_form == "student"
    assert ask(case, student, cast, light_form="")[0].light_form == ""
    with pytest.raises(errors.InvalidInput, match="light_form"):
        ask(case, student, cast, light_form="other")


def test_the_link_is_sent_when_an_address_is_known(
    case: Case, person: Person, cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    cast.institution.is_demo = False
    cast.institution.save()
    user = declaring.account(person)
    with django_capture_on_commit_callbacks(execute=True):
        _asked, token = ask(case, person, cast)

    assert mail.outbox[0].to == [user.email]
    assert f"/declarations/open/{token}/" in mail.outbox[0].body
    assert case.proposal.current_revision and "古典文学" not in mail.outbox[0].body


def test_not_required_has_a_reason_and_closes_the_link(case: Case, person: Person, cast: Cast) -> None:
    _asked, token = ask(case, person, cast)
    actor = Actor.of_user(cast.reviewer)

    marked = declaration.mark_not_required(
        case, person, actor=actor, reason_code="no_research_role", text=" 事務のみ ", now=factories.NOW
    )

    assert (marked.status, marked.not_required_reason) == (DeclarationStatus.NOT_REQUIRED, "事務のみ")
    assert AuditEvent.objects.latest("pk").reason == "no_research_role: 事務のみ"
    with pytest.raises(errors.LinkNotValid):
        declaration.open_link(token, now=factories.NOW)
    with pytest.raises(errors.DeclarationNotRequired):
        ask(case, person, cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Declaration.objects.update(not_required_code="")


def test_what_is_not_required_can_be_required_again(case: Case, person: Person, cast: Cast) -> None:
    actor = Actor.of_user(cast.reviewer)
    marked = declaration.mark_not_required(case, person, actor=actor, reason_code="declared_recently")
    assert AuditEvent.objects.latest("pk").reason == "declared_recently"

    declaration.require(marked, actor=actor)
    declaration.require(marked, actor=actor)

    marked.refresh_from_db()
    assert (marked.status, marked.not_required_code) == (DeclarationStatus.REQUIRED, "")
    assert verbs().count("declaration.required") == 1


def test_a_reason_for_not_requiring_is_one_of_the_catalogue(case: Case, person: Person, cast: Cast) -> None:
    actor = Actor.of_user(cast.reviewer)
    with pytest.raises(errors.InvalidInput, match="reason_code"):
        declaration.mark_not_required(case, person, actor=actor, reason_code="because")


def test_a_submitted_declaration_cannot_become_not_required(case: Case, person: Person, cast: Cast) -> None:
    declaring.declared(case, person)
    actor = Actor.of_user(cast.reviewer)
    with pytest.raises(errors.DeclarationAlreadySubmitted):
        declaration.mark_not_required(case, person, actor=actor, reason_code="no_research_role")


def test_only_the_member_begins_by_signing_in(case: Case, person: Person, cast: Cast) -> None:
    begun, actor = declaring.begun(case, person)

    assert declaration.begin(case, person, actor=actor) == begun
    assert str(begun) == f"{case.reference}: {person}"
    for other in (Actor.of_user(cast.reviewer), factories.SYSTEM):
        with pytest.raises(errors.NotAllowed):
            declaration.begin(case, person, actor=other)


def test_who_sees_which_declaration(case: Case, person: Person, cast: Cast) -> None:
    begun, actor = declaring.begun(case, person)
    assert actor.user
    visible = {
        name: list(Declaration.objects.visible_to(getattr(cast, name)))
        for name in ("submitter", "reviewer", "decision_maker", "auditor", "admin", "stranger", "department_officer")
    }

    assert list(Declaration.objects.visible_to(actor.user)) == [begun]
    assert {name for name, found in visible.items() if found} == {"reviewer", "decision_maker", "auditor"}
    actor.user.is_superuser = True
    assert list(Declaration.objects.visible_to(actor.user)) == [begun]


def test_a_link_is_for_the_member_alone(case: Case, person: Person, cast: Cast) -> None:
    _asked, token = ask(case, person, cast)
    root = User.objects.create(username="root", is_superuser=True)
    for other in (cast.reviewer, cast.department_officer, cast.auditor, root):
        with pytest.raises(errors.LinkOfAnother):
            declaration.open_link(token, by=other, now=factories.NOW)
    assert declaration.open_link(token, by=cast.submitter, now=factories.NOW).used_at
    Person.objects.filter(pk=person.pk).update(user=cast.reviewer)
    assert declaration.open_link(token, by=cast.reviewer, now=factories.NOW).used_at
    with pytest.raises(errors.LinkOfAnother):
        declaration.open_link(token, by=cast.submitter, now=factories.NOW)
