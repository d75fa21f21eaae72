"""Files on a case: checked by their content, kept under their hash, handed out to those with the right alone."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError, IntegrityError, transaction
from django.test import override_settings
from django.utils import timezone

from duediligence import errors
from duediligence.domain import attachment, cross_check, file_types, recusal
from duediligence.domain.actor import Actor
from duediligence.messages import explain
from duediligence.models import Attachment, AuditEvent, Case, StoredFile
from tests import factories
from tests.beginnings import begun
from tests.factories import Cast

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\nan example of a register's answer\n"


def office_file(*parts: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for part in parts:
            archive.writestr(part, "<x/>")
    return stream.getvalue()


def begin(cast: Cast, tmp_path: Path) -> Case:
    factories.policy()
    return factories.case(cast.submitter)


beginning = begun(begin)


def attach(case: Case, cast: Cast, content: bytes = PDF, name: str = "登記簿.pdf", **given: object) -> Attachment:
    upload = ContentFile(content, name=name)
    return attachment.attach(case, upload, actor=Actor.of_user(cast.reviewer), now=factories.NOW, **given)  # type: ignore[arg-type]


def test_a_file_is_kept_under_its_hash_and_noted(case: Case, cast: Cast) -> None:
    made = attach(case, cast)
    assert (made.name, made.media_type, made.stored.size, made.uploaded_by) == (
        "登記簿.pdf",
        "application/pdf",
        len(PDF),
        cast.reviewer,
    )
    assert made.stored.sha256 == hashlib.sha256(PDF).hexdigest()
    assert bytes(StoredFile.objects.get().content) == PDF
    event = AuditEvent.objects.get(verb="attachment.added")
    assert event.after == {"name": "登記簿.pdf", "sha256": made.stored.sha256, "size": len(PDF), "about": "case"}


def test_the_same_file_for_the_same_thing_is_kept_once(case: Case, cast: Cast) -> None:
    source = cross_check.consult(
        case, title="登記", consulted_date=factories.TODAY, actor=Actor.of_user(cast.reviewer), now=factories.NOW
    )
    first = attach(case, cast)
    assert attach(case, cast, name="again.pdf") == first
    about_source = attach(case, cast, about=source)
    assert (about_source.source, about_source.stored) == (source, first.stored)
    assert AuditEvent.objects.filter(verb="attachment.added").count() == 2


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (b"\x89PNG\r\n\x1a\n rest", "a.PNG", "image/png"),
        (b"\xff\xd8\xff rest", "写真.jpeg", "image/jpeg"),
        (office_file("word/document.xml"), "a.docx", file_types.TYPES["docx"].media_type),
        (office_file("xl/workbook.xml"), "a.xlsx", file_types.TYPES["xlsx"].media_type),
        (office_file("ppt/presentation.xml"), "a.pptx", file_types.TYPES["pptx"].media_type),
        ("メモ\r\n".encode(), "a.txt", "text/plain"),
        ("名称,国".encode("cp932"), "a.csv", "text/plain"),
    ],
)
def test_the_sort_is_told_by_the_content(case: Case, cast: Cast, content: bytes, name: str, media_type: str) -> None:
    assert attach(case, cast, content, name).media_type == media_type


@pytest.mark.parametrize(
    ("content", "name", "refused"),
    [
        (b"", "a.pdf", errors.AttachmentEmpty),
        (PDF, "../..", errors.AttachmentEmpty),
        (b"MZ\x90\x00\x03 program", "a.pdf", errors.AttachmentTypeRefused),
        (b"\x81\x01\xff\xff", "a.txt", errors.AttachmentTypeRefused),
        (b"PK\x03\x04 no archive", "a.docx", errors.AttachmentTypeRefused),
        (office_file("anything.txt"), "a.zip", errors.AttachmentTypeRefused),
        (office_file("word/document.xml", "xl/workbook.xml"), "a.docx", errors.AttachmentTypeRefused),
        (office_file("word/document.xml", "word/vbaProject.bin"), "a.docx", errors.AttachmentTypeRefused),
        (b"<script>alert(1)</script>", "a.html", errors.AttachmentTypeRefused),
        (b"<svg><script>alert(1)</script></svg>", "a.svg", errors.AttachmentTypeRefused),
        (b"<script>alert(1)</script>", "a.pdf", errors.AttachmentNameDiffers),
        (PDF, "a.exe", errors.AttachmentTypeRefused),
        (PDF, "a.docx", errors.AttachmentNameDiffers),
    ],
)
def test_a_file_of_another_sort_or_under_a_false_name_is_refused(
    case: Case, cast: Cast, content: bytes, name: str, refused: type[errors.Refused]
) -> None:
    with pytest.raises(refused) as caught:
        attach(case, cast, content, name)
    assert caught.value.field == "attachment"
    assert not Attachment.objects.exists()


def test_an_office_document_that_unpacks_to_far_more_is_refused(case: Case, cast: Cast) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(6_000))
    given = packed.getvalue()
    with override_settings(ATTACHMENT_MAX_BYTES=1_000), pytest.raises(errors.AttachmentTypeRefused):
        attach(case, cast, given, "a.docx")
    with override_settings(ATTACHMENT_MAX_BYTES=1_200):
        assert attach(case, cast, given, "a.docx").stored.size == len(given)


def test_too_large_and_sorts_that_are_not_taken_here(case: Case, cast: Cast) -> None:
    with override_settings(ATTACHMENT_MAX_BYTES=len(PDF) - 1), pytest.raises(errors.AttachmentTooLarge):
        attach(case, cast)
    with override_settings(ATTACHMENT_TYPES=["png"]), pytest.raises(errors.AttachmentTypeRefused) as refused:
        attach(case, cast)
    assert ".png" in explain(refused.value)
    assert ".pdf" not in explain(refused.value).partition(".png")[2]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\Users\\a\\報告.pdf", "報告.pdf"),
        ("/etc/passwd.txt", "passwd.txt"),
        ("evil\u202efdp.exe\x00.pdf", "evilfdp.exe.pdf"),
        (" .hidden.pdf ", "hidden.pdf"),
        ("か\u3099.pdf", "が.pdf"),
        ("長" * 300 + ".pdf", "長" * 196 + ".pdf"),
    ],
)
def test_names_are_cleaned(given: str, kept: str) -> None:
    assert file_types.clean_name(given) == kept


def test_only_officers_who_take_part_attach_and_only_to_open_cases(case: Case, cast: Cast) -> None:
    upload = ContentFile(PDF, name="a.pdf")
    for user in (cast.submitter, cast.department_officer, cast.auditor, cast.stranger):
        with pytest.raises(errors.NotAllowed):
            attachment.attach(case, upload, actor=Actor.of_user(user))
    recusal.recuse(case, actor=Actor.of_user(cast.second_reviewer), reason_code="joint_work", text="")
    with pytest.raises(errors.Recused):
        attachment.attach(case, upload, actor=Actor.of_user(cast.second_reviewer))
    Case.objects.filter(pk=case.pk).update(status="closed", closed_at=timezone.now(), close_reason="終了")
    with pytest.raises(errors.CaseNotOpen):
        attach(case, cast)


def test_the_office_takes_a_file_and_each_time_is_noted(case: Case, cast: Cast) -> None:
    made = attach(case, cast)
    assert attachment.open_for(made, actor=Actor.of_user(cast.auditor)) == PDF
    assert AuditEvent.objects.get(verb="attachment.taken").actor == f"user:{cast.auditor.username}"
    for actor in (
        Actor.of_user(cast.submitter),
        Actor.of_user(cast.department_officer),
        Actor.of_user(cast.stranger),
        factories.SYSTEM,
    ):
        with pytest.raises(errors.NotAllowed):
            attachment.open_for(made, actor=actor)


def test_a_damaged_file_is_never_handed_out(case: Case, cast: Cast) -> None:
    made = attach(case, cast)
    made.stored.content = b"%PDF-else"
    with pytest.raises(errors.FileDamaged):
        attachment.open_for(made, actor=Actor.of_user(cast.reviewer))


def test_the_database_keeps_a_file_as_it_is_until_the_case_is_purged(case: Case, cast: Cast) -> None:
    made = attach(case, cast)
    kept = Attachment.objects.filter(pk=made.pk)
    for act in (lambda: kept.update(name="else.pdf"), kept.delete):
        with pytest.raises(DatabaseError, match="kept as it is"), transaction.atomic():
            act()
    Case.objects.filter(pk=case.pk).update(purged_at=timezone.now())
    assert kept.delete()[0] == 1


def test_the_database_refuses_a_file_about_two_things(case: Case, cast: Cast) -> None:
    made = attach(case, cast)
    made.pk = None
    made.source_id, made.disposition_id = 1, 1
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save(force_insert=True)


def test_files_of_another_institution_do_not_exist(case: Case, cast: Cast) -> None:
    made = attach(case, cast)
    assert list(Attachment.objects.visible_to(cast.auditor)) == [made]
    for user in (cast.stranger, cast.submitter):
        assert not Attachment.objects.visible_to(user).exists()


def test_the_bytes_come_along_only_when_they_are_asked_for(
    case: Case, cast: Cast, django_assert_num_queries: Callable[..., AbstractContextManager[Any]]
) -> None:
    attach(case, cast)
    with django_assert_num_queries(1):
        (found,) = Attachment.objects.with_size()
        assert found.stored.size == len(PDF)
    assert found.stored.get_deferred_fields() == {"content"}
