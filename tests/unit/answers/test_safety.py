from __future__ import annotations

import pytest

from beacon import project
from beacon.answers import Composer, Reply
from beacon.answers.conversation import read_turn
from beacon.understanding.contract import CRISES

SLOTS = {"risk": "emergency", "country": "GB"}


@pytest.fixture
def composer() -> Composer:
    return project.composer()


def asked(composer: Composer, crisis: str) -> Reply:
    risk = {"level": "emergency", "is_certain": False}
    return composer.reply(read_turn({"intent": {"name": crisis}, "risk": risk}, SLOTS))


def then(composer: Composer, *said: Reply, intent: str, **message: object) -> Reply:
    kept = [reply.about() for reply in said]
    return composer.reply(read_turn({"intent": {"name": intent}, **message}, SLOTS, kept))


@pytest.mark.parametrize("crisis", CRISES)
def test_the_answers_are_buttons(composer: Composer, crisis: str) -> None:
    no, yes = asked(composer, crisis).buttons[:2]
    assert (no.title, no.intent) == ("I'm not safe", "deny")
    assert (yes.title, yes.intent) == ("I'm safe, go on", "affirm")


@pytest.mark.parametrize("intent", ["deny", "nlu_fallback"])
@pytest.mark.parametrize("crisis", CRISES)
def test_a_no_makes_the_alarm_a_sure_one(composer: Composer, crisis: str, intent: str) -> None:
    question = asked(composer, crisis)
    reply = then(composer, question, intent=intent)
    assert reply.said.answer == crisis
    assert "999" in reply.before[0]
    assert reply.help is not None
    assert "got you wrong" not in reply.text
    later = then(composer, question, reply, intent="ask_law")
    assert "999" in later.before[0]


@pytest.mark.parametrize("crisis", CRISES)
def test_a_yes_ends_the_alarm(composer: Composer, crisis: str) -> None:
    question = asked(composer, crisis)
    reply = then(composer, question, intent="affirm")
    assert reply.said.answer == "affirm"
    assert not reply.urgent
    assert not then(composer, question, reply, intent="ask_law").urgent


def test_a_no_that_says_it_is_safe_is_a_yes(composer: Composer) -> None:
    question = asked(composer, "crisis_self_harm")
    reply = then(composer, question, intent="deny", says=["safe_now"])
    assert reply.said.answer == "affirm"


@pytest.mark.parametrize("intent", ["ask_law", "out_of_scope", "disclose_sextortion"])
def test_something_else_is_answered_as_what_it_is(composer: Composer, intent: str) -> None:
    reply = then(composer, asked(composer, "crisis_self_harm"), intent=intent)
    assert reply.said.answer == intent


def test_a_no_later_is_no_answer_to_it(composer: Composer) -> None:
    question = asked(composer, "crisis_self_harm")
    between = then(composer, question, intent="ask_law")
    assert then(composer, question, between, intent="deny").said.answer == "deny"
