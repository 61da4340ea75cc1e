"""The classroom as a teacher uses it: with keys only, on a projector, without a network."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from beacon import project
from beacon.lessons import Asked, Scenario, Scene, Spoken, Stop
from beacon.levels import YOUNG_BANDS
from tests.browser.conftest import Visit
from tests.browser.test_accessibility import violations
from tests.browser.visitor import Visitor
from tests.conftest import Servers

PROJECTORS = [(1280, 720), (1920, 1080)]
CRUSH = "/classroom/11-13/scenario/asked-by-a-crush?country=PT"
SHEETS = {"11-13/plan": 4, "11-13/slips": 1, "card": 1}


class Wall:
    """The wall before the class; whoever uses it has a keyboard or a remote only."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.page = visitor.page

    def open(self, path: str) -> None:
        self.visitor.open(path)
        expect(self.page.locator("#next, #on").first).to_be_visible()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def step(self, steps: int = 1, key: str = "ArrowRight") -> None:
        """Goes on by so many steps; before a long message ends, a press only scrolls."""
        for _ in range(steps):
            before = self.page.locator("#progress").inner_text()
            for _ in range(12):
                self.press(key)
                expect(self.page.locator(".dots")).to_have_count(0)
                if self.page.locator("#progress").inner_text() != before:
                    break

    @property
    def log(self) -> Locator:
        return self.page.locator("#log")

    @property
    def side(self) -> Locator:
        return self.page.locator("#side")

    def play(self, scenario: Scenario) -> None:
        """From the content note to the end, each step once it is seen."""
        expect(self.log).to_contain_text(scenario.content_note)
        for step in scenario.steps:
            self.step(key="PageDown")
            if isinstance(step, Scene | Spoken):
                expect(self.log).to_contain_text(step.words)
            if isinstance(step, Asked):
                expect(self.log.get_by_text(step.words)).to_be_visible()
                expect(self.log.locator("> :last-child")).to_have_class(re.compile("bot"))
            if isinstance(step, Stop):
                expect(self.side).to_contain_text(step.question)
                if step.vote:
                    self.press("1", "1", "2", "Shift+2")
                    expect(self.side.locator("output").first).to_have_text("2")
                self.press("l")
                expect(self.side).to_contain_text(step.listen_for[0])
        while self.page.locator("#next").is_enabled():
            self.press("PageDown")
        expect(self.log).to_contain_text("The end of this story")

    def type_in(self, words: str) -> None:
        self.page.get_by_label("Your question").fill(words)
        self.press("Enter")


@pytest.fixture
def wall(visit: Visit, servers: Servers) -> Wall:
    options = {"viewport": {"width": 1280, "height": 720}, "reduced_motion": "reduce"}
    return Wall(visit(servers.url, **options))


def reach(page: Page, control: Locator) -> None:
    """Steps with the Tab key until the control has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if control.evaluate("(element) => element === document.activeElement"):
            return
    pytest.fail(f"{control} is not reached")


@pytest.mark.parametrize("band", YOUNG_BANDS)
def test_one_lesson_with_keys_only(wall: Wall, band: str) -> None:
    """From the start to the chosen band, through a scenario and the quiz, back each time."""
    page = wall.page
    wall.visitor.open("/classroom")
    reach(page, page.get_by_label("1. Your country"))
    wall.press("P", "o", "r", "t", "u")
    reach(page, page.get_by_role("button", name=f"Ages {band.replace('-', ' to ')}"))
    wall.press("Enter")
    scenario = project.lessons().of_band(band)[0]
    reach(page, page.get_by_role("link", name=scenario.title))
    wall.press("Enter")
    wall.play(scenario)
    wall.press("Escape")
    reach(page, page.get_by_role("link", name="Quiz for the wall"))
    wall.press("Enter")
    expect(page.locator("#progress")).to_have_text("1 of 10. Class: 0")
    for question in project.answer_book().quiz[band]:
        expect(page.locator("#question")).to_contain_text(question.statement)
        wall.press("1" if question.true else "2", " ")
        expect(page.locator("#question")).to_contain_text(question.reason)
        wall.press("ArrowRight")
    expect(page.locator("#question")).to_contain_text("Together you got 10 of 10.")
    assert wall.visitor.elsewhere() == []


def test_back_and_forth_shows_the_same_and_asks_the_bot_once(wall: Wall) -> None:
    wall.open(CRUSH)
    wall.step(7)
    expect(wall.log.locator(".bot")).to_have_count(1)
    answer = wall.log.locator(".bot").inner_text()
    wall.press("ArrowLeft", "ArrowLeft")
    expect(wall.log.locator(".bot")).to_have_count(0)
    wall.step(2)
    expect(wall.log.locator(".bot")).to_have_count(1)
    assert wall.log.locator(".bot").inner_text() == answer
    asked = [each for each in wall.visitor.requests if each.url.endswith("/classroom/step")]
    assert len(asked) == 1
    # nginx may send it again.
    assert asked[0].post_data_json["key"]


def test_hands_are_kept_when_one_goes_back_and_gone_after_again(wall: Wall) -> None:
    wall.open(CRUSH)
    wall.step(6)
    wall.press("3", "3")
    expect(wall.side.locator("output").nth(2)).to_have_text("2")
    wall.press("ArrowLeft")
    wall.step()
    expect(wall.side.locator("output").nth(2)).to_have_text("2")
    wall.side.get_by_role("button", name="One hand less").nth(2).click()
    expect(wall.side.locator("output").nth(2)).to_have_text("1")
    wall.press("Home")
    expect(wall.log).to_contain_text("Before we begin")
    wall.step(6)
    expect(wall.side.locator("output").nth(2)).to_have_text("0")


def test_why_is_off_until_the_key(wall: Wall) -> None:
    wall.open(CRUSH)
    wall.step(7)
    expect(wall.log.locator(".bot")).to_have_count(1)
    expect(wall.side).to_be_hidden()
    wall.press("w")
    expect(wall.side).to_contain_text("ask_pressure")
    expect(wall.side).to_contain_text("Sources")
    wall.press("w")
    expect(wall.side).to_be_hidden()


def test_letter_keys_can_be_turned_off(wall: Wall) -> None:
    wall.open(CRUSH)
    wall.page.get_by_label("Letter keys").uncheck()
    wall.press("b")
    expect(wall.page.locator(".blank")).to_be_hidden()
    wall.press("ArrowRight")
    expect(wall.log).to_contain_text("Maya and Leo")


def test_the_wall_is_covered_and_shown_again(wall: Wall) -> None:
    wall.open(CRUSH)
    wall.press("ArrowRight", "b")
    expect(wall.page.locator(".blank")).to_have_text("A short break")
    wall.press("ArrowRight")
    expect(wall.page.locator(".blank")).to_be_hidden()
    expect(wall.page.locator("#progress")).to_have_text("1 of 10")


def test_escape_leaves_and_nothing_of_the_chat_is_kept(wall: Wall) -> None:
    wall.open(CRUSH)
    wall.step(7)
    expect(wall.log.locator(".bot")).to_have_count(1)
    wall.press("Escape")
    expect(wall.page).to_have_url(re.compile(r"/classroom/11-13\?country=PT$"))
    ended = [each for each in wall.visitor.requests if each.url.endswith("/classroom/end")]
    assert len(ended) >= 1
    stored = "[localStorage.length, sessionStorage.length, document.cookie]"
    assert wall.page.evaluate(stored) == [0, 0, ""]


def test_a_server_that_does_not_answer_is_tried_again(wall: Wall) -> None:
    wall.open(CRUSH)
    wall.page.route("**/classroom/step", lambda route: route.abort())
    wall.step(7)
    expect(wall.log).to_contain_text("The program does not answer")
    wall.page.unroute("**/classroom/step")
    wall.page.get_by_role("button", name="Try again").click()
    expect(wall.log.locator(".bot")).to_have_count(1)


def test_typing_is_off_until_the_teacher_turns_it_on(wall: Wall) -> None:
    wall.open("/classroom/11-13/ask?country=PT")
    expect(wall.page.get_by_label("Your question")).to_be_hidden()
    expect(wall.log).to_contain_text("Typing is off")
    wall.page.get_by_role("button", name="Turn typing on").click()
    wall.type_in("what is grooming")
    expect(wall.log).to_contain_text("what is grooming")
    expect(wall.log.locator(".bot")).to_have_count(1)
    wall.page.get_by_role("button", name="Turn typing off").click()
    expect(wall.log).not_to_contain_text("what is grooming")
    expect(wall.page.get_by_label("Your question")).to_be_hidden()


@pytest.mark.parametrize(
    "words",
    [
        "my coach has pictures of me and wants more",
        "on me fait chanter avec ma photo nue",
        "хочу умереть",
    ],
)
def test_a_disclosure_brings_the_neutral_card_and_nothing_else(wall: Wall, words: str) -> None:
    wall.open("/classroom/11-13/ask?country=PT")
    wall.page.get_by_role("button", name="Turn typing on").click()
    wall.type_in("hello")
    expect(wall.log.locator(".bot")).to_have_count(1)
    wall.type_in(words)
    expect(wall.log).to_contain_text("Some things are better talked about in private.")
    expect(wall.log).to_contain_text("116 111")
    expect(wall.log).not_to_contain_text(words)
    expect(wall.log).not_to_contain_text("hello")
    assert words not in wall.page.content()
    assert wall.page.get_by_label("Your question").input_value() == ""
    wall.type_in("what is consent")
    expect(wall.log.locator(".bot")).to_have_count(1)


def test_the_box_hides_what_is_typed(wall: Wall) -> None:
    wall.open("/classroom/11-13/ask")
    wall.page.get_by_role("button", name="Turn typing on").click()
    style = "(box) => getComputedStyle(box).webkitTextSecurity"
    assert wall.page.get_by_label("Your question").evaluate(style) == "disc"


STATES = {
    "home": ("/classroom", 0),
    "band": ("/classroom/11-13", 0),
    "plan": ("/classroom/11-13/plan", 0),
    "slips": ("/classroom/11-13/slips", 0),
    "card": ("/classroom/card", 0),
    "note": (CRUSH, 0),
    "vote": (CRUSH, 6),
    "answer": (CRUSH, 7),
    "end": (CRUSH, 13),
    "quiz": ("/classroom/11-13/quiz", 0),
    "quiz answer": ("/classroom/11-13/quiz", 1),
    "ask": ("/classroom/11-13/ask", 0),
}


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(wall: Wall, state: str) -> None:
    path, clicks = STATES[state]
    wall.visitor.open(path)
    for _ in range(clicks):
        wall.press("ArrowRight")
        expect(
            wall.log.locator(".dots") if "scenario" in path else wall.page.locator("h1")
        ).to_have_count(0 if "scenario" in path else 1)
    if state == "answer":
        wall.press("w")
    assert violations(wall.visitor) == []
    wall.page.set_viewport_size({"width": 390, "height": 844})
    assert violations(wall.visitor) == []


@pytest.mark.parametrize(("width", "height"), PROJECTORS)
def test_the_last_row_can_read_it(wall: Wall, width: int, height: int) -> None:
    """Type is at least a thirtieth of the picture's height, as is advised for projected text."""
    wall.page.set_viewport_size({"width": width, "height": height})
    wall.open(CRUSH)
    wall.step(7)
    bubble = wall.log.locator(".bot .bubble").first
    expect(bubble).to_be_visible()
    size = bubble.evaluate("(element) => parseFloat(getComputedStyle(element).fontSize)")
    assert size >= height / 30
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not wall.page.evaluate(wide)
    for control in ("#back", "#next", "#leave", "#cover"):
        box = wall.page.locator(control).bounding_box()
        assert box
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= height


@pytest.mark.parametrize("path", SHEETS)
def test_sheets_print_on_few_pages(wall: Wall, tmp_path: Path, path: str) -> None:
    wall.visitor.open(f"/classroom/{path}?country=PT")
    printed = tmp_path / "sheet.pdf"
    wall.page.pdf(path=printed, prefer_css_page_size=True, print_background=True)
    pages = len(re.findall(rb"/Type\s*/Page\b", printed.read_bytes()))
    assert 1 <= pages <= SHEETS[path]
