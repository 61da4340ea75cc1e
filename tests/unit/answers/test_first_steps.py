"""What a child that writes another language is told to do first, in that language."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from beacon import project
from beacon.answers import Composer, Reply, Turn
from beacon.answers.book import load_book
from beacon.answers.conversation import read_turn
from beacon.answers.history import ALARM, Said
from beacon.data_file import DataFileError
from beacon.levels import Risk

BOOK = project.answer_book()
READ = sorted(set(filter(BOOK.reads, BOOK.phrases)) - {"en"})
STEPS = sorted(name for name in BOOK.phrases["en"] if name.startswith("step_"))
SELF_HARM, DANGER = "crisis_self_harm", "crisis_immediate_danger"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(project.ROOT / "answers", tmp_path / "answers"))


def told(reply: Reply, language: str = "pl") -> list[str]:
    """The steps among the words of a reply, by name."""
    names = {BOOK.phrases[language][name]: name for name in STEPS}
    return [names[words] for words in (*reply.before, *reply.after) if words in names]


@pytest.mark.parametrize("language", READ)
@pytest.mark.parametrize("name", [*STEPS, "safe_no", "safe_yes"])
def test_each_is_short_and_in_the_language(name: str, language: str) -> None:
    words = BOOK.phrases[language][name]
    assert len(words.split()) <= 30
    assert not re.search(r"\d", words)
    assert words != BOOK.phrases["en"][name]


@pytest.mark.parametrize("language", READ)
def test_no_two_are_the_same(language: str) -> None:
    names = [*STEPS, "safe_no", "safe_yes"]
    assert len({BOOK.phrases[language][name] for name in names}) == len(names)


def test_every_step_is_said_somewhere() -> None:
    assert {one.step for one in BOOK.first_steps if one.step} == set(STEPS)


@pytest.mark.parametrize("language", READ)
def test_the_step_follows_the_number_and_precedes_help_and_english(
    composer: Composer, language: str
) -> None:
    reply = composer.reply(Turn(SELF_HARM, risk=Risk.emergency, country="PL", language=language))
    step = BOOK.phrases[language]["step_self_harm"]
    assert "112" in reply.before[0]
    assert reply.before[-1] == step
    assert reply.introduction == BOOK.phrases[language]["high_risk"]
    assert reply.after


@pytest.mark.parametrize(
    ("intent", "says", "step"),
    [
        (SELF_HARM, set(), "step_self_harm"),
        (DANGER, set(), "step_danger"),
        (SELF_HARM, {"taken"}, "step_taken"),
        (SELF_HARM, {"friend_in_danger"}, "step_friend"),
        (SELF_HARM, {"taken", "friend_in_danger"}, "step_friend"),
        (SELF_HARM, {"edge"}, "step_edge"),
        (DANGER, {"at_the_door"}, "step_at_the_door"),
        (DANGER, {"opened", "at_the_door"}, "step_danger"),
        (SELF_HARM, {"stepped_back", "edge"}, "step_danger"),
        (SELF_HARM, {"called"}, "step_called"),
        (SELF_HARM, {"with_somebody"}, "step_together"),
        (SELF_HARM, {"asks_to_tell_now", "with_somebody"}, "step_tell_now"),
        # Nobody is sent back to who hurts them.
        (DANGER, {"with_somebody", "violent"}, "step_danger"),
        (DANGER, {"asks_to_tell_now", "afraid_of_home"}, "step_danger"),
        # Who has a friend in danger is told of the friend, unless that one is back.
        (SELF_HARM, {"with_somebody", "friend_in_danger"}, "step_friend"),
        (SELF_HARM, {"friend_is_back", "friend_in_danger"}, None),
    ],
)
def test_the_step_is_that_of_what_was_said(
    composer: Composer, intent: str, says: set[str], step: str | None
) -> None:
    turn = Turn(intent, risk=Risk.emergency, language="pl", says=frozenset(says))
    assert told(composer.reply(turn)) == [step] * bool(step)


def test_a_doubtful_alarm_asks_and_can_be_answered_in_the_language(composer: Composer) -> None:
    facts = {ALARM: "doubtful"}
    reply = composer.reply(Turn(SELF_HARM, risk=Risk.emergency, language="tr", facts=facts))
    phrases = BOOK.phrases["tr"]
    assert told(reply, "tr") == ["step_are_you_safe"]
    assert [(button.title, button.intent) for button in reply.buttons[:2]] == [
        (phrases["safe_no"], "deny"),
        (phrases["safe_yes"], "affirm"),
    ]


@pytest.mark.parametrize(
    ("intent", "step"),
    [
        ("disclose_sextortion", "step_sextortion"),
        ("disclose_image_shared", "step_image_shared"),
        ("disclose_coerced", "step_coerced"),
    ],
)
def test_a_disclosure_begins_with_its_step_in_place_of_general_words(
    composer: Composer, intent: str, step: str
) -> None:
    reply = composer.reply(Turn(intent, risk=Risk.high, language="uk"))
    assert reply.before == (BOOK.phrases["uk"][step],)
    assert reply.introduction == BOOK.phrases["uk"]["help_in_country"]


def test_what_was_taken_is_told_with_every_reply_while_the_alarm_stands(
    composer: Composer,
) -> None:
    alarm = Said(SELF_HARM, risk=Risk.emergency, says=frozenset({"taken"}))
    turn = Turn("ask_law", highest_risk=Risk.emergency, language="pl", said=(alarm,))
    reply = composer.reply(turn)
    assert told(reply) == ["step_taken"]
    assert reply.introduction == BOOK.phrases["pl"]["high_risk"]
    assert BOOK.phrase("took_something") not in reply.text


def test_an_edge_of_before_does_not_meet_a_calm_question(composer: Composer) -> None:
    alarm = Said(SELF_HARM, risk=Risk.emergency, says=frozenset({"edge"}))
    turn = Turn("ask_law", highest_risk=Risk.emergency, language="pl", said=(alarm,))
    assert told(composer.reply(turn)) == []


def test_an_adult_is_not_spoken_to_as_a_child(composer: Composer) -> None:
    turn = Turn(SELF_HARM, risk=Risk.emergency, language="pl", band="adult")
    assert told(composer.reply(turn)) == []


@pytest.mark.parametrize("language", ["en", "ar", "xx"])
def test_in_english_and_where_there_are_no_words_nothing_is_added(
    composer: Composer, language: str
) -> None:
    reply = composer.reply(Turn(SELF_HARM, risk=Risk.emergency, language=language))
    assert told(reply, "en") == []


@pytest.mark.parametrize("name", [*STEPS, "safe_no", "safe_yes"])
def test_no_language_that_is_read_may_lack_one(folder: Path, name: str) -> None:
    file = folder / "pl" / "phrases.yml"
    file.write_text(re.sub(f"(?m)^  {name}: .*\n", "", file.read_text()))
    with pytest.raises(DataFileError, match=rf"pl.phrases\.yml:\d+: phrases: '{name}'"):
        load_book(folder, project.topics())


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("step: step_edge", "step: step_egde", "'step_egde' is no phrase"),
        ("disclose_coerced", "disclose_forced", "'disclose_forced' is no intent"),
        ("said: edge", "said: egde", "'egde' is no topic"),
    ],
)
def test_an_unknown_name_is_named_with_its_line(
    folder: Path, old: str, new: str, problem: str
) -> None:
    file = folder / "first_steps.yml"
    file.write_text(file.read_text().replace(old, new))
    with pytest.raises(DataFileError, match=rf"first_steps\.yml:\d+: {problem}"):
        load_book(folder, project.topics())


@pytest.mark.parametrize("language", READ)
@pytest.mark.parametrize(("crisis", "step"), [(SELF_HARM, "self_harm"), (DANGER, "danger")])
def test_who_says_that_it_is_not_safe_hears_the_first_step_in_its_language(
    composer: Composer, crisis: str, step: str, language: str
) -> None:
    asked = {"answer": crisis, "risk": "emergency", "facts": {ALARM: "doubtful"}}
    slots = {"risk": "emergency", "language": language}
    reply = composer.reply(read_turn({"intent": {"name": "deny"}, "says": []}, slots, [asked]))
    assert told(reply, language) == [f"step_{step}"]


@pytest.mark.parametrize(
    ("says", "before", "step"),
    [
        ({"safe_now"}, set(), ["step_safe_now"]),
        ({"help_is_here"}, set(), ["step_together"]),
        ({"safe_now"}, {"friend_in_danger"}, []),
        # What was taken needs help whatever it feels like.
        ({"safe_now"}, {"taken"}, ["step_taken"]),
    ],
)
def test_who_says_that_it_is_safe_is_told_so_in_its_language(
    composer: Composer, says: set[str], before: set[str], step: list[str]
) -> None:
    alarm = Said(SELF_HARM, risk=Risk.emergency, says=frozenset(before))
    turn = Turn("affirm", highest_risk=Risk.emergency, language="pl", said=(alarm,))
    assert told(composer.reply(replace(turn, says=frozenset(says)))) == step
