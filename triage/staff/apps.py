"""Accounts, roles and log-in, as Django finds them."""

from __future__ import annotations

from django.apps import AppConfig


class StaffConfig(AppConfig):
    """Accounts, roles, log-in."""

    name = "staff"

    def ready(self) -> None:
        """Registers the accounts with the audit trail, once the models are there."""
        from staff import audit

        audit.register()
