from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from beacon.web.headers import (
    Headers,
    demo_headers,
    embed_script_headers,
    security_headers,
    static_headers,
)
from beacon.web.site import Site

ALL = [security_headers, demo_headers, static_headers, embed_script_headers]
Make = Callable[[Site], Headers]


def policy(headers: Headers) -> dict[str, str]:
    """The directives of the content policy and their sources."""
    directives = headers["Content-Security-Policy"].split("; ")
    return dict(directive.split(" ", 1) for directive in directives)


def test_the_policy_of_a_page(site: Site) -> None:
    assert policy(security_headers(site)) == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'self'",
    }


def test_only_the_listed_sites_may_frame_a_page(site: Site) -> None:
    listed = replace(site, sites=("https://a.example", "https://b.example:8443"))
    ancestors = policy(security_headers(listed))["frame-ancestors"]
    assert ancestors == "'self' https://a.example https://b.example:8443"


@pytest.mark.parametrize("make", ALL)
def test_nothing_inline_and_nothing_from_elsewhere(site: Site, make: Make) -> None:
    listed = replace(site, sites=("https://a.example",))
    sources = policy(make(listed))
    del sources["frame-ancestors"]
    assert set(sources.values()) == {"'none'", "'self'"}


@pytest.mark.parametrize("make", ALL)
def test_what_every_answer_has(site: Site, make: Make) -> None:
    headers = make(site)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Permissions-Policy"] == "camera=(), microphone=(), geolocation=()"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("make", "cache"),
    [
        (security_headers, "no-store"),
        (demo_headers, "no-store"),
        (static_headers, "no-cache"),
        (embed_script_headers, "no-cache"),
    ],
)
def test_pages_are_not_kept(site: Site, make: Make, cache: str) -> None:
    assert make(site)["Cache-Control"] == cache


@pytest.mark.parametrize("make", ALL)
def test_only_the_demo_may_hold_a_frame(site: Site, make: Make) -> None:
    expected = "'self'" if make is demo_headers else None
    assert policy(make(site)).get("frame-src") == expected


@pytest.mark.parametrize("make", ALL)
def test_only_the_embed_script_is_for_other_sites(site: Site, make: Make) -> None:
    expected = "cross-origin" if make is embed_script_headers else None
    assert make(site).get("Cross-Origin-Resource-Policy") == expected


@pytest.mark.parametrize("make", ALL)
def test_no_site_may_read_an_answer(site: Site, make: Make) -> None:
    listed = replace(site, sites=("https://a.example",))
    assert not [name for name in make(listed) if name.startswith("Access-Control")]
