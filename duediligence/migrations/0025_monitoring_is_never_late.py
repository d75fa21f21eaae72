"""Monitoring is no task to finish by a day: what is due meanwhile has days of its own."""

from typing import Any

from django.db import migrations


def forget_days(apps: Any, schema_editor: Any) -> None:
    steps = apps.get_model("duediligence", "Step").objects.using(schema_editor.connection.alias)
    steps.filter(kind="monitor", status="open").update(due_date=None)


class Migration(migrations.Migration):
    dependencies = [
        ("duediligence", "0024_affiliation_asked_about"),
    ]

    operations = [
        migrations.RunPython(forget_days, migrations.RunPython.noop),
    ]
