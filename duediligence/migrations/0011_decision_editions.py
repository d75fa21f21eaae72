from typing import Any

from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps: Any, _schema_editor: Any) -> None:
    """A case keeps its policy edition, so every decision so far rests on the one its case has now."""
    decisions = apps.get_model("duediligence", "StepDecision").objects.filter(policy_edition=None)
    steps = apps.get_model("duediligence", "Step").objects.filter(pk=OuterRef("step"))
    decisions.update(policy_edition=Subquery(steps.values("case__policy_edition")[:1]))


class Migration(migrations.Migration):
    """Decisions name the policy edition that they rest on."""

    dependencies = [("duediligence", "0010_approvals")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
