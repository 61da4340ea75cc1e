"""The country is asked for, and taken where it was."""

from __future__ import annotations

from dataclasses import replace

import pytest

from beacon import project
from beacon.answers import Composer, Said, Turn
from beacon.levels import Risk
from tests.unit.answers.talks import names


def test_country_is_asked_once(composer: Composer) -> None:
    question = project.answer_book().phrase("ask_country")
    first = composer.reply(Turn("disclose_sextortion", risk=Risk.high))
    second = composer.reply(Turn("disclose_coerced", risk=Risk.high, said=(first.said,)))
    assert question in first.text
    assert question not in second.text


def test_a_country_that_is_told_with_the_age_brings_its_services(composer: Composer) -> None:
    told = Turn(
        "inform_age",
        country="FI",
        band="14-17",
        facts={"country": "FI"},
        highest_risk=Risk.emergency,
    )
    reply = composer.reply(told)
    assert "112" in reply.before[0]
    assert names(reply)
    assert composer.reply(replace(told, highest_risk=Risk.none)).help is None


@pytest.mark.parametrize("intent", ["out_of_scope", "nlu_fallback"])
def test_a_country_that_was_asked_for_is_taken_whatever_else_is_understood(
    composer: Composer, intent: str
) -> None:
    said = (Said("disclose_sextortion", asks="country", facts={"need": "talk"}),)
    turn = Turn(intent, country="CY", language="el", facts={"country": "CY"}, said=said)
    assert composer.reply(turn).said.answer == "find_help"


@pytest.mark.parametrize("first", ["crisis_self_harm", "ask_helpline"])
def test_the_country_is_asked_twice_at_most_in_an_emergency(composer: Composer, first: str) -> None:
    cry = Turn("crisis_self_harm", Risk.emergency)
    opening = composer.reply(cry) if first == cry.intent else composer.help(Turn(first))
    replies = [opening]
    for _ in range(3):
        said = tuple(reply.said for reply in replies)
        replies.append(composer.reply(replace(cry, said=said)))
    question = project.answer_book().phrase("ask_country")
    assert [question in reply.after for reply in replies] == [True, True, False, False]
    once = (opening.said,)
    assert question not in composer.reply(Turn("disclose_sextortion", Risk.high, said=once)).after
