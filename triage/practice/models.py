"""Attempts at made-up cases. They have nothing to do with real cases, and are kept for a day."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import QuerySet
from django.utils import timezone

from practice.script_files import Script, library

KEPT = timedelta(days=1)
LONGEST_TEXT = 4000


class Attempt(models.Model):
    """Somebody's go at a script; only they see it."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    script_name = models.CharField(max_length=60)
    begun = models.DateTimeField(default=timezone.now)
    category = models.CharField(max_length=40, blank=True)
    action = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=40, blank=True)
    finished = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "script_name"],
                condition=models.Q(finished__isnull=True),
                name="one_open_attempt",
            )
        ]

    def __str__(self) -> str:
        return f"Practice {self.pk}: {self.script_name}"

    @property
    def script(self) -> Script | None:
        """What is practised; None where the file is gone or broken since."""
        return library().scripts.get(self.script_name)


class Answer(models.Model):
    """What the practising worker wrote in a round, counted from 1."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="answers")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=LONGEST_TEXT)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["attempt", "number"], name="answer_once")]


def attempts_of(user: User, now: datetime) -> QuerySet[Attempt]:
    """Somebody's attempts that are not to be deleted yet, the newest first."""
    return Attempt.objects.filter(owner=user, begun__gt=now - KEPT).order_by("-begun", "-pk")


def forget_old(now: datetime) -> int:
    """Deletes whose day is over; says how many."""
    old = Attempt.objects.filter(begun__lte=now - KEPT)
    return old.delete()[1].get(Attempt._meta.label, 0)
