"""What is said to whoever can't be answered in words: who knows no English, or writes unread."""

from __future__ import annotations

from beacon.answers import countries
from beacon.answers.history import Said
from beacon.answers.paragraphs import TOLD_LANGUAGE
from beacon.answers.tools import Tools
from beacon.answers.topics import NO_ENGLISH
from beacon.answers.turn import Reply, Turn
from beacon.register.model import Need
from beacon.understanding.contract import ASK_HELPLINE, FALLBACK, REQUEST_HUMAN

NOT_READ = "not_read"


class Languages:
    """Says which languages are read here, and who may be talked to, for words may not help."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def no_english(self, turn: Turn) -> Reply | None:
        """What is said to whoever knows no English, and tells of nothing grave."""
        is_next = NO_ENGLISH in turn.says and not turn.may_be_grave
        return self._reply(turn, NO_ENGLISH) if is_next else None

    def not_read(self, turn: Turn) -> Reply | None:
        """What is said to a message that is in a language which nothing here understands."""
        is_next = turn.intent == FALLBACK and not self._tools.book.reads(turn.language)
        return self._reply(turn, NOT_READ) if is_next else None

    def _reply(self, turn: Turn, name: str) -> Reply:
        found = self._tools.services.somebody_to_talk_to(turn)
        asks = countries.question(turn)
        is_read = self._tools.book.reads(turn.language)
        say = self._tools.paragraphs.no_english if is_read else self._tools.paragraphs.not_read
        facts = {"need": Need.TALK.value, TOLD_LANGUAGE: turn.language}
        return Reply(
            said=Said(name, turn.reading_band, asks, facts, turn.risk),
            buttons=self._tools.steps.to((ASK_HELPLINE, REQUEST_HUMAN), turn),
            sources=("factsheet:VI-2",),
            **say(turn, found, asks),
        )
