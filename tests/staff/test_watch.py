"""Workers in browsers while children wait: what they hear, see and lose; there is no bot."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.conftest import Servers, free_port, start_staff
from tests.staff.conftest import Staffed

SOON_MS = 3000
# The page and its first news, while other tests start programs.
FIRST_MS = 30_000
# More than the connections that a browser keeps to one place over HTTP/1.1.
MANY = 8

Work = Callable[[str], BrowserContext]


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Staffed]:
    """The staff's application alone."""
    folder, port = tmp_path_factory.mktemp("alone"), free_port()
    staff = start_staff(folder, port)
    staffed = Staffed(Servers("", ()), folder, port, staff)
    with Servers(staffed.staff_url, (staff,)).ready():
        yield staffed


@pytest.fixture
def work(browser: Browser, alone: Staffed) -> Iterator[Work]:
    """The browser of a worker, logged in; no page of it may have raised an error."""
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def logged_in(name: str) -> BrowserContext:
        context = browser.new_context(locale="en-GB", base_url=alone.staff_url)
        context.set_default_timeout(10_000)
        context.add_cookies([alone.log_in(name, "worker")])
        context.on("weberror", lambda error: problems.append(str(error.error)))
        contexts.append(context)
        return context

    yield logged_in
    for context in contexts:
        context.close()
    assert problems == []


class Child:
    """A child as the bot hands it over."""

    def __init__(self, staffed: Staffed, risk: str = "high") -> None:
        self._staffed = staffed
        self._key = uuid.uuid4().hex
        self._risk = risk
        self.decide(1, "he wants money or he posts it")

    def decide(self, moment: int, said: str | None) -> None:
        """What may be read, or that nothing may."""
        self._post(
            "hand-overs",
            {
                "key": self._key,
                "risk": self._risk,
                "age_band": "11-13",
                "country": "PT",
                "language": "en",
                "asked_for": "request_human",
                "happened": [{"intent": "disclose_sextortion", "risk": self._risk}],
                "answered": [],
                "help": {"type": "help"},
                "transcript": None if said is None else [{"from": "child", "text": said}],
                "decided": moment,
            },
        )
        find = f"from cases.models import Case; print(Case.objects.get(key={self._key!r}).pk)"
        self.number = int(self._staffed.manage("shell", "--no-imports", "-c", find).split()[-1])

    def say(self, text: str, risk: str = "none") -> None:
        """Words to the person, or to the bot while it waits."""
        body = {"key": uuid.uuid4().hex, "text": text, "risk": risk}
        self._post(f"hand-overs/{self._key}/messages", body)

    def _post(self, path: str, body: dict[str, Any]) -> None:
        answer = self._staffed.api("POST", path, json=body)
        assert answer.status_code in (200, 201), answer.text


def opened(context: BrowserContext, child: Child) -> Page:
    page = context.new_page()
    page.goto(f"/cases/{child.number}/")
    return page


def taken(context: BrowserContext, child: Child) -> Page:
    page = opened(context, child)
    page.get_by_role("button", name="Take this case").click()
    expect(page.locator("#write")).to_be_visible()
    expect(page.locator("#heard")).not_to_be_empty(timeout=FIRST_MS)
    return page


def look_away(page: Page) -> None:
    page.evaluate("document.hasFocus = () => false")


def count_tones(page: Page) -> None:
    page.evaluate(
        """() => {
            window.tones = [];
            const start = OscillatorNode.prototype.start;
            OscillatorNode.prototype.start = function (when) {
                window.tones.push(this.frequency.value);
                start.call(this, when);
            };
        }"""
    )
    page.get_by_role("button", name="Sound on").click()
    expect(page.locator("#sound-hint")).to_be_hidden()
    page.evaluate("window.tones.length = 0")


def test_who_sits_in_a_case_hears_of_a_new_emergency(work: Work, alone: Staffed) -> None:
    page = taken(work("wanda"), Child(alone))
    count_tones(page)
    before = page.locator("#alarm").get_attribute("data-emergencies") or ""
    Child(alone, "emergency")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(page.locator("#alarm")).to_contain_text("A new emergency", timeout=SOON_MS)
    expect(page.locator("#alarm")).to_be_in_viewport()
    assert page.title().startswith(f"▲ {len(before.split()) + 1} · Case")
    assert page.evaluate("window.tones") == [880, 660, 880]


def test_who_looks_elsewhere_hears_what_the_child_writes(work: Work, alone: Staffed) -> None:
    child = Child(alone)
    page = taken(work("wanda"), child)
    count_tones(page)
    look_away(page)
    child.say("are you there?")
    expect(page.locator("#chat")).to_contain_text("are you there?", timeout=SOON_MS)
    assert page.title().startswith("● 1 · ")
    assert len(page.evaluate("window.tones")) == 2
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    assert "●" not in page.title()


def test_ones_own_emergency_is_announced_once(work: Work, alone: Staffed) -> None:
    child = Child(alone)
    page = taken(work("wanda"), child)
    child.say("he is at the door", "emergency")
    expect(page.locator("#urgent")).to_contain_text("The child wrote of an emergency.")
    page.wait_for_function("document.title.startsWith('▲')")
    expect(page.locator("#alarm")).to_be_empty()


def test_what_the_child_takes_back_goes_from_an_open_page(work: Work, alone: Staffed) -> None:
    child = Child(alone)
    page = opened(work("wanda"), child)
    child.say("and he knows my school")
    expect(page.locator("#chat")).to_contain_text("he knows my school", timeout=SOON_MS)
    expect(page.locator("#before")).to_contain_text("he wants money")
    child.decide(2, None)
    expect(page.locator("#before")).to_contain_text("only this summary", timeout=SOON_MS)
    expect(page.locator("main")).not_to_contain_text("he wants money")
    expect(page.locator("main")).not_to_contain_text("he knows my school")


def test_who_loses_a_case_sees_no_words_of_it_and_keeps_ones_own(
    work: Work, alone: Staffed
) -> None:
    child = Child(alone)
    page = opened(work("wanda"), child)
    expect(page.locator("#before")).to_contain_text("he wants money")
    expect(page.locator("#heard")).not_to_be_empty(timeout=FIRST_MS)
    taken(work("walter"), child)
    expect(page.locator("#gone")).to_contain_text("not yours any more", timeout=SOON_MS)
    expect(page.locator("main")).not_to_contain_text("he wants money")
    Child(alone, "emergency")
    expect(page.locator("#alarm")).to_contain_text("A new emergency", timeout=SOON_MS)


@pytest.mark.parametrize("is_shared", [True, False])
def test_many_tabs_leave_a_way_to_the_server(work: Work, alone: Staffed, is_shared: bool) -> None:
    context = work("wanda")
    if not is_shared:
        context.add_init_script("delete window.SharedWorker")
    pages = [taken(context, Child(alone)) for _ in range(MANY if is_shared else 3)]
    page = pages[-1]
    page.locator("#write textarea").fill("I'm here")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#chat")).to_contain_text("I'm here")
    Child(alone, "emergency")
    for page in pages:
        expect(page.locator("#alarm")).to_contain_text("A new emergency", timeout=SOON_MS)
        expect(page.locator("#connection")).to_be_empty()


@pytest.mark.parametrize(
    "worker",
    [
        "class extends SharedWorker { constructor() { super('/none.js') } }",
        "class extends EventTarget { port = new MessageChannel().port1 }",
    ],
    ids=["fails", "is silent"],
)
def test_a_browser_whose_shared_connection_cannot_start_makes_its_own(
    work: Work, alone: Staffed, worker: str
) -> None:
    context = work("wanda")
    context.add_init_script(f"SharedWorker = {worker}")
    child = Child(alone)
    page = taken(context, child)
    child.say("are you there?")
    expect(page.locator("#chat")).to_contain_text("are you there?", timeout=SOON_MS)


def test_the_button_of_another_form_throws_away_nothing(work: Work, alone: Staffed) -> None:
    work("walter")
    page = taken(work("wanda"), Child(alone))
    note = page.get_by_role("textbox", name="New note")
    note.fill("asked for the school")
    for button in ("Keep", "End the chat", "Hand on"):
        if button == "Hand on":
            page.locator("#handonform_colleague").select_option(label="walter")
        page.get_by_role("button", name=button, exact=True).click()
        expect(page.get_by_role("dialog")).to_contain_text("“New note” is not sent or kept yet.")
        page.get_by_role("button", name="Go back").click()
        expect(note).to_have_value("asked for the school")
    page.locator("#handonform_colleague").select_option("")
    page.get_by_role("button", name="Add the note").click()
    expect(page.locator("article.note")).to_contain_text("asked for the school")
    page.locator("#write textarea").fill("half a sentence")
    page.locator("#recordform_category").select_option("grooming")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_role("dialog")).to_contain_text("“Write to the child”")
    expect(page.get_by_role("dialog")).not_to_contain_text("Category")
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("#recordform_category")).to_have_value("grooming")
    expect(page.locator(".notice")).to_contain_text("The record is kept.")


def test_the_end_is_asked_about_once(work: Work, alone: Staffed) -> None:
    page = taken(work("wanda"), Child(alone))
    page.get_by_role("button", name="End the chat").click()
    expect(page.get_by_role("dialog")).to_contain_text("End the chat?")
    page.keyboard.press("Escape")
    expect(page.locator(".standing")).to_contain_text("A person has the chat")
    page.get_by_role("button", name="End the chat").click()
    page.get_by_role("button", name="Go on").click()
    expect(page.locator(".standing")).to_contain_text("Over: ended by the worker")
    page.locator("#recordform_category").select_option("grooming")
    page.locator("#recordform_outcome").select_option("helped")
    page.get_by_role("button", name="Close the case").click()
    expect(page.get_by_role("dialog")).to_contain_text("deleted for good")
    page.get_by_role("button", name="Go on").click()
    expect(page.locator(".notice")).to_contain_text("The case is closed.")
