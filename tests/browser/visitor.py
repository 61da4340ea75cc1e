"""Somebody in front of the chat, with a browser of their own."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import requests
from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    ElementHandle,
    FrameLocator,
    Locator,
    Page,
    Request,
    Route,
    expect,
)

from beacon import project
from beacon.register.look_up import find
from beacon.register.model import Audience, Need
from beacon.web import links
from tests.conftest import ANSWER

NAME = project.site().name
EXIT_PAGE = project.site().exit_page
LEAVE = "Leave this page"
TOPIC = "Someone threatens to share my picture"
LOADING = "Loading"

# The element with the focus, also inside a shadow tree.
FOCUSED = """() => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}"""


@dataclass(frozen=True)
class Chat:
    """The chat as it is seen, on its own page or in the frame on another site's."""

    place: Page | FrameLocator

    @property
    def box(self) -> Locator:
        """Where one writes."""
        return self.place.get_by_label("Write in your own words")

    @property
    def log(self) -> Locator:
        """All that was said."""
        return self.place.get_by_role("log")

    @property
    def newest(self) -> Locator:
        """What was said last."""
        return self.log.locator("> :last-child")

    @property
    def menu(self) -> Locator:
        """What opens the menu."""
        return self.place.locator("summary", has_text="Menu")

    def button(self, title: str) -> Locator:
        """The button of that title, the lowest where there are several."""
        return self.place.get_by_role("button", name=title, exact=True).last

    def tap(self, title: str) -> None:
        """Taps a button that says something, and waits for the answer."""
        self.button(title).click()
        self.expect_answer()

    def say(self, text: str) -> None:
        """Writes and sends, and waits for the answer."""
        self.box.fill(text)
        self.box.press("Enter")
        self.expect_answer()

    def expect_answer(self) -> None:
        """Waits until the bot has spoken last, and what belongs to the answer is there."""
        expect(self.newest).to_contain_text(f"{NAME}: ")
        expect(self.place.locator(".tools [aria-busy]")).to_have_count(0)

    def expect_open(self) -> None:
        """Waits until there is something to tap and the country is asked for."""
        expect(self.button("11 to 13")).to_be_visible()
        expect(self.place.get_by_text("Then I can show you people near you.").first).to_be_visible()

    def calls(self) -> list[str]:
        """The numbers that the newest message offers to call."""
        found = self.newest.get_by_role("link", name=re.compile("^Call ")).all()
        return [str(link.get_attribute("href")) for link in found]


@dataclass
class Visitor:
    """A browser of one's own, and what it asked the network for."""

    context: BrowserContext
    url: str
    requests: list[Request] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context.set_default_timeout(10_000)
        self.context.route(self._is_elsewhere, _play_elsewhere)
        self.context.on("request", lambda request: self.requests.append(request))
        self.context.on("weberror", lambda error: self.problems.append(str(error.error)))
        self.context.on("console", self._note)
        self.page = self.context.new_page()
        self.chat = Chat(self.page)

    def open(self, path: str = "/") -> Page:
        """Opens a page of the server."""
        self.page.goto(self.url + path)
        return self.page

    def open_chat(self) -> Chat:
        """Opens the chat and waits for its first screen."""
        self.open()
        self.chat.expect_open()
        return self.chat

    @property
    def conversation(self) -> str:
        """The id under which something was said last."""
        return str(self.sent()[-1]["conversation"])

    def sent(self) -> list[dict[str, Any]]:
        """The bodies of all that was said."""
        said = [each for each in self.requests if each.url == f"{self.url}/chat/message"]
        return [each.post_data_json or {} for each in said]

    def events(self) -> list[dict[str, Any]]:
        """What the server keeps of the conversation."""
        address = f"{self.url}/conversations/{self.conversation}/tracker"
        return list(requests.get(address, timeout=ANSWER).json()["events"])

    def said(self) -> list[str]:
        """The messages that the server keeps of the conversation."""
        return [event["text"] for event in self.events() if event["event"] == "user"]

    def slot(self, name: str) -> Any:
        """What a slot of the conversation was last set to."""
        slots = [event for event in self.events() if event["event"] == "slot"]
        return next((slot["value"] for slot in reversed(slots) if slot["name"] == name), None)

    def focused(self) -> ElementHandle:
        """The element with the focus."""
        element = self.page.evaluate_handle(FOCUSED).as_element()
        assert element
        return element

    def waits_for(self, happened: Callable[[], bool], seconds: float = 10) -> bool:
        """Whether it happens, while the browser's requests go on as they do not in `eventually`."""
        end = time.monotonic() + seconds
        while not happened():
            if time.monotonic() > end:
                return False
            self.page.wait_for_timeout(50)
        return True

    def elsewhere(self) -> list[str]:
        """The addresses on other servers that it asked for."""
        return [each.url for each in self.requests if self._is_elsewhere(each.url)]

    def _is_elsewhere(self, address: str) -> bool:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and parts.netloc != urlsplit(self.url).netloc

    def _note(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.problems.append(message.text)


def _play_elsewhere(route: Route) -> None:
    """Another site, without a request that leaves this machine."""
    body = "<!doctype html><html lang=en><title>Elsewhere</title><h1>Sunny</h1>"
    route.fulfill(content_type="text/html", body=body)


def child_lines(country: str | None) -> list[str]:
    """The numbers of those to whom a child there can talk, as links; of None across borders."""
    found = find(project.register(), country, Need.TALK, Audience.CHILD, most=3)
    return [str(links.tel(number)) for service in found.services for number in service.dial]


def eventually(happened: Callable[[], bool], seconds: float = 10) -> bool:
    """Whether it happens; for what no page shows."""
    end = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True
