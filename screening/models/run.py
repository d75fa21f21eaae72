"""What was checked, against which editions, how, and what was found."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from screening.enums import ListEffect, ListState, RunStatus
from screening.matching.levels import Level
from screening.models.choices import choices
from screening.models.edition import ListEdition
from screening.models.entry import Entry
from screening.names.kinds import NameKind

LIVE = [RunStatus.QUEUED.value, RunStatus.RUNNING.value]


class Run(models.Model):
    """One screening. ``owner_ref`` is the caller's opaque key.

    A worker holds ``lease_until`` while it works and moves ``position`` past each finished block of subjects in the
    transaction that stores their hits, so that another worker can take the run up where it stopped.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner_ref = models.CharField(max_length=60, db_index=True)
    purpose = models.CharField(_("purpose"), max_length=40)
    status = models.CharField(_("status"), max_length=10, choices=choices(RunStatus))
    as_at_date = models.DateField(_("lists as at"))
    request = models.JSONField(help_text="subjects, texts, list and technology bindings, clearances, as asked")
    subject_count = models.PositiveIntegerField(_("subjects"))
    position = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    problems = models.JSONField(default=list)
    technology = models.JSONField(default=dict)
    engine_version = models.CharField(_("engine"), max_length=40)
    code_version = models.CharField(max_length=40)
    created_at = models.DateTimeField(_("asked for"))
    started_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("run")
        verbose_name_plural = _("runs")
        constraints = [
            models.UniqueConstraint(
                fields=["owner_ref"],
                condition=Q(status__in=LIVE) & ~Q(owner_ref=""),
                name="screening_run_one_live",
            ),
        ]
        # The tick looks for live runs whose lease ran out.
        indexes = [models.Index(fields=["status", "lease_until"], name="screening_run_overdue")]

    def __str__(self) -> str:
        return str(self.ref)

    @property
    def is_live(self) -> bool:
        return self.status in LIVE


class RunList(models.Model):
    """One list that a run was told to use, the edition it used, and in what state it found it."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="lists")
    source_code = models.CharField(_("list"), max_length=60)
    edition = models.ForeignKey(ListEdition, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    edition_sha256 = models.CharField(max_length=64, blank=True)
    effect = models.CharField(_("effect"), max_length=20, choices=choices(ListEffect))
    state = models.CharField(_("state"), max_length=10, choices=choices(ListState))
    is_required = models.BooleanField(default=True)

    class Meta:
        ordering = ["run", "source_code"]
        constraints = [models.UniqueConstraint(fields=["run", "source_code"], name="screening_run_list_once")]

    def __str__(self) -> str:
        return self.source_code


class Hit(models.Model):
    """A subject that may be a listed entry. A hit is a question, not a verdict."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="hits")
    subject_ref = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=20, choices=choices(NameKind))
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    source_code = models.CharField(_("list"), max_length=60)
    effect = models.CharField(_("effect"), max_length=20, choices=choices(ListEffect))
    query_name = models.TextField(_("name asked"))
    matched_name = models.TextField(_("name matched"))
    score = models.FloatField(_("score"))
    evidence = models.FloatField(_("evidence"))
    level = models.CharField(_("level"), max_length=10, choices=choices(Level))
    explanation = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=400)
    clearance_ref = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["run", "-score", "id"]
        verbose_name = _("hit")
        verbose_name_plural = _("hits")
        constraints = [models.UniqueConstraint(fields=["run", "subject_ref", "entry"], name="screening_hit_once")]

    def __str__(self) -> str:
        return f"{self.query_name} ~ {self.matched_name}"


class TechnologyHit(models.Model):
    """A listed technology area that the text touches, and by which words."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="technology_hits")
    list_code = models.CharField(_("list"), max_length=30)
    area_code = models.CharField(_("area"), max_length=40)
    score = models.FloatField(_("score"))
    level = models.CharField(_("level"), max_length=10, choices=choices(Level))
    action = models.CharField(_("action"), max_length=10)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["run", "list_code", "-score"]
        constraints = [models.UniqueConstraint(fields=["run", "list_code", "area_code"], name="screening_area_once")]

    def __str__(self) -> str:
        return f"{self.list_code} {self.area_code}"
