"""Who may open what: the guards by themselves, and every address of the application."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, Group, User
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, include, path
from django.urls.resolvers import RoutePattern
from django_otp.plugins.otp_totp.models import TOTPDevice

from staff.roles import (
    ADMINISTRATOR,
    ROLES,
    SUPERVISOR,
    TRAINEE,
    WORKER,
    administrator_required,
    practice_required,
    roles_of,
    staff_required,
    supervisor_required,
    worker_required,
)
from tests.conftest import ClientOf, account

# Which roles may open what is under these names. The bot's way in has its own test.
READERS = {
    "cases": {WORKER, SUPERVISOR},
    "practice": {TRAINEE, WORKER, SUPERVISOR},
    "counts": {SUPERVISOR},
    "admin": {ADMINISTRATOR},
}
ADMIN_PAGES = (
    "/admin/",
    "/admin/auth/user/",
    "/admin/auth/user/add/",
    "/admin/auth/user/1/change/",
    "/admin/auth/user/1/link/",
    "/admin/auth/group/",
    "/admin/axes/accessattempt/",
    "/admin/auditlog/logentry/",
    "/admin/jsi18n/",
    "/admin/made-up/",
)
SAMPLES = {"int": "1", "str": "x", "slug": "x", "uuid": "6f1c3a52-57a3-4f0e-9d7e-2b1f0f6d7a11"}


def shown(request: HttpRequest) -> HttpResponse:
    """A page."""
    del request
    return HttpResponse("shown")


GUARDS = {
    "practice": (practice_required, {TRAINEE, WORKER, SUPERVISOR}),
    "worker": (worker_required, {WORKER, SUPERVISOR}),
    "supervisor": (supervisor_required, {SUPERVISOR}),
    "administrator": (administrator_required, {ADMINISTRATOR}),
    "staff": (staff_required, set(ROLES)),
}
urlpatterns = [
    *(path(f"only/{name}/", guard(shown)) for name, (guard, _) in GUARDS.items()),
    path("", include(settings.ROOT_URLCONF)),
]


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.parametrize("guard", GUARDS)
@pytest.mark.parametrize("role", ROLES)
def test_a_guard_lets_in_its_roles_and_no_other(client_of: ClientOf, guard: str, role: str) -> None:
    answer = client_of(account("somebody", role)).get(f"/only/{guard}/")

    assert answer.status_code == (200 if role in GUARDS[guard][1] else 403)
    assert (answer.text == "shown") == (role in GUARDS[guard][1])


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.parametrize("guard", GUARDS)
def test_an_account_without_a_role_is_let_in_nowhere(client_of: ClientOf, guard: str) -> None:
    nobody = User.objects.create_user("nobody")

    assert client_of(nobody).get(f"/only/{guard}/").status_code == 403


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.parametrize("guard", GUARDS)
def test_a_superuser_without_a_role_is_let_in_nowhere(client_of: ClientOf, guard: str) -> None:
    root = User.objects.create_superuser("root")

    assert client_of(root).get(f"/only/{guard}/").status_code == 403


@pytest.mark.urls(__name__)
def test_a_role_that_is_taken_away_is_gone_at_once(worker: User, client_of: ClientOf) -> None:
    client = client_of(worker)
    assert client.get("/only/worker/").status_code == 200

    worker.groups.clear()

    assert client.get("/only/worker/").status_code == 403


@pytest.mark.urls(__name__)
def test_an_account_that_is_turned_off_is_logged_out_at_once(
    worker: User, client_of: ClientOf
) -> None:
    client = client_of(worker)
    assert client.get("/only/worker/").status_code == 200

    worker.is_active = False
    worker.save()

    assert client.get("/only/worker/").headers["Location"].startswith("/log-in/")


@pytest.mark.urls(__name__)
def test_a_guard_sends_a_stranger_to_the_log_in_and_back(db: None) -> None:
    del db
    answer = Client().get("/only/worker/?page=2&by=risk")

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/log-in/?next=/only/worker/%3Fpage%3D2%26by%3Drisk"


@pytest.mark.urls(__name__)
def test_a_form_that_is_sent_too_late_leads_to_the_log_in_alone(db: None) -> None:
    del db
    answer = Client().post("/only/worker/", {"text": "lost"})

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/log-in/"


@pytest.mark.urls(__name__)
def test_a_password_alone_leads_to_the_second_factor(worker: User) -> None:
    client = Client()
    client.force_login(worker, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/only/worker/").headers["Location"].startswith("/second-factor/enrol/")

    TOTPDevice.objects.create(user=worker, confirmed=True)

    assert client.get("/only/worker/").headers["Location"].startswith("/second-factor/?next=")


def test_the_migration_makes_the_roles_and_gives_permissions_to_administrators_alone(
    db: None,
) -> None:
    del db
    granted = {
        group.name: {
            f"{one.content_type.app_label}.{one.codename}"
            for one in group.permissions.select_related("content_type")
        }
        for group in Group.objects.all()
    }

    assert granted == {
        TRAINEE: set(),
        WORKER: set(),
        SUPERVISOR: set(),
        ADMINISTRATOR: {
            "auth.add_user",
            "auth.change_user",
            "auth.view_user",
            "auth.view_group",
            "axes.view_accessattempt",
            "auditlog.view_logentry",
        },
    }


def test_a_group_that_is_no_role_counts_for_nothing(worker: User) -> None:
    worker.groups.add(Group.objects.create(name="choir"))

    assert roles_of(worker) == {WORKER}
    assert roles_of(AnonymousUser()) == frozenset()


def test_everybody_comes_to_the_first_page_of_their_role(
    worker: User, supervisor: User, administrator: User, client_of: ClientOf
) -> None:
    firsts = [(worker, "/queue/"), (supervisor, "/queue/"), (administrator, "/admin/")]
    for user, first in [*firsts, (account("tess", TRAINEE), "/practice/")]:
        assert client_of(user).get("/").headers["Location"] == first


@pytest.mark.parametrize(
    ("role", "links"),
    [
        (TRAINEE, ["Practice"]),
        (WORKER, ["Queue", "My cases", "Practice"]),
        (SUPERVISOR, ["Queue", "My cases", "Practice", "Statistics"]),
        (ADMINISTRATOR, ["Settings"]),
    ],
)
@pytest.mark.django_db
def test_the_navigation_shows_what_the_role_may_open(
    client_of: ClientOf, role: str, links: list[str]
) -> None:
    client = client_of(account("somebody", role))

    navigation = client.get("/account/").text.split("<nav")[1].split("</nav>")[0]

    found = re.findall(r'<a href="([^"]+)">([^<]+)</a>', navigation)
    assert [words for _, words in found] == links
    assert {client.get(address).status_code for address, _ in found} == {200}


@pytest.mark.parametrize("address", ADMIN_PAGES)
@pytest.mark.parametrize("role", [WORKER, SUPERVISOR])
@pytest.mark.django_db
def test_the_settings_are_for_administrators_alone(
    client_of: ClientOf, address: str, role: str
) -> None:
    user = account("somebody", role)
    # Neither of Django's own marks opens anything.
    user.is_staff = user.is_superuser = True
    user.save()

    client = client_of(user)

    assert client.get(address).status_code == 403
    assert client.post(address).status_code == 403


@pytest.mark.parametrize("address", ADMIN_PAGES)
def test_the_settings_demand_the_second_factor(administrator: User, address: str) -> None:
    administrator.is_staff = administrator.is_superuser = True
    administrator.save()
    TOTPDevice.objects.create(user=administrator, confirmed=True)
    client = Client()
    client.force_login(administrator, backend="django.contrib.auth.backends.ModelBackend")

    assert client.get(address).headers["Location"] == f"/second-factor/?next={address}"


def _addresses(
    patterns: list[URLPattern | URLResolver], start: str = "/", space: str = ""
) -> Iterator[tuple[str, str]]:
    """Each address with its namespace; those of the settings have tests above."""
    for one in patterns:
        if not isinstance(one.pattern, RoutePattern):
            continue
        address = start + re.sub(
            r"<(?:(\w+):)?\w+>", lambda found: SAMPLES[found[1] or "str"], str(one.pattern)
        )
        if isinstance(one, URLPattern):
            yield address, space
        elif one.namespace != "admin":
            yield from _addresses(one.url_patterns, address, one.namespace or space)


def _guarded_addresses() -> list[tuple[str, str]]:
    found = [
        (address, space)
        for address, space in _addresses(get_resolver().url_patterns)
        if space in READERS and not address.startswith("/api/")
    ]
    assert {space for _, space in found} == {"cases", "practice", "counts"}
    return found


def _answers(client: Client, address: str) -> set[int]:
    """How an address answers a look and a form, leaving out the method that it does not know."""
    return {client.get(address).status_code, client.post(address).status_code} - {405}


def test_no_address_opens_without_a_log_in_or_with_a_password_alone(worker: User) -> None:
    half = Client()
    half.force_login(worker, backend="django.contrib.auth.backends.ModelBackend")

    for address, _ in _guarded_addresses():
        assert _answers(Client(), address) == {302}, address
        assert _answers(half, address) == {302}, address


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.django_db
def test_no_address_opens_for_another_role(client_of: ClientOf, role: str) -> None:
    client = client_of(account("somebody", role))
    forbidden = [one for one, space in _guarded_addresses() if role not in READERS[space]]
    assert forbidden or role == SUPERVISOR

    for address in forbidden:
        assert _answers(client, address) == {403}, address


def test_every_address_is_known_to_these_tests() -> None:
    spaces = {
        space
        for address, space in _addresses(get_resolver().url_patterns)
        if not address.startswith("/api/")
    }

    assert spaces == {"staff", "cases", "practice", "counts"}
