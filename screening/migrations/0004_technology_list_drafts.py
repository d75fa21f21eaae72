"""New editions of technology lists: uploaded by one person, published by another."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("screening", "0003_lexicon_drafts"),
    ]

    operations = [
        migrations.CreateModel(
            name="TechnologyListDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("list_code", models.CharField(max_length=30, verbose_name="list")),
                ("content", models.JSONField()),
                ("file_name", models.CharField(max_length=255, verbose_name="file")),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Draft"), ("published", "Published"), ("discarded", "Discarded")],
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("brought_by", models.CharField(max_length=200, verbose_name="uploaded by")),
                ("brought_at", models.DateTimeField(verbose_name="uploaded")),
                ("closed_by", models.CharField(blank=True, max_length=200, verbose_name="published or discarded by")),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "edition",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="screening.technologylistedition",
                    ),
                ),
            ],
            options={
                "verbose_name": "new edition of a technology list",
                "verbose_name_plural": "new editions of technology lists",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "open")),
                        fields=("list_code",),
                        name="screening_technology_draft_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "published"), _negated=True),
                            models.Q(
                                models.Q(("brought_by", models.F("closed_by")), _negated=True),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="screening_technology_draft_two_people",
                    ),
                ],
            },
        ),
    ]
