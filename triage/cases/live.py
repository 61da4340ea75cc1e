"""The rules of time: when a chat is over although nobody has ended it.

Pure functions over a case and a clock. Each rule comes due at a moment of its own, and the earliest
counts, so that it doesn't matter how late somebody looks.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from cases.models import Case, Ended, Live
from cases.policy import Policy

# A phone that sleeps for a while is not yet gone.
CHILD_GONE = timedelta(minutes=10)


def over_by_time(case: Case, now: datetime, policy: Policy) -> Ended | None:
    """Why the chat is over by now, or None while it goes on or is over already."""
    due = [(moment, ended) for moment, ended in _moments(case, policy) if moment <= now]
    return min(due)[1] if due else None


def waits_for_answer_since(case: Case) -> datetime | None:
    """Since when the child in a chat waits for the worker's words; None while it does not."""
    if case.live != Live.TALKING:
        return None
    if case.worker_wrote is None:
        return case.taken
    has_written = case.child_wrote is not None and case.child_wrote > case.worker_wrote
    return case.child_wrote if has_written else None


def _moments(case: Case, policy: Policy) -> Iterator[tuple[datetime, Ended]]:
    if case.live == Live.OVER:
        return
    yield case.child_seen + CHILD_GONE, Ended.BY_CHILD
    if case.live == Live.WAITING:
        yield case.created + timedelta(minutes=policy.minutes_until_nobody), Ended.NOBODY
    if since := waits_for_answer_since(case):
        yield since + timedelta(minutes=policy.minutes_of_silence), Ended.SILENCE
