"""Composes a reply: which of the ways to answer a turn is taken, in their order."""

from __future__ import annotations

from dataclasses import replace

from beacon.answers import asking_back, countries, quiz
from beacon.answers.acknowledging import acknowledging
from beacon.answers.again import Again
from beacon.answers.asking_back import AskingBack
from beacon.answers.book import AnswerBook
from beacon.answers.choosing import Choosing
from beacon.answers.finding_help import FindingHelp
from beacon.answers.follow_ups import FollowUps
from beacon.answers.hand_over import HandOver
from beacon.answers.history import Said
from beacon.answers.languages import Languages
from beacon.answers.ranking import Choice, Chooser
from beacon.answers.remembering import remembering
from beacon.answers.tools import Tools
from beacon.answers.turn import Reply, Turn
from beacon.answers.wording import Wording
from beacon.levels import Risk
from beacon.register.model import Found, Register
from beacon.understanding.contract import (
    CRISES,
    FALLBACK,
    NOT_UNDERSTOOD,
    OUT_OF_SCOPE,
    SIMPLER,
    START_QUIZ,
)


class Composer:
    """Turns an understood message into what the bot says, from the answer book and the register."""

    def __init__(
        self, book: AnswerBook, register: Register, follow_ups: FollowUps, chooser: Chooser
    ) -> None:
        self._tools = Tools.of(book, register)
        self._wording = Wording(self._tools)
        self._choosing = Choosing(book, follow_ups, chooser)
        self._again = Again(self._tools, self._wording, follow_ups, self._choosing)
        self._asking_back = AskingBack(self._tools)
        self._languages = Languages(self._tools)
        self._finding_help = FindingHelp(self._tools, self._wording)

    def reply(self, turn: Turn) -> Reply:
        """The reply to a turn whose answer is fixed."""
        turn = quiz.as_meant(turn)
        reply = quiz.with_way_back(self._tools.book, turn, self._reply(turn))
        return self._finished(turn, reply)

    def help(self, turn: Turn) -> Reply:
        """The services for what the turn needs.

        What goes on with an alarm is answered as that, though it was read as a question for help.
        """
        if turn.intent in CRISES:
            return self.reply(turn)
        return self._finished(turn, self._finding_help.reply(turn))

    def notice(self, turn: Turn, phrase: str) -> Reply:
        """One short text of the program's own, such as that pictures are not taken."""
        return self._number_first(turn, Reply((self._tools.book.phrase(phrase),), Said(phrase)))

    def last_resort(self, turn: Turn, phrase: str = "service_down") -> Reply:
        """What is said to a message that nothing here has read: why, and numbers that work."""
        words = self._tools.paragraphs.just_in_case(turn, self._tools.book.phrase(phrase))
        return self._number_first(turn, Reply(said=Said(phrase), **words))

    def handed_over(self, turn: Turn, key: str | None, may_read: bool) -> Reply:
        """The truth about a hand-over: stored under `key`, or not and whom to reach instead."""
        hand_over = self._hand_over(turn)
        reply = hand_over.failed() if key is None else hand_over.stored(key, may_read)
        return self._number_first(turn, reply)

    def talk_over(self, why: str, turn: Turn) -> Reply:
        """What is said when a talk with a person is over; `why` is one of `hand_over.ENDS`."""
        return self._number_first(turn, self._hand_over(turn).over(why))

    def somebody_to_talk_to(self, turn: Turn) -> Found:
        """The services that listen, for whoever asks in that country."""
        return self._tools.services.somebody_to_talk_to(turn)

    def _reply(self, turn: Turn) -> Reply:
        """The first of these ways that the turn asks for."""
        if no_english := self._languages.no_english(turn):
            return no_english
        if to_quiz := quiz.reply_to(self._tools.book, turn):
            return to_quiz
        hand_over = self._hand_over(turn)
        is_handed_over = hand_over.is_next()
        choice = Choice() if is_handed_over else self._choosing.choice(turn)
        if choice.said:
            reply = self._wording.followed_up(turn, choice.said)
            return self._tools.steps.offering(turn, reply, choice.others)
        if asking_back.is_in_doubt(turn):
            return self._asking_back.which_of_two(turn)
        if is_handed_over:
            return hand_over.reply()
        return self._tools.steps.offering(turn, self._by_intent(turn), choice.others)

    def _by_intent(self, turn: Turn) -> Reply:
        """What is said to a message that answers nothing which the bot has asked."""
        if turn.intent == START_QUIZ:
            return quiz.play(self._tools.book, self._tools.paragraphs, turn)
        if turn.intent == SIMPLER and turn.said:
            return self._again.in_simpler_words(turn)
        if turn.intent not in self._tools.book.answers:
            # Also a button of an older version, whose intent is gone.
            turn = replace(turn, intent=FALLBACK)
        if not_read := self._languages.not_read(turn):
            return not_read
        if countries.is_told_for_help(turn):
            return self.help(turn)
        if turn.intent in NOT_UNDERSTOOD and turn.highest_risk < Risk.high:
            return self._asking_back.in_other_words(turn)
        intent = OUT_OF_SCOPE if turn.intent == FALLBACK else turn.intent
        return self._wording.answer(turn, intent)

    def _finished(self, turn: Turn, reply: Reply) -> Reply:
        """The reply in words that are new, below the number and the words for a feeling.

        It has what is to be remembered.
        """
        reply = self._again.not_again(turn, reply)
        if not self._tools.book.is_foreign(turn.language):
            reply = acknowledging(turn, reply, self._tools.book.acknowledgements)
        return remembering(turn, self._number_first(turn, reply))

    def _number_first(self, turn: Turn, reply: Reply) -> Reply:
        return self._tools.paragraphs.number_first(turn, reply)

    def _hand_over(self, turn: Turn) -> HandOver:
        return HandOver(self._tools.book, self._tools.paragraphs, turn)
