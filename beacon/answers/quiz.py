"""The true-or-false quiz: ten statements of a band, each with its reason after the answer."""

from __future__ import annotations

from dataclasses import dataclass

from beacon.answers.book import AnswerBook, Question
from beacon.answers.turn import Button, Reply, Said
from beacon.levels import DEFAULT_BAND

# What is tapped stands for the same intents as a typed yes or no.
ANSWERS = {"quiz_true": "affirm", "quiz_false": "deny"}


@dataclass(frozen=True)
class Standing:
    """Where a quiz stands: the number of the open question from 0, and the right answers so far."""

    running: bool = False
    question: int = 0
    score: int = 0


class Quiz:
    """Runs the quiz of one band."""

    def __init__(self, book: AnswerBook, band: str | None) -> None:
        self._book = book
        self._band = band or DEFAULT_BAND
        self._questions = book.quiz[self._band]

    def begin(self) -> tuple[Reply, Standing]:
        """The first question."""
        standing = Standing(running=True)
        return self._ask(standing, self._book.phrase("quiz_begin")), standing

    def answer(self, said_true: bool, standing: Standing) -> tuple[Reply, Standing]:
        """Right or not, why, and the next question or the end."""
        question = self._questions[standing.question]
        right = said_true == question.true
        verdict = self._book.phrase("quiz_right" if right else "quiz_wrong")
        reason = f"{verdict} {question.reason}"
        score = standing.score + right
        following = standing.question + 1
        if following == len(self._questions):
            return self._end(reason, score, question), Standing()
        after = Standing(True, following, score)
        return self._ask(after, reason), after

    def _ask(self, standing: Standing, before: str) -> Reply:
        question = self._questions[standing.question]
        number = f"{standing.question + 1}/{len(self._questions)}"
        return Reply(
            text=f"{before}\n\n{number}: {question.statement}",
            said=Said("quiz", self._band),
            buttons=tuple(
                Button(self._book.phrase(name), intent) for name, intent in ANSWERS.items()
            ),
            sources=question.sources,
        )

    def _end(self, reason: str, score: int, question: Question) -> Reply:
        end = self._book.phrase("quiz_end").format(score=score, total=len(self._questions))
        steps = ("ask_menu", "ask_helpline")
        return Reply(
            text=f"{reason}\n\n{end}",
            said=Said("quiz_end", self._band),
            buttons=tuple(Button(self._book.title(step, self._band), step) for step in steps),
            sources=question.sources,
        )
