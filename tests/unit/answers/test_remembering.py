"""What the next turns know of a message is kept with its reply."""

from __future__ import annotations

from beacon.answers import Composer, Reply, Said, Turn
from beacon.answers.history import ALARM
from beacon.answers.remembering import REMEMBERED, remembering
from beacon.answers.services import SHOWN, first_of
from beacon.levels import Risk
from beacon.understanding.likeness import Like

REPLY = Reply(("Yes.",), Said("ask_law", facts={"term": "sexting"}, says=frozenset({"joke"})))


def test_a_message_is_remembered_with_its_risk_its_topics_and_its_alarm() -> None:
    turn = Turn("ask_law", Risk.emergency, facts={ALARM: "doubtful"}, says=frozenset({"taken"}))
    said = remembering(turn, REPLY).said
    assert said.risk is Risk.emergency
    assert said.says == {"joke", "taken"}
    assert said.facts == {"term": "sexting", ALARM: "doubtful"}


def test_what_it_was_like_is_remembered_up_to_a_number() -> None:
    like = tuple(Like(str(place), 0.9 - place / 100) for place in range(REMEMBERED + 2))
    said = remembering(Turn("ask_law", like=like), REPLY).said
    assert said.like == {one.name: one.cosine for one in like[:REMEMBERED]}


def test_services_that_are_shown_are_remembered_by_the_first(composer: Composer) -> None:
    reply = composer.help(Turn("ask_helpline", country="GB"))
    assert reply.help is not None
    assert reply.said.facts[SHOWN] == first_of(reply.help)
