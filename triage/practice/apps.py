"""Practice, as Django finds it."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import register


class PracticeConfig(AppConfig):
    """Scripted cases for new staff."""

    name = "practice"

    def ready(self) -> None:
        """Adds the check of the scripts to Django's own."""
        from practice.checks import scripts_can_be_used

        register(scripts_can_be_used)
