"""What readers judged of replies in whole chats: answers/judged, a message a line.

Without any of the bot's packages, which are not there where encoders are trained.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

FOLDER = Path("judged")
# The ranking is fitted on chats that the encoder has not learned: what that says of them counts.
FOR_ENCODER, FOR_RANKING = FOLDER / "for_encoder.jsonl", FOLDER / "for_ranking.jsonl"
GOOD, CLUMSY, HARMFUL = VERDICTS = ("good", "clumsy", "harmful")


@dataclass(frozen=True)
class Judged:
    """A message of a chat, with the verdict on each follow-up by name, in this place.

    `answer` is the intent whose answer the bot gave, and the verdict on that; where it said a
    follow-up, that is `said_then`. `best` is the follow-up that was the best of all replies, where
    one was.
    """

    chat: str
    said: str
    verdicts: Mapping[str, str]
    answer: tuple[str, str] | None = None
    said_then: str | None = None
    best: str | None = None

    @property
    def verdict_then(self) -> str | None:
        """What was judged of the reply that the bot gave then."""
        if self.said_then:
            return self.verdicts.get(self.said_then)
        return self.answer[1] if self.answer else None


def chats(file: Path) -> Iterator[list[Judged]]:
    """The messages of each chat in order. Raises OSError, ValueError or KeyError."""
    lines = map(_judged, file.read_text(encoding="utf-8").splitlines())
    for _, messages in groupby(lines, key=lambda one: one.chat):
        yield list(messages)


def _judged(line: str) -> Judged:
    stored = json.loads(line)
    answer = stored.get("answer")
    return Judged(
        chat=stored["chat"],
        said=stored["said"],
        verdicts={name: verdict for verdict in VERDICTS for name in stored.get(verdict, ())},
        answer=(answer["intent"], answer["verdict"]) if answer else None,
        said_then=stored.get("said_then"),
        best=stored.get("best"),
    )
