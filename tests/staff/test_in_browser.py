"""A child in one browser and workers in others: the hand-over from the wish to the end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from beacon.handover.record import key_of
from tests.browser.conftest import Visit
from tests.browser.test_accessibility import violations
from tests.browser.visitor import Chat, Visitor
from tests.staff.conftest import Staffed
from tests.staff.test_hand_over import Child

# A new emergency must be seen within a second; the machine that tests is not idle.
SOON_MS = 3000

LogIn = Callable[..., Page]


@pytest.fixture
def log_in(browser: Browser, staffed: Staffed) -> Iterator[LogIn]:
    """Opens the application as somebody with a role, both factors passed."""
    contexts = []

    def opened(name: str, role: str = "worker", path: str = "/queue/") -> Page:
        context = browser.new_context(locale="en-GB")
        context.set_default_timeout(10_000)
        contexts.append(context)
        context.add_cookies([staffed.log_in(name, role)])
        page = context.new_page()
        page.goto(staffed.staff_url + path)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def child_in_browser(visit: Visit, staffed: Staffed) -> Visitor:
    """A child in Britain."""
    return visit(staffed.url)


@pytest.fixture
def chat(child_in_browser: Visitor) -> Chat:
    """A child of 12 who has told of a threat."""
    chat = child_in_browser.open_chat()
    chat.button("Yes, United Kingdom").click()
    chat.tap("11 to 13")
    chat.say("somebody has a picture of me and wants money")
    return chat


def wish(chat: Chat) -> None:
    chat.say("can i talk to a real person")
    chat.tap("Yes, please ask")
    chat.tap("They may read it")
    expect(chat.newest).to_contain_text("It is passed on.")


def open_case(page: Page, staffed: Staffed, conversation: str) -> None:
    """The case of that conversation, by its link in the queue."""
    find = (
        f"from cases.models import Case; print(Case.objects.get(key={key_of(conversation)!r}).pk)"
    )
    number = staffed.manage("shell", "--no-imports", "-c", find).strip().splitlines()[-1]
    page.locator(f"#case-{number}").click()
    expect(page.get_by_role("button", name="Take this case")).to_be_visible()


def test_from_the_wish_to_the_end(
    chat: Chat, child_in_browser: Visitor, log_in: LogIn, staffed: Staffed
) -> None:
    queue = log_in("wanda")
    before = queue.get_by_role("row").filter(has_text="nobody yet").count()
    wish(chat)
    expect(queue.get_by_role("row").filter(has_text="nobody yet")).to_have_count(
        before + 1, timeout=SOON_MS
    )
    rival = log_in("rita")
    open_case(queue, staffed, child_in_browser.conversation)
    rival.goto(queue.url)
    queue.get_by_role("button", name="Take this case").click()
    expect(queue.locator("#write")).to_be_visible()
    rival.get_by_role("button", name="Take this case").click()
    expect(rival.locator("main")).to_contain_text("wanda")
    expect(chat.place.locator(".person-bar")).to_contain_text("a person writes here now")
    write(queue, "Hi, I'm here. You did well to ask.")
    expect(chat.log.locator(".turn.person")).to_contain_text("You did well to ask.")
    assert violations(child_in_browser) == []
    chat.box.fill("thank you <b>so</b> much. he knows my school")
    chat.box.press("Enter")
    expect(queue.locator("#chat")).to_contain_text("thank you <b>so</b> much. he knows my school")
    chat.box.fill("i dont want to live anymore")
    chat.box.press("Enter")
    expect(queue.locator("#urgent")).to_contain_text("emergency", timeout=SOON_MS)
    queue.get_by_role("button", name="End the chat").click()
    queue.get_by_role("button", name="Go on").click()
    expect(chat.newest).to_contain_text("The person has ended the talk.")
    expect(chat.newest).to_contain_text("0800 1111")
    expect(chat.place.locator(".person-bar")).to_have_count(0)
    chat.say("what is sexting")


def write(page: Page, words: str) -> None:
    page.locator("#write textarea").fill(words)
    page.locator("#write").get_by_role("button", name="Send").click()
    expect(page.locator("#chat")).to_contain_text(words)


def test_the_child_can_end_the_talk(chat: Chat, log_in: LogIn) -> None:
    wish(chat)
    chat.place.get_by_role("button", name="I don't want a person any more").click()
    expect(chat.newest).to_contain_text("You ended the talk.")
    queue = log_in("wanda")
    expect(queue.get_by_role("row").filter(has_text="the child has left").first).to_be_visible()


def test_a_new_emergency_is_announced(log_in: LogIn, staffed: Staffed) -> None:
    queue = log_in("wanda")
    queue.get_by_role("button", name="Sound on").click()
    child = Child(staffed.url)
    child.hear(text="i want to die")
    child.wish()
    expect(queue.locator("#alarm")).to_contain_text("A new emergency", timeout=SOON_MS)
    first = queue.get_by_role("row").nth(1)
    expect(first).to_contain_text(re.compile("emergency", re.I))


def test_what_a_child_writes_never_runs(log_in: LogIn, staffed: Staffed) -> None:
    child = Child(staffed.url)
    child.hear(text="<script>document.title='owned'</script> <img src=x onerror=alert(1)>")
    child.wish()
    page = log_in("wanda")
    open_case(page, staffed, child.conversation)
    expect(page.locator("main")).to_contain_text("<script>")
    assert "owned" not in page.title()
    assert page.locator("main img").count() == 0


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("worker", "/queue/"),
        ("worker", "/practice/"),
        ("supervisor", "/statistics/"),
        ("supervisor", "/statistics/dictionary/"),
        ("worker", "/statistics/"),
    ],
)
def test_axe_finds_nothing(log_in: LogIn, staffed: Staffed, role: str, path: str) -> None:
    child = Child(staffed.url)
    child.hear(text="my ex sent my picture to everyone")
    child.wish()
    page = log_in(f"{role}-who-looks", role, path)
    look(page)


def test_axe_finds_nothing_on_a_case(log_in: LogIn, staffed: Staffed) -> None:
    child = Child(staffed.url)
    child.hear(text="im 12 and from portugal. a man has my picture and wants money")
    child.wish()
    page = log_in("wanda")
    open_case(page, staffed, child.conversation)
    look(page)
    page.get_by_role("button", name="Take this case").click()
    expect(page.locator("#write")).to_be_visible()
    look(page)


def test_axe_finds_nothing_on_the_log_in(browser: Browser, staffed: Staffed) -> None:
    page = browser.new_page()
    page.goto(staffed.staff_url)
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    look(page)
    page.close()


def look(page: Page) -> None:
    """Neither at a desk in the light nor on a narrow window in the dark."""
    seen = Looked(page)
    assert violations(seen) == []  # type: ignore[arg-type]
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 390, "height": 844})
    assert violations(seen) == []  # type: ignore[arg-type]
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(wide)


class Looked:
    """As much of a visitor as a look takes."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.problems: list[str] = []
