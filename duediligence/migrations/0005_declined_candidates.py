"""Suggested terms that an office did not want are not suggested again."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("duediligence", "0004_declarations"),
    ]

    operations = [
        migrations.CreateModel(
            name="DeclinedCandidate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("list_code", models.CharField(max_length=30, verbose_name="list")),
                ("area_code", models.CharField(max_length=40, verbose_name="area")),
                ("kind", models.CharField(max_length=10)),
                ("text", models.CharField(max_length=200, verbose_name="term")),
                ("declined_at", models.DateTimeField()),
                (
                    "declined_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="duediligence.institution"
                    ),
                ),
            ],
            options={
                "verbose_name": "declined term",
                "verbose_name_plural": "declined terms",
                "ordering": ["institution", "list_code", "area_code", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("institution", "list_code", "area_code", "kind", "text"),
                        name="duediligence_candidate_declined_once",
                    )
                ],
            },
        ),
    ]
