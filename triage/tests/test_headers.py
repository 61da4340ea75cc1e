"""What every answer bears, and that no page needs what the policy forbids."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from staff.roles import worker_required
from tests.conftest import ClientOf

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
GUARDS = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
ADMIN_PAGES = (
    "/admin/",
    "/admin/auth/user/",
    "/admin/auth/user/add/",
    "/admin/auth/group/",
    "/admin/axes/accessattempt/",
    "/admin/auditlog/logentry/",
)
# What the policy forbids: styles and scripts in the page, and anything of another host.
FORBIDDEN = re.compile(
    r"""<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:|(?:src|href)="(?:https?:)?//""",
    re.IGNORECASE,
)


def broken(request: HttpRequest) -> HttpResponse:
    """A view with a fault."""
    raise RuntimeError(request.path)


def keeps(request: HttpRequest) -> HttpResponse:
    """A view that lets its answer be kept."""
    del request
    return HttpResponse(headers={"Cache-Control": "public, max-age=3600"})


async def later(request: HttpRequest) -> HttpResponse:
    """A view that answers asynchronously."""
    del request
    return HttpResponse()


urlpatterns = [
    path("broken/", broken),
    path("keeps/", keeps),
    path("later/", later),
    path("guarded/", worker_required(keeps)),
    path("", include(settings.ROOT_URLCONF)),
]


def guards(answer: HttpResponse) -> dict[str, str]:
    return {name: answer.headers.get(name, "") for name in GUARDS}


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("address", "status"),
    [("/log-in/", 200), ("/nowhere/", 404), ("/guarded/", 302), ("/later/", 200)],
)
def test_every_answer_bears_the_headers(address: str, status: int) -> None:
    answer = Client().get(address)

    assert answer.status_code == status
    assert guards(answer) == GUARDS


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_a_fault_bears_them_too_and_tells_nothing_of_itself() -> None:
    answer = Client(raise_request_exception=False).get("/broken/")

    assert answer.status_code == 500
    assert guards(answer) == GUARDS
    assert "That did not work" in answer.text
    assert "RuntimeError" not in answer.text


@pytest.mark.urls(__name__)
def test_no_view_can_let_its_answer_be_kept() -> None:
    assert Client().get("/keeps/").headers["Cache-Control"] == "no-store"


@pytest.mark.urls(__name__)
def test_the_refusal_of_a_role_is_a_page_with_the_headers(
    administrator: User, client_of: ClientOf
) -> None:
    answer = client_of(administrator).get("/guarded/")

    assert answer.status_code == 403
    assert guards(answer) == GUARDS
    assert "not for your role" in answer.text


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/log-in/", "/nowhere/"])
def test_pages_without_a_log_in_hold_nothing_that_it_forbids(address: str) -> None:
    assert not FORBIDDEN.findall(Client().get(address).text)


@pytest.mark.parametrize("address", ["/account/", *ADMIN_PAGES])
def test_pages_of_an_administrator_hold_nothing_that_it_forbids(
    administrator: User, client_of: ClientOf, address: str
) -> None:
    answer = client_of(administrator).get(address)

    assert answer.status_code == 200
    assert not FORBIDDEN.findall(answer.text)


def test_a_page_is_in_one_language_whatever_the_browser_asks_for(db: None) -> None:
    del db
    page = Client(headers={"accept-language": "de"}).post("/log-in/").text

    assert '<html lang="en">' in page
    assert "This field is required." in page
