"""All that happens to a case. Each step holds the case's row, so that no two happen at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from cases.access import may_work_on
from cases.incoming import ChildMessage, HandOver
from cases.live import over_by_time
from cases.models import Case, Ended, Live, Message, Risk, Sender
from cases.policy import policy
from counts.counting import count

# The bot asks every second or two; a note of it now and then is enough.
SEEN_EVERY = timedelta(seconds=5)


class RefusedError(Exception):
    """The step is not possible as the case stands; the message tells the worker why."""


class ChatOverError(RefusedError):
    """Nothing can be said any more."""

    def __init__(self) -> None:
        super().__init__("The chat with the child is over.")


class NotYoursError(RefusedError):
    """The case is in nobody's hands, or in those of somebody else."""

    def __init__(self, holder: User | None) -> None:
        has_it = f"{name_of(holder)} has this case." if holder else "Nobody has this case yet."
        super().__init__(has_it)


@dataclass(frozen=True)
class Record:
    """What a case was about, what was done and how it ended; empty where not chosen yet."""

    category: str
    action: str
    outcome: str


def name_of(user: User) -> str:
    """How colleagues know each other."""
    return user.get_full_name() or user.get_username()


@contextmanager
def held(case: Case) -> Iterator[Case]:
    """The case as it is now; nobody else changes it meanwhile."""
    with transaction.atomic():
        yield Case.objects.select_for_update().get(pk=case.pk)


def settled(case: Case, now: datetime) -> Case:
    """The case with the rules of time applied."""
    if over_by_time(case, now, policy()) is None:
        return case
    with held(case) as fresh:
        if ended := over_by_time(fresh, now, policy()):
            _end(fresh, ended)
    return fresh


def hand_over(sent: HandOver, now: datetime) -> tuple[Case, bool]:
    """Stores a hand-over once, however often it is sent: the case, and whether it is new.

    Where the child has decided anew since, its latest word counts.
    """
    about = {
        **_summary(sent),
        "risk": sent.risk,
        "may_read": sent.transcript is not None,
        "decided": sent.decided,
        "created": now,
        "child_seen": now,
    }
    with transaction.atomic():
        case, is_new = Case.objects.get_or_create(key=sent.key, defaults=about)
        if is_new:
            _keep_transcript(case, sent, now)
    return (case, True) if is_new else (_handed_over_again(case, sent, now), False)


def child_is_there(case: Case, now: datetime) -> None:
    """Notes that the child still has the chat open."""
    if now - case.child_seen >= SEEN_EVERY:
        Case.objects.filter(pk=case.pk).update(child_seen=now)
        case.child_seen = now


def child_writes(case: Case, sent: ChildMessage, now: datetime) -> bool:
    """Stores the child's message; False where it was stored before. Raises ChatOverError.

    Words to the bot that may not be read are not kept; without words is kept what raises the risk.
    """
    settled(case, now)
    with held(case) as fresh:
        if fresh.messages.filter(key=sent.key).exists():
            return False
        if fresh.live == Live.OVER:
            raise ChatOverError
        text = sent.text if fresh.may_read or fresh.live == Live.TALKING else ""
        if not text and sent.risk <= fresh.risk:
            return False
        fresh.messages.create(
            key=sent.key, sender=Sender.CHILD, text=text, risk=sent.risk, created=now
        )
        if text:
            _child_waits(fresh, now)
        _raise_risk(fresh, sent.risk)
    return True


def child_ends(case: Case, now: datetime) -> None:
    """Ends the chat for the child, unless it is over already."""
    settled(case, now)
    with held(case) as fresh:
        if fresh.live != Live.OVER:
            _end(fresh, Ended.BY_CHILD)


def take(case: Case, worker: User, now: datetime) -> None:
    """Gives the case to a worker. Raises RefusedError, above all where somebody was faster."""
    settled(case, now)
    with held(case) as fresh:
        if fresh.worker_id == worker.pk:
            return
        _must_be_open(fresh)
        if fresh.worker:
            raise NotYoursError(fresh.worker)
        # Whose chat was over before is counted already by how it ended.
        has_waited = fresh.live == Live.WAITING
        fresh.worker = worker
        fresh.taken = fresh.taken or now
        if has_waited:
            fresh.live = Live.TALKING
        fresh.save(update_fields=["worker", "taken", "live", "changed"])
        if has_waited:
            _count("taken", fresh, seconds=(now - fresh.created).total_seconds())


def worker_writes(case: Case, worker: User, key: str, text: str, now: datetime) -> Message:
    """Says something to the child, once for each key. Raises NotYoursError and ChatOverError."""
    settled(case, now)
    with held(case) as fresh:
        _must_have(fresh, worker)
        if said := fresh.messages.filter(key=key).first():
            return said
        if fresh.live != Live.TALKING:
            raise ChatOverError
        said = fresh.messages.create(key=key, sender=Sender.WORKER, text=text, created=now)
        fresh.worker_wrote = now
        fresh.save(update_fields=["worker_wrote"])
    return said


def worker_ends(case: Case, worker: User, now: datetime) -> None:
    """Ends the chat for the worker, unless it is over already. Raises NotYoursError."""
    settled(case, now)
    with held(case) as fresh:
        _must_have(fresh, worker)
        if fresh.live != Live.OVER:
            _end(fresh, Ended.BY_WORKER)


def hand_on(case: Case, worker: User, colleague: User) -> None:
    """Gives a case that somebody has to a colleague. Raises RefusedError."""
    with held(case) as fresh:
        _must_be_open_to(fresh, worker)
        if fresh.worker is None:
            raise NotYoursError(None)
        fresh.worker = colleague
        fresh.save(update_fields=["worker", "changed"])


def add_note(case: Case, author: User, text: str) -> None:
    """Adds a note. Raises RefusedError."""
    with held(case) as fresh:
        _must_be_open_to(fresh, author)
        fresh.notes.create(author=author, text=text)


def record(case: Case, worker: User, chosen: Record) -> None:
    """Keeps what the case was about and what was done. Raises RefusedError."""
    with held(case) as fresh:
        _must_be_open_to(fresh, worker)
        _keep_record(fresh, chosen)


def close(case: Case, worker: User, chosen: Record, now: datetime) -> None:
    """Keeps the record, closes the case and deletes all that was said, or does nothing of it.

    Raises RefusedError where that can't be.
    """
    with held(case) as fresh:
        _must_be_open_to(fresh, worker)
        if fresh.live != Live.OVER:
            raise RefusedError("The child is still in the chat. End the chat first.")
        if not (chosen.category and chosen.outcome):
            raise RefusedError("Choose a category and an outcome first.")
        _keep_record(fresh, chosen)
        fresh.closed = now
        fresh.save(update_fields=["closed", "changed"])
        fresh.messages.all().delete()
        _count("closed", fresh, **asdict(chosen))


def _summary(sent: HandOver) -> dict[str, Any]:
    return {
        "age_band": sent.age_band,
        "country": sent.country,
        "language": sent.language,
        "asked_for": sent.asked_for,
        "happened": sent.happened,
        "answered": sent.answered,
        "help": sent.help,
    }


def _keep_transcript(case: Case, sent: HandOver, now: datetime) -> None:
    Message.objects.bulk_create(
        Message(case=case, sender=sender, text=text, before=True, created=now)
        for sender, text in sent.transcript or ()
    )


def _handed_over_again(case: Case, sent: HandOver, now: datetime) -> Case:
    """A decision newer than the one that is kept takes its place; a retry changes nothing."""
    child_is_there(case, now)
    settled(case, now)
    with held(case) as fresh:
        if fresh.live != Live.OVER and sent.decided > fresh.decided:
            _decide(fresh, sent, now)
    return fresh


def _decide(case: Case, sent: HandOver, now: datetime) -> None:
    """What the child told the bot is kept as it allows it now; the summary only gains."""
    for name, value in _summary(sent).items():
        setattr(case, name, value or getattr(case, name))
    case.risk = max(case.risk, sent.risk)
    case.may_read, case.decided = sent.transcript is not None, sent.decided
    case.save()
    told = case.messages.exclude(text="")
    if case.live == Live.TALKING:
        told = told.filter(before=True)
    told.delete()
    _keep_transcript(case, sent, now)


def _must_have(case: Case, worker: User) -> None:
    if case.worker_id != worker.pk:
        raise NotYoursError(case.worker)


def _must_be_open(case: Case) -> None:
    if case.closed:
        raise RefusedError("The case is closed.")


def _must_be_open_to(case: Case, worker: User) -> None:
    """For what a supervisor may do with every case."""
    _must_be_open(case)
    if not may_work_on(worker, case):
        raise NotYoursError(case.worker)


def _keep_record(case: Case, chosen: Record) -> None:
    case.category, case.action, case.outcome = chosen.category, chosen.action, chosen.outcome
    case.save(update_fields=["category", "action", "outcome", "changed"])


def _child_waits(case: Case, now: datetime) -> None:
    wrote, answered = case.child_wrote, case.worker_wrote
    if wrote is None or (answered is not None and wrote <= answered):
        case.child_wrote = now
        case.save(update_fields=["child_wrote"])


def _raise_risk(case: Case, risk: Risk) -> None:
    if risk > case.risk:
        case.risk = risk
        case.save(update_fields=["risk", "changed"])


def _end(case: Case, ended: Ended) -> None:
    case.live, case.ended = Live.OVER, ended
    case.save(update_fields=["live", "ended", "changed"])
    if ended == Ended.NOBODY:
        _count("nobody", case)


def _count(kind: str, case: Case, seconds: float = 0, **record: str) -> None:
    count(
        kind,
        seconds=seconds,
        topic=case.topic,
        risk=Risk(case.risk).label,
        age_band=case.age_band,
        country=case.country,
        language=case.language,
        **record,
    )
