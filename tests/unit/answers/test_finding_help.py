"""Services are looked up for whoever asks, in the country that is known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from beacon import project
from beacon.answers import Composer, Turn
from beacon.answers.conversation import read_turn
from beacon.levels import Risk
from tests.unit.answers.talks import names


def test_help_for_a_need_in_a_country(composer: Composer) -> None:
    reply = composer.help(Turn("ask_helpline", country="GB"))
    assert "Childline" in reply.text
    assert "0800 1111" in reply.text


@pytest.mark.parametrize("intent", ["ask_helpline", "inform_country"])
def test_help_once_there_was_an_emergency_begins_with_the_number(
    composer: Composer, intent: str
) -> None:
    """Also where the message itself, such as "serbia", has no risk."""
    reply = composer.help(Turn(intent, country="RS", highest_risk=Risk.emergency))
    assert "192" in reply.before[0]
    assert reply.urgent
    before_it = composer.help(Turn(intent, country="RS", highest_risk=Risk.high))
    assert "192" not in before_it.text
    assert not before_it.urgent


def test_services_that_are_asked_for_come_with_their_words(composer: Composer) -> None:
    asked = composer.help(Turn("ask_helpline", country="GB"))
    assert asked.before == (
        project.answer_book().answers["ask_helpline"].variants[-1].text["11-13"],
    )
    assert composer.help(Turn("inform_country", country="GB")).before == ()


def test_help_after_high_risk_is_introduced_in_the_language_of_the_child(
    composer: Composer,
) -> None:
    turn = Turn("inform_country", country="PL", language="pl", highest_risk=Risk.high)
    assert composer.help(turn).introduction == project.answer_book().phrases["pl"]["high_risk"]


def test_a_country_named_afterwards_is_answered_for_the_need(composer: Composer) -> None:
    report = composer.reply(Turn("ask_report"))
    reply = composer.help(Turn("inform_country", country="GB", said=(report.said,)))
    assert "CEOP" in reply.text
    assert "Childline: call" not in reply.text


def test_a_teacher_stays_one_in_look_ups(composer: Composer) -> None:
    slots = {"country": "PL", "age_band": "adult", "risk": "concern"}
    first = composer.reply(read_turn({"intent": {"name": "teacher_incident"}}, slots, ()))
    turn = read_turn({"intent": {"name": "ask_helpline"}}, slots, [first.about()])
    parent = composer.help(replace(turn, said=()))
    assert names(composer.help(turn)) == names(first) != names(parent)
    assert names(composer.help(replace(turn, band="11-13"))) != names(first)
