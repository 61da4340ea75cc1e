"""The settings: inviting colleagues, resetting them, and what administrators can't do or see."""

from __future__ import annotations

import re

import pytest
from auditlog.models import LogEntry
from axes.models import AccessAttempt
from django.contrib.auth.models import Group, User
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from cases.models import Case, Risk
from staff.roles import ADMINISTRATOR, ROLES, SUPERVISOR, WORKER, roles_of
from tests.conftest import ClientOf, account

PASSWORD = "seven wet lighthouses"
ADD = "/admin/auth/user/add/"


@pytest.fixture
def settings_page(administrator: User, client_of: ClientOf) -> Client:
    """The browser of an administrator."""
    return client_of(administrator)


def role(name: str) -> int:
    return Group.objects.get(name=name).pk


def shown_link(page: str) -> str:
    [link] = re.findall(r"<code>http://testserver(/start/[^<]+)</code>", page)
    return str(link)


def choose(link: str) -> int:
    form = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    return Client().post(link, form).status_code


def test_who_gives_a_role_reads_what_each_may(settings_page: Client) -> None:
    text = settings_page.get(ADD).text
    for name in ROLES:
        assert f"{name.capitalize()}s " in text
    assert "Supervisors also see every case" in text


@pytest.mark.parametrize("name", ROLES)
def test_a_colleague_is_invited_with_a_role_and_a_link(settings_page: Client, name: str) -> None:
    form = {"username": "nina", "role": role(name), "is_active": "on"}
    answer = settings_page.post(ADD, form)

    nina = User.objects.get(username="nina")
    assert answer.headers["Location"] == f"/admin/auth/user/{nina.pk}/link/"
    assert roles_of(nina) == {name}
    assert not nina.has_usable_password()
    assert not nina.is_staff
    assert not nina.is_superuser

    page = settings_page.post(answer.headers["Location"]).text
    assert choose(shown_link(page)) == 302
    nina.refresh_from_db()
    assert nina.check_password(PASSWORD)


def test_a_look_at_the_page_of_links_makes_none(settings_page: Client, worker: User) -> None:
    before = worker.password

    page = settings_page.get(f"/admin/auth/user/{worker.pk}/link/")

    assert page.status_code == 200
    assert "/start/" not in page.text
    worker.refresh_from_db()
    assert worker.password == before


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"username": "nina"}, "This field is required"),
        ({"username": "nina", "role": "999"}, "not one of the available choices"),
        ({"username": "WANDA"}, "There is an account of this name"),
        ({"username": "<b>"}, "Enter a valid username"),
        ({"username": ""}, "This field is required"),
    ],
)
def test_a_bad_account_is_refused(
    settings_page: Client, worker: User, form: dict[str, str], words: str
) -> None:
    if form["username"] != "nina":
        form = {**form, "role": str(role(WORKER))}

    answer = settings_page.post(ADD, {**form, "is_active": "on"})

    assert answer.status_code == 200
    assert words in answer.text
    assert set(User.objects.values_list("username", flat=True)) == {"ada", worker.username}


def test_a_group_that_is_no_role_cannot_be_given(settings_page: Client) -> None:
    choir = Group.objects.create(name="choir")

    answer = settings_page.post(ADD, {"username": "nina", "role": choir.pk, "is_active": "on"})

    assert answer.status_code == 200
    assert not User.objects.filter(username="nina").exists()


def test_an_account_changes_its_role_and_has_one_at_a_time(
    settings_page: Client, worker: User
) -> None:
    form = {"username": "wanda", "role": role(SUPERVISOR), "is_active": "on"}

    settings_page.post(f"/admin/auth/user/{worker.pk}/change/", form)

    assert roles_of(worker) == {SUPERVISOR}


def test_the_form_gives_no_right_that_it_does_not_show(settings_page: Client, worker: User) -> None:
    before = worker.password
    form = {
        "username": "wanda",
        "role": role(WORKER),
        "is_active": "on",
        "is_staff": "on",
        "is_superuser": "on",
        "password": "plain",
        "groups": [role(ADMINISTRATOR)],
        "user_permissions": ["1", "2", "3"],
    }

    settings_page.post(f"/admin/auth/user/{worker.pk}/change/", form)

    worker.refresh_from_db()
    assert not worker.is_staff
    assert not worker.is_superuser
    assert worker.password == before
    assert roles_of(worker) == {WORKER}
    assert worker.user_permissions.count() == 0


def test_an_administrator_cannot_set_the_password_of_somebody(
    settings_page: Client, worker: User
) -> None:
    form = {"password1": PASSWORD, "password2": PASSWORD}

    for address in ("password/", "change/password/"):
        settings_page.post(f"/admin/auth/user/{worker.pk}/{address}", form, follow=True)

    worker.refresh_from_db()
    assert not worker.has_usable_password()


def test_an_account_is_turned_off_and_never_deleted(
    settings_page: Client, worker: User, client_of: ClientOf
) -> None:
    client = client_of(worker)
    delete = {"action": "delete_selected", "_selected_action": [worker.pk], "post": "yes"}
    settings_page.post("/admin/auth/user/", delete)
    assert settings_page.post(f"/admin/auth/user/{worker.pk}/delete/").status_code == 403
    assert User.objects.filter(pk=worker.pk).exists()

    form = {"username": "wanda", "role": role(WORKER)}
    settings_page.post(f"/admin/auth/user/{worker.pk}/change/", form)

    assert client.get("/account/").headers["Location"].startswith("/log-in/")
    assert settings_page.get(f"/admin/auth/user/{worker.pk}/link/").status_code == 404


def test_an_administrator_cannot_change_or_reset_themselves(
    settings_page: Client, administrator: User
) -> None:
    own = f"/admin/auth/user/{administrator.pk}"
    form = {"username": "ada", "role": role(WORKER)}

    assert settings_page.get(f"{own}/change/").status_code == 200
    assert settings_page.post(f"{own}/change/", form).status_code == 403
    assert settings_page.get(f"{own}/link/").status_code == 403
    assert settings_page.post(f"{own}/link/", {"anew": "1"}).status_code == 403

    administrator.refresh_from_db()
    assert administrator.is_active
    assert roles_of(administrator) == {ADMINISTRATOR}
    assert TOTPDevice.objects.filter(user=administrator).count() == 1


def test_a_lost_phone_is_reset_with_password_and_sessions(
    settings_page: Client, worker: User, client_of: ClientOf
) -> None:
    finder = client_of(worker)

    page = settings_page.post(f"/admin/auth/user/{worker.pk}/link/", {"anew": "1"}).text

    assert not TOTPDevice.objects.filter(user=worker).exists()
    assert finder.get("/account/").headers["Location"].startswith("/log-in/")
    assert choose(shown_link(page)) == 302
    client = Client()
    step = client.post("/log-in/", {"username": "wanda", "password": PASSWORD})
    assert client.get(step.headers["Location"]).headers["Location"] == "/second-factor/enrol/"


def test_a_link_alone_leaves_the_second_factor(
    settings_page: Client, worker: User, client_of: ClientOf
) -> None:
    client_of(worker)

    settings_page.post(f"/admin/auth/user/{worker.pk}/link/")

    assert TOTPDevice.objects.filter(user=worker).exists()


def test_nothing_of_the_settings_is_done_for_another_site(
    administrator: User, worker: User, client_of: ClientOf
) -> None:
    client = client_of(administrator, enforce_csrf_checks=True)
    form = {"username": "nina", "role": role(ADMINISTRATOR), "is_active": "on"}

    assert client.post(ADD, form).status_code == 403
    assert client.post(f"/admin/auth/user/{worker.pk}/link/", {"anew": "1"}).status_code == 403
    assert not User.objects.filter(username="nina").exists()


def test_the_host_that_a_sender_claims_comes_into_no_link(
    settings_page: Client, worker: User
) -> None:
    answer = settings_page.post(
        f"/admin/auth/user/{worker.pk}/link/", headers={"host": "evil.example"}
    )

    assert answer.status_code == 400


@pytest.mark.parametrize(
    "address", ["cases/case", "counts/count", "sessions/session", "otp_totp/totpdevice"]
)
def test_cases_sessions_and_secrets_are_not_in_the_settings(
    settings_page: Client, address: str
) -> None:
    assert settings_page.get(f"/admin/{address}/").status_code == 404


def test_the_start_of_the_settings_shows_four_things(settings_page: Client) -> None:
    page = settings_page.get("/admin/").text

    assert set(re.findall(r'<tr class="model-(\w+)', page)) == {
        "user",
        "group",
        "accessattempt",
        "logentry",
    }


@pytest.mark.parametrize("address", ["auth/group", "axes/accessattempt", "auditlog/logentry"])
def test_roles_lock_outs_and_trail_are_looked_at_only(
    settings_page: Client, worker: User, address: str
) -> None:
    Client().post("/log-in/", {"username": worker.username, "password": "wrong"})
    numbers = {
        "auth/group": role(WORKER),
        "axes/accessattempt": AccessAttempt.objects.get().pk,
        "auditlog/logentry": LogEntry.objects.order_by("pk")[0].pk,
    }
    one = f"/admin/{address}/{numbers[address]}"

    assert settings_page.get(f"/admin/{address}/").status_code == 200
    assert settings_page.get(f"{one}/change/").status_code == 200
    assert settings_page.post(f"{one}/change/", {"name": "x"}).status_code == 403
    assert settings_page.post(f"{one}/delete/", {"post": "yes"}).status_code == 403
    assert settings_page.get(f"/admin/{address}/add/").status_code == 403
    assert "delete_selected" not in settings_page.get(f"/admin/{address}/").text


def test_lock_outs_are_seen_without_what_was_typed(settings_page: Client, worker: User) -> None:
    for _ in range(5):
        Client().post("/log-in/", {"username": worker.username, "password": "a near miss"})

    page = settings_page.get("/admin/axes/accessattempt/").text

    assert worker.username in page
    assert "icon-yes" in page
    assert "near miss" not in page


def test_roles_show_who_has_them(settings_page: Client) -> None:
    account("zoe", WORKER)
    account("nina", WORKER)

    assert "nina, zoe" in settings_page.get("/admin/auth/group/").text


def test_the_trail_tells_who_changed_which_account(
    settings_page: Client, administrator: User, worker: User
) -> None:
    TOTPDevice.objects.create(user=worker, confirmed=True)
    LogEntry.objects.all().delete()
    form = {"username": "wanda", "role": role(SUPERVISOR)}
    settings_page.post(f"/admin/auth/user/{worker.pk}/link/", {"anew": "1"})
    settings_page.post(f"/admin/auth/user/{worker.pk}/change/", form)

    kept = {
        (entry.content_type.model, entry.get_action_display(), field)
        for entry in LogEntry.objects.filter(actor=administrator)
        for field in entry.changes_dict
    }

    assert ("totpdevice", "delete", "user") in kept
    assert ("user", "update", "password") in kept
    assert ("user", "update", "groups") in kept
    assert ("user", "update", "is_active") in kept


def test_no_password_and_no_secret_comes_into_the_trail(
    settings_page: Client, worker: User
) -> None:
    device = TOTPDevice.objects.create(user=worker, confirmed=True)
    first = worker.password
    page = settings_page.post(f"/admin/auth/user/{worker.pk}/link/").text
    choose(shown_link(page))
    worker.refresh_from_db()
    device.delete()

    kept = "".join(f"{entry.changes}{entry.serialized_data}" for entry in LogEntry.objects.all())

    assert "hidden" in kept
    assert device.key not in kept
    for secret in (first, worker.password):
        assert secret[len(secret) // 2 :] not in kept


def test_the_trail_shows_which_field_of_a_case_changed_and_no_value(
    settings_page: Client, worker: User
) -> None:
    case = Case.objects.create(risk=Risk.HIGH, asked_for="offer")
    case.outcome = "a-telling-outcome"
    case.worker = worker
    case.save()
    entry = LogEntry.objects.get_for_object(case).filter(changes__has_key="outcome").first()
    assert entry

    for address in ("", f"{entry.pk}/change/"):
        page = settings_page.get(f"/admin/auditlog/logentry/{address}").text
        assert "outcome" in page
        assert "a-telling-outcome" not in page
