"""What the composer is told about a turn, and what it gives back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from beacon.levels import DEFAULT_BAND, Risk
from beacon.register.model import Found, Need
from beacon.register.text import service_line
from beacon.understanding.contract import CRISES

# The fact that an emergency may be a false alarm.
ALARM = "alarm"
# Topics that this module knows by name: what was taken needs help whatever it feels like.
TAKEN, SAFE, HELP_IS_HERE = "taken", "safe_now", "help_is_here"
# Whom it is about, where that is not the child that writes.
FRIEND = "friend_in_danger"
# The topic of a child that says that it knows no English.
NO_ENGLISH = "no_english"


@dataclass(frozen=True)
class Said:
    """What is remembered of an utterance of the bot.

    `risk` is that of the message that it answered, `says` and `unsays` the topics that this message
    named and took back (answers/topics).
    """

    answer: str
    band: str = DEFAULT_BAND
    asks: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    risk: Risk = Risk.none
    says: frozenset[str] = frozenset()
    unsays: frozenset[str] = frozenset()

    @property
    def is_sure_alarm(self) -> bool:
        """Whether it answered an emergency that was no doubtful one."""
        return self.risk is Risk.emergency and ALARM not in self.facts

    @property
    def asked_whether_safe(self) -> bool:
        """Whether it answered nothing but a doubtful alarm: it asked whether the child is safe."""
        return self.answer in CRISES and ALARM in self.facts


@dataclass(frozen=True)
class Turn:
    """One message as it was understood, with what the conversation knows.

    `risk` is that of this message, `highest_risk` that of the conversation with it. `facts` are
    what chooses a variant: the entities of this message (term, country, recommendation, topic), and
    what was said before (answers/schema.yml, `when`).
    `says` and `unsays` are the topics that its words name and take back (answers/topics).
    `doubt` is a second intent that is as likely as the first. `said` is in order of time. `who`
    would take the chat over, in words for a child; None where no person can be asked. `is_typed` is
    false for the tap of a button.
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
    says: frozenset[str] = frozenset()
    unsays: frozenset[str] = frozenset()
    is_typed: bool = False

    def __post_init__(self) -> None:
        """The conversation has at least the risk of its latest message."""
        object.__setattr__(self, "highest_risk", max(self.risk, self.highest_risk))

    @property
    def in_danger(self) -> bool:
        """Whether there was an emergency in the conversation, by this message or before."""
        return self.standing_risk is Risk.emergency

    @property
    def standing_risk(self) -> Risk:
        """The risk of the conversation; high where its alarms were doubtful, or are over."""
        is_over = self.risk < Risk.emergency and self._alarm_is_over
        return min(self.highest_risk, Risk.high) if is_over else self.highest_risk

    @property
    def _alarm_is_over(self) -> bool:
        """Whether all alarms were doubtful, or the child is safe since the last sure one.

        An alarm that only the slot knows of, as it was told to a person, stands.
        """
        alarms = [at for at, one in enumerate(self.said) if one.risk is Risk.emergency]
        sure = [at for at in alarms if self.said[at].is_sure_alarm]
        if not sure:
            return bool(alarms)
        since = frozenset[str]().union(self.says, *(one.says for one in self.said[sure[-1] + 1 :]))
        return HELP_IS_HERE in since or (SAFE in since and not self.took_something)

    @property
    def had_said(self) -> frozenset[str]:
        """The topics that were named before this message, and not taken back since."""
        topics = frozenset[str]()
        for one in self.said:
            topics = (topics - one.unsays) | one.says
        return topics - self.unsays

    @property
    def has_said(self) -> frozenset[str]:
        """The topics that were named in this message or before, and not taken back since."""
        return self.had_said | self.says

    @property
    def took_something(self) -> bool:
        """Whether the child has said that it, or somebody else, took pills or poison."""
        return TAKEN in self.has_said

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
            "says": sorted(self.said.says),
            "unsays": sorted(self.said.unsays),
            "sources": list(self.sources),
            "urgent": self.urgent,
        }
