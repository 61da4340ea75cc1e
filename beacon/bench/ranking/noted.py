"""Collects what readers have judged, by playing the judged chats again."""

from __future__ import annotations

from collections.abc import Iterator

from rasa.core.agent import Agent

from beacon import project
from beacon.answers import Composer, Turn
from beacon.answers.act_replies import ActReply
from beacon.answers.book import Variant
from beacon.answers.follow_ups import FollowUps
from beacon.answers.ranking import (
    Choice,
    features_of,
    features_of_act,
    features_of_answer,
    least_of,
)
from beacon.bench.ranking.cases import ANSWER, FOLLOW_UP, TO_ACT, Case, Row
from beacon.bench.replay import Replay
from beacon.judged import FOR_RANKING, Judged, chats

JUDGED = project.ROOT / "answers" / FOR_RANKING


class Noting:
    """Takes the place of a ranking: notes what one would see, and chooses what readers called best.

    `cases` are all messages so far, and `judged` is what readers said of the latest.
    """

    def __init__(self) -> None:
        self.cases: list[Case] = []
        self.judged = Judged("", "", {})
        self._case: Case | None = None

    def hear(self, judged: Judged) -> None:
        """Takes the next message; it counts once, though a choice may be asked for twice."""
        self.judged, self._case = judged, None

    def choice(self, turn: Turn, follow_ups: FollowUps, own: Variant | None) -> Choice:
        """The reply that readers called best; the answer of the intent where none of these was."""
        if self._case is None:
            self._case = self._noted(turn, follow_ups, own)
            self.cases.append(self._case)
        best = self.judged.best
        if best and any(row.name == best and row.is_good for row in self._case.follow_ups):
            return Choice(follow_ups.by_name[best])
        to_act = self._case.to_act
        is_best = to_act is not None and to_act.is_good and to_act.name == best
        return Choice(follow_ups.to_act(turn, own) if is_best else None)

    def in_danger(self, turn: Turn, follow_ups: FollowUps, least: float) -> None:
        """Nothing: sure alarms are no cases."""

    def _noted(self, turn: Turn, follow_ups: FollowUps, own: Variant | None) -> Case:
        return Case(
            follow_ups=list(self._follow_ups(turn, follow_ups)),
            to_act=self._to_act(turn, follow_ups.to_act(turn, own)),
            answer=self._answer(turn, own),
            verdict_then=self.judged.verdict_then,
        )

    def _follow_ups(self, turn: Turn, follow_ups: FollowUps) -> Iterator[Row]:
        chat, verdicts = self.judged.chat, self.judged.verdicts
        for one, like in follow_ups.fitting(turn):
            if verdict := verdicts.get(one.name):
                features = features_of(turn, one, like, follow_ups.intents)
                yield Row(chat, FOLLOW_UP, one.name, features, verdict, least_of(turn, one))

    def _to_act(self, turn: Turn, one: ActReply | None) -> Row | None:
        if one is None or one.family not in self.judged.verdicts:
            return None
        features, least = features_of_act(turn, one), least_of(turn, one)
        verdict = self.judged.verdicts[one.family]
        return Row(self.judged.chat, TO_ACT, one.family, features, verdict, least)

    def _answer(self, turn: Turn, own: Variant | None) -> Row | None:
        answer = self.judged.answer
        if answer is None or answer[0] != turn.intent:
            return None
        features = features_of_answer(turn, own)
        return Row(self.judged.chat, ANSWER, turn.intent, features, answer[1])


async def noted(agent: Agent) -> list[Case]:
    """What a ranking would have seen in all judged chats, with the verdicts."""
    parts = project.parts()
    noting = Noting()
    composer = Composer(parts.book, parts.register, parts.follow_ups, noting)
    for messages in chats(JUDGED):
        replay = Replay(agent, composer)
        for message in messages:
            noting.hear(message)
            await replay.say(message.said)
    return [case for case in noting.cases if case.follow_ups or case.to_act or case.answer]
