"""`manage.py keep_little`, which a scheduler starts every minute."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cases.keeping import keep_little
from cases.policy import policy


class Command(BaseCommand):
    """Ends chats whose time is over, deletes what was said and old audit, reduces old cases."""

    help = "Ends chats whose time is over and deletes what is not to be kept (see policy.yml)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The clock may be moved, for tests."""
        parser.add_argument("--now", help="As if it were then, such as 2026-11-24T12:00+00:00.")

    def handle(self, *args: Any, **options: Any) -> None:
        """One round."""
        del args
        kept = keep_little(_moment(options["now"]), policy())
        self.stdout.write(
            f"{kept.chats_ended} chats ended, {kept.messages_deleted} messages deleted, "
            f"{kept.cases_reduced} cases reduced, {kept.entries_deleted} audit entries deleted"
        )


def _moment(written: str | None) -> datetime:
    if written is None:
        return timezone.now()
    try:
        moment = datetime.fromisoformat(written)
    except ValueError as error:
        raise CommandError("--now must be a time such as 2026-11-24T12:00+00:00") from error
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
