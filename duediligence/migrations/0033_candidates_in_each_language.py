"""What is wrong with a list of candidates is said in the reader's language: both are kept."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def say_in_each(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """What was said in one language stands for both."""
    lists: Any = apps.get_model("duediligence", "CandidateList")
    for one in lists.objects.exclude(faults=[], problem=""):
        one.faults = [
            {"row": fault["row"], **{name: {"ja": fault[name], "en": fault[name]} for name in ("column", "words")}}
            for fault in one.faults
        ]
        one.said = {"ja": one.problem, "en": one.problem} if one.problem else {}
        one.save(update_fields=["faults", "said"])


class Migration(migrations.Migration):
    dependencies = [("duediligence", "0032_proposed_measures_change")]

    operations = [
        migrations.AddField("candidatelist", "said", models.JSONField(default=dict)),
        migrations.RunPython(say_in_each, migrations.RunPython.noop),
        migrations.RemoveField("candidatelist", "problem"),
        migrations.RenameField("candidatelist", "said", "problem"),
        migrations.RemoveField("candidatelist", "language"),
    ]
