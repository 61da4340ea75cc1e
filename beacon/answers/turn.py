"""What the composer is told about a turn, and what it gives back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from beacon.levels import DEFAULT_BAND, Risk
from beacon.register.model import Found, Need
from beacon.register.text import service_line

# The fact that an emergency may be a false alarm.
ALARM = "alarm"


@dataclass(frozen=True)
class Said:
    """What is remembered of an utterance of the bot; `risk` is that of what it answered."""

    answer: str
    band: str = DEFAULT_BAND
    asks: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    risk: Risk = Risk.none


@dataclass(frozen=True)
class Turn:
    """One message as it was understood, with what the conversation knows.

    `risk` is that of this message, `highest_risk` that of the conversation with it. `facts` are
    what chooses a variant: the entities of this message (term, country, recommendation, topic), and
    what was said before (answers/schema.yml, `when`).
    `doubt` is a second intent that is as likely as the first. `said` is in order of time. `who`
    would take the chat over, in words for a child; None where no person can be asked.
    """

    intent: str
    risk: Risk = Risk.none
    highest_risk: Risk = Risk.none
    band: str | None = None
    country: str | None = None
    language: str = "en"
    facts: Mapping[str, str] = field(default_factory=dict)
    doubt: str | None = None
    said: tuple[Said, ...] = ()
    who: str | None = None

    def __post_init__(self) -> None:
        """The conversation has at least the risk of its latest message."""
        object.__setattr__(self, "highest_risk", max(self.risk, self.highest_risk))

    @property
    def in_danger(self) -> bool:
        """Whether there was an emergency in the conversation, by this message or before."""
        return self.standing_risk is Risk.emergency

    @property
    def standing_risk(self) -> Risk:
        """The risk of the conversation; one that only doubtful alarms have raised is high."""
        alarms = [one for one in self.said if one.risk is Risk.emergency]
        is_doubtful = bool(alarms) and all(ALARM in one.facts for one in alarms)
        is_over = is_doubtful and self.risk < Risk.emergency
        return Risk.high if is_over else self.highest_risk

    @property
    def took_something(self) -> bool:
        """Whether the child has said that it took pills or poison."""
        return "took" in self.facts

    @property
    def has_told(self) -> bool:
        """Whether something that troubles was told: then a country is named for help."""
        return self.highest_risk >= Risk.concern

    @property
    def reading_band(self) -> str:
        """The band whose text is read; an unknown age reads that of 11 to 13."""
        return self.band or DEFAULT_BAND

    @property
    def remembered_need(self) -> Need:
        """What help was last given for; somebody to talk to where it was for nothing yet."""
        for said in reversed(self.said):
            if "need" in said.facts:
                return Need(said.facts["need"])
        return Need.TALK

    def asked(self, question: str) -> bool:
        """Whether the bot has asked this already."""
        return any(said.asks == question for said in self.said)


@dataclass(frozen=True)
class Button:
    """A next step to tap: its title, and the intent with the entities that it stands for."""

    title: str
    intent: str
    entities: Mapping[str, str] = field(default_factory=dict)

    @property
    def payload(self) -> str:
        """The payload in Rasa's form, `/intent{"entity": "value"}`."""
        return f"/{self.intent}" + (json.dumps(dict(self.entities)) if self.entities else "")


@dataclass(frozen=True)
class Reply:
    """What the bot says: the words, the help among them, the steps, and why.

    `before` and `after` are the paragraphs around the help services, `introduction` the line
    above them; without help all words stand in `before`. Where it is `urgent` the emergency number
    begins it.
    """

    before: tuple[str, ...]
    said: Said
    buttons: tuple[Button, ...] = ()
    help: Found | None = None
    introduction: str = ""
    after: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    urgent: bool = False

    @property
    def text(self) -> str:
        """All of it for a channel that shows text only."""
        services = map(service_line, self.help.services if self.help else ())
        block = "\n".join(filter(None, [self.introduction, *services]))
        return "\n\n".join(filter(None, [*self.before, block, *self.after]))

    def about(self) -> dict[str, Any]:
        """What is kept beside the utterance, for the next turn and for whoever asks why."""
        return {
            "answer": self.said.answer,
            "band": self.said.band,
            "asks": self.said.asks,
            "facts": dict(self.said.facts),
            "risk": self.said.risk.name,
            "sources": list(self.sources),
            "urgent": self.urgent,
        }
