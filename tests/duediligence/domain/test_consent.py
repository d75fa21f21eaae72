"""Whose consent to the measures is asked, and who may record it."""

from pathlib import Path

import pytest

from duediligence import errors
from duediligence.domain import consent, gates
from duediligence.domain.actor import Actor
from duediligence.enums import CaseOutcome, MeasureKind, MeasureTarget, MemberRole
from duediligence.models import AuditEvent, Case, MeasureConsent, Organisation, Person, User
from duediligence.policy.steps import Gate
from tests import factories, stories
from tests.beginnings import begun
from tests.factories import Cast

pytestmark = pytest.mark.django_db


def begin(cast: Cast, tmp_path: Path) -> Case:
    """A leading investigator, a participant of a partner institution, another participant."""
    partner = factories.partner("Harmless Laboratory")
    abroad = factories.PersonInput(name="Sample Researcher", affiliation=partner.organisation)
    members = (
        factories.member(),
        factories.MemberInput(person=abroad, role=MemberRole.PARTICIPANT),
        factories.member("見本 二郎", role=MemberRole.PARTICIPANT),
    )
    return stories.screened_case(cast, tmp_path, members=members, parties=(partner,))


beginning = begun(begin)


def answer(case: Case, name: str, by: User, *, is_given: bool = True, text: str = "電子メールで同意") -> MeasureConsent:
    person = Person.objects.get(name=name)
    return consent.answer(case, person, is_given=is_given, text=text, actor=Actor.of_user(by), now=factories.NOW)


def gate(case: Case) -> list[tuple[str, str]]:
    return [(refused.code, str(refused.params["name"])) for refused in gates._CHECKS[Gate.CONSENTS_GIVEN](case)]


def test_leading_investigators_and_those_whom_a_measure_is_about_are_asked(cast: Cast, case: Case) -> None:
    stories.proposed_measure(case, cast, person=Person.objects.get(name="見本 二郎"))
    assert [one.person.name for one in consent.concerned(case)] == ["見本 一郎", "見本 二郎"]


def test_a_measure_about_a_partner_concerns_its_members(cast: Cast, case: Case) -> None:
    partner = Organisation.objects.get(name="Harmless Laboratory")
    about = {"target": MeasureTarget.PARTNER, "person": None, "organisation": partner}
    stories.proposed_measure(case, cast, kind=MeasureKind.TRAINING, **about)
    assert [one.person.name for one in consent.concerned(case)] == ["見本 一郎", "Sample Researcher"]


def test_nobody_is_asked_where_there_is_no_measure(case: Case) -> None:
    assert (consent.concerned(case), gate(case)) == ([], [])


def test_consent_covers_the_measures_of_the_day_and_a_later_one_is_asked_anew(cast: Cast, case: Case) -> None:
    stories.proposed_measure(case, cast)
    given = answer(case, "見本 一郎", cast.reviewer)
    assert given.measures.count() == 1
    assert gate(case) == []
    stories.proposed_measure(case, cast)
    assert gate(case) == [("consents_missing", "見本 一郎")]


def test_a_refusal_stops_the_gate_until_a_later_answer(cast: Cast, case: Case) -> None:
    stories.proposed_measure(case, cast)
    answer(case, "見本 一郎", cast.department_officer, is_given=False)
    assert gate(case) == [("consent_refused", "見本 一郎")]
    answer(case, "見本 一郎", cast.department_officer)
    assert gate(case) == []
    assert list(AuditEvent.objects.filter(verb__startswith="consent.").values_list("verb", flat=True)) == [
        "consent.refused",
        "consent.given",
    ]


def test_a_person_answers_for_themselves(cast: Cast, case: Case) -> None:
    stories.proposed_measure(case, cast)
    Person.objects.filter(name="見本 一郎").update(user=cast.submitter)
    assert answer(case, "見本 一郎", cast.submitter).recorded_by == cast.submitter


def test_answer_refuses_others_strangers_and_programs(cast: Cast, case: Case) -> None:
    stories.proposed_measure(case, cast)
    for user in (cast.submitter, cast.decision_maker, cast.stranger):
        with pytest.raises(errors.NotAllowed):
            answer(case, "見本 一郎", user)
    with pytest.raises(errors.NotAllowed):
        consent.answer(case, Person.objects.all()[0], is_given=True, text="x", actor=factories.SYSTEM)


def test_answer_refuses_whom_no_measure_concerns(cast: Cast, case: Case) -> None:
    with pytest.raises(errors.NotConcerned):
        answer(case, "見本 一郎", cast.reviewer)


def test_answer_asks_how_it_was_given(cast: Cast, case: Case) -> None:
    stories.proposed_measure(case, cast)
    with pytest.raises(errors.ReasonMissing):
        answer(case, "見本 一郎", cast.reviewer, text=" ")


def test_answer_refuses_a_closed_case(cast: Cast, case: Case) -> None:
    stories.proposed_measure(case, cast)
    stories.approve(case, cast.reviewer)
    stories.approve(case, cast.decision_maker, CaseOutcome.NOT_PURSUED)
    with pytest.raises(errors.CaseNotOpen):
        answer(case, "見本 一郎", cast.reviewer)
