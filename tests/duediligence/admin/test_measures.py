"""The measures page: the plan, its history, what may be done with each, the consents."""

import datetime as dt
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from duediligence.enums import MeasureStatus, Role
from duediligence.models import Attachment, Case, Measure, MeasureConsent, Proposal
from tests import factories, stories
from tests.beginnings import begun
from tests.duediligence.admin.visiting import told, visitor
from tests.factories import NOW, Cast

pytestmark = pytest.mark.django_db


def begin(cast: Cast, tmp_path: Path) -> Case:
    """Mitigation is needed for the only member."""
    case = stories.screened_case(cast, tmp_path)
    stories.needed(case, cast.reviewer)
    Proposal.objects.update(department=cast.department_officer.department)
    return case


beginning = begun(begin, at=NOW)


def plan(case: Case) -> str:
    return reverse("admin:case_measures", args=[case.reference])


def act(measure: Measure, name: str) -> str:
    return reverse("admin:case_measure_act", args=[measure.case.reference, measure.pk, name])


def test_the_plan_says_who_needs_a_measure_and_what_kinds_there_are(case: Case, cast: Cast) -> None:
    shown = told(visitor(cast.reviewer).get(plan(case)))

    assert "No measure covers them yet:" in shown
    assert "Access to research data" in shown
    assert "Nobody is asked before a measure is proposed." in shown


def test_a_measure_is_proposed_from_the_wording_of_the_policy(case: Case, cast: Cast) -> None:
    client = visitor(cast.reviewer)
    address = reverse("admin:case_measure_new", args=[case.reference, "data_access"])
    offered = told(client.get(address))
    person = case.revision.memberships.get().person_id
    given = {
        "target": "person",
        "about": f"person-{person}",
        "description": "閲覧の権限を定める",
        "owner": cast.department_officer.pk,
        "start_date": "2026-06-01",
    }

    refused = client.post(address, {**given, "about": ""})
    done = client.post(address, given)

    assert "State who may read, copy and take away data, and record access." in offered
    assert (refused.status_code, done.status_code) == (422, 302)
    made = Measure.objects.get()
    assert (made.owner, made.review_date) == (cast.department_officer, dt.date(2026, 11, 28))
    assert "閲覧の権限を定める" in told(client.get(plan(case)))


def test_a_proposal_is_changed_on_its_own_page(case: Case, cast: Cast) -> None:
    made = stories.proposed_measure(case, cast)
    address = reverse("admin:case_measure_change", args=[case.reference, made.pk])
    client = visitor(cast.reviewer)
    given = {
        "target": "person",
        "about": f"person-{made.person_id}",
        "description": "週ごとに確かめる",
        "owner": made.owner_id,
        "start_date": "2026-06-01",
        "seen": "1",
    }

    offered = client.get(address)
    refused = client.post(address, given)
    done = client.post(address, {**given, "reason": "部局の求め"})
    stale = client.post(address, {**given, "reason": "部局の求め"})

    assert address in told(client.get(plan(case))) and "閲覧の権限を定める" in told(offered)
    assert (refused.status_code, done.status_code, stale.status_code) == (422, 302, 422)
    assert "This measure has changed since this page was shown." in told(stale)
    assert "週ごとに確かめる" in told(client.get(plan(case))) and "部局の求め" in told(client.get(plan(case)))
    assert "Your roles do not include this act." in told(visitor(cast.department_officer).get(address))
    assert client.get(address.replace(f"/{made.pk}/", "/999/")).status_code == 404
    assert client.post(act(made, "change"), {"text": "x"}).status_code == 422


def test_what_may_be_done_is_offered_and_a_refusal_is_in_words(case: Case, cast: Cast) -> None:
    made = stories.proposed_measure(case, cast)

    shown = told(visitor(cast.reviewer).get(plan(case)))
    refused = visitor(cast.reviewer).post(act(made, "agree"), {"text": "よい"})

    assert "Whoever proposed or changed the measure may not agree to it. Another person is needed." in shown
    assert refused.status_code == 422
    assert visitor(cast.second_reviewer).post(act(made, "agree"), {"text": "よい"}).status_code == 302
    made.refresh_from_db()
    assert made.status == MeasureStatus.AGREED


def test_what_was_typed_stays_when_something_is_missing(case: Case, cast: Cast) -> None:
    made = stories.running_measure(case, cast)

    response = visitor(cast.reviewer).post(act(made, "review"), {"text": "順調である"})

    assert response.status_code == 422
    assert "順調である" in told(response)


def test_an_unknown_act_or_a_measure_of_another_case_is_not_found(case: Case, cast: Cast) -> None:
    made = stories.proposed_measure(case, cast)
    client = visitor(cast.reviewer)

    assert client.post(act(made, "propose"), {"text": "x"}).status_code == 404
    assert client.post(act(made, "agree").replace(f"/{made.pk}/", "/999/"), {"text": "x"}).status_code == 404
    assert client.get(reverse("admin:case_measure_new", args=[case.reference, "prayer"])).status_code == 404


def test_consent_is_recorded_and_shown(case: Case, cast: Cast) -> None:
    stories.proposed_measure(case, cast)
    client, address = visitor(cast.reviewer), reverse("admin:case_consent", args=[case.reference])
    person = case.revision.memberships.get().person_id

    empty = client.post(address, {"person": person, "is_given": "yes"})
    done = client.post(address, {"person": person, "is_given": "no", "text": "電話で断られた"})

    assert (empty.status_code, done.status_code) == (422, 302)
    assert MeasureConsent.objects.get().is_given is False
    shown = told(client.get(plan(case)))
    assert "電話で断られた" in shown
    assert "Refused" in shown


def test_consent_of_somebody_unknown_or_by_another_role_is_refused(case: Case, cast: Cast) -> None:
    stories.proposed_measure(case, cast)
    address = reverse("admin:case_consent", args=[case.reference])
    person = case.revision.memberships.get().person_id

    assert visitor(cast.reviewer).post(address, {"person": 999, "is_given": "yes", "text": "x"}).status_code == 422
    other = visitor(cast.decision_maker).post(address, {"person": person, "is_given": "yes", "text": "x"})
    assert other.status_code == 422
    assert not MeasureConsent.objects.exists()


def test_a_reader_without_the_role_is_told_why_nothing_can_be_proposed(case: Case, cast: Cast) -> None:
    address = reverse("admin:case_measure_new", args=[case.reference, "training"])

    for page in (plan(case), address):
        assert "Your roles do not include this act." in told(visitor(cast.auditor).get(page))
    assert visitor(cast.auditor).post(address, {}).status_code == 422


def test_only_not_pursuing_is_offered_while_measures_are_missing(case: Case, cast: Cast) -> None:
    stories.approve(case, cast.reviewer)

    shown = told(visitor(cast.decision_maker).get(reverse("admin:case_steps", args=[case.reference])))

    assert "Mitigation is needed (見本 一郎) and no measure covers it." in shown
    assert 'value="not_pursued"' in shown
    assert 'value="mitigation"' not in shown


def test_a_full_plan_asks_for_no_more_than_forty_queries(case: Case, cast: Cast) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _number in range(5):
        stories.agreed_measure(case, cast)
    client = visitor(cast.reviewer)
    client.get(plan(case))
    with CaptureQueriesContext(connection) as asked:
        client.get(plan(case))
    assert len(asked) <= 40


def test_evidence_is_a_file_too_for_those_who_may_take_it(case: Case, cast: Cast) -> None:
    measure = stories.running_measure(case, cast)
    owner, office = visitor(cast.department_officer), visitor(cast.reviewer)
    paper = SimpleUploadedFile("register.pdf", b"%PDF-1.7 attended", content_type="application/pdf")

    sent = owner.post(act(measure, "give_evidence"), {"text": "受講した", "attachment": paper}, follow=True)

    kept = Attachment.objects.get(measure_record__measure=measure)
    address = reverse("admin:case_attachment", args=[case.reference, kept.pk])
    assert sent.status_code == 200
    for reader in (owner, office):
        assert address in told(reader.get(plan(case)))
        assert reader.get(address).content == b"%PDF-1.7 attended"
    other = visitor(
        factories.user(cast.institution, Role.DEPARTMENT_OFFICER, department=cast.department_officer.department)
    )
    assert "register.pdf" in told(other.get(plan(case))) and address not in told(other.get(plan(case)))
    assert other.get(address).status_code == 404


def test_the_plan_is_taken_out_from_its_page(case: Case, cast: Cast) -> None:
    document = f'action="{reverse("admin:case_plan", args=[case.reference])}"'
    assert document not in told(visitor(cast.reviewer).get(plan(case)))
    stories.proposed_measure(case, cast)
    assert document in told(visitor(cast.reviewer).get(plan(case)))
    assert document not in told(visitor(cast.department_officer).get(plan(case)))


def test_a_kind_without_places_asks_for_the_person_or_partner(case: Case, cast: Cast) -> None:
    client = visitor(cast.reviewer)
    training, room = (
        reverse("admin:case_measure_new", args=[case.reference, kind]) for kind in ("training", "place_of_research")
    )

    response = client.post(training, {"target": "person"})

    assert 'name="place"' not in told(response) and 'name="place"' in told(client.get(room))
    assert "Person or partner: This field is required." in told(response)


def test_a_refusal_beside_its_field_does_not_repeat_the_name_of_the_field(case: Case, cast: Cast) -> None:
    person = case.revision.memberships.get().person_id
    wrong = {
        "target": "person",
        "about": f"person-{person}",
        "description": "受講する",
        "owner": cast.department_officer.pk,
        "start_date": "2026-06-10",
        "end_date": "2026-06-09",
    }
    address = reverse("admin:case_measure_new", args=[case.reference, "training"])

    shown = told(visitor(cast.reviewer).post(address, wrong))

    assert "Last day: The period ends before it starts." in shown
    assert ">The period ends before it starts." in shown


def test_a_review_proposes_the_next_day_by_the_policy(case: Case, cast: Cast) -> None:
    measure = stories.running_measure(case, cast)
    shown = told(visitor(cast.reviewer).get(plan(case)))
    proposed = timezone.localdate() + dt.timedelta(days=180)
    assert f'value="{proposed.isoformat()}"' in shown
    assert f'id="id_{measure.pk}_review_review_date"' in shown


def test_a_measure_is_handed_over_on_its_page(case: Case, cast: Cast) -> None:
    made = stories.running_measure(case, cast)
    client = visitor(cast.reviewer)
    empty = client.post(act(made, "hand_over"), {"text": "異動のため", "owner": ""})
    done = client.post(act(made, "hand_over"), {"text": "異動のため", "owner": cast.reviewer.pk})
    made.refresh_from_db()
    assert (empty.status_code, done.status_code, made.owner) == (422, 302, cast.reviewer)
    assert "異動のため" in told(client.get(plan(case)))
