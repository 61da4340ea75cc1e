"""The second factor: a code from an authenticator app."""

from __future__ import annotations

import base64
import io
import math
from dataclasses import dataclass
from enum import Enum, auto

import qrcode
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from qrcode.image.svg import SvgPathImage


class Checked(Enum):
    """What became of a code."""

    RIGHT = auto()
    WRONG = auto()
    TOO_SOON = auto()


@dataclass(frozen=True)
class Outcome:
    """What became of a code, and how many seconds to wait where it came too soon."""

    checked: Checked
    seconds: int = 0


def device_of(user: User) -> TOTPDevice | None:
    """The device that the account has enrolled."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


@transaction.atomic
def device_to_enrol(user: User) -> TOTPDevice:
    """The device that the account is about to enrol: the same until it is confirmed."""
    User.objects.select_for_update().get(pk=user.pk)
    device, _ = TOTPDevice.objects.get_or_create(
        user=user, confirmed=False, defaults={"name": "authenticator app"}
    )
    return device


@transaction.atomic
def check(device: TOTPDevice, code: str) -> Outcome:
    """Checks a code, which is good once; after wrong ones the wait doubles each time.

    The device is confirmed by the first right code.
    """
    device = TOTPDevice.objects.select_for_update().get(pk=device.pk)
    allowed, reason = device.verify_is_allowed()
    if not allowed:
        left = (reason["locked_until"] - timezone.now()).total_seconds()
        return Outcome(Checked.TOO_SOON, max(1, math.ceil(left)))
    if not device.verify_token(code):
        return Outcome(Checked.WRONG)
    if not device.confirmed:
        device.confirmed = True
        device.save(update_fields=["confirmed"])
    return Outcome(Checked.RIGHT)


def secret_words(device: TOTPDevice) -> str:
    """The device's secret as people type it: in groups of four."""
    secret = base64.b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def picture(device: TOTPDevice) -> str:
    """The device's secret as an image for the phone's camera, in a data: address."""
    written = io.BytesIO()
    qrcode.make(device.config_url, image_factory=SvgPathImage).save(written)
    return "data:image/svg+xml;base64," + base64.b64encode(written.getvalue()).decode()
