"""The true-or-false quiz: ten statements of a band, each with its reason after the answer.

Where a quiz stands is kept with what the bot said. Only a sure yes or no is an answer; after
anything else it can be gone on with, until it is stopped or at its end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from beacon.answers.book import AnswerBook, Question
from beacon.answers.history import Said, mark_of
from beacon.answers.paragraphs import Paragraphs
from beacon.answers.turn import Button, Reply, Turn
from beacon.levels import Risk
from beacon.understanding.contract import ASK_HELPLINE, MENU, NO, SIMPLER, START_QUIZ, THANK, YES

NAME = "quiz"
END = "quiz_end"
# What is tapped stands for the same intents as a typed yes or no.
ANSWERS = {"quiz_true": YES, "quiz_false": NO}
# Read so, typed words are about the statement and yet no answer to it ("ok", "lol easy").
CHATTER = (*ANSWERS.values(), THANK, SIMPLER)
# Topics of a message that is held against a statement.
TOPICS = SAYS_TRUE, SAYS_FALSE, DONT_KNOW, STOP = (
    "quiz_yes",
    "quiz_no",
    "quiz_dont_know",
    "quiz_stop",
)
# Words that mean the quiz only while it is unfinished.
GO_ON = "quiz_go_on"
# So many utterances after a statement it is still offered to go on.
OFFERED_FOR = 3


class Quiz:
    """The quiz of one band."""

    def __init__(self, book: AnswerBook, band: str) -> None:
        self._book = book
        self._band = band
        self._questions = book.quiz[band]

    def begin(self) -> Reply:
        """The first question."""
        return self._ask(self._book.phrase("quiz_begin"), number=0, score=0)

    def go_on(self, last: Said) -> Reply:
        """The question once more that `last` asked, and the points so far."""
        words = self._book.phrase("quiz_goes_on")
        number, score = _place(last)
        if number:
            so_far = self._book.phrase("quiz_so_far").format(score=score, total=number)
            words = f"{words} {so_far}"
        return self._ask(words, number, score)

    def reply(self, turn: Turn, last: Said) -> Reply | None:
        """What is said to a message that meets the question which `last` asked.

        None where the message is none to the quiz, and is answered as any other.
        """
        if turn.risk >= Risk.high:
            return None
        if STOP in turn.says:
            return self._stop()
        verdict = _verdict(turn)
        if verdict is not None:
            return self._answer(verdict, last)
        if DONT_KNOW in turn.says:
            return self._answer(None, last)
        if turn.intent in CHATTER:
            return self._ask(self._book.phrase("quiz_which"), *_place(last))
        return None

    def _answer(self, verdict: bool | None, last: Said) -> Reply:
        """Right or not, why, and the next question or the end."""
        number, score = _place(last)
        question = self._questions[number]
        mark = mark_of(question.statement)
        if last.facts.get("statement", mark) != mark:
            # The statement was changed since it was asked: no verdict on another one.
            return self._ask("", number, score)
        right = verdict is question.true
        reason = f"{self._book.phrase(_said_to(verdict, question))} {question.reason}"
        if number + 1 == len(self._questions):
            return self._end(reason, score + right, question)
        return self._ask(reason, number + 1, score + right)

    def _ask(self, before: str, number: int, score: int) -> Reply:
        question = self._questions[number]
        place = f"{number + 1}/{len(self._questions)}"
        facts = {
            "question": str(number),
            "score": str(score),
            "statement": mark_of(question.statement),
        }
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
        return self._over((reason, end), question.sources)

    def _stop(self) -> Reply:
        return self._over((self._book.phrase("quiz_stopped"),), ())

    def _over(self, words: tuple[str, ...], sources: tuple[str, ...]) -> Reply:
        steps = (MENU, ASK_HELPLINE)
        return Reply(
            before=words,
            said=Said(END, self._band),
            buttons=tuple(Button(self._book.title(step, self._band), step) for step in steps),
            sources=sources,
        )


def unfinished(said: Sequence[Said]) -> Said | None:
    """What asked the last question of a quiz that has not ended."""
    last = next((one for one in reversed(said) if one.answer in (NAME, END)), None)
    return last if last and last.answer == NAME else None


def play(book: AnswerBook, paragraphs: Paragraphs, turn: Turn) -> Reply:
    """The quiz from its first statement on, or from where it was left."""
    quiz, left = Quiz(book, turn.reading_band), unfinished(turn.said)
    if left and left.band == turn.reading_band:
        return quiz.go_on(left)
    first = quiz.begin()
    facts = {**first.said.facts, **paragraphs.remembered(turn, None)}
    before = (*paragraphs.english_only(turn), *first.before)
    return replace(first, before=before, said=replace(first.said, facts=facts))


def reply_to(book: AnswerBook, turn: Turn) -> Reply | None:
    """What is said to a message that meets a statement of the quiz; None where it meets none."""
    last = turn.history.last
    if last is None or last.answer != NAME:
        return None
    return Quiz(book, last.band).reply(turn, last)


def as_meant(turn: Turn) -> Turn:
    """The turn, where its words go on with something: with a quiz only if one is unfinished.

    After trouble was told they do not mean the quiz either.
    """
    if GO_ON not in turn.says:
        return turn
    if unfinished(turn.said) is not None and not turn.has_told:
        return replace(turn, intent=START_QUIZ, doubt=None)
    return replace(turn, intent=MENU) if turn.intent == START_QUIZ else turn


def with_way_back(book: AnswerBook, turn: Turn, reply: Reply) -> Reply:
    """The reply with a button back to a quiz that was left, where it is no part of it itself.

    Not where trouble was told, nor where something is asked.
    """
    is_left = unfinished(turn.said[-OFFERED_FOR:]) is not None
    is_asked = reply.said.answer in (NAME, END) or reply.said.asks is not None
    if turn.has_told or is_asked or not is_left:
        return reply
    others = (button for button in reply.buttons if button.intent != START_QUIZ)
    return replace(reply, buttons=(*others, Button(book.phrase("quiz_go_on"), START_QUIZ)))


def _verdict(turn: Turn) -> bool | None:
    """What the message holds the statement for; typed words must say it, a tap says its intent."""
    yes, no = SAYS_TRUE in turn.says, SAYS_FALSE in turn.says
    if yes != no:
        return yes
    return None if turn.is_typed else {YES: True, NO: False}.get(turn.intent)


def _said_to(verdict: bool | None, question: Question) -> str:
    if verdict is None:
        return "quiz_is_true" if question.true else "quiz_is_false"
    return "quiz_right" if verdict is question.true else "quiz_wrong"


def _place(last: Said) -> tuple[int, int]:
    """The number of the question that was asked, counted from 0, and the points before it."""
    return int(last.facts["question"]), int(last.facts["score"])
