"""Which reply fits best: a follow-up that a message is like, one to its act, its intent's answer.

Readers have judged replies to thousands of messages in their chats (answers/judged). From what is
known of a message, of its chat and of a reply, trees have learned how likely such a reply is
called good (`make ranking`); the likeliest is said.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, Protocol, TypeVar

from beacon.answers.act_replies import ActReply, family_of
from beacon.answers.book import Variant
from beacon.answers.follow_ups import FollowUp, FollowUps
from beacon.answers.history import FOLLOW_UP
from beacon.answers.short_reply import ShortReply
from beacon.answers.turn import Turn
from beacon.data_file import DataFileError
from beacon.levels import ADULT, Risk
from beacon.understanding import acts, danger, writers
from beacon.understanding.contract import CRISES, NOT_UNDERSTOOD
from beacon.understanding.likeness import Like
from beacon.understanding.trees import Trees
from beacon.understanding.writers import DOER, YOUNG

# A follow-up is said where it is likelier to be good than the answer, by as much. Chosen, as the
# next three, on chats that the trees had not learned (docs/figures.md).
LEAD = 0.05
# At least so likely good must a follow-up be that is said. Of those between 0.1 and 0.4 readers of
# two readings called 41 of 100 good and 17 harmful, of the intents' answers 39 and 5.
LEAST_FOLLOW_UP = 0.4
# Of a reply to an act: anywhere, and where a mistake does harm, or of what is for danger in danger.
LEAST_SAID = 0.15
LEAST_IF_RISKY = 0.35
# Of whatever is said off topic.
LEAST_OFF_TOPIC = 0.6
# At least so likely good is what may be tapped in its place: anywhere, and off topic.
LEAST_OFFERED = 0.1
LEAST_OFFERED_OFF_TOPIC = 0.3
# So many of these are shown.
MOST_OFFERED = 3
NOT_TO_BLAME = frozenset(YOUNG) - {DOER}
# Where nobody has judged a reply it is taken to be as good as that many which are as good as most.
TYPICAL = 8
# The chance that stands for none.
NO_CHANCE = 1e-4
# The likeness of earlier messages that stands for none, and for none before a first message.
NOT_LIKE = 0.55
UNTOLD = 0.5
# Up to so many words a message is short.
FEW_WORDS = 2
# More words than that tell no more.
MANY_WORDS = 20

Features = dict[str, float]
T = TypeVar("T")


@dataclass(frozen=True)
class Usefulness:
    """How often each reply was called good: `judged` has the good ones and all, by its name."""

    judged: Mapping[str, Sequence[int]]

    def of(self, name: str, without: Sequence[int] = (0, 0)) -> Features:
        """Of one reply; `without` are judgements that must not count, good ones and all."""
        good, judged = (
            count - own for count, own in zip(self.judged.get(name, (0, 0)), without, strict=True)
        )
        share = (good + TYPICAL * self._typical) / (judged + TYPICAL)
        return {"share_good": share, "judged": math.log1p(judged)}

    @cached_property
    def _typical(self) -> float:
        good, judged = (sum(counts) for counts in zip(*self.judged.values(), strict=True))
        return float(good / judged)


@dataclass(frozen=True)
class Judge:
    """What tells how likely one kind of reply is good: trees over named features."""

    features: Sequence[str]
    trees: Trees
    usefulness: Usefulness

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Judge:
        """What `stored` made. Raises KeyError where something is missing."""
        trees = Trees.of(stored["trees"])
        return cls(stored["features"], trees, Usefulness(stored["judged"]))

    def stored(self) -> dict[str, Any]:
        """All of it as JSON can hold it."""
        judged = {name: list(counts) for name, counts in self.usefulness.judged.items()}
        return {"features": list(self.features), "trees": self.trees.stored(), "judged": judged}

    def chances(self, replies: Iterable[tuple[str, Features]]) -> list[float]:
        """How likely each of these replies, by name and features, is good."""
        known = ({**features, **self.usefulness.of(name)} for name, features in replies)
        rows = [[reply[feature] for feature in self.features] for reply in known]
        return [float(chance) for chance in self.trees.chances(rows)] if rows else []


@dataclass(frozen=True)
class Choice:
    """The follow-up or the reply to an act that is said; None where the answer of the intent is.

    `others` are follow-ups that may have been meant instead, the likeliest first.
    """

    said: ShortReply | None = None
    others: tuple[FollowUp, ...] = ()


class Chooser(Protocol):
    """What decides which follow-up is said to a message, if any."""

    def choice(self, turn: Turn, follow_ups: FollowUps, own: Variant | None) -> Choice:
        """Among those that fit the turn, and the answer of its intent.

        `own` are the texts of that; None where it has no fixed ones.
        """

    def in_danger(self, turn: Turn, follow_ups: FollowUps, least: float) -> FollowUp | None:
        """The likeliest that was written for danger, if it is good with that chance at least."""


@dataclass(frozen=True)
class Ranking:
    """Says what readers would most likely call good."""

    follow_ups: Judge
    answers: Judge
    acts: Judge
    about: Mapping[str, Any] = field(default_factory=dict)

    def choice(self, turn: Turn, follow_ups: FollowUps, own: Variant | None) -> Choice:
        """The follow-up to be said, if any is likelier to be good than the intent's own answer."""
        rated = self._rated(turn, follow_ups)
        to_act = self._to_act(turn, follow_ups, own)
        if not rated and not to_act:
            return Choice()
        (of_answer,) = self.answers.chances([(turn.intent, features_of_answer(turn, own))])
        all_rated = ((chance, least_of(turn, one), one) for chance, one in [*rated, *to_act])
        said = likeliest(all_rated, of_answer + LEAD)
        return Choice(said, tuple(islice(_offered(turn, said, rated), MOST_OFFERED)))

    def in_danger(self, turn: Turn, follow_ups: FollowUps, least: float) -> FollowUp | None:
        """The likeliest that was written for danger, if it is good with that chance at least."""
        rated = self._rated(turn, follow_ups)
        return likeliest(((chance, least, one) for chance, one in rated if one.is_for_danger), 0.0)

    def _rated(self, turn: Turn, follow_ups: FollowUps) -> list[tuple[float, FollowUp]]:
        """The follow-ups that fit the turn, with how likely each is good."""
        fitting = list(follow_ups.fitting(turn))
        chances = self.follow_ups.chances(
            (one.name, features_of(turn, one, like, follow_ups.intents)) for one, like in fitting
        )
        return [(chance, one) for chance, (one, _) in zip(chances, fitting, strict=True)]

    def _to_act(
        self, turn: Turn, follow_ups: FollowUps, own: Variant | None
    ) -> list[tuple[float, ActReply]]:
        """What may be said to the act of the message, if anything, with how likely it is good."""
        one = follow_ups.to_act(turn, own)
        if one is None:
            return []
        (chance,) = self.acts.chances([(one.family, features_of_act(turn, one))])
        return [(chance, one)]


def load_ranking(file: Path) -> Ranking:
    """Reads what `make ranking` wrote. Raises DataFileError."""
    try:
        stored = json.loads(file.read_text(encoding="utf-8"))
        judges = {kind: Judge.of(stored[kind]) for kind in ("follow_ups", "answers", "acts")}
        return Ranking(**judges, about=stored["about"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataFileError(file, 1, f"no ranking that `make ranking` wrote: {error}") from error


def likeliest(rated: Iterable[tuple[float, float, T]], needed: float) -> T | None:
    """The reply that is likeliest good, if any is likely enough.

    Each comes with how likely it is and how likely it must be at least; each must reach `needed`
    too.
    """
    likely = [(chance, reply) for chance, least, reply in rated if chance >= max(least, needed)]
    return max(likely, key=lambda one: one[0], default=(0.0, None))[1]


def _offered(
    turn: Turn, said: ShortReply | None, rated: Sequence[tuple[float, FollowUp]]
) -> Iterator[FollowUp]:
    """What else may have been meant, the likeliest first.

    Nothing that was said in the chat, and no cry for help, which is not put into anybody's mouth.
    """
    known = {one.facts.get(FOLLOW_UP) for one in turn.said}
    titles = set()
    least = LEAST_OFFERED_OFF_TOPIC if _is_off_topic(turn) else LEAST_OFFERED
    likely = (rated_one for rated_one in rated if rated_one[0] >= least)
    for _, one in sorted(likely, key=lambda rated_one: -rated_one[0]):
        is_new = one is not said and one.name not in known and one.title not in titles
        if one.title and is_new and one.intent not in CRISES:
            titles.add(one.title)
            yield one


def least_of(turn: Turn, one: ShortReply) -> float:
    """How likely good a reply must be at least: more where a mistake does harm, or looks silly.

    A reply to an act does harm near an alarm where it was not written for that, where it is glad,
    or speaks to adults or to somebody who did something. Silly is what is off topic where nothing
    of trouble was told.
    """
    if _is_off_topic(turn):
        return LEAST_OFF_TOPIC
    if not isinstance(one, ActReply):
        is_for_it = turn.is_near_danger and one.is_for_danger
        return LEAST_IF_RISKY if is_for_it else LEAST_FOLLOW_UP
    is_in_danger = turn.is_doubtful_alarm or (turn.is_near_danger and not one.is_for_danger)
    is_risky = is_in_danger or one.act in acts.GLAD or one.who.isdisjoint(NOT_TO_BLAME)
    return LEAST_IF_RISKY if is_risky else LEAST_SAID


def _is_off_topic(turn: Turn) -> bool:
    """Whether it is in a chat in which nothing of trouble was told."""
    return turn.intent in NOT_UNDERSTOOD and not turn.has_told


def features_of(turn: Turn, one: FollowUp, like: Like, intents: Mapping[str, str]) -> Features:
    """What is known of a follow-up as the reply to a turn whose message is `like` it.

    `intents` says what each follow-up is about, by its name.
    """
    text = one.variant.text.get(turn.reading_band) or next(iter(one.variant.text.values()))
    earlier = [said.like for said in turn.history.said[-2:]]
    return {
        "cosine": like.cosine,
        "cosine_behind": like.cosine - turn.likest,
        "near": like.near,
        "mean": like.mean,
        "shared": like.shared,
        "shared_of_message": like.shared_of_message,
        "shared_of_sentence": like.shared_of_sentence,
        "shared_behind": like.shared - turn.most_shared,
        "chance": math.log(max(like.chance, NO_CHANCE)),
        "has_intent": one.intent is not None,
        "is_of_intent": one.intent == turn.intent,
        "is_of_case": one.intent is not None and one.intent == turn.case_told,
        "is_again": any(said.facts.get(FOLLOW_UP) == one.name for said in turn.history.said),
        "was_like": _was_like(earlier, lambda name: name == one.name),
        "was_of_intent": _was_like(
            earlier, lambda name: one.intent is not None and intents.get(name) == one.intent
        ),
        "wordings": len(one.asked),
        "length": len(text),
        "roles": len(one.who),
        "is_for_writer": _share_for_writer(turn, one),
        "is_after": bool(one.after),
        "is_for_danger": one.is_for_danger,
        "is_near_danger": turn.is_near_danger,
        **_features_of_turn(turn),
    }


def features_of_answer(turn: Turn, own: Variant | None) -> Features:
    """What is known of the answer of a turn's intent as the reply to it."""
    last = turn.history.last
    return {
        "is_understood": own is not None and turn.intent not in NOT_UNDERSTOOD,
        "is_by_words": own is not None and own.is_by_words,
        "is_for_case": own is not None and bool(own.when),
        "has_help": own is not None and own.help is not None,
        "is_told": turn.intent == turn.case_told,
        "is_again": last is not None and last.answer == turn.intent,
        "said": len(turn.history.said),
        "likest": turn.likest,
        "shared": turn.most_shared,
        "risk": float(turn.risk),
        "highest": float(turn.highest_risk),
        **_features_of_turn(turn),
    }


def features_of_act(turn: Turn, one: ActReply) -> Features:
    """What is known of what is said to an act as the reply to a turn."""
    earlier = [said.facts.get(FOLLOW_UP, "") for said in turn.history.said]
    first, second = sorted(turn.acts.values(), reverse=True)[:2]
    return {
        "chance": first,
        "lead": first - second,
        "is_again": bool(earlier) and family_of(earlier[-1]) == one.family,
        "times": sum(family_of(name) == one.family for name in earlier),
        "roles": len(one.who),
        "is_for_writer": _share_for_writer(turn, one),
        "is_for_danger": one.is_for_danger,
        "is_near_danger": turn.is_near_danger,
        "is_understood": turn.intent not in NOT_UNDERSTOOD,
        "is_told": turn.intent == turn.case_told,
        "said": len(turn.history.said),
        "likest": turn.likest,
        "shared": turn.most_shared,
        "risk": float(turn.risk),
        "highest": float(turn.highest_risk),
        **_features_of_turn(turn),
    }


def _share_for_writer(turn: Turn, one: ShortReply) -> float:
    """How likely whoever writes may be told it; the same in whatever order the set is read."""
    return math.fsum(turn.writer[writer] for writer in one.who)


def _features_of_turn(turn: Turn) -> Features:
    return {
        **{f"writes_{writer}": turn.writer[writer] for writer in writers.LABELS},
        "in_danger": danger.chance_of_danger(turn.stands),
        "is_past": danger.chance_past(turn.stands),
        **{f"does_{act}": turn.acts.get(act, 0.0) for act in acts.LABELS},
        "words": min(turn.words, MANY_WORDS),
        "is_short": turn.words <= FEW_WORDS,
        "confidence": turn.confidence,
        "is_first": turn.is_first,
        "is_led": turn.is_led,
        "is_alarm": turn.is_doubtful_alarm,
        "is_grave": turn.highest_risk >= Risk.high,
        "is_adult": turn.band == ADULT,
    }


def _was_like(earlier: Sequence[Mapping[str, float]], is_one: Callable[[str], bool]) -> float:
    """How like one of these the messages before were; of a first message nothing is known."""
    if not earlier:
        return UNTOLD
    likes = (like for said in earlier for name, like in said.items() if is_one(name))
    return max(likes, default=NOT_LIKE)
