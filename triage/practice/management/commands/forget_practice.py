"""`manage.py forget_practice`, for a daily timer."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from practice.models import forget_old


class Command(BaseCommand):
    """Deletes attempts at practice cases that are older than a day."""

    help = "Deletes attempts at practice cases that are older than a day. Run it every day."

    def handle(self, *args: Any, **options: Any) -> None:
        """Deletes them, and says how many."""
        del args, options
        self.stdout.write(f"Attempts at practice cases deleted: {forget_old(timezone.now())}")
