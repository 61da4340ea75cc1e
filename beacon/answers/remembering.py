"""What a reply keeps of the message that it answers, for the next turns."""

from __future__ import annotations

from dataclasses import replace

from beacon.answers.history import ALARM
from beacon.answers.services import SHOWN, first_of
from beacon.answers.turn import Reply, Turn

# So many of the follow-ups that a message was like are known with the next ones.
REMEMBERED = 6


def remembering(turn: Turn, reply: Reply) -> Reply:
    """The reply with what the next turns must know of the message that it answers."""
    alarm = {ALARM: turn.facts[ALARM]} if turn.is_doubtful_alarm else {}
    shown = {SHOWN: first_of(reply.help)} if reply.help else {}
    said = replace(
        reply.said,
        like={one.name: one.cosine for one in turn.like[:REMEMBERED]},
        facts={**reply.said.facts, **alarm, **shown},
        risk=max(reply.said.risk, turn.risk),
        says=reply.said.says | turn.says,
        unsays=reply.said.unsays | turn.unsays,
        writer=turn.writer,
        stands=turn.stands,
    )
    return replace(reply, said=said)
