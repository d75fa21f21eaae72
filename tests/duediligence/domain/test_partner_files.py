"""Files that a partner puts with its result: checked, kept, and the lead's only with the version that is confirmed."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile

from duediligence import errors
from duediligence.domain import case as cases
from duediligence.domain import partner_files, partner_part, retention
from duediligence.domain.actor import Actor
from duediligence.models import AuditEvent, Case, PartnerFile, PartnerPart, StoredFile
from tests import factories, partnering
from tests.beginnings import begun
from tests.factories import NOW, Cast

pytestmark = pytest.mark.django_db
beginning = begun(partnering.partner_case, at=NOW)
PAPER = b"%PDF-1.7 record"


@pytest.fixture
def officer(case: Case, cast: Cast) -> Actor:
    return partnering.opened(case, cast)[1]


@pytest.fixture
def part(officer: Actor) -> PartnerPart:
    assert officer.partner
    return partnering.drafted(PartnerPart.objects.get(pk=officer.partner.part_id), officer)


def put(part: PartnerPart, by: Actor, content: bytes = PAPER, name: str = "記録.pdf") -> PartnerFile:
    return partner_files.attach(part, ContentFile(content, name=name), actor=by, now=NOW)


def out(part: PartnerPart, file: PartnerFile, by: Actor) -> None:
    partner_files.take_out(part, file.pk, actor=by, now=NOW)


def test_a_file_is_kept_with_the_draft_and_the_log_says_nothing_of_it(part: PartnerPart, officer: Actor) -> None:
    file = put(part, officer)
    assert (file.name, file.media_type, bytes(file.stored.content)) == ("記録.pdf", "application/pdf", PAPER)
    assert partner_files.take(file, actor=officer, now=NOW) == PAPER
    event = AuditEvent.objects.get(verb="partner.file_added")
    assert event.after == {"files": 1}
    assert not AuditEvent.objects.filter(verb="partner.file_taken").exists()


def test_the_same_file_is_there_once(part: PartnerPart, officer: Actor) -> None:
    assert put(part, officer) == put(part, officer, name="写し.pdf")
    assert part.files.count() == 1


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "空.pdf", "attachment_empty"),
        (b"MZ\x90\x00", "a.pdf", "attachment_type_refused"),
        (PAPER, "a.png", "attachment_name_differs"),
    ],
)
def test_what_is_no_kept_sort_of_file_is_refused(
    part: PartnerPart, officer: Actor, content: bytes, name: str, code: str
) -> None:
    with pytest.raises(errors.Refused) as refused:
        put(part, officer, content, name)
    assert (refused.value.code, refused.value.field) == (code, "attachment")
    assert not part.files.exists()


def test_there_is_an_end_to_the_files(part: PartnerPart, officer: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partner_files, "MOST", 1)
    put(part, officer)
    with pytest.raises(errors.PartnerFilesFull):
        put(part, officer, b"%PDF-1.7 other")


def test_the_lead_gets_a_file_with_the_confirmed_version_alone(
    case: Case, cast: Cast, part: PartnerPart, officer: Actor
) -> None:
    file, reader = put(part, officer), Actor.of_user(cast.auditor)
    with pytest.raises(errors.NotAllowed):
        partner_files.take(file, actor=reader)
    made = partnering.confirm(part, officer)
    assert [one.name for one in made.files.all()] == ["記録.pdf"]
    assert AuditEvent.objects.get(verb="partner.confirmed").after["files"] == {file.stored.sha256: "記録.pdf"}
    assert partner_files.take(file, actor=reader) == PAPER
    taken = AuditEvent.objects.get(verb="partner.file_taken")
    assert (taken.actor, taken.after) == (reader.label, {"name": "記録.pdf", "sha256": file.stored.sha256})


def test_it_is_for_the_office_that_sees_the_case(cast: Cast, part: PartnerPart, officer: Actor) -> None:
    file = put(part, officer)
    partnering.confirm(part, officer)
    root = factories.user(factories.institution())
    root.is_superuser = True
    assert partner_files.take(file, actor=Actor.of_user(root)) == PAPER
    for actor in (Actor.of_user(cast.submitter), Actor.of_user(cast.stranger), factories.SYSTEM):
        with pytest.raises(errors.NotAllowed):
            partner_files.take(file, actor=actor)


def test_nobody_else_puts_files_there(cast: Cast, part: PartnerPart, officer: Actor) -> None:
    file = put(part, officer)
    with pytest.raises(errors.NotAllowed):
        put(part, Actor.of_user(cast.reviewer))
    with pytest.raises(errors.NotAllowed):
        out(part, file, Actor.of_user(cast.reviewer))


def test_a_file_that_was_never_sent_goes_when_it_is_taken_out(part: PartnerPart, officer: Actor) -> None:
    file = put(part, officer)
    out(part, file, officer)
    out(part, file, officer)
    assert not part.files.exists() and not StoredFile.objects.exists()
    assert AuditEvent.objects.filter(verb="partner.file_taken_out").count() == 1


def test_a_file_that_was_sent_stays_with_its_version(part: PartnerPart, officer: Actor) -> None:
    file = put(part, officer)
    first = partnering.confirm(part, officer)
    with pytest.raises(errors.PartnerUnchanged):
        partnering.confirm(part, officer, why_corrected="訂正")
    out(part, file, officer)
    second = partnering.confirm(part, officer, why_corrected="誤ったファイル")
    assert (list(first.files.all()), list(second.files.all())) == ([file], [])
    put(part, officer)
    third = partnering.confirm(part, officer, why_corrected="戻す")
    assert list(third.files.all()) == [file]


def test_whoever_confirms_has_seen_every_file(part: PartnerPart, officer: Actor) -> None:
    seen = part.draft_number
    put(part, officer)
    with pytest.raises(errors.DraftChanged):
        partnering.confirm(part, officer, draft_number=seen)
    assert partner_part.draft_of(PartnerPart.objects.get(pk=part.pk)).result == "done"


def test_a_damaged_file_is_not_handed_out(part: PartnerPart, officer: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    file = put(part, officer)
    file.stored.content = b"else"
    with pytest.raises(errors.FileDamaged):
        partner_files.take(file, actor=officer, now=NOW)


def test_files_go_at_the_end_of_retention(case: Case, cast: Cast, part: PartnerPart, officer: Actor) -> None:
    put(part, officer)
    partnering.confirm(part, officer)
    cases.withdraw(case, actor=Actor.of_user(cast.reviewer), reason="取下げ", now=NOW)
    retention.purge(case, actor=factories.SYSTEM, now=NOW + dt.timedelta(days=20 * 366))
    assert not PartnerFile.objects.exists() and not StoredFile.objects.exists()
