"""A browser for the tests that look at the pages of the running bot."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.stage import Stage, serving
from tests.browser.visitor import Visitor
from tests.conftest import Servers

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
expect.set_options(timeout=10_000)

Visit = Callable[..., Visitor]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium. It ends with this package: while it runs, tests that are coroutines can't."""
    chromium = shutil.which("chromium")
    if chromium is None:
        reason = "there is no Chromium (on Debian: apt-get install chromium)"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Makes visitors to a server; the other keywords are those of a context of Playwright's.

    No page of theirs may have raised an error or broken its own rules.
    """
    visitors: list[Visitor] = []

    def new(url: str, **options: Any) -> Visitor:
        context = browser.new_context(**{"locale": "en-GB", **options})
        visitors.append(Visitor(context, url))
        return visitors[-1]

    yield new
    for visitor in visitors:
        visitor.context.close()
    assert [problem for visitor in visitors for problem in visitor.problems] == []


@pytest.fixture
def visitor(visit: Visit, servers: Servers) -> Visitor:
    """Somebody in Britain, at a desk."""
    return visit(servers.url)


@pytest.fixture
def page(visitor: Visitor) -> Page:
    """An empty page of the visitor's."""
    return visitor.page


@pytest.fixture
def stage() -> Stage:
    """A server without a bot, whose answers the test decides."""
    return Stage()


@pytest.fixture
def guest(visit: Visit, stage: Stage) -> Iterator[Visitor]:
    """Somebody in Britain who visits the stage."""
    with serving(stage) as url:
        guest = visit(url)
        yield guest
        guest.context.close()
