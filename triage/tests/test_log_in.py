"""The first step: name and password, and what an attacker makes of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.conftest import ClientOf
from tests.test_second_factor import code_of

PASSWORD = "seven wet lighthouses"
WRONG = "seven dry lighthouses"
ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "http:///evil.example/",
    "https:evil.example",
    "javascript:alert(1)",
    "data:text/html,hello",
    " https://evil.example/",
    "/\t/evil.example/",
    "http://testserver@evil.example/",
    "ftp://testserver/",
)


@pytest.fixture
def worker(worker: User) -> User:
    """A worker with a password and a second factor."""
    worker.set_password(PASSWORD)
    worker.save()
    TOTPDevice.objects.create(user=worker, confirmed=True)
    return worker


def log_in(
    client: Client, name: str = "wanda", password: str = PASSWORD, asked_for: str = ""
) -> HttpResponse:
    return client.post(
        "/log-in/", {"username": name, "password": password}, query_params={"next": asked_for}
    )


def key(client: Client) -> str:
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.mark.usefixtures("worker")
def test_the_right_password_is_the_first_step_only() -> None:
    client = Client()

    answer = log_in(client, asked_for="/queue/")

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/second-factor/?next=/queue/"
    assert client.get("/queue/").headers["Location"] == "/second-factor/?next=/queue/"


def test_both_steps_lead_to_what_was_asked_for(worker: User) -> None:
    client = Client()
    asked = client.get("/account/?a=1&b=2").headers["Location"]

    second = client.post(asked, {"username": "wanda", "password": PASSWORD}).headers["Location"]
    answer = client.post(second, {"code": code_of(worker)})

    assert answer.headers["Location"] == "/account/?a=1&b=2"
    assert client.get("/account/").status_code == 200


@pytest.mark.parametrize("address", ELSEWHERE)
def test_no_step_leads_to_another_site(worker: User, client_of: ClientOf, address: str) -> None:
    client = Client()

    first = log_in(client, asked_for=address)
    assert first.headers["Location"] == "/second-factor/"

    again = client.get("/log-in/", {"next": address})
    assert again.headers["Location"] == "/second-factor/"

    second = client.post(
        "/second-factor/", {"code": code_of(worker)}, query_params={"next": address}
    )
    assert second.headers["Location"] == "/"

    for step in ("/log-in/", "/second-factor/", "/second-factor/enrol/"):
        assert client_of(worker).get(step, {"next": address}).headers["Location"] == "/"


@pytest.mark.parametrize("address", ELSEWHERE)
@pytest.mark.usefixtures("worker")
def test_the_form_takes_no_other_site_as_a_hidden_field(address: str) -> None:
    answer = Client().post("/log-in/", {"username": "wanda", "password": PASSWORD, "next": address})

    assert answer.headers["Location"] == "/second-factor/"


def test_a_script_in_next_is_not_reflected(db: None) -> None:
    del db
    assert "<script>alert" not in Client().get("/log-in/?next=<script>alert(1)</script>").text


@pytest.mark.usefixtures("worker")
def test_an_unknown_name_and_a_wrong_password_look_the_same() -> None:
    unknown = log_in(Client(), name="nobody-here")
    wrong = log_in(Client(), password=WRONG)

    assert unknown.status_code == wrong.status_code == 200
    assert unknown.context["form"].errors == wrong.context["form"].errors
    assert "correct" in str(wrong.context["form"].errors)


@pytest.mark.usefixtures("worker")
def test_a_wrong_password_opens_nothing() -> None:
    client = Client()

    log_in(client, password=WRONG)

    assert client.get("/queue/").headers["Location"] == "/log-in/?next=/queue/"


def test_an_account_that_is_off_stays_out(worker: User) -> None:
    worker.is_active = False
    worker.save()
    client = Client()

    assert log_in(client).status_code == 200
    assert client.get("/queue/").headers["Location"] == "/log-in/?next=/queue/"


def test_an_account_without_a_password_stays_out(administrator: User) -> None:
    for password in ("", "!", administrator.password):
        assert log_in(Client(), "ada", password).status_code == 200


@pytest.mark.usefixtures("worker")
def test_five_wrong_passwords_lock_the_name_out_from_there(administrator: User) -> None:
    administrator.set_password(PASSWORD)
    administrator.save()
    client = Client()
    answers = [log_in(client, password=WRONG).status_code for _ in range(5)]

    assert answers == [200, 200, 200, 200, 429]
    refused = log_in(client)
    assert refused.status_code == 429
    assert "Too many tries" in refused.text
    assert client.get("/queue/").headers["Location"] == "/log-in/?next=/queue/"
    # Neither a new session nor another browser helps, and nobody else is locked out.
    assert log_in(Client(headers={"user-agent": "another"})).status_code == 429
    assert log_in(Client(), "ada").status_code == 302
    assert log_in(Client(REMOTE_ADDR="192.0.2.7")).status_code == 302


@pytest.mark.usefixtures("worker")
def test_an_address_that_the_sender_claims_gives_no_new_tries() -> None:
    for number in range(5):
        log_in(Client(headers={"x-forwarded-for": f"192.0.2.{number}"}), password=WRONG)

    assert log_in(Client(headers={"x-forwarded-for": "192.0.2.99"})).status_code == 429


@pytest.mark.usefixtures("worker")
def test_the_lock_out_ends_after_a_quarter_of_an_hour() -> None:
    for _ in range(5):
        log_in(Client(), password=WRONG)

    _let_pass(timedelta(minutes=14))
    assert log_in(Client()).status_code == 429

    _let_pass(timedelta(minutes=16))
    assert log_in(Client()).status_code == 302


def _let_pass(time: timedelta) -> None:
    for attempt in AccessAttempt.objects.all():
        AccessAttempt.objects.filter(pk=attempt.pk).update(attempt_time=attempt.attempt_time - time)


@pytest.mark.usefixtures("worker")
def test_a_success_forgets_the_wrong_tries() -> None:
    for _ in range(2):
        for _ in range(4):
            log_in(Client(), password=WRONG)
        assert log_in(Client()).status_code == 302


@pytest.mark.usefixtures("worker")
def test_what_is_kept_of_a_wrong_try_holds_no_password() -> None:
    log_in(Client(), password=WRONG)

    attempt = AccessAttempt.objects.get()

    assert attempt.username == "wanda"
    assert "lighthouses" not in f"{attempt.post_data}{attempt.get_data}"


def test_a_session_that_somebody_else_began_is_not_the_one_that_is_logged_in(
    worker: User,
) -> None:
    attacker = Client()
    session = attacker.session
    session["planted"] = True
    session.save()
    planted = key(attacker)
    victim = Client()
    victim.cookies[settings.SESSION_COOKIE_NAME] = planted

    log_in(victim)
    half = key(victim)
    victim.post("/second-factor/", {"code": code_of(worker)})

    assert victim.get("/account/").status_code == 200
    assert len({planted, half, key(victim)}) == 3
    assert Session.objects.filter(session_key__in=[planted, half]).count() == 0
    for old in (planted, half):
        attacker.cookies[settings.SESSION_COOKIE_NAME] = old
        assert attacker.get("/account/").headers["Location"].startswith("/log-in/")


@pytest.mark.usefixtures("worker")
def test_a_session_key_that_was_made_up_is_not_taken() -> None:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32

    log_in(client)

    assert key(client) != "a" * 32


@pytest.mark.usefixtures("worker")
def test_the_session_of_somebody_else_does_not_survive_a_log_in(
    supervisor: User, client_of: ClientOf
) -> None:
    client = client_of(supervisor)
    old = key(client)

    log_in(client)

    assert Session.objects.filter(session_key=old).count() == 0
    assert client.get("/account/").headers["Location"].startswith("/second-factor/")


@pytest.mark.usefixtures("worker")
def test_the_cookies_are_for_this_site_alone_and_not_for_scripts() -> None:
    client = Client()
    client.get("/log-in/")
    log_in(client)

    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        assert client.cookies[name]["httponly"] is True
        assert client.cookies[name]["samesite"] == "Strict"


@pytest.mark.parametrize("address", ["/log-in/", "/log-out/", "/second-factor/", "/account/"])
def test_a_form_of_another_site_is_refused(worker: User, client_of: ClientOf, address: str) -> None:
    client = client_of(worker, enforce_csrf_checks=True)

    answer = client.post(address, {"username": "wanda", "password": PASSWORD})

    assert answer.status_code == 403
    assert "Nothing was changed" in answer.text
    assert client.get("/account/").status_code == 200


@pytest.mark.usefixtures("worker")
def test_the_form_of_this_site_is_taken() -> None:
    client = Client(enforce_csrf_checks=True)
    token = client.get("/log-in/").context["csrf_token"]

    answer = client.post(
        "/log-in/", {"username": "wanda", "password": PASSWORD, "csrfmiddlewaretoken": token}
    )

    assert answer.status_code == 302


def test_log_out_ends_the_session_for_whoever_has_its_key(
    worker: User, client_of: ClientOf
) -> None:
    client = client_of(worker)
    old = key(client)

    assert client.post("/log-out/").headers["Location"] == "/log-in/"

    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = old
    assert thief.get("/account/").headers["Location"].startswith("/log-in/")


def test_a_link_or_picture_cannot_log_anybody_out(worker: User, client_of: ClientOf) -> None:
    client = client_of(worker)

    assert client.get("/log-out/").status_code == 405
    assert client.get("/account/").status_code == 200


@pytest.mark.usefixtures("worker")
def test_the_settings_have_no_log_in_of_their_own(administrator: User, client_of: ClientOf) -> None:
    form = {"username": "wanda", "password": PASSWORD}
    assert Client().post("/admin/login/", form).headers["Location"] == "/"

    client = client_of(administrator)
    assert client.get("/admin/password_change/").headers["Location"] == "/account/"
    assert client.post("/admin/logout/").headers["Location"] == "/log-in/"
    assert client.get("/admin/").headers["Location"].startswith("/log-in/")


def test_a_new_password_needs_the_old_one_and_ends_other_sessions(
    worker: User, client_of: ClientOf
) -> None:
    here, there = client_of(worker), client_of(worker)
    new = {"new_password1": "nine green kettles", "new_password2": "nine green kettles"}

    assert here.post("/account/", {"old_password": WRONG, **new}).status_code == 200
    assert there.get("/account/").status_code == 200

    assert here.post("/account/", {"old_password": PASSWORD, **new}).status_code == 302
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").headers["Location"].startswith("/log-in/")
    assert log_in(Client(), password="nine green kettles").status_code == 302


@pytest.mark.parametrize("weak", ["short", "918273645546", "qwertyqwerty", "lighthouse!"])
def test_a_weak_password_is_refused(worker: User, client_of: ClientOf, weak: str) -> None:
    form = {"old_password": PASSWORD, "new_password1": weak, "new_password2": weak}

    answer = client_of(worker).post("/account/", form)

    assert answer.status_code == 200
    worker.refresh_from_db()
    assert worker.check_password(PASSWORD)
