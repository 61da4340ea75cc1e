"""What the bot said in a chat, and what that tells of the messages that it answered."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from beacon.answers.topics import CRIED_OUT, EXPLAINED, HELP_IS_HERE, NEVER_WAS, SAFE_NOW, TAKEN
from beacon.levels import DEFAULT_BAND, Risk
from beacon.understanding.belief import Belief
from beacon.understanding.contract import (
    ABUSE,
    CRISES,
    FEELINGS,
    NOT_UNDERSTOOD,
    YES,
    has_an_answer,
    tells_what_happened,
)
from beacon.understanding.writers import AT_FIRST

# The fact that an emergency may be a false alarm.
ALARM = "alarm"
# The fact that says how an alarm was raised, where a phrase of risk/patterns.yml raised it.
RAISED = "raised"
BY_WORDS = "by_words"
# The fact that says what was told before of what happened, by its intent.
TOLD = "told"
# The fact that an answer has asked something of its own: whether somebody is with the child.
QUESTION = "question"
SAFE_QUESTION = "safe"
# The fact that an answer asked to be told of thoughts of dying or hurting oneself, and where: above
# all else, so that a bare yes means them, or within its words.
INVITED = "invited"
ABOVE = "above"
WITHIN = "within"
# The answer that is remembered where a follow-up was said that tells no case, and the fact that
# names it.
FOLLOW_UP = "follow_up"


def mark_of(words: str) -> str:
    """What tells words from any others, in eight letters."""
    return f"{zlib.crc32(words.encode()):08x}"


@dataclass(frozen=True)
class Said:
    """What is remembered of an utterance of the bot.

    `risk` is that of the message that it answered, `says` and `unsays` the topics that this message
    named and took back (answers/topics), `like` the follow-ups that it was like, with the cosine.
    `mark` stands for its words, where they must not be said twice running. `writer` is how likely
    each writes, and `stands` where the chat stands (beacon.understanding.danger), by all messages
    so far; both are empty where no message was read.
    """

    answer: str
    band: str = DEFAULT_BAND
    asks: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    risk: Risk = Risk.none
    says: frozenset[str] = frozenset()
    unsays: frozenset[str] = frozenset()
    mark: str = ""
    like: Mapping[str, float] = field(default_factory=dict)
    writer: Belief = field(default_factory=dict)
    stands: Belief = field(default_factory=dict)

    @property
    def must_be_new(self) -> bool:
        """Whether it tells something, so that it may not be said twice running: a greeting may."""
        is_told = self.answer in {*CRISES, *NOT_UNDERSTOOD, FEELINGS, FOLLOW_UP}
        return is_told or has_an_answer(self.answer)

    @property
    def is_of_a_talk(self) -> bool:
        """Whether its message asked or told more than who and where the child is."""
        return tells_what_happened(self.answer) or self.must_be_new

    @property
    def is_sure_alarm(self) -> bool:
        """Whether it answered an emergency that was no doubtful one."""
        return self.risk is Risk.emergency and ALARM not in self.facts

    @property
    def asked_whether_safe(self) -> bool:
        """Whether it asked if the child is safe: in doubt, or because help seemed to be near."""
        return self.is_doubtful_alarm or self.facts.get(QUESTION) == SAFE_QUESTION

    @property
    def is_doubtful_alarm(self) -> bool:
        """Whether it answered nothing but an emergency that may be a false alarm."""
        return self.answer in CRISES and ALARM in self.facts


@dataclass(frozen=True)
class History:
    """What was said in a chat before the message at hand, in order of time."""

    said: tuple[Said, ...] = ()

    @property
    def last(self) -> Said | None:
        """The latest utterance."""
        return self.said[-1] if self.said else None

    @property
    def before_last(self) -> History:
        """All but the latest utterance."""
        return History(self.said[:-1])

    @property
    def last_crisis(self) -> str | None:
        """The crisis that was answered last."""
        return self.latest(CRISES.__contains__)

    @property
    def has_alarm(self) -> bool:
        """Whether an emergency was answered, sure or doubtful."""
        return any(one.risk is Risk.emergency for one in self.said)

    @cached_property
    def has_sure_alarm(self) -> bool:
        """Whether an emergency was answered that was no doubtful one."""
        return any(one.is_sure_alarm for one in self.said)

    @cached_property
    def says_safe(self) -> frozenset[str]:
        """The topics by which the child is safe; an alarm of plain words is not explained away."""
        is_plain = CRIED_OUT in self.topics or any(
            one.facts.get(RAISED) == BY_WORDS for one in self.said
        )
        return frozenset({SAFE_NOW} if is_plain else {SAFE_NOW, EXPLAINED, NEVER_WAS})

    @cached_property
    def topics(self) -> frozenset[str]:
        """The topics that were named, and not taken back since."""
        topics: frozenset[str] = frozenset()
        for one in self.said:
            topics = (topics - one.unsays) | one.says
        return topics

    def topics_with(self, says: frozenset[str], unsays: frozenset[str]) -> frozenset[str]:
        """The topics of the chat with a message that names and takes back these."""
        return (self.topics - unsays) | says

    @cached_property
    def writer(self) -> Belief:
        """How likely each writes, by the messages so far.

        A chat that began with an older version may know fewer kinds of writers.
        """
        latest = next((one.writer for one in reversed(self.said) if one.writer), {})
        return {**AT_FIRST, **latest}

    @cached_property
    def stands(self) -> Belief:
        """Where the chat stands, by the messages so far; empty where none was read."""
        return next((one.stands for one in reversed(self.said) if one.stands), {})

    @cached_property
    def just_answered(self) -> frozenset[str]:
        """The intent of the latest answer, and abuse if it was told at any time."""
        latest = {self.last.answer} if self.last else set()
        told = {ABUSE} & {one.answer for one in self.said}
        return frozenset(latest | told)

    @cached_property
    def is_of_a_talk(self) -> bool:
        """Whether something was asked or told but who and where the child is."""
        return any(one.is_of_a_talk for one in self.said)

    @property
    def asks_country(self) -> bool:
        """Whether the bot has just asked which country it is."""
        return self.last is not None and self.last.asks == "country"

    @property
    def asks_whether_safe(self) -> bool:
        """Whether the bot has just asked if the child is safe."""
        return self.last is not None and self.last.asked_whether_safe

    @property
    def is_safe_since(self) -> bool:
        """Whether the child has said since the last alarm, sure or not, that it is safe."""
        alarms = [place for place, one in enumerate(self.said) if one.risk is Risk.emergency]
        if not alarms or TAKEN in self.topics:
            return False
        since = self.said[alarms[-1] + 1 :]
        return self._says_yes_since(alarms[-1]) or any(
            not one.says.isdisjoint({*self.says_safe, HELP_IS_HERE}) for one in since
        )

    @property
    def invited(self) -> str | None:
        """Where the bot has just asked to be told of thoughts of dying, if it has."""
        return self.last.facts.get(INVITED) if self.last else None

    @property
    def question(self) -> str | None:
        """What the bot has just asked of its own: `safe`, or what the variant names."""
        if self.last is None:
            return None
        return SAFE_QUESTION if self.asks_whether_safe else self.last.facts.get(QUESTION)

    def asked(self, question: str) -> bool:
        """Whether the bot has asked this already."""
        return self.times_asked(question) > 0

    def times_asked(self, question: str) -> int:
        """How often the bot has asked this."""
        return sum(said.asks == question for said in self.said)

    def latest(self, is_one: Callable[[str], bool]) -> str | None:
        """The latest answer of that kind."""
        return next((one.answer for one in reversed(self.said) if is_one(one.answer)), None)

    def alarms_are_over(self, says: frozenset[str], unsays: frozenset[str]) -> bool:
        """Whether with a message of these topics all alarms were doubtful, or are over.

        A sure one is over when the child has said since that it is safe, or that help is there, or
        has said yes when it was asked. An alarm that only the slot knows of, as it was told to a
        person, stands.
        """
        sure = [place for place, one in enumerate(self.said) if one.is_sure_alarm]
        if not sure:
            return self.has_alarm
        since = says.union(*(one.says for one in self.said[sure[-1] + 1 :]))
        took_something = TAKEN in self.topics_with(says, unsays)
        is_safe = not since.isdisjoint(self.says_safe) or self._says_yes_since(sure[-1])
        return HELP_IS_HERE in since or (is_safe and not took_something)

    def alarm_stands(self, says: frozenset[str], unsays: frozenset[str]) -> bool:
        """Whether a sure alarm was answered that is not over with a message of these topics."""
        return self.has_sure_alarm and not self.alarms_are_over(says, unsays)

    def _says_yes_since(self, place: int) -> bool:
        """Whether the child has said yes to "Are you safe?", by the utterance there or a later."""
        both = pairwise(self.said[place:])
        return any(asked.asked_whether_safe and one.answer == YES for asked, one in both)
