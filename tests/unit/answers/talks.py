"""Talks without classifiers: a test says what they read; topics and memory are the bot's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from beacon import project
from beacon.answers import Reply, Said, Turn
from beacon.answers.conversation import read_turn
from beacon.answers.history import ALARM
from beacon.levels import Risk
from beacon.rasa.pipeline.topic_finder import TopicFinder
from beacon.rasa.quick_action import UNDERSTOOD
from beacon.risk import Match
from beacon.understanding.contract import lowest_risk

# What was answered before, where the words don't matter.
BLACKMAIL = Said("disclose_sextortion", risk=Risk.high)
SHARED = Said("disclose_image_shared", risk=Risk.high)
ABUSE = Said("disclose_coerced", risk=Risk.high)
FRIEND = Said("disclose_friend", risk=Risk.high)


class Chat:
    """A child that writes; what the bot has said and the slots go on from message to message."""

    def __init__(self, band: str, risk: Risk, country: str | None = "GB") -> None:
        self.said: list[dict[str, Any]] = []
        self._slots = {"age_band": band, "risk": risk.name, "country": country}

    def answer(self, parsed: dict[str, Any]) -> Reply:
        """The bot's reply to a message as it was read."""
        turn = read_turn(parsed, self._slots, self.said)
        self._slots["risk"] = turn.highest_risk.name
        reply = project.composer().reply(turn)
        self.said.append(reply.about())
        return reply


def says(text: str) -> frozenset[str]:
    """The names of the topics of a message."""
    return frozenset(topic.name for topic in project.topics().matches(text))


def read(
    text: str,
    intent: str,
    risk: Risk = Risk.none,
    is_certain: bool = True,
    patterns: Sequence[Match] = (),
    confidence: float = 1.0,
) -> dict[str, Any]:
    """What the topics make of a message that the classifiers and these patterns read so."""
    about = {TEXT: text, INTENT: {"name": intent, "confidence": confidence}}
    level = {
        "level": risk.name,
        "is_certain": is_certain,
        "pattern_levels": [match.named_level for match in patterns],
        "in_doubt": any(match.in_doubt for match in patterns),
        "says": [match.says for match in patterns if match.says],
    }
    message = Message(data={**about, "risk": level})
    [found] = TopicFinder().process([message])
    return {name: found.get(name) for name in (TEXT, INTENT, *UNDERSTOOD)}


def heard(
    text: str, read_as: str, *before: Said, band: str = "11-13", risk: Risk | None = None
) -> Turn:
    """A message that the classifier reads as `read_as`, after what was answered before.

    Its risk is the lowest of `read_as`, where no other is given.
    """
    risks = (risk for one in before for risk in (one.risk, lowest_risk(one.answer)))
    slots = {"age_band": band, "country": "GB", "risk": max(risks, default=Risk.none).name}
    parsed = read(text, read_as, lowest_risk(read_as) if risk is None else risk)
    return read_turn(parsed, slots, [Reply((), one).about() for one in before])


def for_sure(turn: Turn) -> Turn:
    """The turn with its alarm as a sure one: the second that the classifiers raise running."""
    return replace(turn, facts={k: v for k, v in turn.facts.items() if k != ALARM})


def said(text: str, answer: str) -> Said:
    """What was answered to an earlier message, with its topics."""
    return Said(answer, risk=lowest_risk(answer), says=says(text))


def words(reply: Reply) -> str:
    """What stands above the services."""
    return " ".join(reply.before)


def names(reply: Reply) -> list[str]:
    """Those of the services that are shown."""
    return [service.name for service in reply.help.services] if reply.help else []


def text_of(intent: str, band: str) -> str:
    """What the book says to an intent in that band, whatever was said before."""
    return project.answer_book().answers[intent].variants[-1].text[band]
