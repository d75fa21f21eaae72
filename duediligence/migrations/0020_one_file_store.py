"""Attachments refer to the one store of files: what lay in the media folder comes into the database."""

import hashlib
from typing import Any

import django.db.models.deletion
from django.core.files.storage import default_storage
from django.core.management.base import CommandError
from django.db import migrations, models, transaction

FOLDER = "attachments"
GUARD = "duediligence_attachment_no_update"


def take_in(apps: Any, schema_editor: Any) -> None:
    """Copy each file and make a file about an answer its letter; the folder goes once all that is committed."""
    connection = schema_editor.connection
    place = " ON duediligence_attachment" if connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER IF EXISTS {GUARD}{place}")
    kept = apps.get_model("duediligence", "StoredFile").objects.defer("content")
    for one in apps.get_model("duediligence", "Attachment").objects.order_by("pk").iterator(chunk_size=100):
        stored, _made = kept.get_or_create(
            institution_id=one.institution_id,
            sha256=one.sha256,
            is_sealed=False,
            defaults={"size": one.size, "content": _content(one), "kept_at": one.uploaded_at},
        )
        one.stored = stored
        one.save(update_fields=["stored"])
        if one.confirmation_id and one.confirmation.letter_id is None:
            one.confirmation.letter, one.confirmation.letter_name = stored, one.name
            one.confirmation.save(update_fields=["letter", "letter_name"])
    connection.check_constraints()  # PostgreSQL alters no table while checks of it are pending
    transaction.on_commit(_remove_folder, using=connection.alias)


def _content(one: Any) -> bytes:
    path = f"{FOLDER}/{one.case_id}/{one.sha256}"
    content = b""
    if default_storage.exists(path):
        with default_storage.open(path) as stream:
            content = stream.read()
    if hashlib.sha256(content).hexdigest() != one.sha256:
        raise CommandError(f"{path} ({one.name}) is missing or was altered. Restore it from the back-up, then migrate.")
    return content


def _remove_folder() -> None:
    if not default_storage.exists(FOLDER):
        return
    for folder in default_storage.listdir(FOLDER)[0]:
        for name in default_storage.listdir(f"{FOLDER}/{folder}")[1]:
            default_storage.delete(f"{FOLDER}/{folder}/{name}")
        default_storage.delete(f"{FOLDER}/{folder}")
    default_storage.delete(FOLDER)


def demand_none(apps: Any, schema_editor: Any) -> None:
    if apps.get_model("duediligence", "Attachment").objects.exists():
        raise CommandError("Attachments were taken into the database. The way back is the back-up made before.")


class Migration(migrations.Migration):
    dependencies = [("duediligence", "0019_submissions")]

    operations = [
        migrations.RemoveConstraint("storedfile", "duediligence_stored_file_once"),
        migrations.AddConstraint(
            "storedfile",
            models.UniqueConstraint(
                fields=("institution", "sha256", "is_sealed"), name="duediligence_stored_file_once"
            ),
        ),
        migrations.AddField(
            "attachment",
            "stored",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="duediligence.storedfile",
            ),
        ),
        migrations.RunPython(take_in, migrations.RunPython.noop),
        migrations.AlterField(
            "attachment",
            "stored",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="duediligence.storedfile"
            ),
        ),
        migrations.RemoveConstraint("attachment", "duediligence_attachment_whole"),
        migrations.RemoveConstraint("attachment", "duediligence_attachment_about_one"),
        migrations.RemoveField("attachment", "confirmation"),
        migrations.RemoveField("attachment", "sha256"),
        migrations.RemoveField("attachment", "size"),
        migrations.AddConstraint(
            "attachment",
            models.CheckConstraint(condition=~models.Q(name=""), name="duediligence_attachment_name"),
        ),
        migrations.AddConstraint(
            "attachment",
            models.CheckConstraint(
                condition=models.Q(source=None) | models.Q(disposition=None),
                name="duediligence_attachment_about_one",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, demand_none),
    ]
