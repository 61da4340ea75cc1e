"""What the composer is told about a turn, and what it gives back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from beacon.answers.history import ALARM, BY_WORDS, RAISED, TOLD, History, Said
from beacon.answers.topics import TAKEN
from beacon.levels import DEFAULT_BAND, Risk
from beacon.register.model import Found, Need
from beacon.register.text import service_line
from beacon.understanding.belief import Belief, likeliest
from beacon.understanding.contract import CRISES, DISCLOSURE_PREFIX
from beacon.understanding.likeness import Like
from beacon.understanding.writers import AT_FIRST

URGENT_PREFIXES = (DISCLOSURE_PREFIX, "crisis_")


@dataclass(frozen=True)
class Turn:
    """One message as it was understood, with what the conversation knows.

    `risk` is that of this message, `highest_risk` that of the conversation with it. `facts` are
    what chooses a variant: the entities of this message (term, country, recommendation, topic), and
    what was said before (answers/schema.yml, `when`).
    `says` and `unsays` are the topics that its words name and take back (answers/topics).
    `doubt` is a second intent that is as likely as the first. `like` are the follow-ups that
    the message is like, the most alike first, `tapped` the one whose button it is, `acts` how
    likely it does each thing in a talk. By the chat, with this message, `writer` is how likely each
    writes and `stands` where the chat stands. `words` is how many words it has, `confidence` that
    of the intent, and `is_led` says that words made it.
    `said` is in order of time. `who` would take the chat over, in words for a child; None where no
    person can be asked. `is_typed` is false for the tap of a button, `asked_for_age` true where the
    page did so before the chat.
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
    like: tuple[Like, ...] = ()
    acts: Mapping[str, float] = field(default_factory=dict)
    writer: Belief = field(default_factory=lambda: AT_FIRST)
    stands: Belief = field(default_factory=dict)
    tapped: str | None = None
    words: int = 0
    confidence: float = 1.0
    is_led: bool = False
    asked_for_age: bool = False

    def __post_init__(self) -> None:
        """The conversation has at least the risk of its latest message."""
        object.__setattr__(self, "highest_risk", max(self.risk, self.highest_risk))

    @property
    def is_sure_alarm(self) -> bool:
        """Whether it is an emergency, and no doubtful one."""
        return self.risk is Risk.emergency and not self.is_doubtful_alarm

    @property
    def is_doubtful_alarm(self) -> bool:
        """Whether it is an emergency that may be a false alarm."""
        return ALARM in self.facts

    @property
    def is_raised_by_words(self) -> bool:
        """Whether a phrase that a file lists raised its alarm."""
        return self.facts.get(RAISED) == BY_WORDS

    @property
    def is_asked_whether_safe(self) -> bool:
        """Whether such an alarm is all that is answered: then the child is asked if it is safe."""
        return self.is_doubtful_alarm and self.intent in CRISES

    @property
    def may_be_grave(self) -> bool:
        """Whether it, or an intent that is as likely, tells of a crisis, a disclosure, a risk."""
        pair = (self.intent, self.doubt or "")
        is_urgent = any(intent.startswith(URGENT_PREFIXES) for intent in pair)
        return is_urgent or self.risk >= Risk.high

    @property
    def in_danger(self) -> bool:
        """Whether there was an emergency in the conversation, by this message or before."""
        return self.standing_risk is Risk.emergency

    @cached_property
    def is_near_danger(self) -> bool:
        """Whether an alarm stands, or this message or the one before raised a doubtful one."""
        latest = (self.risk, *(one.risk for one in self.said[-1:]))
        return Risk.emergency in latest or self.history.alarm_stands(self.says, self.unsays)

    @cached_property
    def standing_risk(self) -> Risk:
        """The risk of the conversation; high where its alarms were doubtful, or are over."""
        is_calm = self.risk < Risk.emergency
        is_over = is_calm and self.history.alarms_are_over(self.says, self.unsays)
        return min(self.highest_risk, Risk.high) if is_over else self.highest_risk

    @cached_property
    def spoken_risk(self) -> Risk:
        """The risk of the conversation as far as the words go; the number is another matter.

        What is answered beside an alarm that may be false is not spoken of as an alarm.
        """
        is_beside = self.is_doubtful_alarm and not self.is_asked_whether_safe
        are_over = self.history.alarms_are_over(self.says, self.unsays)
        is_alone = are_over or not self.history.has_alarm
        return min(self.standing_risk, Risk.high) if is_beside and is_alone else self.standing_risk

    @cached_property
    def history(self) -> History:
        """What was said before this message."""
        return History(self.said)

    @cached_property
    def act(self) -> str | None:
        """What the message does most likely, if that is known."""
        return likeliest(self.acts)

    @cached_property
    def likest(self) -> float:
        """How like the message is to the follow-up that it is most like (cosine)."""
        return max((like.cosine for like in self.like), default=0.0)

    @cached_property
    def most_shared(self) -> float:
        """How much it shares at most with one of them."""
        return max((like.shared for like in self.like), default=0.0)

    @cached_property
    def is_first(self) -> bool:
        """Whether nothing was asked or told before it but who and where the child is."""
        return not self.history.is_of_a_talk

    @cached_property
    def had_said(self) -> frozenset[str]:
        """The topics that were named before this message, and not taken back since."""
        return self.history.topics - self.unsays

    @cached_property
    def has_said(self) -> frozenset[str]:
        """The topics that were named in this message or before, and not taken back since."""
        return self.history.topics_with(self.says, self.unsays)

    @property
    def took_something(self) -> bool:
        """Whether the child has said that it, or somebody else, took pills or poison."""
        return TAKEN in self.has_said

    @property
    def case_told(self) -> str | None:
        """The intent of what was told before of what happened, if anything was."""
        return self.facts.get(TOLD)

    @property
    def names_country(self) -> bool:
        """Whether the message names a country."""
        return "country" in self.facts

    @property
    def has_told(self) -> bool:
        """Whether something that troubles was told: then a country is named for help."""
        return self.highest_risk >= Risk.concern

    @property
    def knows_or_asked_age(self) -> bool:
        """Whether the age is known, or was asked for, which is done once."""
        return bool(self.band) or self.asked_for_age or self.history.asked("age")

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

    def knowing(self, **facts: str) -> Reply:
        """The reply with these facts to be remembered, too."""
        return replace(self, said=replace(self.said, facts={**self.said.facts, **facts}))

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
            "mark": self.said.mark,
            "like": dict(self.said.like),
            "writer": dict(self.said.writer),
            "stands": dict(self.said.stands),
        }
