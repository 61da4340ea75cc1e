"""What of accounts goes into the audit trail."""

from __future__ import annotations

from auditlog.registry import auditlog
from django.contrib.auth.models import User
from django_otp.plugins.otp_totp.models import TOTPDevice


def hidden(value: str) -> str:
    """What the trail shows of a secret: that there was one."""
    del value
    return "hidden"


def register() -> None:
    """Lets the trail keep who made, changed and reset which account; log-ins are axes' affair."""
    auditlog.register(
        User,
        include_fields=["username", "is_active", "password"],
        mask_fields=["password"],
        mask_callable="staff.audit.hidden",
        m2m_fields={"groups"},
    )
    auditlog.register(TOTPDevice, include_fields=["user", "confirmed"])
