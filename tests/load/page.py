"""`make load-page`: how long from opening the chat page to the first thing to tap.

Each time in a fresh browser. Prints medians for docs/web.md, with the processor as it is and four
times slower, as an old phone's.
"""

from __future__ import annotations

import statistics
import sys

from playwright.sync_api import Browser

from beacon.bench.report import table
from tests.browser.by_hand import chromium, running_bot

TIMES = 15
# When the box can be written in, and when there is something to tap, since the page was asked for.
READY = """() => new Promise((resolve) => {
  const chat = document.querySelector('beacon-chat');
  const found = { box: 0, taps: 0 };
  const look = () => {
    const root = chat?.shadowRoot;
    const app = root?.querySelector('.app');
    const now = performance.now();
    if (!found.box && app && !app.hidden && root.querySelector('textarea')) found.box = now;
    if (!found.taps && root?.querySelector('.ages button')) found.taps = now;
    if (found.box && found.taps) resolve(found);
    else requestAnimationFrame(look);
  };
  look();
})"""


def opened(browser: Browser, url: str, slower: int) -> dict[str, float]:
    """Milliseconds for one visitor who comes for the first time."""
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    if slower > 1:
        session = context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.goto(url, wait_until="commit")
    found: dict[str, float] = page.evaluate(READY)
    context.close()
    return found


def main() -> int:
    """Starts the bot, opens the page again and again, prints."""
    with chromium() as browser, running_bot() as servers:
        rows = [row(browser, servers.url, slower) for slower in (1, 4)]
    print(table(["processor", "ready to type, ms", "something to tap, ms"], rows))
    return 0


def row(browser: Browser, url: str, slower: int) -> list[str]:
    """The medians at one speed."""
    found = [opened(browser, url, slower) for _ in range(TIMES)]
    box, taps = (statistics.median(each[name] for each in found) for name in ("box", "taps"))
    return ["as it is" if slower == 1 else f"{slower} times slower", f"{box:.0f}", f"{taps:.0f}"]


if __name__ == "__main__":
    sys.exit(main())
