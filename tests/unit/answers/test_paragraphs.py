from __future__ import annotations

import pytest

from beacon import project
from beacon.answers import Composer, Reply, Said, Turn
from beacon.answers.paragraphs import Paragraphs
from beacon.answers.services import Services
from beacon.levels import Risk

BOOK = project.answer_book()
TOOK = BOOK.phrase("took_something")
PARAGRAPHS = Paragraphs(BOOK, Services(BOOK, project.register()))
REPLY = Reply(("Words.",), Said("thank"))
CALM = Turn("thank", country="GB")
DANGER = Turn("thank", country="GB", highest_risk=Risk.emergency)
ALARM = Said("crisis_self_harm", risk=Risk.emergency, says=frozenset({"taken"}))


def test_without_an_alarm_a_reply_stays_as_it_is() -> None:
    assert PARAGRAPHS.number_first(CALM, REPLY) is REPLY


def test_while_an_alarm_stands_the_number_is_first_and_only_once() -> None:
    reply = PARAGRAPHS.number_first(DANGER, REPLY)
    assert "999" in reply.before[0]
    assert reply.before[1:] == REPLY.before
    assert reply.urgent
    assert PARAGRAPHS.number_first(DANGER, reply) is reply


def test_every_reply_has_the_number_in_danger_and_once(composer: Composer) -> None:
    replies = [
        composer.reply(DANGER),
        composer.help(DANGER),
        composer.handed_over(DANGER, "key", may_read=True),
        composer.handed_over(DANGER, None, may_read=True),
        composer.talk_over("nobody", DANGER),
        composer.last_resort(DANGER),
    ]
    for reply in replies:
        assert "999" in reply.before[0]
        assert reply.text.count("999") == 1
        assert reply.urgent


@pytest.mark.parametrize("phrase", ["service_down", "hand_over_danger", "hand_over_not_sent"])
def test_the_last_resort_tells_whoever_took_something_to_call(
    composer: Composer, phrase: str
) -> None:
    """What is said to a person is read, too, and comes here where it can't be passed on."""
    taken = frozenset({"taken"})
    turn = Turn("crisis_self_harm", risk=Risk.emergency, country="GB", says=taken)
    reply = composer.last_resort(turn, phrase)
    assert "999" in reply.before[0]
    assert reply.before[1] == TOOK


def test_a_message_that_nothing_reads_does_not_end_the_call_for_what_was_taken(
    composer: Composer,
) -> None:
    turn = Turn(
        "nlu_fallback",
        country="GB",
        language="et",
        highest_risk=Risk.emergency,
        said=(ALARM,),
    )
    reply = composer.reply(turn)
    assert reply.said.answer == "not_read"
    assert "999" in reply.before[0]
    assert reply.before[1] == TOOK
