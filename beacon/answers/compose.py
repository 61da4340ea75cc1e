"""Composes a reply: which text, in which order with help, and which next steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from beacon.answers import quiz
from beacon.answers.book import AnswerBook, Variant
from beacon.answers.conversation import FACTSHEET
from beacon.answers.follow_ups import SURE, FollowUp, FollowUps
from beacon.answers.hand_over import HandOver
from beacon.answers.history import ALARM, FOLLOW_UP, QUESTION, YES, Said, mark_of
from beacon.answers.in_danger import NO
from beacon.answers.paragraphs import TOLD_LANGUAGE, Paragraphs
from beacon.answers.ranking import Choice, Chooser
from beacon.answers.services import SHOWN, Services, first_of
from beacon.answers.short_reply import ShortReply
from beacon.answers.steps import ASK_HELPLINE, Steps
from beacon.answers.topics import NO_ENGLISH
from beacon.answers.turn import Reply, Turn
from beacon.levels import SHORT, Risk, simpler
from beacon.register.model import Found, Need, Register
from beacon.understanding.contract import (
    CRISES,
    DISCLOSURE_PREFIX,
    FALLBACK,
    NOT_UNDERSTOOD,
    OUT_OF_SCOPE,
    lowest_risk,
    tells_what_happened,
)

SIMPLER = "ask_explain_simpler"
# What asks the program to do something, and is no question to be answered in other words.
STEERING = frozenset(
    {
        SIMPLER,
        quiz.START,
        "greet",
        "request_human",
        "restart",
        "inform_age",
        ASK_HELPLINE,
        "inform_country",
    }
)
URGENT_PREFIXES = (DISCLOSURE_PREFIX, "crisis_")
# Two of these tell nothing that could be chosen between: they are not asked back.
NOTHING_TO_CHOOSE = frozenset(
    {"affirm", "deny", "greet", "thank", "goodbye", "insult", "restart", *NOT_UNDERSTOOD}
)
ASK_BACK = "ask_back"
# A question that is read so surely is a plain one.
PLAIN = 0.95
# So often the country is asked for in a chat, and in one with an emergency.
ASKED_AT_MOST, ASKED_IN_EMERGENCY = 1, 2
# So many of the follow-ups that a message was like are known with the next ones.
REMEMBERED = 6
AFTER_HELP = ("ask_helpline_contact", "ask_talk_to_adult", "ask_remove_image", "ask_report")


class Composer:
    """Turns an understood message into what the bot says, from the answer book and the register."""

    def __init__(
        self, book: AnswerBook, register: Register, follow_ups: FollowUps, chooser: Chooser
    ) -> None:
        self._book = book
        self._follow_ups = follow_ups
        self._chooser = chooser
        self._services = Services(book, register)
        self._paragraphs = Paragraphs(book, self._services)
        self._steps = Steps(book)

    def reply(self, turn: Turn) -> Reply:
        """The reply to a turn whose answer is fixed."""
        turn = quiz.as_meant(turn)
        return self._finished(turn, quiz.with_way_back(self._book, turn, self._reply(turn)))

    def _finished(self, turn: Turn, reply: Reply) -> Reply:
        return _remembering(turn, self._paragraphs.number_first(turn, self._not_again(turn, reply)))

    def _not_again(self, turn: Turn, reply: Reply) -> Reply:
        """The reply, or that it was said just now: to hear the same words again is to be unheard.

        What to do in an alarm is said as often as the alarm is raised.
        """
        is_alarm = turn.risk is Risk.emergency and ALARM not in turn.facts
        if is_alarm or turn.intent == SIMPLER or not reply.said.must_be_new:
            return reply
        mark, last = mark_of(" ".join((*reply.before, *reply.after))), turn.history.last
        if last is None or last.mark != mark:
            return replace(reply, said=replace(reply.said, mark=mark))
        instead = None if _steers(turn) else self._chooser.choice(turn, self._follow_ups, None).said
        if instead:
            return self._followed_up(turn, instead, turn.reading_band)
        phrase = "said_already_alarm" if turn.in_danger else "said_already"
        text, asks = self._book.phrase(phrase), reply.said.asks
        return Reply(
            said=reply.said,
            buttons=reply.buttons,
            sources=reply.sources,
            **self._paragraphs.of(turn, text, reply.help, asks),
        )

    def _reply(self, turn: Turn) -> Reply:
        if NO_ENGLISH in turn.says and _is_calm(turn):
            return self._about_language(turn, NO_ENGLISH)
        if to_quiz := quiz.reply_to(self._book, turn):
            return to_quiz
        hand_over = self._hand_over(turn)
        is_handed_over = hand_over.is_next()
        choice = Choice() if is_handed_over else self._choice(turn)
        if choice.said:
            reply = self._followed_up(turn, choice.said, turn.reading_band)
            return self._offering(turn, reply, choice.others)
        if _asks_back(turn) and not _names_the_country_asked_for(turn):
            return self._question_back(turn)
        if is_handed_over:
            return hand_over.reply()
        return self._offering(turn, self._by_intent(turn), choice.others)

    def _by_intent(self, turn: Turn) -> Reply:
        """What is said to a message that answers nothing which the bot has asked."""
        if turn.intent == quiz.START:
            return self._play(turn)
        if turn.intent == SIMPLER and turn.said:
            return self._simpler(turn)
        if turn.intent not in self._book.answers:
            # Also a button of an older version, whose intent is gone.
            turn = replace(turn, intent=FALLBACK)
        if turn.intent == FALLBACK and not self._book.reads(turn.language):
            return self._about_language(turn, "not_read")
        if turn.intent == "inform_age" and "country" in turn.facts and turn.has_told:
            return self.help(turn)
        if _names_the_country_asked_for(turn):
            return self.help(turn)
        if turn.intent in NOT_UNDERSTOOD and turn.highest_risk < Risk.high:
            return self._not_understood(turn)
        intent = OUT_OF_SCOPE if turn.intent == FALLBACK else turn.intent
        return self._answer(turn, intent, turn.reading_band)

    def help(self, turn: Turn) -> Reply:
        """The services for what the turn needs; once, also the question which country it is.

        What goes on with an alarm is answered as that, though it was read as a question for help.
        """
        if turn.intent in CRISES:
            return self.reply(turn)
        if turn.reading_band in self._book.answers[ASK_HELPLINE].variant(turn).no_help_for:
            return self._finished(turn, self._answer(turn, ASK_HELPLINE, turn.reading_band))
        need = Need.TALK if turn.intent == ASK_HELPLINE else turn.remembered_need
        found = self._services.find(turn, need)
        asks = _asks_country(turn)
        steps = [step for step in AFTER_HELP if step != turn.intent][:3]
        words = self._why_these(turn)
        facts = self._paragraphs.remembered(turn, need) if words else {"need": need.value}
        reply = Reply(
            said=Said("find_help", turn.reading_band, asks, facts),
            buttons=self._steps.to(steps, turn),
            sources=("factsheet:VI-2",),
            **self._paragraphs.of(turn, words, found, asks),
        )
        return self._finished(turn, reply)

    def _why_these(self, turn: Turn) -> str:
        """What is said above services that were asked for; nothing where a country was told."""
        if turn.intent != ASK_HELPLINE:
            return ""
        return self._book.answers[ASK_HELPLINE].variant(turn).text[turn.reading_band]

    def notice(self, turn: Turn, phrase: str) -> Reply:
        """One short text of the program's own, such as that pictures are not taken."""
        reply = Reply((self._book.phrase(phrase),), Said(phrase))
        return self._paragraphs.number_first(turn, reply)

    def last_resort(self, turn: Turn, phrase: str = "service_down") -> Reply:
        """What is said to a message that nothing here has read: why, and numbers that work.

        The emergency number is always among the words, for nobody knows what the message said.
        """
        why, number = (self._book.phrase(phrase),), self._services.just_in_case(turn)
        is_foreign = self._book.is_foreign(turn.language)
        reply = Reply(
            before=(*number, *why) if is_foreign else (*why, *number),
            said=Said(phrase),
            help=self.somebody_to_talk_to(turn),
            introduction=self._book.phrase("high_risk", turn.language) if is_foreign else "",
        )
        return self._paragraphs.number_first(turn, reply)

    def handed_over(self, turn: Turn, key: str | None, may_read: bool) -> Reply:
        """The truth about a hand-over: stored under `key`, or not and whom to reach instead."""
        hand_over = self._hand_over(turn)
        reply = hand_over.failed() if key is None else hand_over.stored(key, may_read)
        return self._paragraphs.number_first(turn, reply)

    def talk_over(self, why: str, turn: Turn) -> Reply:
        """What is said when a talk with a person is over; `why` is one of `hand_over.ENDS`."""
        return self._paragraphs.number_first(turn, self._hand_over(turn).over(why))

    def somebody_to_talk_to(self, turn: Turn) -> Found:
        """The services that listen, for whoever asks in that country."""
        return self._services.somebody_to_talk_to(turn)

    def _hand_over(self, turn: Turn) -> HandOver:
        return HandOver(self._book, self._paragraphs, turn)

    def _answer(self, turn: Turn, intent: str, band: str) -> Reply:
        return self._worded(turn, intent, self._book.answers[intent].variant(turn), band)

    def _worded(self, turn: Turn, answer: str, variant: Variant, band: str) -> Reply:
        need = _need_of(variant, turn)
        found = self._services.find_anew(turn, need) if need else None
        asks = _asks_country(turn) if found else _asks_age(turn)
        question = {QUESTION: variant.asks} if variant.asks else {}
        facts = {**turn.facts, **self._paragraphs.remembered(turn, need), **question}
        return Reply(
            said=Said(answer, band, asks, facts, turn.risk, turn.says, turn.unsays),
            buttons=self._steps.after(turn, variant, asks),
            sources=variant.sources,
            **self._paragraphs.of(turn, variant.text[band], found, asks),
        )

    def _choice(self, turn: Turn) -> Choice:
        """What answers the message more precisely than its intent, if anything does.

        The one that was tapped does. What asks the program for something has its answer, and so has
        a plain question that begins a chat. A crisis out of the blue is asked about.
        """
        is_sure_alarm = turn.risk is Risk.emergency and ALARM not in turn.facts
        if is_sure_alarm or _is_out_of_the_blue(turn) or _steers(turn):
            return Choice()
        if tapped := self._follow_ups.tapped(turn):
            return Choice(tapped)
        own = self._own_variant(turn)
        if own and _is_plain_question(turn):
            return Choice()
        return self._chooser.choice(turn, self._follow_ups, own)

    def _own_variant(self, turn: Turn) -> Variant | None:
        """The texts of the intent; none where it has no fixed ones."""
        answer = self._book.answers.get(turn.intent)
        return answer.variant(turn) if answer else None

    def _followed_up(self, turn: Turn, follow_up: ShortReply, band: str) -> Reply:
        """Its text in the place of the intent's, which is remembered where it tells a case.

        So is a crisis: below its text it can be tapped whether the child is safe. The help that
        goes with the intent goes with a follow-up, too; what is said to an act is not about it.
        """
        tells = tells_what_happened(turn.intent) and turn.confidence >= SURE
        answer = turn.intent if tells or turn.intent in CRISES else FOLLOW_UP
        variant, own = follow_up.variant, self._own_variant(turn)
        if own and isinstance(follow_up, FollowUp):
            help_ = variant.help or own.help
            variant = replace(variant, help=help_, no_help_for=own.no_help_for)
        reply = self._worded(turn, answer, variant, band)
        facts = {**reply.said.facts, FOLLOW_UP: follow_up.name}
        return replace(reply, said=replace(reply.said, facts=facts))

    def _offering(self, turn: Turn, reply: Reply, others: Sequence[FollowUp]) -> Reply:
        """The reply with follow-ups to tap that may have been meant.

        Not beside a question of the bot's, which has its own answers, nor while an alarm stands.
        """
        is_asked = reply.said.asks == "age" or QUESTION in reply.said.facts
        if not others or is_asked or turn.is_near_danger or turn.in_danger or turn.language != "en":
            return reply
        return replace(reply, buttons=self._steps.offering(others, reply.buttons))

    def _question_back(self, turn: Turn) -> Reply:
        """Which of two was meant; after another failure a helpline goes with it."""
        assert turn.doubt is not None
        steps = (turn.intent, turn.doubt, "ask_menu")
        found, asks, facts = self._listening(turn, is_needed=_failed_before(turn))
        return Reply(
            said=Said(ASK_BACK, turn.reading_band, asks, facts),
            buttons=self._steps.with_way_to_help(steps, turn),
            **self._paragraphs.of(turn, self._book.phrase(ASK_BACK), found, asks),
        )

    def _play(self, turn: Turn) -> Reply:
        """The quiz from its first statement on, or from where it was left."""
        left = quiz.unfinished(turn.said)
        if left and left.band == turn.reading_band:
            return quiz.Quiz(self._book, left.band).go_on(left)
        first = quiz.Quiz(self._book, turn.reading_band).begin()
        facts = {**first.said.facts, **self._paragraphs.remembered(turn, None)}
        before = (*self._paragraphs.english_only(turn), *first.before)
        return replace(first, before=before, said=replace(first.said, facts=facts))

    def _simpler(self, turn: Turn) -> Reply:
        """The last answer again in the next simpler text, then shorter still.

        It has the risk and the help that it had at first: to ask for other words is no risk.
        """
        said = next((one for one in reversed(turn.said) if self._can_be_simpler(one)), None)
        if said is None:
            return self._answer(turn, SIMPLER, turn.reading_band)
        again = replace(
            turn,
            intent=said.answer,
            risk=_risk_again(turn, said),
            facts=said.facts,
            says=said.says,
            unsays=said.unsays,
        )
        if follow_up := self._follow_ups.said_in(said):
            reply = self._followed_up(again, follow_up, SHORT)
        else:
            reply = self._answer(again, said.answer, simpler(said.band))
        return self._paragraphs.number_first(again, reply)

    def _can_be_simpler(self, said: Said) -> bool:
        is_answer = said.answer in self._book.answers and said.answer != SIMPLER
        return is_answer or self._follow_ups.said_in(said) is not None

    def _about_language(self, turn: Turn, name: str) -> Reply:
        """Which languages are read here, and people to talk to, for words may not help."""
        found = self.somebody_to_talk_to(turn)
        asks = _asks_country(turn)
        is_read = self._book.reads(turn.language)
        say = self._paragraphs.no_english if is_read else self._paragraphs.not_read
        facts = {"need": Need.TALK.value, TOLD_LANGUAGE: turn.language}
        return Reply(
            said=Said(name, turn.reading_band, asks, facts, turn.risk),
            buttons=self._steps.to((ASK_HELPLINE, "request_human"), turn),
            sources=("factsheet:VI-2",),
            **say(turn, found, asks),
        )

    def _not_understood(self, turn: Turn) -> Reply:
        """After two failures in a row, or at a concern, a helpline goes with the menu."""
        is_needed = _failed_before(turn) or turn.risk >= Risk.concern
        found, asks, facts = self._listening(turn, is_needed=is_needed)
        return Reply(
            said=Said(turn.intent, turn.reading_band, asks, facts, turn.risk),
            buttons=self._steps.to(("ask_menu", ASK_HELPLINE, "request_human"), turn),
            **self._paragraphs.of(turn, self._unanswered_text(turn), found, asks),
        )

    def _listening(
        self, turn: Turn, *, is_needed: bool
    ) -> tuple[Found | None, str | None, Mapping[str, str]]:
        """Who listens, where that is needed, the question for the country, what is remembered."""
        need = Need.TALK if is_needed else None
        found = self._services.find_anew(turn, need) if need else None
        asks = _asks_country(turn) if found else None
        return found, asks, self._paragraphs.remembered(turn, need)

    def _unanswered_text(self, turn: Turn) -> str:
        if turn.intent == FALLBACK:
            language = turn.language if self._book.speaks(turn.language) else "en"
            return self._book.phrase("not_understood", language)
        return self._book.answers[OUT_OF_SCOPE].variant(turn).text[turn.reading_band]


def _is_out_of_the_blue(turn: Turn) -> bool:
    """Whether it is a crisis in a chat in which nothing grave was told."""
    return turn.intent in CRISES and all(one.risk < Risk.high for one in turn.said)


def _is_plain_question(turn: Turn) -> bool:
    """Whether it begins a chat, asks and tells nothing of a case, and nothing else can be meant.

    There follow-ups were no better than the answer with its sources (docs/figures.md).
    """
    is_read = turn.intent not in NOT_UNDERSTOOD and not tells_what_happened(turn.intent)
    return turn.is_first and is_read and turn.confidence >= PLAIN


def _steers(turn: Turn) -> bool:
    """Whether it asks the program to do something, or answers what was just asked.

    That all is safe, or that help is there, is an answer while an alarm stands.
    """
    is_asked = turn.history.question is not None or turn.history.has_sure_alarm
    is_answer = (is_asked and turn.intent in (YES, NO)) or _is_taken_for_a_country(turn)
    return is_answer or (turn.intent in STEERING and turn.confidence >= SURE)


def _remembering(turn: Turn, reply: Reply) -> Reply:
    """The reply with what the next turns must know of the message that it answers."""
    alarm = {ALARM: turn.facts[ALARM]} if ALARM in turn.facts else {}
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


def _risk_again(turn: Turn, said: Said) -> Risk:
    """The risk of an answer that is said once more; an alarm that is over is none again."""
    risk = max(turn.risk, said.risk, lowest_risk(said.answer))
    is_over = said.is_sure_alarm and not turn.in_danger
    return min(risk, Risk.high) if is_over else risk


def _asks_back(turn: Turn) -> bool:
    """A disclosure or a crisis is never met with a question: its help comes at once.

    Where nothing is likely enough, two things may still be as likely as each other. Between "Yes,
    please" and "I need something else" there is nothing to choose; while an alarm stands neither.
    """
    if turn.doubt is None or turn.intent == FALLBACK or turn.in_danger:
        return False
    return not NOTHING_TO_CHOOSE.issuperset({turn.intent, turn.doubt}) and _is_calm(turn)


def _failed_before(turn: Turn) -> bool:
    """Whether the message before was not understood, or two things were as likely in it."""
    last = turn.history.last
    return last is not None and last.answer in (ASK_BACK, *NOT_UNDERSTOOD)


def _names_the_country_asked_for(turn: Turn) -> bool:
    """Whether it answers the question for the country, in words that nothing else is known of."""
    is_asked = turn.history.asks_country and "country" in turn.facts
    is_unknown = _is_taken_for_a_country(turn) or turn.intent in NOT_UNDERSTOOD
    return is_asked and turn.risk < Risk.high and is_unknown


def _is_taken_for_a_country(turn: Turn) -> bool:
    """Whether what perhaps asks about the factsheet was taken for an answer: none was known."""
    is_known = turn.country is not None
    return is_known and turn.history.asks_country and turn.intent == FACTSHEET


def _is_calm(turn: Turn) -> bool:
    """Whether neither its intent nor one that is as likely tells of a crisis or a disclosure."""
    pair = (turn.intent, turn.doubt or "")
    urgent = any(intent.startswith(URGENT_PREFIXES) for intent in pair)
    return not urgent and turn.risk < Risk.high


def _asks_country(turn: Turn) -> str | None:
    """Asked once; once more in an emergency, for then the right number hangs on it."""
    at_most = ASKED_IN_EMERGENCY if turn.risk is Risk.emergency else ASKED_AT_MOST
    is_enough = turn.history.times_asked("country") >= at_most
    return None if turn.country or is_enough else "country"


def _asks_age(turn: Turn) -> str | None:
    return "age" if turn.intent == "greet" and not turn.knows_or_asked_age else None


def _need_of(variant: Variant, turn: Turn) -> Need | None:
    """What help goes with an answer: none where the services are for others."""
    if turn.reading_band in variant.no_help_for:
        return None
    return variant.help or _need_in(turn)


def _need_in(turn: Turn) -> Need | None:
    """What help a risk asks for, or what it was given for where an answer is said once more."""
    if "need" in turn.facts:
        return Need(turn.facts["need"])
    return Need.TALK if turn.took_something or turn.risk >= Risk.high else None
