from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import textstat

from beacon import project
from beacon.data_file import DataFileError
from beacon.lessons import Asked, Scenario, Scene, Spoken, Step, Stop, load_lessons
from beacon.lessons.model import LESSON_MINUTES
from beacon.levels import YOUNG_BANDS
from beacon.project import ROOT
from tests.unit.answers.test_texts import FORBIDDEN, GRADES, NOT_FOR_A_CHILD_OF_EIGHT

LESSONS = project.lessons()
SCENARIOS = list(LESSONS.scenarios.values())
FEWEST_WORDS_FOR_A_GRADE = 12
Break = Callable[[str, str, str], DataFileError]


@pytest.fixture
def broken(tmp_path: Path) -> Break:
    """The error after a change in a copy of the classroom's files."""
    folder = tmp_path / "lessons"
    shutil.copytree(ROOT / "lessons", folder)

    def change(name: str, old: str, new: str) -> DataFileError:
        file = folder / name
        text = file.read_text()
        assert old in text
        file.write_text(text.replace(old, new, 1))
        with pytest.raises(DataFileError) as caught:
            load_lessons(folder)
        assert caught.value.path == file
        return caught.value

    return change


CRUSH = "scenarios/asked-by-a-crush.yml"


def test_an_intent_that_does_not_exist_is_named_with_its_line(broken: Break) -> None:
    error = broken(CRUSH, "intent: ask_pressure", "intent: ask_presure")
    lines = (error.path).read_text().splitlines()
    assert "ask_presure" in lines[error.line - 1]
    assert "there is no intent 'ask_presure'" in str(error)


def test_a_field_that_nobody_knows_is_refused(broken: Break) -> None:
    assert "colour" in str(broken(CRUSH, "minutes: 10", "minutes: 10\ncolour: red"))


def test_a_step_of_no_kind_is_refused(broken: Break) -> None:
    assert "steps.0" in str(broken(CRUSH, "- scene:", "- sceen:"))


def test_a_plan_takes_one_lesson(broken: Break) -> None:
    plan = (ROOT / "lessons" / "plans" / "11-13.yml").read_text()
    minutes = next(line.strip() for line in plan.splitlines() if "minutes: " in line)
    longer = minutes.split("minutes: ")[0] + f"minutes: {int(minutes.split(': ')[-1]) + 1}"
    assert "take 46 minutes, not 45" in str(broken("plans/11-13.yml", minutes, longer))


def test_a_missing_plan_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "lessons"
    shutil.copytree(ROOT / "lessons", folder)
    (folder / "plans" / "8-10.yml").unlink()
    with pytest.raises(DataFileError, match=r"8-10\.yml:1: the file is missing"):
        load_lessons(folder)


def test_there_are_lessons_for_every_band() -> None:
    assert len(SCENARIOS) >= 14
    assert set(LESSONS.plans) == set(YOUNG_BANDS)
    for band in YOUNG_BANDS:
        assert len(LESSONS.of_band(band)) >= 5
        assert sum(part.minutes for part in LESSONS.plans[band].parts) == LESSON_MINUTES


def test_no_review_is_claimed() -> None:
    assert not any(one.reviewed for one in [*SCENARIOS, *LESSONS.plans.values()])
    assert not LESSONS.disclosure.reviewed


def told(step: Step) -> Iterator[str]:
    """What stands on the wall in the narrator's words: not what the people of the story say."""
    if isinstance(step, Scene):
        yield step.words
    if isinstance(step, Stop):
        yield step.question
        yield from step.vote


def said(step: Step) -> Iterator[str]:
    if isinstance(step, Spoken | Asked):
        yield step.words


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_the_wall_is_plain_and_kind(scenario: Scenario) -> None:
    words = [scenario.content_note, *(each for step in scenario.steps for each in told(step))]
    limit = min(GRADES[band] for band in scenario.bands)
    for each in words:
        assert not FORBIDDEN.search(each)
        if len(each.split()) >= FEWEST_WORDS_FOR_A_GRADE:
            assert textstat.flesch_kincaid_grade(each) <= limit, each
    if "8-10" in scenario.bands:
        spoken = [each for step in scenario.steps for each in said(step)]
        everything = [scenario.title, scenario.about, *words, *spoken]
        assert not [each for each in everything if NOT_FOR_A_CHILD_OF_EIGHT.search(each)]


def test_every_scenario_asks_the_bot_and_the_class() -> None:
    for scenario in SCENARIOS:
        kinds = [type(step) for step in scenario.steps]
        assert kinds.count(Asked) >= 2
        assert kinds.count(Stop) >= 2


def test_the_plans_lead_to_the_parts_of_a_lesson() -> None:
    order = ["ground rules", "starter", "scenario", "discussion", "quiz", "exit slip"]
    for plan in LESSONS.plans.values():
        names = [part.name for part in plan.parts]
        assert list(dict.fromkeys(names)) == order


def test_the_card_says_what_never_to_do() -> None:
    never = " ".join(LESSONS.disclosure.never).lower()
    for word in ("look", "copy", "print", "forward", "ask", "blame"):
        assert word in never
    assert "safeguarding lead" in " ".join(LESSONS.disclosure.do)
