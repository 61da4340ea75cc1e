"""`make pictures`: the screenshots of the README, from the running bot."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from beacon.project import ROOT
from tests.browser.conftest import ARGUMENTS
from tests.browser.states import (
    State,
    answer_in_class,
    cards,
    first_screen,
    help_in_a_country,
    server_down,
    vote_in_class,
)
from tests.browser.visitor import Visitor
from tests.conftest import Servers, free_port, start_actions, start_bot

Sizes = Mapping[str, tuple[int, int]]

FOLDER = ROOT / "docs" / "pictures"
SIZES = {"phone": (390, 844), "desktop": (1280, 800)}
STATES = (first_screen, cards, server_down, help_in_a_country)
PROJECTOR = {"projector": (1280, 720)}
IN_CLASS = (vote_in_class, answer_in_class)


def main() -> int:
    """Takes each state on a phone and at a desk."""
    chromium = shutil.which("chromium")
    if chromium is None:
        print("beacon: there is no Chromium (on Debian: apt-get install chromium)", file=sys.stderr)
        return 1
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        port, actions_port = free_port(), free_port()
        programs = (
            start_bot(Path(folder), port, actions_port),
            start_actions(Path(folder), actions_port),
        )
        servers = Servers(f"http://127.0.0.1:{port}", programs)
        try:
            servers.wait()
            browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
            take(browser, servers.url, SIZES, STATES)
            take(browser, servers.url, PROJECTOR, IN_CLASS)
            browser.close()
        finally:
            servers.stop()
    return 0


def take(browser: Browser, url: str, sizes: Sizes, states: Sequence[State]) -> None:
    """A picture of each state in each size."""
    for size, (width, height) in sizes.items():
        for reach in states:
            # Without motion, so that no picture is taken while the page still scrolls.
            context = browser.new_context(
                locale="en-GB",
                viewport={"width": width, "height": height},
                reduced_motion="reduce",
            )
            visitor = Visitor(context, url)
            reach(visitor)
            visitor.page.screenshot(path=FOLDER / f"{reach.__name__}-{size}.png")
            context.close()


if __name__ == "__main__":
    sys.exit(main())
