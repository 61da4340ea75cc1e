"""The order of a reply's paragraphs: the urgent first, and help around the words."""

from __future__ import annotations

from dataclasses import replace
from typing import TypedDict

from beacon.answers.book import AnswerBook
from beacon.answers.services import Services, may_have_no_voice
from beacon.answers.turn import Reply, Turn
from beacon.levels import Risk
from beacon.register.model import Found, Need

# The fact that it was said what the bot can do in a language.
TOLD_LANGUAGE = "english_only"


class Words(TypedDict, total=False):
    """The parts of a Reply that are words or services."""

    before: tuple[str, ...]
    help: Found | None
    introduction: str
    after: tuple[str, ...]


class Paragraphs:
    """Puts words and services of one turn in their order."""

    def __init__(self, book: AnswerBook, services: Services) -> None:
        self._book = book
        self._services = services

    def number_first(self, turn: Turn, reply: Reply) -> Reply:
        """The reply with the emergency number above all else while an alarm stands.

        Every reply comes through here, whoever has composed it; a second time changes nothing. The
        countries with another number stand once and in the words, so they are not in the help.
        """
        if reply.urgent or not turn.in_danger:
            return reply
        first, others = self._services.emergency_words(turn), self._services.elsewhere(turn)
        before = (*first, *reply.before, *others)
        return replace(
            reply, before=before, help=_without_what_words_say(turn, reply.help), urgent=True
        )

    def of(
        self, turn: Turn, text: str, found: Found | None = None, asks: str | None = None
    ) -> Words:
        """What to do first, then the words with help; in another language help precedes English."""
        begin = () if turn.in_danger else self._services.first_step(turn)
        words = (text,) if text else ()
        if not found:
            return Words(before=(*begin, *self.english_only(turn), *words))
        is_foreign = self._book.is_foreign(turn.language)
        why = self.english_only(turn) if words else ()
        early, late = ((), (*why, *words)) if is_foreign else (words, ())
        return Words(
            before=(*begin, *early),
            help=found,
            introduction=self._services.introduction(turn, found),
            after=(*late, *self._question(turn, asks)),
        )

    def with_numbers(self, turn: Turn, text: str, question: str | None) -> Words:
        """Services that listen between the words and what is asked."""
        found = self._services.somebody_to_talk_to(turn)
        return Words(
            before=(text,),
            help=found,
            introduction=self._services.introduction(turn, found),
            after=(question,) if question else (),
        )

    def just_in_case(self, turn: Turn, why: str) -> Words:
        """Why there is no answer, with services that listen and the emergency number.

        That is always among the words, for nobody knows what the message said.
        """
        number = self._services.just_in_case(turn)
        is_foreign = self._book.is_foreign(turn.language)
        return Words(
            before=(*number, why) if is_foreign else (why, *number),
            help=self._services.somebody_to_talk_to(turn),
            introduction=self._book.phrase("high_risk", turn.language) if is_foreign else "",
        )

    def english_only(self, turn: Turn) -> tuple[str, ...]:
        """Said once to somebody who writes in another language, when that is sure.

        Not in an alarm, which has more urgent words: then with the next answer in English.
        """
        is_foreign = self._book.is_foreign(turn.language)
        if self._has_told_language(turn) or not is_foreign or turn.risk is Risk.emergency:
            return ()
        name = "english_only" if self._book.reads(turn.language) else "cannot_read"
        return (self._book.phrase(name, turn.language),)

    def not_read(self, turn: Turn, found: Found, asks: str | None) -> Words:
        """What is said to a message in a language that nothing here understands.

        It may be a cry for help: the number and the services come whatever it says.
        """
        is_foreign = self._book.is_foreign(turn.language)
        in_its_own = (self._book.phrase("cannot_read", turn.language),) if is_foreign else ()
        in_english = " ".join(map(self._book.phrase, ("cannot_read", "languages_read")))
        words = (*in_its_own, in_english)
        if self._has_told_language(turn):
            words = () if turn.names_country else words[:1]
        return Words(
            before=(*self._services.just_in_case(turn), *words),
            help=found,
            introduction=self._services.introduction(turn, found),
            after=self._question(turn, asks),
        )

    def no_english(self, turn: Turn, found: Found, asks: str | None) -> Words:
        """What is said to whoever knows no English: what to write in, and whom to talk to."""
        words = self.of(turn, "", found, asks)
        phrase = self._book.phrase("no_english", turn.language)
        if not self._book.is_foreign(turn.language):
            phrase = f"{phrase} {self._book.phrase('languages_read')}"
        return Words(**{**words, "before": (*words["before"], phrase)})

    def remembered(self, turn: Turn, need: Need | None) -> dict[str, str]:
        """What help was given for, and that it was said in which language the answers are."""
        given = {"need": need.value} if need else {}
        is_told = self._has_told_language(turn) or bool(self.english_only(turn))
        return {**given, TOLD_LANGUAGE: turn.language} if is_told else given

    @staticmethod
    def _has_told_language(turn: Turn) -> bool:
        return any(one.facts.get(TOLD_LANGUAGE) == turn.language for one in turn.said)

    def _question(self, turn: Turn, asks: str | None) -> tuple[str, ...]:
        return (self._book.phrase("ask_country", turn.language),) if asks == "country" else ()


def _without_what_words_say(turn: Turn, found: Found | None) -> Found | None:
    """The services without the other numbers, and the notes on a known country's, of the words."""
    if found is None or found.emergency is None:
        return found
    emergency = replace(found.emergency, instead=())
    if turn.country:
        silent = None if may_have_no_voice(turn) else emergency.cannot_speak
        emergency = replace(emergency, note=None, cannot_speak=silent)
    return replace(found, emergency=emergency)
