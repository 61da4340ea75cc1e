"""Accounts of each role, and clients that are logged in with both factors."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from staff.roles import ADMINISTRATOR, SUPERVISOR, WORKER

ClientOf = Callable[..., Client]


def account(name: str, role: str) -> User:
    """An account with one role and without a password."""
    user = User.objects.create_user(name)
    # A test that empties the database also takes the groups that the migration made.
    user.groups.add(Group.objects.get_or_create(name=role)[0])
    return user


@pytest.fixture
def worker(db: None) -> User:
    del db
    return account("wanda", WORKER)


@pytest.fixture
def supervisor(db: None) -> User:
    del db
    return account("sam", SUPERVISOR)


@pytest.fixture
def administrator(db: None) -> User:
    del db
    return account("ada", ADMINISTRATOR)


@pytest.fixture
def client_of() -> ClientOf:
    """Gives `client_of(user)`; with `enforce_csrf_checks=True` it is as strict as a browser."""

    def logged_in(user: User, *, enforce_csrf_checks: bool = False) -> Client:
        client = Client(enforce_csrf_checks=enforce_csrf_checks)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        device, _ = TOTPDevice.objects.get_or_create(user=user, confirmed=True)
        session = client.session
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
        session.save()
        return client

    return logged_in
