"""Queue, cases, and the way in for the bot, as Django finds them."""

from __future__ import annotations

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Queue, cases, and the way in for the bot."""

    name = "cases"

    def ready(self) -> None:
        """Refuses to start with a policy or categories that can't be used, and begins the audit."""
        from cases import audit, categories, policy

        policy.policy()
        categories.groups()
        audit.register()
