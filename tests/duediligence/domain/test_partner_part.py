"""The partner officer's side: a draft kept as typed, confirmed whole by a named person, corrected until submission."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from duediligence import errors
from duediligence.domain import case as cases
from duediligence.domain import partner, partner_part
from duediligence.domain.actor import Actor
from duediligence.domain.partner_part import PartnerResult, Told
from duediligence.enums import CaseOutcome, Role, StepStatus
from duediligence.models import AuditEvent, Case, PartnerConfirmation, PartnerMember, PartnerPart
from tests import factories, partnering, stories
from tests.beginnings import begun
from tests.factories import Cast

pytestmark = pytest.mark.django_db
beginning = begun(partnering.partner_case, at=factories.NOW)
Opened = tuple[PartnerPart, Actor]


@pytest.fixture
def opened(case: Case, cast: Cast) -> Opened:
    return partnering.opened(case, cast)


def test_a_named_person_of_a_named_office_confirms(case: Case, cast: Cast, opened: Opened) -> None:
    part, actor = opened
    given = {"result": "done_incomplete", "not_obtained": " 共著者の所属 ", "researchers_risk": "yes"}

    made = partnering.confirm(partnering.drafted(part, actor, **given), actor)

    assert (made.number, made.result, made.not_obtained) == (1, "done_incomplete", "共著者の所属")
    assert (made.institution_risk, made.researchers_risk) == (False, True)
    assert (made.confirmed_name, made.confirmed_office) == ("Kari Sample", "Research Compliance Office")
    assert (made.confirmed_date, str(made)) == (factories.TODAY, f"{part} v1")
    people = partnering.own_people(case)
    assert [(one.person, one.status) for one in made.members.all()] == [(one, "submitted") for one in people]
    event = AuditEvent.objects.get(verb="partner.confirmed")
    assert event.actor == actor.label
    assert event.after["declarations"] == {str(one.pk): "submitted" for one in people}


def test_what_the_answer_makes_void_is_left_out(opened: Opened) -> None:
    part, actor = opened
    given = {"result": "not_done", "not_obtained": "すべて", "institution_risk": "yes"}
    made = partnering.confirm(partnering.drafted(part, actor, **given), actor)
    assert (made.institution_risk, made.researchers_risk, made.not_obtained) == (None, None, "すべて")

    partnering.drafted(part, actor, not_obtained="すべて")
    made = partnering.confirm(part, actor, why_corrected="調査を終えた")
    assert (made.number, made.institution_risk, made.not_obtained) == (2, False, "")


def test_a_draft_is_kept_as_typed(opened: Opened) -> None:
    part, actor = opened
    typed = PartnerResult("x" * 20_000, reason="途中", members={1: Told("y" * 30, "z" * 3000)})
    kept = partner_part.save_draft(part, typed, saved=0, actor=actor, now=factories.NOW)
    back = partner_part.draft_of(PartnerPart.objects.get(pk=part.pk))
    assert (len(back.result), back.reason) == (10_000, "途中")
    assert (len(back.members[1].status), len(back.members[1].reason)) == (20, 2000)
    assert (kept.draft_number, kept.draft_saved_at) == (1, factories.NOW)
    with pytest.raises(errors.DraftStale):
        partner_part.save_draft(part, typed, saved=0, actor=actor, now=factories.NOW)


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"result": ""}, ["partner_result_missing:result"]),
        ({"result": "done_incomplete"}, ["not_obtained_missing:not_obtained"]),
        ({"institution_risk": ""}, ["partner_result_missing:institution_risk"]),
        ({"researchers_risk": "maybe"}, ["partner_result_missing:researchers_risk"]),
        ({"reason": " "}, ["reason_missing:reason"]),
        ({"members": {}}, ["member_status_missing:members"] * 2),
        ({"result": "not_done", "institution_risk": "", "researchers_risk": ""}, []),
    ],
)
def test_everything_missing_is_named(changes: dict[str, Any], refused: list[str], case: Case, opened: Opened) -> None:
    part, actor = opened
    given = partnering.result(case, **changes)
    assert [f"{one.code}:{one.field}" for one in partner_part.faults(part, given)] == refused
    part = partnering.drafted(part, actor, **changes)
    if refused:
        with pytest.raises(errors.Refused):
            partnering.confirm(part, actor)
    else:
        partnering.confirm(part, actor)
    assert PartnerConfirmation.objects.count() == (not refused)


def test_whoever_need_not_declare_has_a_reason(case: Case, opened: Opened) -> None:
    part, _actor = opened
    told = {one.pk: Told("not_required", " ") for one in partnering.own_people(case)}
    given = partnering.result(case, members=told)
    found = partner_part.faults(part, given)
    assert [type(one) for one in found] == [errors.MemberReasonMissing] * 2


def test_why_no_declaration_is_required_is_written(case: Case, opened: Opened) -> None:
    part, _actor = opened
    first, second = partnering.own_people(case)
    told = {first.pk: Told("not_required"), second.pk: Told("not_required", "研究に従事しない")}
    found = list(partner_part.faults(part, partnering.result(case, members=told)))
    assert [str(one) for one in found] == ["Write why no declaration is required of Ada Sample."]


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"draft_number": 7}, errors.DraftChanged),
        ({"date": factories.TODAY + dt.timedelta(days=1)}, errors.InvalidInput),
        ({"name": " "}, errors.InvalidInput),
        ({"office": ""}, errors.InvalidInput),
    ],
)
def test_who_confirms_when_is_checked(changes: dict[str, Any], refused: type[Exception], opened: Opened) -> None:
    part, actor = opened
    part = partnering.drafted(part, actor)
    with pytest.raises(refused):
        partnering.confirm(part, actor, **changes)
    assert not PartnerConfirmation.objects.exists()


def test_a_correction_is_a_new_version_with_a_reason(opened: Opened) -> None:
    part, actor = opened
    first = partnering.confirm(partnering.drafted(part, actor), actor)
    with pytest.raises(errors.ReasonMissing):
        partnering.confirm(part, actor)
    with pytest.raises(errors.PartnerUnchanged):
        partnering.confirm(part, actor, why_corrected="再確認")
    part = partnering.drafted(part, actor, researchers_risk="yes")
    second = partnering.confirm(part, actor, why_corrected="新しい事実")
    assert (first.researchers_risk, second.number, second.why_corrected) == (False, 2, "新しい事実")
    part.refresh_from_db()
    assert part.latest == second


def test_after_the_submission_nothing_changes_until_it_comes_back(case: Case, cast: Cast, opened: Opened) -> None:
    part, actor = opened
    partnering.confirm(partnering.drafted(part, actor), actor)
    partnering.own_declared(case)
    case.refresh_from_db()
    stories.assessed(stories.screened(case), cast.second_reviewer)
    stories.approve(case, factories.user(cast.institution, Role.DEPARTMENT_OFFICER))
    stories.approve(case, cast.reviewer)
    stories.approve(case, cast.decision_maker, CaseOutcome.NO_MITIGATION)
    stories.approve(case, cast.second_reviewer)
    for act in (lambda: partnering.drafted(part, actor), lambda: partnering.confirm(part, actor)):
        with pytest.raises(errors.PartnerPartSubmitted):
            act()

    submission = case.steps.get(code="submission")
    submission.pk, submission.round, submission.status = None, 2, StepStatus.WAITING
    submission.save(force_insert=True)
    partnering.drafted(part, actor, researchers_risk="yes")
    assert partnering.confirm(part, actor, why_corrected="照会への回答").number == 2


@pytest.mark.parametrize("spoil", ["user", "other", "revoked", "expired", "closed", "left", "not_asked"])
def test_nobody_else_writes(spoil: str, case: Case, cast: Cast, opened: Opened) -> None:
    part, actor = opened
    officer, now = Actor.of_user(cast.reviewer), factories.NOW
    if spoil == "user":
        actor = officer
    elif spoil == "other":
        second = factories.case(
            cast.submitter,
            into=case.proposal.programme,
            title_ja="別の計画",
            parties=(factories.partner(partnering.NAME, country="NO"),),
        )
        actor = partnering.opened(second, cast)[1]
    elif spoil == "revoked":
        partner.revoke(part, actor=officer, now=now)
    elif spoil == "expired":
        now += dt.timedelta(days=14)
    elif spoil == "closed":
        cases.withdraw(case, actor=officer, reason="中止", now=now)
    elif spoil == "left":
        stories.revise(case, cast)
    else:
        partner.do_not_ask(case, part.organisation, reason="x", actor=officer, now=now)
    with pytest.raises(errors.NotAllowed):
        partner_part.save_draft(part, PartnerResult(), saved=0, actor=actor, now=now)


def test_the_lead_opens_no_invitation(case: Case, cast: Cast) -> None:
    part, token = partnering.invited(case, cast)
    with pytest.raises(errors.LeadMayNotConfirm):
        partner_part.open_invitation(token, by=cast.submitter, now=factories.NOW)
    assert partner_part.open_invitation(token, by=cast.stranger, now=factories.NOW).part == part
    for text in ("x", token[:-1], token.partition(":")[0]):
        with pytest.raises(errors.LinkNotValid):
            partner_part.open_invitation(text, now=factories.NOW)
    part.links.all().delete()
    with pytest.raises(errors.LinkNotValid):
        partner_part.open_invitation(token, now=factories.NOW)


def test_an_invitation_knows_whether_its_institution_takes_part(case: Case, cast: Cast) -> None:
    part, token = partnering.invited(case, cast)
    assert [partner_part.has_left(one) for one in (token, "x")] == [False, False]
    stories.revise(case, cast)
    assert partner_part.has_left(token)
    part.links.all().delete()
    assert not partner_part.has_left(token)


@pytest.mark.parametrize(
    "spoiled",
    [
        {"result": "not_done"},
        {"institution_risk": None},
        {"result": "done_incomplete"},
        {"reason": ""},
        {"confirmed_name": ""},
        {"confirmed_office": ""},
        {"number": 2},
    ],
)
def test_the_database_keeps_no_half_confirmation(spoiled: dict[str, Any], opened: Opened) -> None:
    part, actor = opened
    made = partnering.confirm(partnering.drafted(part, actor), actor)
    with pytest.raises(IntegrityError), transaction.atomic():
        PartnerConfirmation.objects.filter(pk=made.pk).update(**spoiled)
    with pytest.raises(IntegrityError), transaction.atomic():
        PartnerMember.objects.filter(confirmation=made).update(status="not_required", reason="")


@pytest.mark.parametrize(("days", "code"), [(1, "in_the_future"), (-1, "too_early"), (-46_000, "too_early")])
def test_the_day_of_a_confirmation_is_one_on_which_the_case_was_open(days: int, code: str, opened: Opened) -> None:
    part, actor = opened
    with pytest.raises(errors.InvalidInput) as refused:
        partnering.confirm(partnering.drafted(part, actor), actor, date=factories.TODAY + dt.timedelta(days=days))
    assert (refused.value.field, refused.value.code) == ("confirmed_date", code)
