"""One-time links: whoever has one chooses a password for an account, once and within a day."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
from django_otp import devices_for_user


def make_link(user: User, site: str) -> str:
    """A new link under this site; password, older links and open sessions are void from now on."""
    # An unusable password is different each time, and tokens and sessions hang on the password.
    user.set_unusable_password()
    user.save(update_fields=["password"])
    number = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    return site.rstrip("/") + reverse("staff:start", args=(number, token))


@transaction.atomic
def start_anew(user: User, site: str) -> str:
    """As `make_link`, and the second factor is void too: for somebody whose phone is lost."""
    for device in devices_for_user(user, confirmed=None):
        device.delete()
    return make_link(user, site)


def account_of(number: str, token: str) -> User | None:
    """The account whose password the link lets choose; none if it is spent, late or made up.

    Locks the account, so that two cannot spend the same link: call it in a transaction.
    """
    try:
        user = User.objects.select_for_update().get(
            pk=int(urlsafe_base64_decode(number)), is_active=True
        )
    except (ValueError, OverflowError, User.DoesNotExist):
        return None
    return user if default_token_generator.check_token(user, token) else None
