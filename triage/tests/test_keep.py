"""What keep.sh runs every minute, beside the cases: test_keep_little.py."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from axes.models import AccessLog
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

pytestmark = pytest.mark.django_db


def keep() -> None:
    """One round of the script."""
    script = (settings.TRIAGE / "keep.sh").read_text()
    for command in re.findall(r"manage\.py (.+) \|\| true", script):
        call_command(*command.split(), stdout=io.StringIO())


def test_what_is_left_of_old_sessions_goes() -> None:
    now = timezone.now()
    for name, left in (("over", -timedelta(seconds=1)), ("open", timedelta(minutes=1))):
        Session.objects.create(session_key=name, session_data="", expire_date=now + left)
    keep()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["open"]


def test_log_ins_are_forgotten_after_90_days() -> None:
    for days in (89, 91):
        log = AccessLog.objects.create(username=f"{days} days", attempt_time=timezone.now())
        old = timezone.now() - timedelta(days=days)
        AccessLog.objects.filter(pk=log.pk).update(attempt_time=old)
    keep()
    assert list(AccessLog.objects.values_list("username", flat=True)) == ["89 days"]
