"""What was understood of one message: Rasa's parse data as a value with names and types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from beacon.answers.history import History
from beacon.answers.topics import AFTER_ALARM, ALWAYS, STANDING
from beacon.levels import Risk
from beacon.understanding import parse_keys
from beacon.understanding.contract import (
    CRISES,
    FALLBACK,
    FEELINGS,
    OUT_OF_SCOPE,
    has_an_answer,
    lowest_risk,
)
from beacon.understanding.likeness import Like

# A less likely intent is never answered in the place of another.
LEAST_OTHERWISE = 0.15


@dataclass(frozen=True)
class Understood:
    """A message as it was read, before anybody looks at what was said earlier.

    `level` is the risk by classifier and patterns, `is_certain` false where it may be a false
    alarm, `has_pattern` whether a phrase of risk/patterns.yml raised it, `has_doubtful_pattern`
    whether one did that may mean something else. `names_crisis` is
    false where an emergency does not tell which crisis it is. `alarm` is the chance that it is an
    emergency, by the classifiers, and `otherwise` the likeliest intent that is no crisis, with its
    chance. `says` and `unsays` are the topics that it names and takes back, `goes_on` those after
    which it goes on with an alarm, and `leads_after` the intents that it has after one of some
    topics (answers/topics), `leads_after_in_doubt` those that it has so only where an alarm is
    doubtful. `entities` has the first of each kind. `calmed` is the intent of an
    alarm that calm words took back; where it is `softened` they are perhaps calm, and mean `softer`
    once all is safe. `is_led` says that words made the intent, and no classifier, `led_in_doubt`
    what they make it where an alarm is doubtful, but not after the topics `not_after`. `like` are
    the follow-ups that it is like, the most alike first, and `words` is how many words it has.
    `acts` is how likely it does each thing in a talk, `writers` how likely each person would have
    written it, `danger` how likely a chat is in each state after it, `feelings` how likely its
    writer feels each; they are empty where nothing has read it.
    `is_typed` is false for a tap.
    """

    intent: str = FALLBACK
    confidence: float = 0.0
    doubt: str | None = None
    level: Risk = Risk.none
    is_certain: bool = True
    has_pattern: bool = False
    has_doubtful_pattern: bool = False
    names_crisis: bool = True
    alarm: float = 1.0
    otherwise: str | None = None
    otherwise_chance: float = 0.0
    disclosure: str | None = None
    says: frozenset[str] = frozenset()
    unsays: frozenset[str] = frozenset()
    goes_on: frozenset[str] = frozenset()
    leads_after: tuple[tuple[frozenset[str], str], ...] = ()
    leads_after_in_doubt: tuple[tuple[frozenset[str], str], ...] = ()
    of_adult: str | None = None
    of_case: str | None = None
    calmed: str | None = None
    softened: bool = False
    softer: str | None = None
    entities: Mapping[str, str] = field(default_factory=dict)
    language: str | None = None
    language_is_sure: bool = False
    language_rivals: frozenset[str] = frozenset()
    language_hint: str | None = None
    is_led: bool = False
    led_in_doubt: str | None = None
    not_after: frozenset[str] = frozenset()
    like: tuple[Like, ...] = ()
    words: int = 0
    acts: Mapping[str, float] = field(default_factory=dict)
    writers: Mapping[str, float] = field(default_factory=dict)
    danger: Mapping[str, float] = field(default_factory=dict)
    feelings: Mapping[str, float] = field(default_factory=dict)
    is_typed: bool = False

    @classmethod
    def of(cls, parsed: Mapping[str, Any]) -> Understood:
        """The message of Rasa's parse data; empty where nothing was understood.

        Raises KeyError for a level of risk that there is not.
        """
        intent, risk = parsed.get(parse_keys.INTENT) or {}, parsed.get(parse_keys.RISK) or {}
        in_doubt = parsed.get(parse_keys.LED_IN_DOUBT) or {}
        otherwise, otherwise_chance = parsed.get(parse_keys.OTHERWISE) or (None, 0.0)
        like = parsed.get(parse_keys.LIKE) or {}
        return cls(
            intent=str(intent.get(parse_keys.INTENT_NAME) or FALLBACK),
            confidence=float(intent.get(parse_keys.CONFIDENCE) or 0.0),
            doubt=parsed.get(parse_keys.DOUBT),
            level=Risk.of(risk.get(parse_keys.LEVEL)),
            is_certain=risk.get(parse_keys.IS_CERTAIN, True),
            has_pattern=Risk.emergency.name in risk.get(parse_keys.PATTERN_LEVELS, ()),
            has_doubtful_pattern=bool(risk.get(parse_keys.IN_DOUBT)),
            names_crisis=risk.get(parse_keys.NAMES_CRISIS, True),
            alarm=float(risk.get(parse_keys.EMERGENCY, 1.0)),
            otherwise=otherwise,
            otherwise_chance=float(otherwise_chance),
            disclosure=risk.get(parse_keys.DISCLOSURE),
            says=frozenset(parsed.get(parse_keys.SAYS) or ()),
            unsays=frozenset(parsed.get(parse_keys.UNSAYS) or ()),
            goes_on=frozenset(parsed.get(parse_keys.GOES_ON) or ()),
            leads_after=_leads(parsed, only_in_doubt=False),
            leads_after_in_doubt=_leads(parsed, only_in_doubt=True),
            of_adult=parsed.get(parse_keys.OF_ADULT),
            of_case=parsed.get(parse_keys.OF_CASE),
            calmed=parsed.get(parse_keys.CALMED),
            softened=parse_keys.SOFTENED in risk,
            softer=risk.get(parse_keys.SOFTENED),
            entities=_first_of_each(parsed.get(parse_keys.ENTITIES) or ()),
            language=parsed.get(parse_keys.LANGUAGE),
            language_is_sure=bool(parsed.get(parse_keys.LANGUAGE_IS_SURE)),
            language_rivals=frozenset(parsed.get(parse_keys.LANGUAGE_RIVALS) or ()),
            language_hint=parsed.get(parse_keys.HINT),
            is_led=bool(parsed.get(parse_keys.LED)),
            led_in_doubt=in_doubt.get(parse_keys.INTENT),
            not_after=frozenset(in_doubt.get(parse_keys.NOT_AFTER) or ()),
            like=tuple(map(Like.of, like.get(parse_keys.LIKEST) or ())),
            words=int(like.get(parse_keys.WORDS) or 0),
            acts=parsed.get(parse_keys.ACTS) or {},
            writers=parsed.get(parse_keys.WRITERS) or {},
            danger=parsed.get(parse_keys.DANGER) or {},
            feelings=parsed.get(parse_keys.FEELINGS) or {},
            # Only words are held against the topics; the action server is sent no text.
            is_typed=parse_keys.SAYS in parsed,
        )

    @property
    def risk(self) -> Risk:
        """The risk of the message: at least that of its intent."""
        return max(self.level, lowest_risk(self.intent))

    @property
    def raised_risk(self) -> Risk:
        """The risk of the message with no words taken for calm, for a person to judge."""
        return self.as_raised().risk

    @property
    def is_alarm(self) -> bool:
        """Whether it is an emergency, sure or doubtful."""
        return self.risk is Risk.emergency

    @property
    def is_doubtful_alarm(self) -> bool:
        """Whether it is an emergency that may be a false alarm."""
        return self.is_alarm and not self.is_certain

    @property
    def may_go_on(self) -> bool:
        """Whether it has words that go on with an alarm, or with what may have been said before."""
        return bool(self.goes_on - {STANDING})

    def follows(self, history: History) -> bool:
        """Whether a topic goes on with what was said before, and only with that."""
        return not self.goes_on.isdisjoint(history.topics)

    def goes_on_with(self, history: History) -> bool:
        """Whether its words go on with an alarm: always, after one, or after what was said."""
        is_more = AFTER_ALARM in self.goes_on and history.has_alarm
        return ALWAYS in self.goes_on or is_more or self.follows(history)

    @property
    def is_crisis(self) -> bool:
        """Whether its intent is a crisis."""
        return self.intent in CRISES

    @property
    def likely_otherwise(self) -> str | None:
        """The likeliest intent that is no crisis, where it may be answered instead."""
        if self.otherwise is None or self.otherwise_chance < LEAST_OTHERWISE:
            return None
        is_an_answer = self.otherwise == FEELINGS or has_an_answer(self.otherwise)
        return self.otherwise if is_an_answer else None

    def sure_language(self, known: str | None) -> str | None:
        """Its language, where that is sure; `known` is that of the chat so far.

        That stays where the message may well be in it: neighbours share too many words.
        """
        if not self.language_is_sure:
            return None
        return known if known in self.language_rivals else self.language

    @property
    def may_be_calm(self) -> bool:
        """Whether it depends on what was told before how much its words mean."""
        return self.calmed is not None or self.softened

    def in_chat(self, highest: Risk, history: History, *, is_adults: bool) -> Understood:
        """The message in a chat of that risk: after something grave no words are taken for calm.

        Unless the child has said since that it is safe, or an adult tells of a case. Where no sure
        alarm stands it is a doubtful one; one that was said to be none is not doubted again.
        """
        if not self.may_be_calm:
            return self
        stands = history.alarm_stands(self.says, self.unsays)
        if self.softened:
            is_over = history.is_safe_since and not history.has_sure_alarm
            if is_over and self.softer:
                return self.read_as(self.softer, Risk.none, is_certain=True)
            return replace(self, is_certain=self.is_certain and stands)
        is_grave = highest >= Risk.high and not (is_adults and not history.has_alarm)
        is_calm = not is_grave or history.is_safe_since
        return self if is_calm else self.as_raised(is_certain=stands)

    def as_raised(self, *, is_certain: bool = True) -> Understood:
        """The alarm that calm words took back, where they did."""
        if self.calmed is None:
            return self
        level = Risk.emergency
        return replace(self, intent=self.calmed, level=level, is_certain=is_certain, calmed=None)

    def saying(self, *topics: str) -> Understood:
        """The same with these topics among those that it names."""
        return replace(self, says=self.says | frozenset(topics))

    def not_saying(self, topic: str) -> Understood:
        """The same with this topic among those that it takes back."""
        return replace(self, unsays=self.unsays | {topic})

    def after(self, topics: frozenset[str]) -> Understood:
        """The message as it is read after those topics."""
        holding = topics - self.unsays
        intent = _first_after(holding, self.leads_after)
        in_doubt = intent or _first_after(holding, self.leads_after_in_doubt)
        led = replace(self.as_intent(intent), is_led=True) if intent else self
        return replace(led, led_in_doubt=in_doubt, not_after=frozenset()) if in_doubt else led

    def as_intent(self, intent: str) -> Understood:
        """The same with that intent, about which nobody is asked back."""
        return replace(self, intent=intent, doubt=None)

    def as_no_alarm(self, by_words: str | None = None) -> Understood:
        """What else it may mean, where it is no emergency: what words say, if they say anything."""
        calm = self.likely_otherwise if self.is_crisis else self.intent
        return self.read_as(by_words or calm or OUT_OF_SCOPE, Risk.concern, is_certain=True)

    def read_as(self, intent: str, level: Risk, *, is_certain: bool) -> Understood:
        """The same words with another meaning, about which nobody is asked back."""
        return replace(
            self, intent=intent, level=level, is_certain=is_certain, names_crisis=True, doubt=None
        )


def _leads(
    parsed: Mapping[str, Any], *, only_in_doubt: bool
) -> tuple[tuple[frozenset[str], str], ...]:
    """After which topics it has which intent."""
    return tuple(
        (frozenset(one[parse_keys.AFTER]), str(one[parse_keys.INTENT]))
        for one in parsed.get(parse_keys.LEADS_AFTER) or ()
        if bool(one.get(parse_keys.ONLY_IN_DOUBT)) is only_in_doubt
    )


def _first_after(
    topics: frozenset[str], leads: tuple[tuple[frozenset[str], str], ...]
) -> str | None:
    """The first intent that it has after one of those topics."""
    return next((intent for after, intent in leads if not after.isdisjoint(topics)), None)


def _first_of_each(entities: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in entities:
        found.setdefault(str(one["entity"]), str(one["value"]))
    return found
