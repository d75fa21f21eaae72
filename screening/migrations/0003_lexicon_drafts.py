"""An office's own terms beside the shipped pack, drafted by one person and published by another."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("screening", "0002_list_decisions_and_drafts"),
    ]

    operations = [
        migrations.AddField(
            model_name="lexiconedition",
            name="local",
            field=models.JSONField(blank=True, default=dict, verbose_name="own terms"),
        ),
        migrations.AddField(
            model_name="lexiconedition",
            name="pack",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="screening.lexiconedition",
            ),
        ),
        migrations.CreateModel(
            name="LexiconDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("local", models.JSONField(verbose_name="own terms")),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Draft"), ("published", "Published"), ("discarded", "Discarded")],
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("begun_by", models.CharField(max_length=200, verbose_name="begun by")),
                ("begun_at", models.DateTimeField(verbose_name="begun")),
                ("writers", models.JSONField(default=list, verbose_name="written by")),
                ("closed_by", models.CharField(blank=True, max_length=200, verbose_name="published or discarded by")),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "begun_from",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="screening.lexiconedition"
                    ),
                ),
                (
                    "edition",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="screening.lexiconedition",
                    ),
                ),
            ],
            options={
                "verbose_name": "draft of the lexicon",
                "verbose_name_plural": "drafts of the lexicon",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "open")),
                        fields=("status",),
                        name="screening_lexicon_draft_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "published"), _negated=True),
                            models.Q(
                                models.Q(("begun_by", models.F("closed_by")), _negated=True),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="screening_lexicon_draft_two_people",
                    ),
                ],
            },
        ),
    ]
