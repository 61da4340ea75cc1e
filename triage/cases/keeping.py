"""Keeping little: words go after days, what is known of a child later, the audit trail last."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone

from cases.models import Case, Live, Message, Note
from cases.policy import Policy
from cases.work import held, settled

# So many entries of the audit trail are deleted at once: on SQLite, others write only in between.
BATCH = 500


@dataclass(frozen=True)
class Kept:
    """How much a round has ended, deleted and reduced."""

    chats_ended: int
    messages_deleted: int
    cases_reduced: int
    entries_deleted: int


def keep_little(now: datetime, policy: Policy) -> Kept:
    """One round; another right after it finds nothing more to do.

    Case by case, and the audit trail batch by batch, so that the bot never waits for it.
    """
    return Kept(
        chats_ended=_end_chats(now),
        messages_deleted=_delete_messages(now - timedelta(days=policy.days_of_transcript)),
        cases_reduced=_reduce_cases(now - timedelta(days=policy.days_of_case)),
        # Last, as the steps before may add to the trail.
        entries_deleted=_delete_entries(now - timedelta(days=policy.days_of_audit)),
    )


def _end_chats(now: datetime) -> int:
    running = list(Case.objects.exclude(live=Live.OVER))
    return sum(settled(case, now).live == Live.OVER for case in running)


def _delete_messages(before: datetime) -> int:
    old = Message.objects.filter(created__lt=before)
    ids = list(old.order_by("case").values_list("case", flat=True).distinct())
    return sum(_delete_messages_of(case, before) for case in ids)


def _delete_messages_of(case: int, before: datetime) -> int:
    return Message.objects.filter(case=case, created__lt=before).delete()[0]


def _reduce_cases(before: datetime) -> int:
    old = list(Case.objects.filter(closed__lt=before, reduced=None))
    for case in old:
        with held(case) as fresh:
            _reduce(fresh)
    return len(old)


def _reduce(case: Case) -> None:
    """Leaves risk, band, country, language, category, action, outcome and the week."""
    week = _week(case.created)
    notes = list(case.notes.values_list("pk", flat=True))
    case.notes.all().delete()
    case.messages.all().delete()
    _cut_from_audit(Note, notes)
    _cut_from_audit(Case, [case.pk])
    # Past the audit trail, which is not to keep what is taken away here.
    Case.objects.filter(pk=case.pk).update(
        key=uuid.uuid4(),
        asked_for="",
        happened=[],
        answered=[],
        help={},
        may_read=False,
        decided=0,
        worker=None,
        taken=None,
        live=Live.OVER,
        ended="",
        child_wrote=None,
        worker_wrote=None,
        **dict.fromkeys(("created", "changed", "child_seen", "closed", "reduced"), week),
    )


def _delete_entries(before: datetime) -> int:
    old = LogEntry.objects.filter(timestamp__lt=before).order_by("timestamp")
    deleted = 0
    while ids := list(old.values_list("pk", flat=True)[:BATCH]):
        deleted += LogEntry.objects.filter(pk__in=ids).delete()[0]
    return deleted


def _week(moment: datetime) -> datetime:
    day = timezone.localtime(moment)
    monday = day - timedelta(days=day.weekday())
    return monday.replace(hour=0, minute=0, second=0, microsecond=0)


@transaction.atomic
def _cut_from_audit(model: type[models.Model], ids: list[Any]) -> None:
    """Who did something when stays in the trail; to which of the reduced cases, nobody can tell."""
    kind = ContentType.objects.get_for_model(model)
    for pk in ids:
        LogEntry.objects.filter(content_type=kind, object_pk=str(pk)).update(
            object_pk=f"reduced-{secrets.token_hex(8)}",
            object_id=None,
            object_repr=f"A reduced {model._meta.verbose_name}",
            changes=None,
        )
