"""What is not clear is asked back, with a helpline where it may be needed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from beacon.answers import Composer, Turn
from beacon.levels import Risk
from tests.unit.answers.talks import names


def test_doubt_between_two_questions_is_asked_back(composer: Composer) -> None:
    reply = composer.reply(Turn("ask_law", doubt="ask_risks"))
    assert [button.intent for button in reply.buttons][:2] == ["ask_law", "ask_risks"]


def test_doubt_with_a_disclosure_is_answered_at_once(composer: Composer) -> None:
    reply = composer.reply(Turn("ask_law", doubt="disclose_sent_image"))
    assert reply.said.answer == "ask_law"


def test_two_failures_in_a_row_bring_a_helpline(composer: Composer) -> None:
    first = composer.reply(Turn("nlu_fallback", country="GB"))
    second = composer.reply(Turn("nlu_fallback", country="GB", said=(first.said,)))
    assert first.help is None
    assert "0800 1111" in second.text


@pytest.mark.parametrize(
    "second", [Turn("ask_law", doubt="ask_risks"), Turn("nlu_fallback")], ids=lambda one: one.intent
)
@pytest.mark.parametrize(
    "first", [Turn("ask_risks", doubt="ask_menu"), Turn("out_of_scope")], ids=lambda one: one.intent
)
def test_two_questions_back_in_a_row_bring_a_helpline(
    composer: Composer, first: Turn, second: Turn
) -> None:
    """What is asked back was not understood either."""
    before = composer.reply(first)
    alone = composer.reply(replace(second, country="GB"))
    after = composer.reply(replace(second, country="GB", said=(before.said,)))
    assert before.help is alone.help is None
    assert "0800 1111" in after.text
    assert {"ask_menu"} <= {button.intent for button in after.buttons}


def test_trouble_without_images_still_gets_the_helpline(composer: Composer) -> None:
    reply = composer.reply(Turn("out_of_scope", risk=Risk.concern, country="GB"))
    assert "0800 1111" in reply.text


@pytest.mark.parametrize("intent", ["nlu_fallback", "out_of_scope"])
def test_what_is_not_understood_after_an_emergency_gets_the_number_at_once(
    composer: Composer, intent: str
) -> None:
    """It may be the same cry in other words."""
    reply = composer.reply(Turn(intent, country="GB", highest_risk=Risk.emergency))
    assert "999" in reply.before[0]
    assert names(reply)
    assert names(composer.reply(Turn(intent, country="GB", highest_risk=Risk.high)))
    assert composer.reply(Turn(intent, country="GB", highest_risk=Risk.concern)).help is None


def test_what_is_not_understood_is_not_asked_back(composer: Composer) -> None:
    """Where no intent is likely enough, two of them may still be close."""
    reply = composer.reply(Turn("nlu_fallback", doubt="ask_law"))
    assert reply.said.answer == "nlu_fallback"


@pytest.mark.parametrize("risk", list(Risk))
@pytest.mark.parametrize("intent", ["nlu_fallback", "out_of_scope"])
def test_what_is_not_understood_is_answered_at_every_risk(
    composer: Composer, intent: str, risk: Risk
) -> None:
    reply = composer.reply(Turn(intent, risk=risk, country="GB"))
    assert reply.text
    assert (reply.help is not None) == (risk > Risk.none)
