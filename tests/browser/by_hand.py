"""Bot and browser for what is run by hand: pictures and measurements."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import ARGUMENTS
from tests.conftest import Servers, free_port, start_actions, start_bot


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser; where there is none, the program ends with a line that says so."""
    path = shutil.which("chromium")
    if path is None:
        sys.exit("beacon: there is no Chromium (on Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def running_bot(staff_port: int | None = None) -> Iterator[Servers]:
    """The bot and its action server, ready; without a port, no staff answer."""
    port, actions_port = free_port(), free_port()
    with tempfile.TemporaryDirectory() as folder:
        bot = start_bot(Path(folder), port, actions_port, staff_port)
        actions = start_actions(Path(folder), actions_port)
        servers = Servers(f"http://127.0.0.1:{port}", (bot, actions))
        try:
            servers.wait()
            yield servers
        finally:
            servers.stop()
