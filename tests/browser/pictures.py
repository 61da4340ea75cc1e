"""`make pictures`: the screenshots of the README, from the running bot."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from playwright.sync_api import Browser

from beacon.project import ROOT
from tests.browser.by_hand import chromium, running_bot
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

Sizes = Mapping[str, tuple[int, int]]

FOLDER = ROOT / "docs" / "pictures"
SIZES = {"phone": (390, 844), "desktop": (1280, 800)}
STATES = (first_screen, cards, server_down, help_in_a_country)
PROJECTOR = {"projector": (1280, 720)}
IN_CLASS = (vote_in_class, answer_in_class)


def main() -> int:
    """Takes each state on a phone and at a desk, and the classroom on a projector."""
    FOLDER.mkdir(exist_ok=True)
    with chromium() as browser, running_bot() as servers:
        take(browser, servers.url, SIZES, STATES)
        take(browser, servers.url, PROJECTOR, IN_CLASS)
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
