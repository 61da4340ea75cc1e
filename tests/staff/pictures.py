"""The screenshots of docs/staff.md, from bot and staff's application with made-up children."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.by_hand import chromium, running_bot
from tests.browser.pictures import FOLDER
from tests.conftest import Servers, free_port, start_staff
from tests.staff.conftest import Staffed
from tests.staff.test_hand_over import Child

CHILDREN = (
    ("im 12 and from portugal. a man has my picture and wants money",),
    ("i am 15", "my ex sent my picture to everyone"),
    ("im from portugal", "i want to die"),
    ("i am 9", "someone in a game wants a photo of me"),
)


def main() -> int:
    """Queue, case and statistics."""
    with (
        tempfile.TemporaryDirectory() as folder,
        chromium() as browser,
        running_bot(staff_port := free_port()) as servers,
    ):
        staff = start_staff(Path(folder), staff_port)
        staffed = Staffed(servers, Path(folder), staff_port, staff)
        try:
            Servers(staffed.staff_url, (staff,)).wait()
            for said in CHILDREN:
                ask_for_a_person(staffed, said)
            take(browser, staffed)
        finally:
            staff.stop()
    return 0


def ask_for_a_person(staffed: Staffed, said: tuple[str, ...]) -> None:
    """One child who tells something and then hands over."""
    child = Child(staffed.url)
    for words in said:
        child.hear(text=words)
    child.wish()


def take(browser: Browser, staffed: Staffed) -> None:
    """All pictures."""
    queue = open_as(browser, staffed, "wanda", "worker", "/queue/")
    expect(queue.get_by_role("row")).to_have_count(len(CHILDREN) + 1)
    queue.screenshot(path=FOLDER / "staff-queue.png")
    queue.get_by_role("row").nth(2).get_by_role("link").click()
    queue.get_by_role("button", name="Take this case").click()
    queue.locator("#write textarea").fill("Hi, I'm here. I have read what you told.")
    queue.locator("#write").get_by_role("button", name="Send").click()
    expect(queue.locator("#chat li")).to_have_count(1)
    queue.evaluate("scrollTo(0, 0)")
    queue.screenshot(path=FOLDER / "staff-case.png")
    statistics = open_as(browser, staffed, "sam", "supervisor", "/statistics/")
    statistics.screenshot(path=FOLDER / "staff-statistics.png")


def open_as(browser: Browser, staffed: Staffed, name: str, role: str, path: str) -> Page:
    """A page of the application, both factors passed."""
    context = browser.new_context(
        locale="en-GB", viewport={"width": 1280, "height": 900}, reduced_motion="reduce"
    )
    context.add_cookies([staffed.log_in(name, role)])
    page = context.new_page()
    page.goto(staffed.staff_url + path)
    return page


if __name__ == "__main__":
    sys.exit(main())
