"""Whether a relation matters is asked of each case: what was held not to be relevant holds in its own case alone."""

from typing import Any

from django.db import migrations
from django.db.models import OuterRef, Subquery


def give_their_case(apps: Any, schema_editor: Any) -> None:
    using = schema_editor.connection.alias
    judged = apps.get_model("duediligence", "Disposition").objects.using(using).filter(pk=OuterRef("disposition_id"))
    held = apps.get_model("duediligence", "Clearance").objects.using(using)
    of_one_case = held.filter(disposition__judgement="true_match_not_relevant")
    held.filter(pk__in=list(of_one_case.values_list("pk", flat=True))).update(case=Subquery(judged.values("case")[:1]))


class Migration(migrations.Migration):
    dependencies = [
        ("duediligence", "0028_clearances_of_one_case"),
    ]

    operations = [
        migrations.RunPython(give_their_case, migrations.RunPython.noop),
    ]
