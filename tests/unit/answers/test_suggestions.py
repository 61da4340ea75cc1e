"""Follow-ups that may have been meant are offered to tap, and tapped they are said."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from beacon import project
from beacon.answers import Composer, Reply, Said, Turn
from beacon.answers.book import Variant
from beacon.answers.conversation import read_turn
from beacon.answers.follow_ups import FollowUp, FollowUps
from beacon.answers.history import ALARM, FOLLOW_UP
from beacon.answers.message import as_message
from beacon.answers.ranking import (
    LEAST_OFFERED,
    LEAST_OFFERED_OFF_TOPIC,
    LEAST_SAID,
    MOST_OFFERED,
    Ranking,
)
from beacon.answers.turn import Button
from beacon.levels import ADULT, Risk
from beacon.understanding.contract import CRISES
from beacon.understanding.likeness import Like
from beacon.understanding.writers import YOUNG
from tests.unit.answers.rankings import NO_ACTS, judge_by

ASKED = Said("ask_risks")
LEAKED = Said("disclose_image_shared", risk=Risk.high)
# Likely enough to be offered, and not to be said.
OFFERED = (LEAST_SAID + LEAST_OFFERED) / 2


def one(name: str, title: str | None, band: str = "11-13") -> FollowUp:
    text = {band: f"This is {name}.", "short": name}
    variant = Variant(when={}, text=text, sources=("own",), next=("ask_law", "ask_report"))
    return FollowUp(name, frozenset(YOUNG), frozenset(), frozenset(), variant, title=title)


def all_of(*follow_ups: FollowUp) -> FollowUps:
    return FollowUps({each.name: each for each in follow_ups}, project.follow_ups().situations)


MUM = one("mum", "Will they tell my mum?")
POLICE = one("police", "Do I have to go to the police?")
SCHOOL = one("school", "Will school hear of it?")
BLOCK = one("block", "Shall I block them?")
SOME = all_of(MUM, POLICE, SCHOOL, BLOCK)


def turn(intent: str = "ask_risks", *said: Said, **more: object) -> Turn:
    """A message in the middle of a talk that is like all of them, in their order."""
    like = tuple(
        Like(each.name, 0.9 - place / 100) for place, each in enumerate(SOME.by_name.values())
    )
    before = said or (ASKED,)
    known = Turn(intent, said=before, like=like, is_typed=True, country="GB", confidence=0.5)
    return replace(known, **more)


def ranking(follow_ups: float = OFFERED, answers: float = 0.4) -> Ranking:
    """All follow-ups are good with one chance, all answers with another."""
    return Ranking(
        judge_by("cosine", 0, follow_ups, follow_ups),
        judge_by("words", -1, answers, answers),
        NO_ACTS,
    )


def reply_to(heard: Turn, chances: Ranking | None = None, of: FollowUps = SOME) -> Reply:
    book, register = project.answer_book(), project.register()
    return Composer(book, register, of, chances or ranking()).reply(heard)


def titles(reply: Reply) -> list[str]:
    return [button.title for button in reply.buttons if FOLLOW_UP in button.entities]


def test_what_may_have_been_meant_can_be_tapped() -> None:
    reply = reply_to(turn())
    assert titles(reply) == [MUM.title, POLICE.title, SCHOOL.title][:MOST_OFFERED]
    assert reply.said.answer == "ask_risks"


def test_beside_a_follow_up_the_others_can_be_tapped() -> None:
    reply = reply_to(turn(), ranking(follow_ups=0.9))
    assert reply.said.facts[FOLLOW_UP] == "mum"
    assert titles(reply) == [POLICE.title, SCHOOL.title, BLOCK.title]


def test_what_is_hardly_meant_is_not_offered() -> None:
    assert titles(reply_to(turn(), ranking(follow_ups=LEAST_OFFERED - 0.01))) == []


def test_off_topic_in_a_calm_chat_little_is_offered() -> None:
    calm = turn("out_of_scope")
    below, above = LEAST_OFFERED_OFF_TOPIC - 0.01, LEAST_OFFERED_OFF_TOPIC + 0.01
    assert titles(reply_to(calm, ranking(follow_ups=below))) == []
    assert titles(reply_to(calm, ranking(follow_ups=above)))
    told = replace(calm, highest_risk=Risk.concern)
    assert titles(reply_to(told, ranking(follow_ups=LEAST_OFFERED + 0.01)))


def test_what_was_said_or_has_no_title_or_that_of_another_is_not_offered() -> None:
    untitled = replace(POLICE, title=None)
    twin = replace(BLOCK, title=SCHOOL.title)
    known = Said(FOLLOW_UP, facts={FOLLOW_UP: "mum"})
    reply = reply_to(turn("ask_risks", known, ASKED), of=all_of(MUM, untitled, SCHOOL, twin))
    assert titles(reply) == [SCHOOL.title]


@pytest.mark.parametrize(
    "heard",
    [
        turn(risk=Risk.emergency, facts={ALARM: "doubtful"}),
        turn("ask_risks", Said("crisis_self_harm", risk=Risk.emergency)),
        turn(language="de"),
        turn("greet"),
    ],
)
def test_nothing_is_offered_in_danger_in_another_language_or_beside_a_question(heard: Turn) -> None:
    assert titles(reply_to(heard)) == []


def test_ways_to_a_person_stay_and_there_are_not_many_buttons() -> None:
    reply = reply_to(turn("ask_risks", LEAKED, who="a helper", highest_risk=Risk.high))
    buttons = [button.intent for button in reply.buttons]
    assert {"request_human", "ask_helpline"} <= set(buttons)
    assert len(buttons) <= 6


def tapped(name: str, intent: str = "ask_law", **more: object) -> Turn:
    return replace(turn(intent, like=(), is_typed=False, confidence=1.0, tapped=name), **more)


def test_what_is_tapped_is_said() -> None:
    reply = reply_to(tapped("school"))
    assert reply.before == ("This is school.",)
    assert reply.said.facts[FOLLOW_UP] == "school"


def test_what_is_gone_by_now_is_answered_by_its_intent() -> None:
    assert reply_to(tapped("gone")).said.answer == "ask_law"


def test_a_child_is_not_given_the_words_for_adults() -> None:
    for_adults = all_of(one("mum", MUM.title, band=ADULT))
    assert FOLLOW_UP not in reply_to(tapped("mum"), of=for_adults).said.facts


def test_a_tapped_case_is_remembered() -> None:
    leaked = replace(MUM, intent="disclose_image_shared")
    reply = reply_to(tapped("mum", "disclose_image_shared"), of=all_of(leaked))
    assert reply.said.answer == "disclose_image_shared"
    assert reply.before == ("This is mum.",)


@pytest.mark.parametrize(
    ("intent", "tapped_as"),
    [
        ("disclose_sextortion", "disclose_sextortion"),
        ("ask_law", "ask_law"),
        ("express_feelings", "express_feelings"),
        ("ask_helpline", "out_of_scope"),
        ("restart", "out_of_scope"),
        (None, "out_of_scope"),
    ],
)
def test_a_button_has_the_intent_of_its_words_where_that_has_an_answer(
    intent: str | None, tapped_as: str
) -> None:
    reply = reply_to(turn(), of=all_of(replace(MUM, intent=intent)))
    assert Button(str(MUM.title), tapped_as, {FOLLOW_UP: "mum"}) in reply.buttons


def test_a_cry_for_help_is_put_into_nobodys_mouth() -> None:
    cry = replace(MUM, intent="crisis_self_harm")
    assert titles(reply_to(turn(), of=all_of(cry, SCHOOL))) == [SCHOOL.title]


def test_rasa_sends_the_button_and_reads_its_tap() -> None:
    reply = reply_to(turn())
    button = next(each for each in reply.buttons if each.title == MUM.title)
    assert {"title": MUM.title, "payload": button.payload} in as_message(reply)["buttons"]
    entities = [{"entity": name, "value": value} for name, value in button.entities.items()]
    parsed = {"intent": {"name": button.intent, "confidence": 1.0}, "entities": entities}
    assert read_turn(parsed, {}).tapped == "mum"


TITLED = [each for each in project.follow_ups().by_name.values() if each.title]


def test_titles_are_words_for_a_button() -> None:
    """As a person would say it: nobody's name, nothing that is left out at the door."""
    door = project.door()
    for each in TITLED:
        assert door.open(str(each.title)).text == each.title
        assert str(each.title)[0].isupper()
        assert not str(each.title).endswith(".")


def test_most_follow_ups_have_one_and_no_cry_for_help() -> None:
    assert len(TITLED) > 0.9 * len(project.follow_ups().by_name)
    forbidden = re.compile(r"\b(nudes?|kill|die|suicide|slut|stupid)\b", re.IGNORECASE)
    offered = [str(each.title) for each in TITLED if each.intent not in CRISES]
    assert [title for title in offered if forbidden.search(title)] == []
