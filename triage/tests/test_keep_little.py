"""Keeping little, with a moved clock."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from io import StringIO

import pytest
from auditlog.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases import keeping, work
from cases.models import Case, Ended, Live, Message, Note
from cases.policy import policy
from counts.models import Count
from tests.bot import Bot, handed_over

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def keep_little(later: timedelta = timedelta()) -> str:
    """What a round says that runs so much later."""
    said = StringIO()
    call_command("keep_little", now=(timezone.now() + later).isoformat(), stdout=said)
    return said.getvalue().strip()


def closed_case(worker: User) -> Case:
    """A case from the hand-over to the close."""
    case = handed_over()
    now = timezone.now()
    work.take(case, worker, now)
    Bot().says("are you there")
    work.worker_writes(case, worker, "k" * 16, "I am", now)
    work.add_note(case, worker, "talked about the police")
    work.worker_ends(case, worker, now)
    work.close(case, worker, work.Record("online_extortion", "informed", "helped"), now)
    case.refresh_from_db()
    return case


def test_what_was_said_goes_after_its_days() -> None:
    case = handed_over()
    Bot().says("are you there")
    soon, late = (
        policy().days_of_transcript * DAY - timedelta(minutes=1),
        policy().days_of_transcript * DAY,
    )
    keep_little(soon)
    assert case.messages.count() == 3
    assert "3 messages deleted" in keep_little(late + timedelta(minutes=1))
    assert case.messages.count() == 0


def test_only_old_messages_go() -> None:
    case = handed_over()
    Bot().says("are you there")
    case.messages.filter(before=True).update(
        created=timezone.now() - policy().days_of_transcript * DAY - timedelta(seconds=1)
    )
    keep_little()
    assert [said.text for said in case.messages.all()] == ["are you there"]


def test_a_closed_case_stays_whole_until_its_time(worker: User) -> None:
    case = closed_case(worker)
    keep_little(policy().days_of_case * DAY - timedelta(minutes=1))
    case.refresh_from_db()
    assert case.reduced is None
    assert case.notes.count() == 1
    assert case.happened


def test_then_it_is_reduced_to_anonymous_facts(worker: User) -> None:
    before = closed_case(worker)
    assert "1 cases reduced" in keep_little(policy().days_of_case * DAY + timedelta(minutes=1))
    case = Case.objects.get(pk=before.pk)
    facts = ("risk", "age_band", "country", "language", "category", "action", "outcome")
    assert [getattr(case, name) for name in facts] == [getattr(before, name) for name in facts]
    assert case.key != before.key
    assert (case.happened, case.answered, case.help) == ([], [], {})
    assert (case.asked_for, case.worker, case.taken) == ("", None, None)
    assert (case.child_wrote, case.worker_wrote, case.ended) == (None, None, "")
    assert (case.may_read, case.decided) == (False, 0)
    assert not Note.objects.exists()
    assert not Message.objects.exists()


def test_no_time_nearer_than_the_week_is_left(worker: User) -> None:
    case = closed_case(worker)
    thursday = timezone.make_aware(datetime(2026, 3, 12, 15, 47))
    Case.objects.update(created=thursday, closed=thursday, child_seen=thursday)
    keep_little()
    case.refresh_from_db()
    monday = timezone.make_aware(datetime(2026, 3, 9))
    moments = {case.created, case.changed, case.closed, case.child_seen, case.reduced}
    assert moments == {monday}


def test_the_audit_trail_no_longer_leads_to_a_reduced_case(worker: User) -> None:
    case = closed_case(worker)
    number = LogEntry.objects.count()
    assert LogEntry.objects.filter(object_pk=str(case.pk), changes__has_key="risk").exists()
    keep_little(policy().days_of_case * DAY + DAY)
    # That the note was deleted is noted as well.
    assert LogEntry.objects.count() == number + 1
    assert not LogEntry.objects.get_for_object(case).exists()
    trail = json.dumps(list(LogEntry.objects.values("changes", "object_repr", "object_id")))
    for fact in ("online_extortion", "helped", f"Case {case.pk}"):
        assert fact not in trail


def test_the_bot_finds_a_reduced_case_no_more(worker: User) -> None:
    case = closed_case(worker)
    keep_little(policy().days_of_case * DAY + DAY)
    assert Bot().get(f"hand-overs/{case.key}").status_code == 404


def test_an_open_case_is_never_reduced(worker: User) -> None:
    case = handed_over()
    work.take(case, worker, timezone.now())
    keep_little(policy().days_of_case * DAY * 10)
    case.refresh_from_db()
    assert case.reduced is None
    assert case.worker == worker


def test_the_audit_trail_goes_after_its_days(worker: User) -> None:
    closed_case(worker)
    number = LogEntry.objects.count()
    assert number > 1
    keep_little(policy().days_of_audit * DAY - timedelta(minutes=1))
    # That the note was deleted is noted as well.
    assert LogEntry.objects.count() == number + 1
    said = keep_little(policy().days_of_audit * DAY + timedelta(minutes=1))
    assert said.endswith(f", {number + 1} audit entries deleted")
    assert not LogEntry.objects.exists()


def test_only_old_entries_go_in_batches(worker: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "BATCH", 2)
    LogEntry.objects.all().delete()
    new = timezone.now()
    old = new - policy().days_of_audit * DAY - timedelta(seconds=1)
    kind = ContentType.objects.get_for_model(User)
    LogEntry.objects.bulk_create(
        LogEntry(content_type=kind, object_pk=str(worker.pk), action=0, timestamp=timestamp)
        for timestamp in (old, new, old, old, old, old)
    )
    with CaptureQueriesContext(connection) as asked:
        assert keep_little().endswith(" 5 audit entries deleted")
    assert sum("DELETE" in query["sql"] for query in asked) == 3
    assert LogEntry.objects.get().timestamp == new


@pytest.mark.parametrize("days", ["days_of_case", "days_of_audit"])
def test_a_second_round_finds_nothing(worker: User, days: str) -> None:
    closed_case(worker)
    handed_over(key="another-unguessable-key-of-another")
    later = getattr(policy(), days) * DAY + DAY
    assert keep_little(later).startswith("1 chats ended, 2 messages deleted, 1 cases reduced, ")
    kept = list(Case.objects.order_by("pk").values())
    trail = list(LogEntry.objects.order_by("pk").values())
    nothing = "0 chats ended, 0 messages deleted, 0 cases reduced, 0 audit entries deleted"
    assert keep_little(later) == nothing
    assert list(Case.objects.order_by("pk").values()) == kept
    assert list(LogEntry.objects.order_by("pk").values()) == trail


def test_the_rules_of_time_are_applied(worker: User) -> None:
    nobody = handed_over()
    silent = handed_over(key="another-unguessable-key-of-another")
    work.take(silent, worker, timezone.now())
    later = max(policy().minutes_until_nobody, policy().minutes_of_silence)
    Case.objects.update(child_seen=timezone.now() + timedelta(minutes=later))
    assert keep_little(timedelta(minutes=later + 1)).startswith("2 chats ended")
    for case, ended in ((nobody, Ended.NOBODY), (silent, Ended.SILENCE)):
        case.refresh_from_db()
        assert (case.live, case.ended) == (Live.OVER, ended)
    assert Count.objects.get(kind="nobody").number == 1


def test_a_child_that_is_gone_does_not_hold_a_chat(worker: User) -> None:
    case = handed_over()
    work.take(case, worker, timezone.now())
    work.worker_writes(case, worker, "k" * 16, "hello", timezone.now())
    keep_little(timedelta(minutes=9))
    case.refresh_from_db()
    assert case.live == Live.TALKING
    keep_little(timedelta(minutes=11))
    case.refresh_from_db()
    assert (case.live, case.ended) == (Live.OVER, Ended.BY_CHILD)


def test_the_clock_may_be_given_without_a_zone() -> None:
    call_command("keep_little", now="2026-11-24T12:00", stdout=StringIO())


def test_a_time_that_is_none_is_refused() -> None:
    with pytest.raises(CommandError, match="--now must be a time"):
        call_command("keep_little", now="tomorrow")
