from __future__ import annotations

import json
import logging
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from beacon import project, reading
from beacon.answers import Said, Turn
from beacon.answers.history import FOLLOW_UP
from beacon.levels import Risk
from beacon.parts import FOLDERS, MADE_FROM, Parts, state_of
from beacon.project import ROOT, Current
from beacon.reading.__main__ import parts_of
from beacon.reloading import Reloader
from beacon.understanding.likeness import Like
from tests.unit.answers.rankings import NO_ACTS, judge_by

PHRASES, CRISIS = "answers/en/phrases.yml", "answers/en/crisis.yml"
BULGARIA, RISK = "helplines/bg.yml", "risk/patterns.yml"
RANKING, UNREAD = "answers/ranking.json", "answers/fr/crisis.yaml"
FOLLOW_UPS, ABOUT_A_MATE = "mates.yml", "mate_what_to_text"
OLD = "Let's play! I say something"
NEW = "Shall we play? I say something"


def copy(name: str, folder: Path) -> None:
    """Copies a watched folder; of the follow-ups one file, as reading all takes seconds."""

    def others(inside: str, names: list[str]) -> list[str]:
        return [name for name in names if inside.endswith("follow_ups") and name != FOLLOW_UPS]

    shutil.copytree(ROOT / name, folder / name, ignore=others)


class Data:
    """A copy of the files that are watched, and what is in use of them."""

    def __init__(self, folder: Path) -> None:
        for name in FOLDERS:
            copy(name, folder)
        self.folder = folder
        parts = Parts(folder, project.site, project.lessons)
        parts.make(*MADE_FROM)
        self.current = Current(parts)
        self.reloader = Reloader(self.current, quiet=0.0)

    @property
    def parts(self) -> Parts:
        return self.current.parts

    def change(self, file: str, old: str, new: str) -> None:
        text = (self.folder / file).read_text()
        assert old in text
        (self.folder / file).write_text(text.replace(old, new))

    def rank(self, chance: float) -> None:
        (self.folder / RANKING).write_text(ranking(chance))

    def quiz_begins(self) -> str:
        return self.parts.composer.reply(Turn("start_quiz")).text

    def says_a_follow_up(self) -> bool:
        turn = Turn("disclose_friend", like=(Like(ABOUT_A_MATE, 0.9),))
        return self.parts.composer.reply(turn).said.facts.get(FOLLOW_UP) == ABOUT_A_MATE


def ranking(chance: float) -> str:
    """A file by which a follow-up is good with that chance, and an answer with one of a half."""
    kinds = {"follow_ups": judge_by("words", 0.0, chance, chance), "acts": NO_ACTS}
    kinds["answers"] = judge_by("words", 0.0, low=0.5, high=0.5)
    stored = {kind: judge.stored() for kind, judge in kinds.items()}
    return json.dumps({"about": {"chance": chance}, **stored})


@pytest.fixture(scope="module", autouse=True)
def read_here() -> Iterator[None]:
    """Reads in this process what servers read in another, which knows no earlier reading.

    tests/unit/test_reading.py and tests/bot/test_reloading.py have the other process.
    """

    def read(folder: Path, names: list[str]) -> dict[str, Any]:
        found = parts_of(folder, names)
        if isinstance(found, Exception):
            raise found
        return found

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(reading, "read", read)
        yield


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Data:
    return Data(tmp_path_factory.mktemp("data"))


@pytest.fixture
def data(copied: Data, caplog: pytest.LogCaptureFixture) -> Iterator[Data]:
    caplog.set_level(logging.WARNING, "beacon.reloading")
    yield copied
    for name in FOLDERS:
        shutil.rmtree(copied.folder / name, ignore_errors=True)
        copy(name, copied.folder)
    copied.reloader.look()
    assert copied.quiz_begins().startswith(OLD)


def test_nothing_is_read_without_a_change(data: Data, caplog: pytest.LogCaptureFixture) -> None:
    before = data.parts
    data.reloader.look()
    assert data.parts is before
    assert not caplog.messages


def test_no_part_needs_a_file_that_is_not_watched(data: Data) -> None:
    for name, marks in state_of(data.folder).items():
        folder = data.folder / name
        watched = {folder / file for file, *_ in marks}
        for file in folder.rglob("*"):
            if file.is_file() and file not in watched:
                file.unlink()
    Parts(data.folder, project.site, project.lessons).make(*MADE_FROM)


def test_changed_words_are_said(data: Data, caplog: pytest.LogCaptureFixture) -> None:
    data.change(PHRASES, OLD, NEW)
    data.reloader.look()
    assert data.quiz_begins().startswith(NEW)
    assert len(caplog.messages) == 1
    assert caplog.messages[0].startswith("Reloaded answers in ")


def test_a_file_that_takes_the_place_of_another_is_noticed(data: Data) -> None:
    """Same name, size and time, as `mv` and `rsync --times` leave it."""
    file, beside = data.folder / PHRASES, data.folder / "answers" / "beside"
    about = file.stat()
    beside.write_text(file.read_text().replace("Let's play!", "Let's start"))
    os.utime(beside, ns=(about.st_atime_ns, about.st_mtime_ns))
    beside.replace(file)
    assert file.stat().st_size == about.st_size
    data.reloader.look()
    assert data.quiz_begins().startswith("Let's start")


def test_a_new_number_is_everywhere(data: Data) -> None:
    service = data.parts.register.countries["BG"].services[0]
    data.change(BULGARIA, service.name, "A line with a new name")
    data.reloader.look()
    helped = data.parts.composer.help(Turn("ask_helpline", country="BG")).text
    copy = json.dumps(json.loads(data.parts.helplines.body), ensure_ascii=False)
    shown = [helped, copy, data.parts.pages.help("BG")]
    shown.append(str(data.parts.classroom_pages.render("card", "BG")))
    assert all("A line with a new name" in each for each in shown)
    assert data.parts.door.open("A line with a new name").text == "A line with a new name"


def test_the_door_lets_only_numbers_of_the_register_pass(data: Data) -> None:
    said = "i called 210 6007686"
    assert data.parts.door.open(said).text == said
    (data.folder / "helplines" / "gr.yml").unlink()
    data.reloader.look()
    assert data.parts.door.open(said).text == "i called [phone]"


def test_a_new_risk_phrase_is_heard(data: Data) -> None:
    assert not data.parts.risk_patterns.matches("the purple llama knows")
    with (data.folder / RISK).open("a") as file:
        file.write('\n  - {name: new, language: en, level: high, phrases: ["purple llama"]}\n')
    data.reloader.look()
    assert data.parts.risk_patterns.matches("the purple llama knows")[0].level is Risk.high


def test_the_door_keeps_a_new_risk_phrase_of_a_long_message(data: Data) -> None:
    said = "so on " * 200 + "the purple llama knows " + "so on " * 200
    assert "llama" not in data.parts.door.open(said).text
    with (data.folder / RISK).open("a") as file:
        file.write('\n  - {name: new, language: en, level: high, phrases: ["purple llama"]}\n')
    data.reloader.look()
    assert "the purple llama knows" in data.parts.door.open(said).text


def test_patterns_are_not_compiled_again_for_changed_words(data: Data) -> None:
    before = data.parts
    data.change(PHRASES, OLD, NEW)
    data.reloader.look()
    assert data.parts is not before
    assert data.parts.risk_patterns is before.risk_patterns
    assert data.parts.door is before.door
    assert data.parts.composer is not before.composer


def test_a_ranking_that_changes_alone_chooses(data: Data, caplog: pytest.LogCaptureFixture) -> None:
    for chance, is_said in ((0.9, True), (0.1, False)):
        data.rank(chance)
        data.reloader.look()
        assert data.says_a_follow_up() is is_said
    assert len(caplog.messages) == 2
    assert all(message.startswith("Reloaded answers in ") for message in caplog.messages)


def half(text: str) -> str:
    return text[: len(text) // 2]


def ends_within_a_list(text: str) -> str:
    """Half of the patterns may end within an example, and then is whole by every rule."""
    return text[: text.index(",", len(text) // 2)].rsplit("]", 1)[0]


def ends_within_braces(text: str) -> str:
    """Half of the crises may end with the first of them, and then is valid: see the test below."""
    return text[: text.index("{", len(text) // 2) + 1]


def nothing(text: str) -> str:
    return text[:0]


def ends_within_a_sign(text: str) -> str:
    return text.encode()[: text.encode().index("é".encode()) + 1].decode(errors="surrogateescape")


@pytest.mark.parametrize(
    ("file", "spoiled"),
    [
        (PHRASES, half),
        (CRISIS, ends_within_braces),
        ("answers/en/quiz.yml", half),
        ("answers/en/titles.yml", half),
        ("answers/fr/phrases.yml", half),
        ("answers/fr/phrases.yml", ends_within_a_sign),
        (BULGARIA, half),
        (RISK, ends_within_a_list),
        ("answers/schema.yml", half),
        (RANKING, half),
        (RANKING, nothing),
        (PHRASES, nothing),
        (PHRASES, lambda text: text.replace("{number}", "{numbr}")),
        (PHRASES, lambda text: text.replace("high_risk:", "hihg_risk:")),
        (BULGARIA, nothing),
        (RISK, nothing),
        (RISK, lambda text: text + "\x00"),
    ],
)
def test_a_broken_file_is_refused_and_named(
    data: Data, caplog: pytest.LogCaptureFixture, file: str, spoiled: Callable[[str], str]
) -> None:
    before = data.parts
    text = spoiled((data.folder / file).read_text())
    (data.folder / file).write_bytes(text.encode(errors="surrogateescape"))
    data.reloader.look()
    assert data.parts is before
    assert len(caplog.messages) == 1
    assert "\n" not in caplog.messages[0]
    assert caplog.messages[0].startswith(f"Refused new {Path(file).parts[0]}, all stays as it was:")
    name = "quiz.yml" if file.endswith("schema.yml") else Path(file).name
    assert f"{name}:" in caplog.messages[0] or file.endswith("schema.yml")


def test_a_valid_half_of_the_answers_is_refused(
    data: Data, caplog: pytest.LogCaptureFixture
) -> None:
    before = data.parts
    text = (data.folder / CRISIS).read_text()
    (data.folder / CRISIS).write_text(text[: text.index("\n  crisis_immediate_danger:") + 1])
    data.reloader.look()
    assert data.parts is before
    assert "no file answers crisis_immediate_danger" in caplog.messages[0]


@pytest.mark.parametrize(
    "gone", [CRISIS, PHRASES, RANKING, "helplines/international.yml", RISK, *FOLDERS]
)
def test_what_is_deleted_is_refused(data: Data, gone: str) -> None:
    before = data.parts
    path = data.folder / gone
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    data.reloader.look()
    assert data.parts is before
    assert data.quiz_begins().startswith(OLD)


def test_a_refused_file_is_not_tried_again(data: Data, caplog: pytest.LogCaptureFixture) -> None:
    data.change(PHRASES, "phrases:", "phrases: [")
    for _ in range(3):
        data.reloader.look()
    assert len(caplog.messages) == 1


def test_a_mended_file_is_taken(data: Data) -> None:
    text = (data.folder / PHRASES).read_text()
    (data.folder / PHRASES).write_text(half(text))
    data.reloader.look()
    (data.folder / PHRASES).write_text(text.replace(OLD, NEW))
    data.reloader.look()
    assert data.quiz_begins().startswith(NEW)


def test_a_broken_file_holds_a_good_one_back(data: Data) -> None:
    """They may belong together: both or neither."""
    data.change(PHRASES, OLD, NEW)
    text = (data.folder / BULGARIA).read_text()
    (data.folder / BULGARIA).write_text(half(text))
    data.reloader.look()
    assert data.quiz_begins().startswith(OLD)
    (data.folder / BULGARIA).write_text(text)
    data.reloader.look()
    assert data.quiz_begins().startswith(NEW)


def test_a_half_written_ranking_holds_new_words_back_until_it_is_whole(
    data: Data, caplog: pytest.LogCaptureFixture
) -> None:
    before = data.parts
    data.change(PHRASES, OLD, NEW)
    (data.folder / RANKING).write_text(half(ranking(0.9)))
    data.reloader.look()
    assert data.parts is before
    assert "ranking.json:" in caplog.messages[0]
    data.rank(0.9)
    data.reloader.look()
    assert data.quiz_begins().startswith(NEW)
    assert data.says_a_follow_up()


def test_a_file_that_nobody_reads_holds_new_words_back_until_it_is_gone(data: Data) -> None:
    data.change(PHRASES, OLD, NEW)
    (data.folder / UNREAD).write_text("answers: {}")
    data.reloader.look()
    assert data.quiz_begins().startswith(OLD)
    (data.folder / UNREAD).unlink()
    data.reloader.look()
    assert data.quiz_begins().startswith(NEW)


def test_both_change_at_once(data: Data) -> None:
    service = data.parts.register.countries["BG"].services[0]
    data.change(PHRASES, OLD, NEW)
    data.change(BULGARIA, service.name, "A line with a new name")
    data.reloader.look()
    assert data.quiz_begins().startswith(NEW)
    helped = data.parts.composer.help(Turn("ask_helpline", country="BG")).text
    assert "A line with a new name" in helped


def test_while_somebody_writes_nothing_is_read(data: Data) -> None:
    def writes(seconds: float) -> None:
        assert seconds == 2.0
        data.change(PHRASES, OLD, NEW)

    before = data.parts
    data.change(PHRASES, "Not quite", "Not really")
    Reloader(data.current, quiet=2.0, sleep=writes).look()
    assert data.parts is before
    data.reloader.look()
    assert data.quiz_begins().startswith(NEW)


def look_while(data: Data, happens: Callable[[], None], patched: pytest.MonkeyPatch) -> None:
    """Looks, and something happens after the files were read."""
    anew = Parts.anew

    def reads_slowly(parts: Parts) -> Parts:
        new = anew(parts)
        happens()
        return new

    with patched.context() as for_now:
        for_now.setattr(Parts, "anew", reads_slowly)
        data.reloader.look()


def test_a_change_while_the_files_are_read_is_read_again(
    data: Data, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = data.parts
    data.change(PHRASES, "Not quite", "Not really")
    look_while(data, lambda: data.change(PHRASES, OLD, NEW), monkeypatch)
    assert data.parts is before
    data.reloader.look()
    assert data.quiz_begins().startswith(NEW)


def test_a_ranking_that_comes_while_the_files_are_read_is_taken_with_the_new_words(
    data: Data, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = data.parts
    data.change(PHRASES, OLD, NEW)
    look_while(data, lambda: data.rank(0.9), monkeypatch)
    assert data.parts is before
    data.reloader.look()
    assert data.quiz_begins().startswith(NEW)
    assert data.parts.ranking.about == {"chance": 0.9}


def test_a_ranking_that_comes_after_the_new_words_is_taken_with_the_next_look(data: Data) -> None:
    data.change(PHRASES, OLD, NEW)
    data.reloader.look()
    assert data.quiz_begins().startswith(NEW)
    data.rank(0.9)
    data.reloader.look()
    assert data.quiz_begins().startswith(NEW)
    assert data.parts.ranking.about == {"chance": 0.9}


def test_a_reader_never_sees_parts_of_two(data: Data) -> None:
    mixed, seen, over = [], set(), threading.Event()

    def reads() -> None:
        # It must not keep the one that reloads from its work.
        while not over.wait(0.001):
            parts = data.current.parts
            begin, name = parts.book.phrase("quiz_begin"), parts.register.countries["BG"].name
            seen.add(begin[:5])
            if begin[:5] != name[:5] or begin not in parts.composer.reply(Turn("start_quiz")).text:
                mixed.append((begin, name))

    data.change(PHRASES, "Let's play!", "Bulgaria!")
    data.reloader.look()
    reader = threading.Thread(target=reads)
    reader.start()
    for old, new in [("Bulgaria", "Bolgaria"), ("Bolgaria", "Bulgaria")] * 2:
        data.change(PHRASES, f"{old}!", f"{new}!")
        data.change(BULGARIA, f'name: "{old}"', f'name: "{new}"')
        data.reloader.look()
    over.set()
    reader.join()
    assert not mixed
    assert seen == {"Bulga", "Bolga"}


def test_a_quiz_goes_on_with_the_new_words(data: Data) -> None:
    asked = data.parts.composer.reply(Turn("start_quiz")).said
    question = data.parts.book.quiz["11-13"][0]
    data.change("answers/en/quiz.yml", question.reason, "For a new reason.")
    data.reloader.look()
    answered = data.parts.composer.reply(Turn("affirm" if question.true else "deny", said=(asked,)))
    assert "For a new reason." in answered.text
    assert "2/10" in answered.text
    assert answered.said.facts["score"] == "1"


@pytest.mark.parametrize("intent", ["affirm", "deny"])
def test_a_statement_that_was_changed_is_asked_again(data: Data, intent: str) -> None:
    asked = data.parts.composer.reply(Turn("start_quiz")).said
    question = data.parts.book.quiz["11-13"][0]
    data.change("answers/en/quiz.yml", question.statement, "A new statement.")
    data.reloader.look()
    again = data.parts.composer.reply(Turn(intent, said=(asked,)))
    assert again.text.startswith("1/10: A new statement.")
    assert again.said.facts["score"] == "0"


def test_a_quiz_that_an_older_version_began_goes_on(data: Data) -> None:
    asked = Said("quiz", "11-13", facts={"question": "3", "score": "2"})
    assert "5/10" in data.parts.composer.reply(Turn("affirm", said=(asked,))).text


@pytest.mark.parametrize("risk", [Risk.none, Risk.concern, Risk.high, Risk.emergency])
def test_a_button_whose_intent_is_gone_is_not_understood(data: Data, risk: Risk) -> None:
    reply = data.parts.composer.reply(Turn("ask_something_of_last_year", risk=risk))
    assert reply.text
    if risk < Risk.high:
        assert data.parts.book.phrase("not_understood") in reply.text
    else:
        assert reply.help is not None


def test_the_look_goes_on_after_a_failure(
    data: Data, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where the disk is away for a moment."""

    class OverError(BaseException):
        pass

    looks = iter([OSError("away"), OSError("away"), OverError()])

    def fails(_: Reloader) -> None:
        raise next(looks)

    monkeypatch.setattr(Reloader, "look", fails)
    with pytest.raises(OverError):
        data.reloader.run(0.0)
    assert len(caplog.messages) == 2
