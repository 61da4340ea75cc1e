"""The second step: enrolling an authenticator app, and its codes."""

from __future__ import annotations

import base64
import re
import time
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.conftest import ClientOf

ENROL = "/second-factor/enrol/"
VERIFY = "/second-factor/"


def code(secret: bytes, steps: int = 0) -> str:
    """The code that an app shows now, or so many steps of 30 seconds from now."""
    clock = TOTP(secret)
    clock.time = time.time() + steps * 30
    return f"{clock.token():06d}"


def code_of(user: User, steps: int = 0) -> str:
    """The code of the account's enrolled device."""
    return code(TOTPDevice.objects.get(user=user, confirmed=True).bin_key, steps)


def wrong(user: User) -> str:
    """Six digits that are not the code at any time near now."""
    near = {code_of(user, steps) for steps in range(-3, 4)}
    return next(f"{number:06d}" for number in range(10) if f"{number:06d}" not in near)


def half_way(user: User) -> Client:
    """A client that knows the password, and no more."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def secret_on(page: str) -> bytes:
    """The secret that the page shows in words."""
    shown = re.search(r'class="secret">([A-Z2-7 ]+)<', page)
    assert shown
    return base64.b32decode(shown[1].replace(" ", ""))


@pytest.fixture
def enrolled(worker: User) -> User:
    TOTPDevice.objects.create(user=worker, confirmed=True)
    return worker


def test_the_first_log_in_enrols_an_app_with_the_secret_that_is_shown(worker: User) -> None:
    client = half_way(worker)
    to_enrol = client.get("/account/").headers["Location"]
    page = client.get(to_enrol).text

    answer = client.post(to_enrol, {"code": code(secret_on(page))})

    assert answer.headers["Location"] == "/account/"
    assert client.get("/account/").status_code == 200
    assert TOTPDevice.objects.get(user=worker).confirmed


def test_the_picture_is_an_image_in_the_page(worker: User) -> None:
    page = half_way(worker).get(ENROL).text

    found = re.search(r'<img class="qr" src="data:image/svg\+xml;base64,([^"]+)" alt="[^"]+"', page)

    assert found
    assert ElementTree.fromstring(base64.b64decode(found[1])).tag.endswith("svg")


def test_the_picture_and_the_words_are_of_the_same_secret(worker: User) -> None:
    page = half_way(worker).get(ENROL).text

    device = TOTPDevice.objects.get(user=worker)

    assert secret_on(page) == device.bin_key
    assert base64.b32encode(device.bin_key).decode() in device.config_url
    assert "Beacon" in device.config_url


def test_the_secret_stays_while_the_page_is_loaded_again(worker: User) -> None:
    client = half_way(worker)

    assert secret_on(client.get(ENROL).text) == secret_on(client.get(ENROL).text)
    assert TOTPDevice.objects.filter(user=worker).count() == 1


def test_a_wrong_code_enrols_nothing(worker: User) -> None:
    client = half_way(worker)
    secret = secret_on(client.get(ENROL).text)

    answer = client.post(ENROL, {"code": code(secret, steps=10)})

    assert "code is wrong" in answer.text
    assert not TOTPDevice.objects.get(user=worker).confirmed
    assert client.get("/account/").headers["Location"].startswith(ENROL)


def test_a_device_that_was_only_shown_verifies_nobody(worker: User) -> None:
    client = half_way(worker)
    client.get(ENROL)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = TOTPDevice.objects.get(user=worker).persistent_id
    session.save()

    assert client.get("/account/").headers["Location"].startswith(ENROL)


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_has_only_the_password_cannot_enrol_a_second_app(enrolled: User, method: str) -> None:
    client = half_way(enrolled)

    answer = getattr(client, method)(ENROL)

    assert answer.headers["Location"] == VERIFY
    assert "secret" not in answer.text
    assert TOTPDevice.objects.filter(user=enrolled).count() == 1


def test_the_secret_of_an_enrolled_app_is_on_no_page(enrolled: User, client_of: ClientOf) -> None:
    secret = base64.b32encode(TOTPDevice.objects.get(user=enrolled).bin_key).decode()
    pages = [half_way(enrolled).get(VERIFY), client_of(enrolled).get("/account/")]

    for page in pages:
        assert page.status_code == 200
        assert secret not in page.text.replace(" ", "")
        assert "data:image" not in page.text


def test_the_right_code_opens_and_may_be_typed_in_groups(enrolled: User) -> None:
    client = half_way(enrolled)
    digits = code_of(enrolled)

    answer = client.post(VERIFY, {"code": f" {digits[:3]} {digits[3:]} "})

    assert answer.headers["Location"] == "/"
    assert client.get("/account/").status_code == 200


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "abcdef", "-12345", "1e1000", "１２３４５"]
)
def test_what_is_not_six_digits_is_refused_and_is_no_try(enrolled: User, typed: str) -> None:
    client = half_way(enrolled)

    assert client.post(VERIFY, {"code": typed}).status_code == 200
    assert client.get("/account/").headers["Location"].startswith(VERIFY)
    assert TOTPDevice.objects.get(user=enrolled).throttling_failure_count == 0


@pytest.mark.parametrize("steps", [-10, 10])
def test_a_code_of_another_time_is_refused(enrolled: User, steps: int) -> None:
    client = half_way(enrolled)

    assert "code is wrong" in client.post(VERIFY, {"code": code_of(enrolled, steps)}).text
    assert client.get("/account/").headers["Location"].startswith(VERIFY)


def test_a_code_is_good_once(enrolled: User) -> None:
    digits = code_of(enrolled)
    assert half_way(enrolled).post(VERIFY, {"code": digits}).status_code == 302

    thief = half_way(enrolled)

    assert "used already" in thief.post(VERIFY, {"code": digits}).text
    assert thief.get("/account/").headers["Location"].startswith(VERIFY)


def test_after_a_wrong_code_even_the_right_one_must_wait_longer_each_time(enrolled: User) -> None:
    client = half_way(enrolled)
    for wait in (1, 2, 4, 8):
        assert "code is wrong" in client.post(VERIFY, {"code": wrong(enrolled)}).text
        # From another browser too: the wait is the device's.
        refused = half_way(enrolled).post(VERIFY, {"code": code_of(enrolled)})
        assert f"Wait {wait} second" in refused.text
        _let_pass(enrolled, timedelta(seconds=wait))

    assert client.post(VERIFY, {"code": code_of(enrolled)}).status_code == 302


def _let_pass(user: User, time: timedelta) -> None:
    device = TOTPDevice.objects.get(user=user)
    assert device.throttling_failure_timestamp
    device.throttling_failure_timestamp -= time
    device.save()


def test_the_code_of_a_colleague_opens_nothing(enrolled: User, supervisor: User) -> None:
    TOTPDevice.objects.create(user=supervisor, confirmed=True)
    client = half_way(enrolled)

    assert "code is wrong" in client.post(VERIFY, {"code": code_of(supervisor)}).text


def test_the_device_of_a_colleague_in_the_session_opens_nothing(
    enrolled: User, supervisor: User
) -> None:
    client = half_way(enrolled)
    session = client.session
    device = TOTPDevice.objects.create(user=supervisor, confirmed=True)
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()

    assert client.get("/account/").headers["Location"].startswith(VERIFY)


@pytest.mark.parametrize("step", [VERIFY, ENROL])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_comes_to_no_second_step(db: None, step: str, method: str) -> None:
    del db
    answer = getattr(Client(), method)(step)

    assert answer.headers["Location"] == "/log-in/"


def test_the_right_code_makes_a_new_session(enrolled: User) -> None:
    client = half_way(enrolled)
    old = client.cookies[settings.SESSION_COOKIE_NAME].value

    client.post(VERIFY, {"code": code_of(enrolled)})

    other = Client()
    other.cookies[settings.SESSION_COOKIE_NAME] = old
    assert other.get("/account/").headers["Location"].startswith("/log-in/")
    assert client.get("/account/").status_code == 200


def test_a_code_that_another_site_sends_is_refused(enrolled: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(enrolled, backend="django.contrib.auth.backends.ModelBackend")

    assert client.post(VERIFY, {"code": code_of(enrolled)}).status_code == 403
    assert client.get("/account/").headers["Location"].startswith(VERIFY)
