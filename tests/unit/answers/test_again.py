"""What was said before is said again only in other words, and simpler where it is asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from beacon import project
from beacon.answers import Composer, Reply, Said, Turn
from beacon.answers.conversation import read_turn
from beacon.levels import Risk
from tests.unit.answers.talks import names, text_of


def test_simpler_goes_down_band_by_band_and_then_short(composer: Composer) -> None:
    said = [composer.reply(Turn("ask_risks", band="14-17")).said]
    texts = []
    for _ in range(4):
        reply = composer.reply(Turn("ask_explain_simpler", band="14-17", said=tuple(said)))
        texts.append(reply.text)
        said.append(reply.said)
    expected = [text_of("ask_risks", band) for band in ("11-13", "8-10", "short", "short")]
    assert texts == expected


CHILDREN = ("8-10", "11-13", "14-17")


def simpler_twice(composer: Composer, first: Reply, slots: dict[str, str]) -> list[Reply]:
    """What "say it simpler" brings, and "simpler still", by what Rasa keeps of the chat."""
    kept = [first.about()]
    replies = []
    for _ in range(2):
        turn = read_turn({"intent": {"name": "ask_explain_simpler"}}, slots, kept)
        replies.append(composer.reply(turn))
        kept.append(replies[-1].about())
    return replies


@pytest.mark.parametrize("band", CHILDREN)
@pytest.mark.parametrize("crisis", ["crisis_self_harm", "crisis_immediate_danger"])
@pytest.mark.parametrize(("country", "number"), [("GB", "999"), ("RS", "192"), ("PT", "112")])
def test_a_crisis_said_simpler_keeps_its_number_and_services(
    composer: Composer, crisis: str, band: str, country: str, number: str
) -> None:
    slots = {"country": country, "age_band": band, "risk": "emergency"}
    first = composer.reply(read_turn({"intent": {"name": crisis}}, slots, ()))
    assert number in first.before[0]
    for again in simpler_twice(composer, first, slots):
        assert again.said.answer == crisis
        assert again.before[0] == first.before[0]
        assert names(again) == names(first) != []


@pytest.mark.parametrize("band", CHILDREN)
@pytest.mark.parametrize(
    ("disclosure", "level"),
    [("disclose_sextortion", None), ("disclose_sent_image", "high")],
    ids=["by its kind", "by its words"],
)
def test_a_disclosure_said_simpler_keeps_its_services(
    composer: Composer, disclosure: str, level: str | None, band: str
) -> None:
    slots = {"country": "GB", "age_band": band, "risk": "high"}
    message = {"intent": {"name": disclosure}, "risk": {"level": level}}
    first = composer.reply(read_turn(message, slots, ()))
    assert "Childline" in names(first)
    for again in simpler_twice(composer, first, slots):
        assert names(again) == names(first)
        assert again.sources == first.sources


def test_a_crisis_that_an_older_version_answered_said_simpler_keeps_its_number(
    composer: Composer,
) -> None:
    """Its answer was kept without the risk."""
    said = (Said("crisis_self_harm", "11-13"),)
    reply = composer.reply(Turn("ask_explain_simpler", country="GB", said=said))
    assert "999" in reply.before[0]


def test_a_teacher_to_whom_it_is_said_simpler_keeps_the_services(composer: Composer) -> None:
    slots = {"country": "PL", "age_band": "adult"}
    first = composer.reply(read_turn({"intent": {"name": "teacher_incident"}}, slots, ()))
    for again in simpler_twice(composer, first, slots):
        assert names(again) == names(first)


def test_trouble_without_images_said_simpler_keeps_the_helpline(composer: Composer) -> None:
    slots = {"country": "GB", "risk": "concern"}
    message = {"intent": {"name": "out_of_scope"}, "risk": {"level": "concern"}}
    first = composer.reply(read_turn(message, slots, ()))
    for again in simpler_twice(composer, first, slots):
        assert names(again) == names(first) != []


def test_the_same_words_are_not_said_twice_running(composer: Composer) -> None:
    turn = Turn("ask_report", Risk.high, country="GB")
    first = composer.reply(turn)
    again = composer.reply(replace(turn, said=(first.said,)))
    assert again.before == (project.answer_book().phrase("said_already"),)
    assert again.buttons == first.buttons
    third = composer.reply(replace(turn, said=(first.said, again.said)))
    assert third.before != again.before


@pytest.mark.parametrize("intent", ["thank", "greet"])
def test_a_greeting_may_be_said_again(composer: Composer, intent: str) -> None:
    first = composer.reply(Turn(intent, band="14-17"))
    assert composer.reply(Turn(intent, band="14-17", said=(first.said,))).before == first.before


def test_what_to_do_in_an_alarm_is_said_again(composer: Composer) -> None:
    cry = Turn("crisis_immediate_danger", Risk.emergency, country="GB")
    said = [composer.reply(cry).said]
    for _ in range(4):
        reply = composer.reply(replace(cry, said=tuple(said)))
        assert project.answer_book().phrase("said_already_alarm") not in reply.before
        said.append(reply.said)
