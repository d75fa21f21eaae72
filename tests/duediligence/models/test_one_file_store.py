"""Moving attachments from the media folder into the store of files: nothing is lost, and nothing is left behind."""

import hashlib
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from duediligence.domain import stored_file
from duediligence.enums import ConfirmationKind, ConfirmationVerdict
from duediligence.models import Attachment, Confirmation, ConsultedSource, StoredFile, guards
from screening.models import guards as triggers
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE = [("duediligence", "0019_submissions")]
OF_LATER = {"duediligence_attachment_kept"}  # looks at a column that came afterwards
OF_THEN = {guards.ATTACHMENT, guards.STORED_FILE}
REGISTER, ANSWER = b"%PDF-1.7 register", b"%PDF-1.7 answer"


def migrate(targets: list[tuple[str, str]]) -> Any:
    executor = MigrationExecutor(connection)
    executor.migrate([*targets])
    return executor.loader.project_state(targets).apps


def forwards() -> None:
    executor = MigrationExecutor(connection)
    migrate([node for node in executor.loader.graph.leaf_nodes() if node[0] == "duediligence"])


@pytest.fixture
def old() -> Iterator[SimpleNamespace]:
    """A case before the move, with a source and an answer; afterwards everything is migrated again."""
    cast = factories.cast()
    factories.policy()
    case = factories.case(cast.submitter)
    by = {"recorded_by": cast.reviewer}
    source = ConsultedSource.objects.create(
        case=case, title="登記", consulted_date=factories.TODAY, recorded_at=factories.NOW, **by
    )
    answer = Confirmation.objects.create(
        case=case,
        revision=case.revision,
        kind=ConfirmationKind.GOVERNMENT,
        verdict=ConfirmationVerdict.CONFIRMED,
        received_at=factories.NOW,
        **by,
    )
    guards.remove(connection)
    apps = migrate(BEFORE)
    triggers.install([one for one in guards.GUARDS if one.table in OF_THEN and one.name not in OF_LATER], connection)
    yield SimpleNamespace(apps=apps, case=case, source=source, answer=answer, user=cast.reviewer)
    guards.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM duediligence_attachment")
    forwards()


def attached(old: SimpleNamespace, content: bytes, name: str, **about: Any) -> str:
    """Attach a file as it was done before the move; return where it lies."""
    digest = hashlib.sha256(content).hexdigest()
    path = f"attachments/{old.case.pk}/{digest}"
    old.apps.get_model("duediligence", "Attachment").objects.create(
        institution_id=old.case.institution_id,
        case_id=old.case.pk,
        name=name,
        media_type="application/pdf",
        size=len(content),
        sha256=digest,
        uploaded_by_id=old.user.pk,
        uploaded_at=factories.NOW,
        **about,
    )
    default_storage.delete(path)
    default_storage.save(path, ContentFile(content))
    return path


def test_files_come_into_the_database_leave_the_folder_and_have_no_way_back(old: SimpleNamespace) -> None:
    paths = [
        attached(old, REGISTER, "登記.pdf", source_id=old.source.pk),
        attached(old, REGISTER, "登記の写し.pdf"),
        attached(old, ANSWER, "回答.pdf", confirmation_id=old.answer.pk),
    ]
    forwards()
    found = Attachment.objects.order_by("pk")
    assert [(one.name, one.source, stored_file.content_of(one.stored, one.name)) for one in found] == [
        ("登記.pdf", old.source, REGISTER),
        ("登記の写し.pdf", None, REGISTER),
        ("回答.pdf", None, ANSWER),
    ]
    assert {(one.uploaded_by, one.uploaded_at, one.case) for one in found} == {(old.user, factories.NOW, old.case)}
    assert StoredFile.objects.count() == 2
    old.answer.refresh_from_db()
    assert (old.answer.letter, old.answer.letter_name) == (found[2].stored, "回答.pdf")
    assert not any(default_storage.exists(path) for path in [*paths, "attachments"])

    with pytest.raises(CommandError, match="back-up"):
        migrate(BEFORE)
    assert Attachment.objects.count() == 3


def test_nothing_moves_while_one_file_is_missing_or_altered(old: SimpleNamespace) -> None:
    kept, altered = attached(old, REGISTER, "登記.pdf"), attached(old, ANSWER, "回答.pdf")
    default_storage.delete(altered)
    for content in (b"", b"%PDF-1.7 else"):
        if content:
            default_storage.save(altered, ContentFile(content))
        with pytest.raises(CommandError, match="回答"):
            forwards()
    assert not StoredFile.objects.exists()
    assert default_storage.exists(kept)
