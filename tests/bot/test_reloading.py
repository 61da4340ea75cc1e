"""Answers and help services change under a bot that children are talking to."""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from beacon import project
from beacon.parts import FOLDERS
from beacon.project import ROOT
from tests.conftest import Chat, Servers, free_port, start_actions, start_bot

# Only against waiting for ever: how long it takes is no matter for a test.
SOON = 120.0
PHRASES, MENU, TITLES = (f"answers/en/{name}.yml" for name in ("phrases", "conversation", "titles"))
BULGARIA, RISK = "helplines/bg.yml", "risk/patterns.yml"
QUIZ, NEW_QUIZ = "Let's play!", "Shall we play?"
LINE = "National Telephone Line for Children (State Agency for Child Protection)"
NEW_LINE = "A line with a new name"
OLD_BUTTON = "A question of last year"
PAUSE = 0.1


@dataclass(frozen=True)
class Data:
    """The copy of the files that the two servers read."""

    folder: Path

    def change(self, file: str, old: str, new: str) -> None:
        text = (self.folder / file).read_text()
        assert old in text
        (self.folder / file).write_text(text.replace(old, new, 1))


@dataclass
class Children:
    """Many children who ask one after the other, without a pause in all."""

    url: str
    text: str
    replies: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Children:
        self._thread = threading.Thread(target=self._ask)
        self._thread.start()
        return self

    def __exit__(self, *reason: object) -> None:
        self._over.set()
        self._thread.join()

    def latest(self) -> str:
        return self.replies[-1] if self.replies else ""

    def _ask(self) -> None:
        while not self._over.is_set():
            chat = Chat(self.url)
            started = time.monotonic()
            try:
                self.replies.append(chat.text(self.text))
            except Exception as error:
                self.failures.append(repr(error))
            self.seconds.append(time.monotonic() - started)
            time.sleep(PAUSE)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Data:
    folder = tmp_path_factory.mktemp("data")
    for name in FOLDERS:
        shutil.copytree(ROOT / name, folder / name)
    copied = Data(folder)
    copied.change(TITLES, "  ask_menu:", f'  ask_old: {{default: "{OLD_BUTTON}"}}\n  ask_menu:')
    copied.change(MENU, "      - start_quiz\n", "      - ask_old\n")
    return copied


@pytest.fixture(scope="module")
def reloading(data: Data, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    folder, port, actions_port = tmp_path_factory.mktemp("reloading"), free_port(), free_port()
    environment = {"BEACON_DATA": str(data.folder), "BEACON_RELOAD_SECONDS": "2"}
    programs = (
        start_bot(folder, port, actions_port, environment=environment),
        start_actions(folder, actions_port, environment),
    )
    with Servers(f"http://127.0.0.1:{port}", programs).ready() as running:
        yield running


def within(seconds: float, happens: Callable[[], bool]) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if happens():
            return True
        time.sleep(0.1)
    return False


def assert_served(children: Children) -> None:
    assert not children.failures
    assert all(children.replies)
    assert project.answer_book().phrase("service_down") not in "\n".join(children.replies)


def test_new_words_are_said_soon(reloading: Servers, data: Data) -> None:
    with Children(reloading.url, "can we play the quiz") as children:
        assert within(SOON, lambda: QUIZ in children.latest())
        data.change(PHRASES, QUIZ, NEW_QUIZ)
        assert within(SOON, lambda: NEW_QUIZ in children.latest())
    assert_served(children)


def test_a_new_number_is_given_by_both_servers(reloading: Servers, data: Data) -> None:
    with Children(reloading.url, "where can i get help in bulgaria") as children:
        assert within(SOON, lambda: LINE in children.latest())
        data.change(BULGARIA, LINE, NEW_LINE)
        assert within(SOON, lambda: NEW_LINE in children.latest())
    assert_served(children)
    # A server that was not through with the new words yet takes both at once.
    taken = re.compile(r"Reloaded (?:answers, )?helplines")
    assert within(SOON, lambda: len(taken.findall(reloading.output())) == 2)


def test_a_new_phrase_raises_the_risk(reloading: Servers, data: Data) -> None:
    """The slowest to read: all patterns are compiled again."""
    says = "the purple llama knows"
    with Children(reloading.url, says) as children:
        assert within(SOON, lambda: bool(children.latest()))
        with (data.folder / RISK).open("a") as file:
            file.write("\n  - {name: new, language: en, level: emergency, intent: ")
            file.write('crisis_immediate_danger, phrases: ["purple llama"]}\n')
        emergency = project.answer_book().phrase("emergency").partition("{")[0]
        assert within(SOON, lambda: emergency in children.latest())
    assert_served(children)


def test_a_half_written_file_is_refused_and_the_old_words_stay(
    reloading: Servers, data: Data
) -> None:
    whole = (data.folder / PHRASES).read_text()
    with Children(reloading.url, "can we play the quiz") as children:
        (data.folder / PHRASES).write_text(whole[: len(whole) // 2])
        refused = "Refused new answers, all stays as it was: "
        assert within(SOON, lambda: reloading.programs[0].output().count(refused) == 1)
        asked = len(children.replies)
        assert within(SOON, lambda: len(children.replies) > asked + 3)
        assert all(NEW_QUIZ in reply for reply in children.replies)
        (data.folder / PHRASES).write_text(whole.replace(NEW_QUIZ, QUIZ))
        assert within(SOON, lambda: QUIZ in children.latest())
    assert_served(children)
    line = next(line for line in reloading.output().splitlines() if refused in line)
    assert "phrases.yml:" in line


def test_a_chat_with_old_buttons_and_a_quiz_goes_on(reloading: Servers, data: Data) -> None:
    phrase = project.answer_book().phrase
    menu, quiz = Chat(reloading.url), Chat(reloading.url)
    menu.text("what can i ask you")
    quiz.text("can we play the quiz")
    loaded = reloading.programs[0].output().count("Reloaded answers")
    data.change(MENU, "      - ask_old\n", "      - start_quiz\n")
    data.change(TITLES, f'  ask_old: {{default: "{OLD_BUTTON}"}}\n', "")
    data.change(PHRASES, QUIZ, NEW_QUIZ)
    assert within(SOON, lambda: reloading.programs[0].output().count("Reloaded answers") > loaded)
    assert phrase("not_understood") in menu.tap(OLD_BUTTON)
    assert "2/10" in quiz.tap(phrase("quiz_true"))
