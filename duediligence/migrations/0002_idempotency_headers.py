"""A stored answer keeps its ETag and Location."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("duediligence", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="idempotencyrecord",
            name="headers",
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
