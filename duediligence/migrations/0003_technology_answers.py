"""What a researcher answers and an office judges about technology areas."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("duediligence", "0002_idempotency_headers"),
        ("screening", "0003_lexicon_drafts"),
    ]

    operations = [
        migrations.CreateModel(
            name="TechnologyAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("list_code", models.CharField(max_length=30, verbose_name="list")),
                ("area_code", models.CharField(max_length=40, verbose_name="area")),
                (
                    "answer",
                    models.CharField(
                        choices=[("advances", "Advances it"), ("uses", "Merely uses it"), ("neither", "Neither")],
                        max_length=10,
                        verbose_name="answer",
                    ),
                ),
                ("reason", models.TextField(verbose_name="reason")),
                ("answered_at", models.DateTimeField(verbose_name="answered")),
                ("replaced_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="technology_answers",
                        to="duediligence.case",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="duediligence.revision"
                    ),
                ),
            ],
            options={
                "verbose_name": "answer on a technology area",
                "verbose_name_plural": "answers on technology areas",
                "ordering": ["case", "list_code", "area_code", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at__isnull", True)),
                        fields=("case", "list_code", "area_code"),
                        name="duediligence_answer_one_live",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="duediligence_answer_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TechnologyJudgement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("list_code", models.CharField(max_length=30, verbose_name="list")),
                ("area_code", models.CharField(max_length=40, verbose_name="area")),
                (
                    "judgement",
                    models.CharField(
                        choices=[("confirmed", "Touches the area"), ("dismissed", "Does not touch the area")],
                        max_length=10,
                        verbose_name="judgement",
                    ),
                ),
                ("reason", models.TextField(verbose_name="reason")),
                ("judged_at", models.DateTimeField(verbose_name="judged")),
                ("replaced_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="technology_judgements",
                        to="duediligence.case",
                    ),
                ),
                (
                    "hit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="screening.technologyhit",
                    ),
                ),
                (
                    "judged_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="duediligence.revision"
                    ),
                ),
            ],
            options={
                "verbose_name": "judgement of a technology area",
                "verbose_name_plural": "judgements of technology areas",
                "ordering": ["case", "list_code", "area_code", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at__isnull", True)),
                        fields=("case", "list_code", "area_code"),
                        name="duediligence_area_judgement_one_live",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="duediligence_area_judgement_reason"
                    ),
                ],
            },
        ),
    ]
