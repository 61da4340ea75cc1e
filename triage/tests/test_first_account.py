"""The first account, and the one-time links that every account starts with."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.management import call_command
from django.core.management.base import CommandError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.http import urlsafe_base64_encode
from django_otp.plugins.otp_totp.models import TOTPDevice

from staff.links import make_link, start_anew
from staff.roles import ADMINISTRATOR, roles_of
from tests.conftest import ClientOf
from tests.test_second_factor import code, secret_on

PASSWORD = "seven wet lighthouses"
SITE = "http://localhost:5006"

pytestmark = pytest.mark.django_db


def run(command: str, *arguments: str) -> str:
    """What a command prints."""
    printed = StringIO()
    call_command(command, *arguments, stdout=printed)
    return printed.getvalue()


def link_in(printed: str) -> str:
    """The path of the one link in the words."""
    [found] = re.findall(rf"{SITE}(/start/[^\s/]+/[^\s/]+/)", printed)
    return str(found)


def choose(link: str, password: str = PASSWORD) -> HttpResponse:
    """Opens a link in a browser of its own and chooses the password."""
    form = {"new_password1": password, "new_password2": password}
    return Client().post(link.removeprefix(SITE), form)


def made(user: User, ago: timedelta) -> str:
    """The link that would have been made for an account so long ago."""

    class Earlier(PasswordResetTokenGenerator):
        def _now(self) -> datetime:
            return datetime.now() - ago

    number = urlsafe_base64_encode(str(user.pk).encode())
    return reverse("staff:start", args=(number, Earlier().make_token(user)))


def test_from_the_command_to_the_settings() -> None:
    link = link_in(run("first_account", "ada"))
    client = Client(enforce_csrf_checks=True)
    page = client.get(link)
    assert page.status_code == 200
    assert "ada" in page.text

    token = {"csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    form = {"new_password1": PASSWORD, "new_password2": PASSWORD, **token}
    assert client.post(link, form).headers["Location"] == "/log-in/"
    page = client.get("/log-in/")
    assert "The password is set" in page.text

    form = {"username": "ada", "password": PASSWORD, **token}
    step = client.post("/log-in/", form).headers["Location"]
    step = client.get(step).headers["Location"]
    page = client.get(step)
    form = {
        "code": code(secret_on(page.text)),
        "csrfmiddlewaretoken": client.cookies["csrftoken"].value,
    }
    assert client.post(step, form).headers["Location"] == "/"
    assert client.get("/admin/").status_code == 200
    assert roles_of(User.objects.get()) == {ADMINISTRATOR}


def test_the_new_account_has_no_password_that_works() -> None:
    run("first_account", "ada")

    user = User.objects.get()

    assert not user.has_usable_password()
    assert not user.is_superuser
    for password in ("", "ada", "admin", "password", user.password):
        assert not user.check_password(password)


def test_the_link_is_of_the_site_that_is_given() -> None:
    printed = run("first_account", "ada", "--site", "https://staff.example/")

    assert "    https://staff.example/start/" in printed


def test_there_is_no_second_first_account() -> None:
    run("first_account", "ada")

    with pytest.raises(CommandError, match=r"already: ada.*new_link ada"):
        run("first_account", "eve")

    assert list(User.objects.values_list("username", flat=True)) == ["ada"]


def test_colleagues_who_are_no_administrators_do_not_stand_in_its_way(worker: User) -> None:
    run("first_account", "ada")

    assert roles_of(User.objects.get(username="ada")) == {ADMINISTRATOR}
    assert ADMINISTRATOR not in roles_of(worker)


def test_the_name_of_somebody_else_is_refused(worker: User) -> None:
    with pytest.raises(CommandError, match="can't be used: A user with that username"):
        run("first_account", worker.username)

    assert ADMINISTRATOR not in roles_of(worker)


@pytest.mark.parametrize("name", ["", "a b", "<script>", "a" * 151])
def test_a_name_that_django_does_not_allow_is_refused(name: str) -> None:
    with pytest.raises(CommandError, match="can't be used"):
        run("first_account", name)

    assert User.objects.count() == 0


def test_a_link_works_once(worker: User) -> None:
    link = make_link(worker, SITE)
    assert choose(link).status_code == 302

    again = choose(link, "nine green kettles")

    assert again.status_code == 410
    assert "does not work" in again.text
    worker.refresh_from_db()
    assert worker.check_password(PASSWORD)


def test_a_form_that_was_opened_before_the_link_was_used_is_void(worker: User) -> None:
    link = make_link(worker, SITE).removeprefix(SITE)
    late = Client()
    assert late.get(link).status_code == 200
    assert choose(link).status_code == 302

    assert (
        late.post(link, {"new_password1": "x" * 20, "new_password2": "x" * 20}).status_code == 410
    )


def test_opening_a_link_does_not_use_it(worker: User) -> None:
    link = make_link(worker, SITE).removeprefix(SITE)
    for _ in range(3):
        assert Client().get(link).status_code == 200

    assert choose(link).status_code == 302


@pytest.mark.parametrize(
    ("ago", "status"),
    [
        (timedelta(hours=23, minutes=59), 200),
        (timedelta(hours=24, minutes=1), 410),
        (timedelta(days=30), 410),
    ],
)
def test_a_link_is_good_for_a_day(worker: User, ago: timedelta, status: int) -> None:
    link = made(worker, ago)

    assert Client().get(link).status_code == status
    assert choose(link).status_code == (302 if status == 200 else 410)
    worker.refresh_from_db()
    assert worker.check_password(PASSWORD) == (status == 200)


def test_a_newer_link_voids_the_older(worker: User) -> None:
    older = make_link(worker, SITE)
    newer = make_link(worker, SITE)

    assert choose(older).status_code == 410
    assert choose(newer).status_code == 302


def test_a_link_voids_the_password_and_the_open_sessions(worker: User, client_of: ClientOf) -> None:
    worker.set_password(PASSWORD)
    worker.save()
    client = client_of(worker)
    assert client.get("/account/").status_code == 200

    make_link(worker, SITE)

    assert client.get("/account/").headers["Location"].startswith("/log-in/")
    form = {"username": worker.username, "password": PASSWORD}
    assert Client().post("/log-in/", form).status_code == 200


def test_a_link_leaves_the_second_factor_and_beginning_anew_takes_it(worker: User) -> None:
    TOTPDevice.objects.create(user=worker, confirmed=True)
    TOTPDevice.objects.create(user=worker, confirmed=False)

    make_link(worker, SITE)
    assert TOTPDevice.objects.filter(user=worker, confirmed=True).exists()

    start_anew(worker, SITE)
    assert not TOTPDevice.objects.filter(user=worker).exists()


def test_a_link_is_for_one_account(worker: User, supervisor: User) -> None:
    numbers = [urlsafe_base64_encode(str(user.pk).encode()) for user in (worker, supervisor)]
    link = make_link(worker, SITE)

    assert choose(link.replace(f"/{numbers[0]}/", f"/{numbers[1]}/")).status_code == 410
    assert choose(link).status_code == 302


@pytest.mark.parametrize(
    "link",
    [
        "/start/MQ/made-up/",
        "/start/MQ/set-password/",
        "/start/x/y/",
        "/start/!!!/y/",
        "/start/OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5/y/",
        "/start/LTE/y/",
    ],
)
def test_a_link_that_was_made_up_is_void(worker: User, link: str) -> None:
    assert Client().get(link).status_code == 410
    assert choose(link).status_code == 410
    worker.refresh_from_db()
    assert not worker.has_usable_password()


def test_the_link_of_an_account_that_is_off_is_void(worker: User) -> None:
    link = make_link(worker, SITE)
    worker.is_active = False
    worker.save()

    assert choose(link).status_code == 410


@pytest.mark.parametrize("weak", ["short", "918273645546", "qwertyqwerty"])
def test_a_weak_password_is_refused_and_the_link_stays_good(worker: User, weak: str) -> None:
    link = make_link(worker, SITE)

    assert choose(link, weak).status_code == 200
    worker.refresh_from_db()
    assert not worker.has_usable_password()
    assert choose(link).status_code == 302


def test_two_passwords_that_differ_are_refused(worker: User) -> None:
    link = make_link(worker, SITE).removeprefix(SITE)

    answer = Client().post(link, {"new_password1": PASSWORD, "new_password2": PASSWORD + "s"})

    assert answer.status_code == 200
    assert "match" in answer.text
    worker.refresh_from_db()
    assert not worker.has_usable_password()


def test_a_password_that_another_site_sends_is_refused(worker: User) -> None:
    link = make_link(worker, SITE).removeprefix(SITE)
    form = {"new_password1": PASSWORD, "new_password2": PASSWORD}

    assert Client(enforce_csrf_checks=True).post(link, form).status_code == 403
    worker.refresh_from_db()
    assert not worker.has_usable_password()


def test_choosing_a_password_leaves_nobody_logged_in_in_that_browser(
    worker: User, supervisor: User, client_of: ClientOf
) -> None:
    link = make_link(worker, SITE).removeprefix(SITE)
    client = client_of(supervisor)

    client.post(link, {"new_password1": PASSWORD, "new_password2": PASSWORD})

    assert client.get("/account/").headers["Location"].startswith("/log-in/")


def test_new_link_lets_an_administrator_who_is_alone_begin_anew(administrator: User) -> None:
    TOTPDevice.objects.create(user=administrator, confirmed=True)

    link = link_in(run("new_link", "ada"))

    assert not TOTPDevice.objects.exists()
    assert choose(link).status_code == 302


def test_new_link_refuses_who_is_not_there_or_off(worker: User) -> None:
    worker.is_active = False
    worker.save()

    for name in ("nobody", worker.username):
        with pytest.raises(CommandError, match="no active account"):
            run("new_link", name)
