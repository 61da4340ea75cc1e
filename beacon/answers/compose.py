"""Composes a reply: which text, in which order with help, and which next steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypedDict

from beacon.answers import hand_over
from beacon.answers.book import AnswerBook, Variant
from beacon.answers.hand_over import HandOver
from beacon.answers.quiz import ANSWERS, Quiz
from beacon.answers.quiz import NAME as QUIZ
from beacon.answers.turn import Button, Reply, Said, Turn
from beacon.levels import BANDS, Risk, simpler
from beacon.register.look_up import find
from beacon.register.model import Audience, Found, Need, Register
from beacon.register.text import emergency_details
from beacon.understanding.contract import (
    DISCLOSURE_PREFIX,
    FALLBACK,
    NOT_UNDERSTOOD,
    OUT_OF_SCOPE,
    lowest_risk,
)

SIMPLER = "ask_explain_simpler"
ASK_HELPLINE = "ask_helpline"
URGENT_PREFIXES = (DISCLOSURE_PREFIX, "crisis_")
# Services that do not listen have a heading of their own, and after them one that does.
INTRODUCTIONS = {Need.REPORT: "help_to_report", Need.REMOVE: "help_to_remove"}
SKIP_AGE = Button("I'd rather not say", "ask_menu")


class _Words(TypedDict, total=False):
    before: tuple[str, ...]
    help: Found
    introduction: str
    after: tuple[str, ...]
    urgent: bool


class Composer:
    """Turns an understood message into what the bot says, from the answer book and the register."""

    def __init__(self, book: AnswerBook, register: Register) -> None:
        self._book = book
        self._register = register

    def reply(self, turn: Turn) -> Reply:
        """The reply to a turn whose answer is fixed."""
        if self._asks_back(turn):
            return self._question_back(turn)
        to_person = HandOver(self._book, turn)
        if to_person.is_next():
            return self._to_person(turn, to_person)
        if turn.intent == "start_quiz":
            return self._begin_quiz(turn)
        if turn.intent in ANSWERS.values() and turn.said and turn.said[-1].answer == QUIZ:
            last = turn.said[-1]
            return Quiz(self._book, last.band).answer(turn.intent == "affirm", last)
        if turn.intent == SIMPLER and turn.said:
            return self._simpler(turn)
        return self._by_intent(turn)

    def _by_intent(self, turn: Turn) -> Reply:
        """What is said to a message that answers nothing which the bot has asked."""
        if turn.intent not in self._book.answers:
            # Also a button of an older version, whose intent is gone.
            turn = replace(turn, intent=FALLBACK)
        if turn.intent == "inform_age" and "country" in turn.facts and turn.has_told:
            return self.help(turn)
        if turn.intent in NOT_UNDERSTOOD and turn.highest_risk < Risk.high:
            return self._not_understood(turn)
        intent = OUT_OF_SCOPE if turn.intent == FALLBACK else turn.intent
        return self._answer(turn, intent, turn.reading_band)

    def help(self, turn: Turn) -> Reply:
        """The services for what the turn needs; once, also the question which country it is."""
        need = Need.TALK if turn.intent == ASK_HELPLINE else turn.remembered_need
        found = self._find(turn, need)
        asks = self._asks_country(turn)
        steps = ("ask_helpline_contact", "ask_talk_to_adult", "ask_remove_image", "ask_report")
        return Reply(
            said=Said("find_help", turn.reading_band, asks, {"need": need.value}),
            buttons=self._buttons([step for step in steps if step != turn.intent][:3], turn),
            sources=("factsheet:VI-2",),
            **self._words(turn, self._why_these(turn), found, asks),
        )

    def _why_these(self, turn: Turn) -> str:
        """What is said above services that were asked for; nothing where a country was told."""
        if turn.intent != ASK_HELPLINE:
            return ""
        return self._book.answers[ASK_HELPLINE].variant(turn).text[turn.reading_band]

    def notice(self, phrase: str) -> Reply:
        """One short text of the program's own, such as that pictures are not taken."""
        return Reply((self._book.phrase(phrase),), Said(phrase))

    def last_resort(self, turn: Turn, phrase: str = "service_down") -> Reply:
        """What is said to a message that nothing here has read: why, and numbers that work.

        The emergency number is always among the words, for nobody knows what the message said.
        """
        words = (self._book.phrase(phrase), self._emergency(turn))
        is_foreign = self._is_foreign(turn)
        return Reply(
            before=words[::-1] if turn.in_danger or is_foreign else words,
            said=Said(phrase),
            help=self._find(turn, Need.TALK),
            introduction=self._book.phrase("high_risk", turn.language) if is_foreign else "",
            urgent=turn.in_danger,
        )

    def handed_over(self, turn: Turn, key: str | None, may_read: bool) -> Reply:
        """The truth about a hand-over: stored under `key`, or not and whom to reach instead."""
        to_person = HandOver(self._book, turn)
        if key is None:
            return self._with_services(turn, to_person, hand_over.FAILED)
        facts = {"hand_over": key, "may_read": "yes" if may_read else "no"}
        said = replace(to_person.said(hand_over.STORED), facts=facts)
        words = (*self._if_in_danger(turn), to_person.words(hand_over.STORED))
        return Reply(words, said, urgent=turn.in_danger)

    def talk_over(self, why: str, turn: Turn) -> Reply:
        """What is said when a talk with a person is over, with the numbers once more."""
        return self._with_services(turn, HandOver(self._book, turn), hand_over.ENDS[why])

    def somebody_to_talk_to(self, turn: Turn) -> Found:
        """The services that listen, for whoever asks in that country."""
        return self._find(turn, Need.TALK)

    def _to_person(self, turn: Turn, to_person: HandOver) -> Reply:
        step = to_person.step()
        if step in (hand_over.OFFERED, hand_over.DECLINED):
            return self._with_services(turn, to_person, step)
        return to_person.question() if step == hand_over.MAY_READ else to_person.wish()

    def _with_services(self, turn: Turn, to_person: HandOver, name: str) -> Reply:
        """Numbers that work now, the emergency number first where there is danger."""
        found = self._find(turn, Need.TALK)
        question = (self._book.phrase(f"{name}_question"),) if to_person.buttons(name) else ()
        return Reply(
            before=(*self._if_in_danger(turn), to_person.words(name)),
            said=to_person.said(name),
            buttons=to_person.buttons(name),
            help=found,
            introduction=self._introduction(turn, found),
            after=question,
            sources=("factsheet:VI-2",),
            urgent=turn.in_danger,
        )

    def _answer(self, turn: Turn, intent: str, band: str) -> Reply:
        answer = self._book.answers[intent]
        variant = answer.variant(turn)
        need = variant.help or _need_in(turn)
        found = self._find(turn, need) if need else None
        asks = self._asks_country(turn) if found else self._asks_age(turn)
        return Reply(
            said=Said(
                intent, band, asks, {**turn.facts, **self._remembered(turn, need)}, turn.risk
            ),
            buttons=self._steps(turn, variant, asks),
            sources=variant.sources,
            **self._words(turn, variant.text[band], found, asks),
        )

    def _words(self, turn: Turn, text: str, found: Found | None, asks: str | None) -> _Words:
        """The paragraphs, the urgent first; in another language help before English words.

        Once there was an emergency its number stands above all services that are shown.
        """
        if not found:
            return _Words(before=(*self._english_only(turn), text))
        words = (text,) if text else ()
        early, late = ((), words) if self._is_foreign(turn) else (words, ())
        return _Words(
            before=(*self._if_in_danger(turn), *early),
            help=found,
            introduction=self._introduction(turn, found),
            after=(*late, *self._question(turn, asks)),
            urgent=turn.in_danger,
        )

    def _english_only(self, turn: Turn) -> tuple[str, ...]:
        """Said once to somebody who writes in another language, when that is sure."""
        told = any(one.facts.get("english_only") == turn.language for one in turn.said)
        is_news = self._is_foreign(turn) and not told
        return (self._book.phrase("english_only", turn.language),) if is_news else ()

    def _remembered(self, turn: Turn, need: Need | None) -> dict[str, str]:
        """What help was given for, and that it was said in which language the answers are."""
        if need:
            return {"need": need.value}
        return {"english_only": turn.language} if self._is_foreign(turn) else {}

    def _if_in_danger(self, turn: Turn) -> tuple[str, ...]:
        if not turn.in_danger:
            return ()
        took = (self._book.phrase("took_something"),) if turn.took_something else ()
        return (self._emergency(turn), *took)

    def _question(self, turn: Turn, asks: str | None) -> tuple[str, ...]:
        return (self._book.phrase("ask_country", turn.language),) if asks == "country" else ()

    def _is_foreign(self, turn: Turn) -> bool:
        return turn.language != "en" and self._book.speaks(turn.language)

    def _emergency(self, turn: Turn) -> str:
        home = self._register.countries.get(turn.country or "")
        emergency = home.emergency if home else self._register.default_emergency
        is_elsewhere = turn.country is not None and home is None
        name = "emergency_elsewhere" if is_elsewhere else "emergency"
        phrase = self._book.phrase(name, turn.language).format(number=emergency.number)
        details = "" if is_elsewhere else emergency_details(emergency)
        return " ".join(filter(None, [phrase, details]))

    def _introduction(self, turn: Turn, found: Found) -> str:
        if not found.services:
            return self._book.phrase("no_help_found")
        if self._is_foreign(turn) and turn.highest_risk >= Risk.high:
            return self._book.phrase("high_risk", turn.language)
        if found.across_borders:
            name = "help_none_in_country" if turn.country else "help_across_borders"
            return self._book.phrase(name)
        return self._book.phrase(INTRODUCTIONS.get(found.need, "help_in_country"))

    def _find(self, turn: Turn, need: Need) -> Found:
        audience = Audience.PARENT if turn.band == "adult" else Audience.CHILD
        if turn.intent.startswith("teacher_"):
            audience = Audience.PROFESSIONAL
        found = find(self._register, turn.country, need, audience, most=3)
        if need not in INTRODUCTIONS or turn.highest_risk < Risk.concern:
            return found
        heard = find(self._register, turn.country, Need.TALK, audience, most=1)
        return replace(found, services=(*found.services[:2], *heard.services))

    @staticmethod
    def _asks_country(turn: Turn) -> str | None:
        """Asked once; again in an emergency, for then the right number hangs on it."""
        is_enough = turn.asked("country") and turn.risk is not Risk.emergency
        return None if turn.country or is_enough else "country"

    @staticmethod
    def _asks_age(turn: Turn) -> str | None:
        return "age" if turn.intent == "greet" and not (turn.band or turn.asked("age")) else None

    def _steps(self, turn: Turn, variant: Variant, asks: str | None) -> tuple[Button, ...]:
        if asks == "age":
            return self._age_buttons()
        return self._buttons(_with_way_to_help(variant.next, turn), turn)

    def _age_buttons(self) -> tuple[Button, ...]:
        titles = (self._book.phrase(f"age_{band}") for band in BANDS)
        ages = [
            Button(title, "inform_age", {"age_band": band})
            for title, band in zip(titles, BANDS, strict=True)
        ]
        return (*ages, replace(SKIP_AGE, title=self._book.phrase("skip_age")))

    def _buttons(self, intents: Sequence[str], turn: Turn) -> tuple[Button, ...]:
        return tuple(
            Button(self._book.title(intent, turn.reading_band), intent) for intent in intents
        )

    @staticmethod
    def _asks_back(turn: Turn) -> bool:
        """A disclosure or a crisis is never met with a question: its help comes at once."""
        pair = (turn.intent, turn.doubt or "")
        urgent = any(intent.startswith(URGENT_PREFIXES) for intent in pair)
        return turn.doubt is not None and not urgent and turn.risk < Risk.high

    def _question_back(self, turn: Turn) -> Reply:
        assert turn.doubt is not None
        steps = (turn.intent, turn.doubt, "ask_menu")
        return Reply(
            before=(*self._english_only(turn), self._book.phrase("ask_back")),
            said=Said("ask_back", turn.reading_band, facts=self._remembered(turn, None)),
            buttons=self._buttons(_with_way_to_help(steps, turn), turn),
        )

    def _begin_quiz(self, turn: Turn) -> Reply:
        first = Quiz(self._book, turn.reading_band).begin()
        facts = {**first.said.facts, **self._remembered(turn, None)}
        before = (*self._english_only(turn), *first.before)
        return replace(first, before=before, said=replace(first.said, facts=facts))

    def _simpler(self, turn: Turn) -> Reply:
        """The last answer again in the next simpler text, then shorter still.

        It has the risk and the help that it had at first: to ask for other words is no risk.
        """
        for said in reversed(turn.said):
            if said.answer in self._book.answers and said.answer != SIMPLER:
                risk = max(turn.risk, said.risk, lowest_risk(said.answer))
                again = replace(turn, intent=said.answer, risk=risk, facts=said.facts)
                return self._answer(again, said.answer, simpler(said.band))
        return self._answer(turn, SIMPLER, turn.reading_band)

    def _not_understood(self, turn: Turn) -> Reply:
        """After two failures in a row, a helpline goes with the menu.

        At once after an emergency: what is not understood may be the same cry in other words.
        """
        again = bool(turn.said) and turn.said[-1].answer in NOT_UNDERSTOOD
        need = Need.TALK if again or turn.in_danger or turn.risk >= Risk.concern else None
        found = self._find(turn, need) if need else None
        asks = self._asks_country(turn) if found else None
        text = self._unanswered_text(turn)
        steps = ("ask_menu", "ask_helpline", "request_human")
        return Reply(
            said=Said(
                turn.intent, turn.reading_band, asks, self._remembered(turn, need), turn.risk
            ),
            buttons=self._buttons(steps, turn),
            **self._words(turn, text, found, asks),
        )

    def _unanswered_text(self, turn: Turn) -> str:
        if turn.intent == FALLBACK:
            language = turn.language if self._book.speaks(turn.language) else "en"
            return self._book.phrase("not_understood", language)
        return self._book.answers[OUT_OF_SCOPE].variant(turn).text[turn.reading_band]


def _with_way_to_help(steps: Sequence[str], turn: Turn) -> tuple[str, ...]:
    """The next steps; after high risk those to a person and to the helplines are among them.

    Where trouble was told nobody is asked to play.
    """
    if turn.has_told:
        steps = [step for step in steps if step != "start_quiz"]
    if turn.highest_risk < Risk.high:
        return tuple(steps)
    offers = ("request_human", ASK_HELPLINE) if turn.who else (ASK_HELPLINE,)
    return (*steps, *(offer for offer in offers if offer not in steps))


def _need_in(turn: Turn) -> Need | None:
    """What help a risk asks for, or what it was given for where an answer is said once more."""
    if "need" in turn.facts:
        return Need(turn.facts["need"])
    return Need.TALK if turn.took_something or turn.risk >= Risk.high else None
