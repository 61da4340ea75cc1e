"""Cases: what a child handed over, what was said since, and what the staff made of it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from cases.words import SMALL_TALK


class Risk(models.IntegerChoices):
    """As in beacon.levels: higher is more urgent."""

    NONE = 0, "none"
    CONCERN = 1, "concern"
    HIGH = 2, "high"
    EMERGENCY = 3, "emergency"


class Live(models.TextChoices):
    """How it stands with the child in the chat, whatever the staff's work on the case.

    In the order of the queue: who waits comes first.
    """

    WAITING = "waiting", "The child waits"
    TALKING = "talking", "A person has the chat"
    OVER = "over", "The chat is over"


class Ended(models.TextChoices):
    """Why the chat with the child is over."""

    BY_WORKER = "worker", "ended by the worker"
    BY_CHILD = "child", "ended by the child"
    NOBODY = "nobody", "nobody took it in time"
    SILENCE = "silence", "the worker went silent"


class Case(models.Model):
    """One hand-over, without name, address and picture; `key` is the bot's, and unguessable."""

    key = models.CharField(max_length=64, unique=True, default=uuid.uuid4)
    created = models.DateTimeField(default=timezone.now)
    changed = models.DateTimeField(auto_now=True)
    risk = models.IntegerField(choices=Risk)
    age_band = models.CharField(max_length=8, blank=True)
    country = models.CharField(max_length=2, blank=True)
    language = models.CharField(max_length=8, default="en")
    asked_for = models.CharField(max_length=40)
    # Intents of the child's messages in order: [{"intent", "risk"}]; answers of the bot; its help.
    happened = models.JSONField(default=list)
    answered = models.JSONField(default=list)
    help = models.JSONField(default=dict)
    may_read = models.BooleanField(default=False)
    # When the child decided that, in the bot's milliseconds: what was sent earlier comes too late.
    decided = models.BigIntegerField(default=0)

    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    taken = models.DateTimeField(null=True, blank=True)
    live = models.CharField(max_length=8, choices=Live, default=Live.WAITING)
    ended = models.CharField(max_length=8, choices=Ended, blank=True)
    child_seen = models.DateTimeField(default=timezone.now)
    # When the child wrote the first message that has no answer yet, so that writing more does not
    # put off what happens when the worker is silent.
    child_wrote = models.DateTimeField(null=True, blank=True)
    worker_wrote = models.DateTimeField(null=True, blank=True)

    category = models.CharField(max_length=40, blank=True)
    action = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=40, blank=True)
    closed = models.DateTimeField(null=True, blank=True)
    reduced = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["closed", "-risk", "created"], name="queue_order")]

    def __str__(self) -> str:
        return f"Case {self.pk}"

    @property
    def topic(self) -> str:
        """The first intent of the highest risk: what the case is about at a glance."""
        order = [level.label for level in Risk]
        told = [one for one in self.happened if one.get("intent")]
        told = [one for one in told if one["intent"] not in SMALL_TALK] or told
        top = max(told, key=lambda one: order.index(one.get("risk", "none")), default=None)
        return str(top["intent"]) if top else ""


class Sender(models.TextChoices):
    """Who said a message."""

    CHILD = "child"
    BOT = "bot"
    WORKER = "worker"


class Message(models.Model):
    """What was said: before the hand-over if the child allowed it, and since.

    Without a text the child told the bot something of that risk, and passes on no words.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="messages")
    # Made by whoever sent it, so that a second try of the same message is the same message.
    key = models.CharField(max_length=64, default=uuid.uuid4)
    sender = models.CharField(max_length=8, choices=Sender)
    text = models.TextField(max_length=4000)
    risk = models.IntegerField(choices=Risk, default=Risk.NONE)
    before = models.BooleanField(default=False, help_text="Said before the hand-over.")
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="message_once")]


class Note(models.Model):
    """A worker's note on a case; the child never sees it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    text = models.TextField(max_length=4000)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
