"""The true-or-false quiz: ten statements of a band, each with its reason after the answer.

Where a quiz stands is kept with what the bot said last; whatever else is said ends it.
"""

from __future__ import annotations

import zlib

from beacon.answers.book import AnswerBook, Question
from beacon.answers.turn import Button, Reply, Said

NAME = "quiz"
# What is tapped stands for the same intents as a typed yes or no.
ANSWERS = {"quiz_true": "affirm", "quiz_false": "deny"}


class Quiz:
    """The quiz of one band."""

    def __init__(self, book: AnswerBook, band: str) -> None:
        self._book = book
        self._band = band
        self._questions = book.quiz[band]

    def begin(self) -> Reply:
        """The first question."""
        return self._ask(self._book.phrase("quiz_begin"), number=0, score=0)

    def answer(self, said_true: bool, last: Said) -> Reply:
        """Right or not, why, and the next question or the end; `last` asked the question."""
        number, score = int(last.facts["question"]), int(last.facts["score"])
        question = self._questions[number]
        if last.facts.get("statement", _mark(question)) != _mark(question):
            # The statement was changed since it was asked: no verdict on another one.
            return self._ask("", number, score)
        right = said_true == question.true
        verdict = self._book.phrase("quiz_right" if right else "quiz_wrong")
        reason = f"{verdict} {question.reason}"
        if number + 1 == len(self._questions):
            return self._end(reason, score + right, question)
        return self._ask(reason, number + 1, score + right)

    def _ask(self, before: str, number: int, score: int) -> Reply:
        question = self._questions[number]
        place = f"{number + 1}/{len(self._questions)}"
        facts = {"question": str(number), "score": str(score), "statement": _mark(question)}
        return Reply(
            before=tuple(filter(None, (before, f"{place}: {question.statement}"))),
            said=Said(NAME, self._band, facts=facts),
            buttons=tuple(
                Button(self._book.phrase(name), intent) for name, intent in ANSWERS.items()
            ),
            sources=question.sources,
        )

    def _end(self, reason: str, score: int, question: Question) -> Reply:
        end = self._book.phrase("quiz_end").format(score=score, total=len(self._questions))
        steps = ("ask_menu", "ask_helpline")
        return Reply(
            before=(reason, end),
            said=Said("quiz_end", self._band),
            buttons=tuple(Button(self._book.title(step, self._band), step) for step in steps),
            sources=question.sources,
        )


def _mark(question: Question) -> str:
    """What tells the statement from any other."""
    return f"{zlib.crc32(question.statement.encode()):08x}"
