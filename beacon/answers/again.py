"""What was said before once more: never the same words twice running, and simpler where asked."""

from __future__ import annotations

from dataclasses import replace

from beacon.answers.choosing import Choosing
from beacon.answers.follow_ups import FollowUps
from beacon.answers.history import INVITED, Said, mark_of
from beacon.answers.tools import Tools
from beacon.answers.turn import Reply, Turn
from beacon.answers.wording import Wording
from beacon.levels import SHORT, Risk, simpler
from beacon.understanding.contract import SIMPLER, lowest_risk


class Again:
    """Says in other words what was said already."""

    def __init__(
        self, tools: Tools, wording: Wording, follow_ups: FollowUps, choosing: Choosing
    ) -> None:
        self._tools = tools
        self._wording = wording
        self._follow_ups = follow_ups
        self._choosing = choosing

    def not_again(self, turn: Turn, reply: Reply) -> Reply:
        """The reply, or that it was said just now: to hear the same words again is to be unheard.

        What to do in an alarm is said as often as the alarm is raised.
        """
        if turn.is_sure_alarm or turn.intent == SIMPLER or not reply.said.must_be_new:
            return reply
        mark, last = mark_of(" ".join((*reply.before, *reply.after))), turn.history.last
        if last is None or last.mark != mark:
            return replace(reply, said=replace(reply.said, mark=mark))
        if instead := self._choosing.instead(turn):
            return self._wording.followed_up(turn, instead)
        return self._said_already(turn, reply)

    def _said_already(self, turn: Turn, reply: Reply) -> Reply:
        """That the reply was said just now, with its help and its steps."""
        phrase = "said_already_alarm" if turn.in_danger else "said_already"
        text, asks = self._tools.book.phrase(phrase), reply.said.asks
        return Reply(
            said=replace(reply.said, facts=_without_invitation(reply.said)),
            buttons=reply.buttons,
            sources=reply.sources,
            **self._tools.paragraphs.of(turn, text, reply.help, asks),
        )

    def in_simpler_words(self, turn: Turn) -> Reply:
        """The last answer again in the next simpler text, then shorter still.

        It has the risk and the help that it had at first: to ask for other words is no risk.
        """
        said = next((one for one in reversed(turn.said) if self._can_be_simpler(one)), None)
        if said is None:
            return self._wording.answer(turn, SIMPLER)
        again = _as_at_first(turn, said)
        if follow_up := self._follow_ups.said_in(said):
            reply = self._wording.followed_up(again, follow_up, SHORT)
        else:
            reply = self._wording.answer(again, said.answer, simpler(said.band))
        return self._tools.paragraphs.number_first(again, reply)

    def _can_be_simpler(self, said: Said) -> bool:
        is_answer = said.answer in self._tools.book.answers and said.answer != SIMPLER
        return is_answer or self._follow_ups.said_in(said) is not None


def _as_at_first(turn: Turn, said: Said) -> Turn:
    """The turn as if its message were the one that was answered so."""
    return replace(
        turn,
        intent=said.answer,
        risk=_risk_again(turn, said),
        facts=_without_invitation(said),
        says=said.says,
        unsays=said.unsays,
    )


def _without_invitation(said: Said) -> dict[str, str]:
    """Its facts, but for what its words asked to be told: other words may ask for nothing."""
    return {name: value for name, value in said.facts.items() if name != INVITED}


def _risk_again(turn: Turn, said: Said) -> Risk:
    """The risk of an answer that is said once more; an alarm that is over is none again."""
    risk = max(turn.risk, said.risk, lowest_risk(said.answer))
    is_over = said.is_sure_alarm and not turn.in_danger
    return min(risk, Risk.high) if is_over else risk
