"""What is said to what a message does in a talk: which file is read, which reply fits a chat."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from beacon import project
from beacon.answers import Composer, Reply, Said, Turn
from beacon.answers.act_replies import PERHAPS_SAD, TELLS, family_of
from beacon.answers.follow_ups import FollowUps, load_follow_ups
from beacon.answers.history import FOLLOW_UP
from beacon.answers.ranking import Ranking
from beacon.data_file import DataFileError
from beacon.levels import Risk
from beacon.understanding.acts import LABELS
from tests.unit.answers.rankings import judge_by

ALL = project.follow_ups()
# To these the answers of intents are right, or nothing is that fits every one of them.
UNANSWERED = {"danger", "tells_what_happened", "asks", "hello"}
BLACKMAIL = Said("disclose_sextortion", risk=Risk.high)
CRY = Said("crisis_self_harm", risk=Risk.emergency)
WAITS = {
    "name": "waits_young_1",
    "act": "waits",
    "text": "It's hard to wait. You can write here in between.",
    "short": "It's hard to wait.",
    "sources": ["own"],
    "next": ["ask_helpline"],
}
# What is said to an act is better than any answer.
BY_ACT = Ranking(
    judge_by("cosine", 0, 0.3, 0.3), judge_by("words", 0, 0.4, 0.4), judge_by("words", 0, 0.8, 0.8)
)
Make = Callable[..., FollowUps]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Makes them of entries, which begin as WAITS does."""
    folder = Path(shutil.copytree(project.ROOT / "answers", tmp_path / "answers"))
    for file in [*folder.glob("en/acts/*.yml"), *folder.glob("en/follow_ups/*.yml")]:
        file.unlink()

    def of(*entries: dict[str, Any]) -> FollowUps:
        content = {"review": "draft", "act_replies": [{**WAITS, **entry} for entry in entries]}
        (folder / "en" / "acts" / "some.yml").write_text(yaml.safe_dump(content))
        return load_follow_ups(folder, project.topics())

    return of


def waits(*said: Said, **more: Any) -> Turn:
    """A message that waits for something, after what was told."""
    told = said or (BLACKMAIL,)
    acts = {"waits": 0.8, "asks": 0.2}
    turn = Turn("ask_law", said=told, acts=acts, is_typed=True, country="GB", confidence=0.5)
    return replace(turn, **{"facts": {"told": told[0].answer}, **more})


def reply_to(follow_ups: FollowUps, turn: Turn) -> Reply:
    return Composer(project.answer_book(), project.register(), follow_ups, BY_ACT).reply(turn)


def said_to(follow_ups: FollowUps, turn: Turn) -> str | None:
    return reply_to(follow_ups, turn).said.facts.get(FOLLOW_UP)


def test_what_a_message_does_is_answered(make: Make) -> None:
    reply = reply_to(make({}), waits())
    assert WAITS["text"] in reply.before
    assert "ask_helpline" in [button.intent for button in reply.buttons]
    assert said_to(make({}), waits(acts={"waits": 0.2, "asks": 0.8})) is None
    assert said_to(make({}), waits(acts={})) is None


def test_a_first_message_and_what_words_say_have_the_answer_of_the_intent(make: Make) -> None:
    assert said_to(make({}), replace(waits(), said=())) is None
    assert said_to(make({}), waits(is_led=True)) is None
    told = waits(intent="deny", says=frozenset({"dont_want_to_talk"}), confidence=1.0)
    assert "says" in project.answer_book().answers["deny"].variant(told).when
    assert said_to(make({}), told) is None


def test_a_sure_alarm_is_never_answered_so(make: Make) -> None:
    alarm = waits(intent="crisis_self_harm", risk=Risk.emergency)
    assert said_to(make({}), alarm) is None


def test_while_an_alarm_stands_the_number_comes_first(make: Make) -> None:
    two = make(
        {}, {"name": "waits_danger_1", "after": ["danger"], "text": "Please stay with them."}
    )
    reply = reply_to(two, waits(CRY, highest_risk=Risk.emergency, facts={}))
    assert reply.said.facts[FOLLOW_UP] == "waits_danger_1"
    assert "999" in reply.before[0]
    assert said_to(two, waits()) == "waits_young_1"


def test_it_must_fit_whoever_may_be_writing(make: Make) -> None:
    for_victims = make({"who": ["victim"]})
    assert said_to(for_victims, waits()) is not None
    assert said_to(for_victims, waits(Said("ask_risks"), facts={})) is None
    both = make({}, {"name": "waits_victim_1", "who": ["victim"], "text": "That's a lot to bear."})
    assert said_to(both, waits()) == "waits_victim_1"


def test_the_next_one_has_other_words(make: Make) -> None:
    two = make({}, {"name": "waits_young_2", "text": "That time can feel long."})
    first = reply_to(two, waits()).said
    second = reply_to(two, waits(BLACKMAIL, first)).said
    assert [first.facts[FOLLOW_UP], second.facts[FOLLOW_UP]] == ["waits_young_1", "waits_young_2"]
    assert said_to(two, waits(BLACKMAIL, first, second)) == "waits_young_1"


def test_no_services_of_the_intent_come_with_it(make: Make) -> None:
    shown = replace(BLACKMAIL, facts={"need": "talk"})
    asked = waits(shown, intent="ask_report", risk=Risk.concern)
    assert reply_to(make({}), asked).help is None


def test_it_is_said_in_fewer_words_where_that_is_asked_for(make: Make) -> None:
    follow_ups = make({})
    said = reply_to(follow_ups, waits()).said
    simpler = Turn("ask_explain_simpler", said=(said,), country="GB")
    assert WAITS["short"] in reply_to(follow_ups, simpler).before


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ({"act": "sings"}, "'sings' is no act"),
        ({"after": ["rain"]}, "'rain' is no situation"),
        ({"who": ["parent"]}, "there is no text for adult"),
        ({"name": "waits_young"}, "does not match"),
        ({"title": "I wait"}, "'title' was unexpected"),
        ({}, "it stands twice"),
    ],
)
def test_a_broken_entry_is_named_with_its_line(
    make: Make, entry: dict[str, Any], problem: str
) -> None:
    with pytest.raises(DataFileError, match=r"some\.yml:\d+: .*") as error:
        make({}, {"name": "waits_young_1" if not entry else "waits_young_2", **entry})
    assert problem in str(error.value)


@pytest.mark.parametrize("act", [act for act in LABELS if act not in UNANSWERED])
def test_every_act_is_answered_to_everybody(act: str) -> None:
    told = {"parent": "parent_child_affected", "professional": "teacher_incident"}
    for writer, case in told.items():
        turn = Turn(
            "ask_law", said=(Said(case),), acts={act: 1.0}, band="adult", facts={"told": case}
        )
        one = ALL.to_act(turn, None)
        assert one is not None
        assert one.who == {writer}
    for young in ({}, {"told": "disclose_sextortion"}, {"told": "disclose_friend"}):
        turn = Turn("ask_law", said=(BLACKMAIL,), acts={act: 1.0}, facts=young)
        assert ALL.to_act(turn, None) is not None
        in_danger = replace(turn, said=(CRY,), highest_risk=Risk.emergency)
        one = ALL.to_act(in_danger, None)
        assert one is not None
        assert one.is_for_danger


def test_what_is_of_one_family_is_for_the_same_writers() -> None:
    families: dict[str, set[tuple[str, frozenset[str], frozenset[str]]]] = {}
    for one in ALL.acts.replies:
        families.setdefault(one.family, set()).add((one.act, one.who, one.after))
    assert [name for name, kinds in families.items() if len(kinds) > 1] == []
    assert family_of("was_helped_young_12") == "was_helped_young"


def test_nobody_is_told_that_danger_is_over() -> None:
    texts = [text for one in ALL.acts.replies for text in one.variant.text.values()]
    over = ("you're safe", "you are safe", "it's over", "it is over", "don't worry")
    assert [text for text in texts if any(words in text.lower() for words in over)] == []


@pytest.mark.parametrize(("sad", "is_glad"), [(PERHAPS_SAD, True), (PERHAPS_SAD + 0.01, False)])
def test_nobody_is_glad_of_news_that_may_be_sad(make: Make, sad: float, *, is_glad: bool) -> None:
    glad = make({"name": "good_news_young_1", "act": "good_news", "text": "That's good news."})
    chances = {"good_news": 1 - sad, "bad_news": sad / 2, "feels_bad": sad / 2}
    assert (said_to(glad, waits(acts=chances)) is not None) is is_glad


@pytest.mark.parametrize(
    ("intent", "confidence", "is_glad"),
    [
        ("ask_received_image", 0.73, False),
        ("disclose_coerced", TELLS, False),
        ("disclose_coerced", TELLS - 0.1, True),
        ("out_of_scope", 1.0, True),
        ("parent_child_affected", 0.9, True),
    ],
)
def test_nobody_is_glad_of_what_a_child_tells_first(
    make: Make, intent: str, confidence: float, *, is_glad: bool
) -> None:
    glad = make({"name": "good_news_young_1", "act": "good_news", "text": "That's good news."})
    chances = {"good_news": 0.9, "asks": 0.1}
    turn = replace(waits(acts=chances), intent=intent, confidence=confidence)
    assert (said_to(glad, turn) is not None) is is_glad
