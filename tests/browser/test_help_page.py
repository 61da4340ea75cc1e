"""The help page in a tab of its own, opened from the chat."""

from __future__ import annotations

from contextlib import suppress

import pytest
from playwright.sync_api import Error, Page, expect

from tests.browser.conftest import Visit
from tests.browser.stage import Stage, serving
from tests.browser.states import embedded, host_page_with_chat
from tests.browser.visitor import EXIT_PAGE, LEAVE, Chat, Visitor

WORDS = "he has my picture"
PAGE = "Help page without a chat"


@pytest.fixture
def chat(guest: Visitor) -> Chat:
    """A chat in which something was said."""
    chat = guest.open_chat()
    chat.say(WORDS)
    return chat


@pytest.fixture
def help_page(guest: Visitor, chat: Chat) -> Page:
    """The help page as the chat's menu opens it."""
    chat.menu.click()
    with guest.context.expect_page() as opened:
        chat.place.get_by_role("link", name=f"{PAGE} (new tab)").click()
    expect(opened.value).to_have_url(f"{guest.url}/help")
    wait_for_scripts(opened.value)
    return opened.value


def choose_bulgaria(page: Page) -> None:
    page.get_by_role("link", name="Bulgaria").click()
    expect(page.get_by_role("heading", name="Help in Bulgaria")).to_be_visible()
    wait_for_scripts(page)


def wait_for_scripts(page: Page) -> None:
    """A link that is tapped before they run does what it says, and closes nothing."""
    page.wait_for_load_state("domcontentloaded")


@pytest.mark.parametrize("is_further", [False, True])
def test_who_leaves_it_leaves_the_chat_too(
    guest: Visitor, stage: Stage, help_page: Page, is_further: bool
) -> None:
    if is_further:
        choose_bulgaria(help_page)
    help_page.get_by_role("link", name=LEAVE).click()
    expect(help_page).to_have_url(EXIT_PAGE)
    expect(guest.page).to_have_url(EXIT_PAGE)
    assert guest.waits_for(lambda: stage.over == {"conversation-1"})
    guest.page.go_back()
    expect(guest.page).to_have_url("about:blank")


def test_it_takes_its_place_in_the_history(help_page: Page, guest: Visitor) -> None:
    choose_bulgaria(help_page)
    help_page.get_by_role("link", name=LEAVE).click()
    expect(help_page).to_have_url(EXIT_PAGE)
    help_page.go_back()
    expect(help_page).to_have_url(f"{guest.url}/help")


@pytest.mark.parametrize("is_further", [False, True])
def test_back_to_chat_is_back_to_this_chat(
    guest: Visitor, stage: Stage, chat: Chat, help_page: Page, is_further: bool
) -> None:
    if is_further:
        choose_bulgaria(help_page)
    # The page may be gone before the browser has said that it was tapped.
    with help_page.expect_event("close"), suppress(Error):
        help_page.get_by_role("link", name="Back to chat").first.click()
    assert guest.context.pages == [guest.page]
    expect(chat.log).to_contain_text(WORDS)
    assert len(stage.bodies("/chat/start")) == 1


def test_where_the_chat_is_gone_another_begins(guest: Visitor, help_page: Page) -> None:
    guest.page.close()
    help_page.get_by_role("link", name="Back to chat").first.click()
    Chat(help_page).expect_open()


def test_other_sites_open_beside_it(guest: Visitor, help_page: Page) -> None:
    with guest.context.expect_page() as opened:
        help_page.locator("main a[rel~=noreferrer]").first.click()
    expect(opened.value.get_by_role("heading", name="Sunny")).to_be_visible()
    assert opened.value.evaluate("window.opener") is None
    expect(help_page).to_have_url(f"{guest.url}/help")


def test_by_itself_it_leads_where_its_links_say(guest: Visitor) -> None:
    page = guest.open("/help")
    expect(page.get_by_text("(new tab)")).to_have_count(0)
    page.get_by_role("link", name="Back to chat").first.click()
    guest.chat.expect_open()


def test_it_is_left_though_no_chat_is_there(guest: Visitor) -> None:
    page = guest.open("/help")
    page.get_by_role("link", name=LEAVE).click()
    expect(page).to_have_url(EXIT_PAGE)


def test_without_scripts_its_links_are_links(visit: Visit, stage: Stage) -> None:
    with serving(stage) as url:
        reader = visit(url, java_script_enabled=False)
        page = reader.open("/help")
        page.get_by_role("link", name="Back to chat").first.click()
        expect(page).to_have_url(f"{url}/")
        reader.open("/help").get_by_role("link", name=LEAVE).click()
        expect(page).to_have_url(EXIT_PAGE)
        reader.context.close()


def test_a_frame_which_it_could_not_reach_has_no_link_to_it(guest: Visitor) -> None:
    host_page_with_chat(guest)
    chat = embedded(guest)
    chat.menu.click()
    expect(chat.button("Numbers to call")).to_be_visible()
    expect(chat.place.get_by_role("link", name=PAGE)).to_have_count(0)
