"""Anonymous counts: no text, no id, no time nearer than the week."""

from __future__ import annotations

from auditlog.registry import auditlog
from django.db import models
from django.utils import timezone


class Count(models.Model):
    """How often something happened in a week to somebody of a group."""

    week = models.DateField(help_text="Its Monday.")
    # One of counts.groups.KINDS.
    kind = models.CharField(max_length=24)
    topic = models.CharField(max_length=40, blank=True)
    risk = models.CharField(max_length=10, blank=True)
    age_band = models.CharField(max_length=8, blank=True)
    country = models.CharField(max_length=2, blank=True)
    language = models.CharField(max_length=8, blank=True)
    # Only for `closed`: the record that a worker chose.
    category = models.CharField(max_length=40, blank=True)
    action = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=40, blank=True)
    number = models.PositiveIntegerField(default=0)
    # Only for `taken`: the waiting times added up, in seconds.
    seconds = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "week",
                    "kind",
                    "topic",
                    "risk",
                    "age_band",
                    "country",
                    "language",
                    "category",
                    "action",
                    "outcome",
                ],
                name="one_count_a_group",
            )
        ]


class Export(models.Model):
    """Figures that left the application as a file; who took them is in the audit trail."""

    made = models.DateTimeField(default=timezone.now)
    first_week = models.DateField()
    last_week = models.DateField()
    form = models.CharField(max_length=8, help_text="csv or json.")

    def __str__(self) -> str:
        return f"{self.form} of {self.first_week} to {self.last_week}"


auditlog.register(Export)
