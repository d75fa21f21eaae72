"""A member's own declaration: kept as typed, submitted whole, corrected by a new version, masked where it must be."""

import datetime as dt
import json
from pathlib import Path

import pytest
from django.core import serializers
from django.db import IntegrityError, connection, transaction

from duediligence import errors
from duediligence.domain import case as cases
from duediligence.domain import declaration, declaring
from duediligence.domain.actor import Actor
from duediligence.enums import DeclarationStatus, MemberRole
from duediligence.models import AuditEvent, Case, Declaration, Person
from duediligence.policy.answers import CONFIDENTIAL, ItemAnswer
from screening.models import Run
from tests import declaring as filing
from tests import factories, stories
from tests.beginnings import begun
from tests.factories import Cast

pytestmark = pytest.mark.django_db
SECRET = "架空国籍"
NATIONALITY = ItemAnswer(rows=({"nationality": SECRET},))
CAREER = ItemAnswer(rows=(filing.CAREER,))


def begin(cast: Cast, tmp_path: Path) -> Case:
    factories.policy("jp-manual-2025", list_bindings=factories.only_list(), technology_bindings=[])
    factories.watch_list(tmp_path, "1,organization,Nobody,,")
    return factories.case(cast.submitter, into=factories.programme())


beginning = begun(begin)


@pytest.fixture
def person(case: Case) -> Person:
    return case.revision.memberships.get().person


def test_an_item_is_kept_as_it_was_typed(case: Case, person: Person) -> None:
    given, actor = filing.begun(case, person)
    typed = ItemAnswer(rows=({"period": "last year", "organization": ""},))

    kept = declaring.save_item(given, "career", typed, saved=0, actor=actor, now=factories.NOW)

    assert declaring.draft_of(kept) == {"career": typed}
    assert (kept.draft_saved_at, kept.status) == (factories.NOW, DeclarationStatus.REQUIRED)
    event = AuditEvent.objects.latest("pk")
    assert (event.verb, event.after) == ("declaration.saved", {"item": "career"})


def test_a_stale_page_does_not_overwrite(case: Case, person: Person) -> None:
    given, actor = filing.begun(case, person)
    declaring.save_item(given, "career", CAREER, saved=0, actor=actor)

    with pytest.raises(errors.DraftStale):
        declaring.save_item(given, "career", ItemAnswer(), saved=0, actor=actor)
    declaring.save_item(given, "papers", ItemAnswer(is_none=True), saved=0, actor=actor)
    declaring.save_item(given, "career", ItemAnswer(), saved=1, actor=actor)
    given.refresh_from_db()
    assert declaring.draft_of(given)["career"] == ItemAnswer()


def test_an_item_that_is_not_asked_is_refused(case: Case, person: Person) -> None:
    given, actor = filing.begun(case, person)
    with pytest.raises(errors.InvalidInput, match="shoe_size"):
        declaring.save_item(given, "shoe_size", ItemAnswer(), saved=0, actor=actor)


def test_only_the_member_types(case: Case, person: Person, cast: Cast) -> None:
    given, _actor = filing.begun(case, person)
    other, _token = declaration.ask(
        factories.case(cast.submitter, into=factories.programme()), person, actor=Actor.of_user(cast.reviewer)
    )
    strangers = [Actor.of_user(cast.reviewer), factories.SYSTEM, Actor.of_link(other.links.get())]

    for actor in strangers:
        with pytest.raises(errors.NotAllowed):
            declaring.save_item(given, "career", CAREER, saved=0, actor=actor)


def test_the_holder_of_the_link_files_until_it_expires(case: Case, person: Person, cast: Cast) -> None:
    given, _token = declaration.ask(case, person, actor=Actor.of_user(cast.reviewer), now=factories.NOW)
    actor = Actor.of_link(given.links.get())
    filing.fill(given, actor)
    late = factories.NOW + dt.timedelta(days=14)

    with pytest.raises(errors.NotAllowed):
        declaring.submit(given, consents=True, draft_number=13, actor=actor, now=late)
    version = filing.file(given, actor)

    assert (version.submitted_by, version.number) == (None, 1)
    assert AuditEvent.objects.filter(verb="declaration.submitted").get().actor == f"link:{given.links.get().pk}"


def test_masked_answers_that_a_link_is_shown_are_noted(case: Case, person: Person, cast: Cast) -> None:
    given, _token = declaration.ask(case, person, actor=Actor.of_user(cast.reviewer), now=factories.NOW)
    for codes, actor in (([], None), (["a"], Actor.of_user(cast.submitter)), (["b", "a"], None)):
        declaring.show_back(given, codes, actor=actor or Actor.of_link(given.links.get()))
    assert AuditEvent.objects.get(verb="declaration.masked_shown").after == {"items": ["a", "b"]}


@pytest.mark.parametrize("state", ["closed", "not_required", "left"])
def test_nothing_is_saved_when_none_is_asked(state: str, case: Case, person: Person, cast: Cast) -> None:
    given, actor = filing.begun(case, person)
    officer = Actor.of_user(cast.reviewer)
    expected: type[errors.Refused]
    if state == "closed":
        cases.withdraw(case, actor=officer, reason="中止")
        expected = errors.CaseNotOpen
    elif state == "not_required":
        declaration.mark_not_required(case, person, actor=officer, reason_code="no_research_role")
        expected = errors.DeclarationNotRequired
    else:
        stories.revise(case, cast, members=(factories.member("別の 人"),))
        expected = errors.NotAMember

    with pytest.raises(expected):
        declaring.save_item(given, "career", CAREER, saved=0, actor=actor)


def test_a_submitted_declaration_is_a_version_with_the_words_consented_to(case: Case, person: Person) -> None:
    funding = {
        "date": "2025/4/1",
        "name": "基金",
        "funder": "架空財団",
        "period": "2025-04〜2026-03",
        "amount": "1,000円",
        CONFIDENTIAL: "yes",
    }
    version = filing.declared(case, person, research_funding=ItemAnswer(rows=(funding,)), nationality=NATIONALITY)

    clean = {**funding, "date": "2025-04-01", "period": "2025-04/2026-03", "amount": "1000"}
    assert version.content["research_funding"]["rows"] == [clean]
    assert (version.form_code, version.form_edition) == ("self_declaration", "2026-2")
    assert version.consent_edition == "2026-1"
    assert "同意します" in version.consent_text
    assert version.submitted_by == person.user
    assert str(version) == f"{case.reference}: {person} v1"
    assert set(declaring.submitted_answers(version)) == set(version.content)
    event = AuditEvent.objects.get(verb="declaration.submitted")
    assert event.after["rows"]["research_funding"] == 1
    assert len(event.after["sha256"]) == 64
    assert Declaration.objects.get().status is DeclarationStatus.SUBMITTED


def test_a_submitted_declaration_is_screened(case: Case, person: Person) -> None:
    before = case.current_run
    filing.declared(case, person)

    case.refresh_from_db()
    assert case.current_run != before
    assert case.current_run and case.current_run.purpose == "declared"


def test_masked_answers_lie_encrypted_and_nowhere_else(case: Case, person: Person) -> None:
    version = filing.declared(case, person, nationality=NATIONALITY)

    assert {"nationality", "deemed_export"}.isdisjoint(version.content)
    assert declaring.draft_of(version.declaration)["nationality"] == NATIONALITY
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            assert SECRET not in repr(cursor.fetchall()), table
    everything = [*AuditEvent.objects.all(), *Run.objects.all(), version, version.declaration]
    dumped = serializers.serialize("json", everything)
    assert SECRET not in dumped and json.dumps(SECRET)[1:-1] not in dumped


def test_an_officer_sees_masked_answers_with_a_reason_and_leaves_a_trace(
    case: Case, person: Person, cast: Cast
) -> None:
    version = filing.declared(case, person, nationality=NATIONALITY)
    actor = Actor.of_user(cast.reviewer)

    shown = declaring.view_masked(version, actor=actor, reason_code="deemed_export_test", text="新しい装置")
    declaring.view_masked(version, actor=actor, reason_code="disclosure_request")

    assert shown["nationality"] == NATIONALITY
    events = AuditEvent.objects.filter(verb="declaration.masked_viewed").order_by("pk")
    assert [one.reason for one in events] == ["deemed_export_test: 新しい装置", "disclosure_request"]
    assert events[0].after == {"version": 1, "items": ["deemed_export", "nationality"]}


@pytest.mark.parametrize("who", ["decision_maker", "auditor", "admin", "department_officer", "stranger", "submitter"])
def test_nobody_else_sees_masked_answers(who: str, case: Case, person: Person, cast: Cast) -> None:
    version = filing.declared(case, person)
    before = AuditEvent.objects.count()

    with pytest.raises(errors.NotAllowed):
        declaring.view_masked(version, actor=Actor.of_user(getattr(cast, who)), reason_code="deemed_export_test")
    with pytest.raises(errors.InvalidInput, match="reason_code"):
        declaring.view_masked(version, actor=Actor.of_user(cast.reviewer), reason_code="curious")
    assert AuditEvent.objects.count() == before


def test_what_is_incomplete_is_not_submitted(case: Case, person: Person) -> None:
    given, actor = filing.begun(case, person)
    filing.fill(given, actor, career=ItemAnswer(), papers=ItemAnswer())

    with pytest.raises(errors.DeclarationIncomplete, match="corrected: 2"):
        filing.file(given, actor)
    _clean, faults = declaring.check(given, declaring.draft_of(given))
    assert [(one.item, one.code) for one in faults] == [("career", "rows_missing"), ("papers", "none_or_rows")]


def test_without_consent_nothing_is_submitted(case: Case, person: Person) -> None:
    given, actor = filing.begun(case, person)
    filing.fill(given, actor)
    with pytest.raises(errors.ConsentMissing):
        filing.file(given, actor, consents=False)


def test_what_was_changed_after_the_check_is_not_submitted(case: Case, person: Person) -> None:
    given, actor = filing.begun(case, person)
    number = filing.fill(given, actor).draft_number
    declaring.save_item(given, "career", CAREER, saved=1, actor=actor)
    with pytest.raises(errors.DraftChanged):
        filing.file(given, actor, draft_number=number)


def test_a_correction_is_a_new_version_with_a_reason(case: Case, person: Person) -> None:
    first = filing.declared(case, person, nationality=NATIONALITY)
    given, actor = filing.begun(case, person)
    with pytest.raises(errors.ReasonMissing):
        filing.file(given, actor)
    with pytest.raises(errors.DeclarationUnchanged):
        filing.file(given, actor, reason="訂正")

    filing.fill(given, actor, career=CAREER)
    second = filing.file(given, actor, reason=" 職歴の訂正 ")

    assert (second.number, second.reason) == (2, "職歴の訂正")
    first.refresh_from_db()
    assert first.content["career"] != second.content["career"]
    assert given.latest == second
    with pytest.raises(IntegrityError), transaction.atomic():
        given.versions.filter(number=2).update(reason="")


def test_a_remark_is_kept_with_the_version_and_can_be_corrected_alone(case: Case, person: Person) -> None:
    given, actor = filing.begun(case, person)
    filing.fill(given, actor)
    with pytest.raises(errors.InvalidInput) as refused:
        filing.file(given, actor, remark="あ" * 10_001)
    assert (refused.value.field, refused.value.code) == ("remark", "too_long")

    first = filing.file(given, actor, remark=" 転出の予定 ")
    second = filing.file(given, actor, reason="訂正", remark="転出した")

    assert (first.remark, second.remark, second.number) == ("転出の予定", "転出した", 2)
    with pytest.raises(errors.DeclarationUnchanged):
        filing.file(given, actor, reason="訂正", remark="転出した ")


def test_a_masked_item_alone_can_be_corrected(case: Case, person: Person) -> None:
    filing.declared(case, person)
    given, actor = filing.begun(case, person)
    filing.fill(given, actor, nationality=NATIONALITY)
    assert filing.file(given, actor, reason="訂正").number == 2


def test_a_double_click_submits_once(case: Case, person: Person) -> None:
    given, actor = filing.begun(case, person)
    number = filing.fill(given, actor).draft_number
    filing.file(given, actor, draft_number=number)
    with pytest.raises(errors.DraftChanged):
        filing.file(given, actor, draft_number=number)
    assert given.versions.count() == 1


def test_an_earlier_declaration_fills_what_was_not_begun(case: Case, person: Person, cast: Cast) -> None:
    filing.declared(case, person, nationality=NATIONALITY, career=CAREER)
    later = factories.case(cast.submitter, into=factories.programme())
    given, actor = filing.begun(later, person)
    declaring.save_item(given, "papers", ItemAnswer(), saved=0, actor=actor)

    taken = declaring.import_previous(given, actor=actor)

    draft = declaring.draft_of(Declaration.objects.get(pk=given.pk))
    assert len(taken) == 12 and "papers" not in taken
    assert (draft["career"], draft["nationality"], draft["papers"]) == (CAREER, NATIONALITY, ItemAnswer())
    assert declaring.import_previous(given, actor=actor) == []


def test_without_an_earlier_declaration_there_is_nothing_to_import(case: Case, person: Person) -> None:
    given, actor = filing.begun(case, person)
    with pytest.raises(errors.NothingToImport):
        declaring.import_previous(given, actor=actor)


def test_a_student_files_the_light_form(cast: Cast, case: Case) -> None:
    student = factories.member("見本 花子", role=MemberRole.STUDENT)
    other = factories.case(cast.submitter, into=factories.programme(), members=(factories.member(), student))
    version = filing.declared(other, other.revision.memberships.get(role=MemberRole.STUDENT).person)
    assert "papers" not in version.content and "talent_programmes" in version.content
