"""What the audit trail keeps of cases: who did what and when, and never a word of what was said."""

from __future__ import annotations

from auditlog.registry import auditlog
from auditlog.signals import accessed

from cases.models import Case, Note

OF_A_CASE = [
    "risk",
    "worker",
    "taken",
    "live",
    "ended",
    "category",
    "action",
    "outcome",
    "closed",
    "reduced",
]
OF_A_NOTE = ["case", "author", "created"]


def register() -> None:
    """Lets the trail follow cases and notes; messages are in no trail."""
    auditlog.register(Case, include_fields=OF_A_CASE)
    auditlog.register(Note, include_fields=OF_A_NOTE)


def log_access(case: Case) -> None:
    """Notes that whoever makes the present request has seen the case."""
    accessed.send(Case, instance=case)
