"""`make load-page`: how long from opening the chat page to the first thing to tap.

Each time in a fresh browser. Prints medians for docs/web.md, with the processor as it is and four
times slower, as an old phone's.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from beacon.bench.report import table
from tests.browser.conftest import ARGUMENTS
from tests.conftest import Servers, free_port, start_actions, start_bot

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
    chromium = shutil.which("chromium")
    if chromium is None:
        print("beacon: there is no Chromium (on Debian: apt-get install chromium)", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        port, actions_port = free_port(), free_port()
        bot = start_bot(Path(folder), port, actions_port)
        servers = Servers(
            f"http://127.0.0.1:{port}", (bot, start_actions(Path(folder), actions_port))
        )
        try:
            servers.wait()
            browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
            rows = [row(browser, servers.url, slower) for slower in (1, 4)]
            browser.close()
        finally:
            servers.stop()
    print(table(["processor", "ready to type, ms", "something to tap, ms"], rows))
    return 0


def row(browser: Browser, url: str, slower: int) -> list[str]:
    """The medians at one speed."""
    found = [opened(browser, url, slower) for _ in range(TIMES)]
    box, taps = (statistics.median(each[name] for each in found) for name in ("box", "taps"))
    return ["as it is" if slower == 1 else f"{slower} times slower", f"{box:.0f}", f"{taps:.0f}"]


if __name__ == "__main__":
    sys.exit(main())
