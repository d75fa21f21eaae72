from typing import Any

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill(apps: Any, _schema_editor: Any) -> None:
    """What was typed in revisions so far is not known any more; the recorded names stand for it."""
    names = {
        model: apps.get_model("duediligence", model).objects.filter(pk=OuterRef(model.lower())).values("name")[:1]
        for model in ("Person", "Organisation")
    }
    members = apps.get_model("duediligence", "Membership").objects
    members.update(name=Subquery(names["Person"]))
    members.exclude(organisation=None).update(organisation_name=Subquery(names["Organisation"]))
    apps.get_model("duediligence", "ProposalParty").objects.update(name=Subquery(names["Organisation"]))


class Migration(migrations.Migration):
    """Revisions keep the names of people and organisations as they were typed."""

    dependencies = [("duediligence", "0015_judging_evidence")]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="name",
            field=models.CharField(default="", max_length=300, verbose_name="name"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="membership",
            name="organisation_name",
            field=models.CharField(blank=True, max_length=500, verbose_name="organisation"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="proposalparty",
            name="name",
            field=models.CharField(default="", max_length=500, verbose_name="name"),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
