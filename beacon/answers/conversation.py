"""Reads a turn out of what Rasa keeps of a conversation, in the form of plain dictionaries.

The same for the server, whose tracker holds objects, and for the action server, which gets JSON.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from beacon.answers import danger_past, in_danger, in_trouble, roles
from beacon.answers.follow_ups import SURE
from beacon.answers.history import ALARM, BY_WORDS, FOLLOW_UP, RAISED, YES, History, Said
from beacon.answers.topics import TAKEN, TROUBLE
from beacon.answers.turn import Turn
from beacon.answers.understood import Understood
from beacon.levels import ADULT, DEFAULT_BAND, YOUNG_BANDS, Risk
from beacon.understanding import danger
from beacon.understanding.belief import Belief
from beacon.understanding.contract import CRISES, DISCLOSURE_PREFIX, NOT_UNDERSTOOD
from beacon.understanding.writers import ADULTS, PARENT, believed

COUNTRY = "country"
FACTS = ("term", "recommendation", "topic", COUNTRY)
ASKED, TOLD = "asked", "told"
# What is longer may well be no answer to "Are you safe?", but go on with the story.
SHORT_ANSWER = 6
# A yes or no of so many words says nothing of danger by itself; ten of them, as in the quiz, would.
BARE, YES_OR_NO = 2, frozenset({YES, in_danger.NO})
INFORM_AGE, FACTSHEET = "inform_age", "ask_factsheet"


def read_turn(
    parsed: Mapping[str, Any],
    slots: Mapping[str, Any],
    utterances: Iterable[Mapping[str, Any]] = (),
    hint: str | None = None,
) -> Turn:
    """The turn that a message (Rasa's parse data) makes after `utterances` (their metadata).

    Where nothing was understood the message is empty. `hint` is the language of the page, for a
    child that has surely written in none yet; the message may bring it, too.
    """
    history = read_history(utterances)
    highest = Risk.of(slots.get("risk"))
    understood = in_its_chat(Understood.of(parsed), slots, history)
    country = country_of(understood, slots, history)
    trouble = {TROUBLE} if highest >= Risk.concern else set()
    understood = understood.after(history.topics | history.just_answered | trouble)
    is_adult = slots.get("age_band") == ADULT
    stands = danger.believed(history.stands, {} if _is_bare(understood) else understood.danger)
    understood = danger_past.heard(understood, history, stands)
    understood = in_trouble.heard(
        understood,
        highest,
        history,
        stands,
        is_adult=is_adult,
        is_young=slots.get("age_band") in YOUNG_BANDS,
    )
    writer = believed(history.writer, understood.writers)
    surely = roles.surely(writer, slots.get("age_band"))
    message = roles.as_written_by(in_danger.heard(understood, highest, history, stands), surely)
    stands = _plainly(message, history) or stands
    is_parent = surely == PARENT or roles.is_parent(message, history)
    of_adult = roles.of_adult(message, history) if is_adult else None
    intent = roles.of_parent(of_adult or _intent(message, history), is_parent=is_parent)
    is_young = not is_adult and roles.says_young(message, history)
    told = roles.case_of(history, is_parent=is_parent, is_young=is_young)
    return Turn(
        intent=intent,
        risk=message.risk,
        highest_risk=highest,
        band=slots.get("age_band") or (ADULT if surely in ADULTS else None),
        country=country,
        language=_language(message, slots.get("language"), hint),
        facts={
            **{name: value for name, value in message.entities.items() if name in FACTS},
            **_disclosure(message, history),
            **({TOLD: told} if told else {}),
            **_again(intent, message, history),
            **({ALARM: "doubtful"} if message.is_doubtful_alarm else {}),
            **({RAISED: BY_WORDS} if message.has_pattern else {}),
            **({ASKED: history.question} if history.question else {}),
            **_unknown_age(intent, slots),
        },
        doubt=None if of_adult else message.doubt,
        said=history.said,
        says=message.says,
        unsays=message.unsays,
        is_typed=message.is_typed,
        like=message.like,
        acts=message.acts,
        writer=writer,
        stands=stands,
        tapped=message.entities.get(FOLLOW_UP),
        words=message.words,
        confidence=message.confidence,
        is_led=message.is_led,
    )


def read_history(utterances: Iterable[Mapping[str, Any]]) -> History:
    """What was said before, by the metadata of the utterances."""
    return History(tuple(_said(about) for about in utterances if about.get("answer")))


def in_its_chat(understood: Understood, slots: Mapping[str, Any], history: History) -> Understood:
    """The message as far as risk and age in the chat say how much its words mean."""
    is_adults = slots.get("age_band") == ADULT and roles.adults_case(history) is not None
    return understood.in_chat(Risk.of(slots.get("risk")), history, is_adults=is_adults)


def country_of(understood: Understood, slots: Mapping[str, Any], history: History) -> str | None:
    """The country that is known; also by an answer to the bot that is taken for a question.

    "What about Iceland?" may ask what the factsheet says of it, and tells of no place to be in
    (domain.yml). After trouble it answers "Which country is it?"; that of an adult, who may know
    the factsheet, only where it is not surely a question.
    """
    known: str | None = slots.get(COUNTRY)
    has_told = max(understood.risk, Risk.of(slots.get("risk"))) >= Risk.concern
    is_sure = understood.confidence >= SURE and slots.get("age_band") == ADULT
    is_perhaps = understood.intent == FACTSHEET and not is_sure
    is_answer = history.asks_country and has_told and is_perhaps
    return understood.entities.get(COUNTRY, known) if is_answer else known


def _language(message: Understood, known: str | None, hint: str | None) -> str:
    sure = message.sure_language(known)
    return sure or known or hint or message.language_hint or "en"


def _intent(message: Understood, history: History) -> str:
    """The intent; of an emergency whose words do not name it, the crisis that was named before."""
    if message.names_crisis or not message.is_crisis:
        return message.intent
    return history.last_crisis or message.intent


def _is_bare(message: Understood) -> bool:
    return message.intent in YES_OR_NO and message.words <= BARE


def _plainly(message: Understood, history: History) -> Belief | None:
    """Where the chat stands, where that was tapped, or said in words that somebody wrote down."""
    is_answer = history.asks_whether_safe and message.words <= SHORT_ANSWER
    is_plain = message.has_pattern or not message.is_typed or is_answer
    if is_plain and message.is_alarm and message.is_certain:
        return danger.surely(danger.NOW)
    if is_answer and message.intent == YES:
        return danger.surely(danger.OVER)
    return None


def _disclosure(message: Understood, history: History) -> dict[str, str]:
    """What an emergency is about: by this message, or by the last disclosure that was answered."""
    if not message.is_alarm:
        return {}
    disclosure = message.disclosure or history.latest(_is_disclosure)
    return {"disclosure": disclosure} if disclosure else {}


def _is_disclosure(intent: str) -> bool:
    return intent.startswith(DISCLOSURE_PREFIX)


def _again(intent: str, message: Understood, history: History) -> dict[str, str]:
    """Whether the same, or any crisis, was answered; a doubtful one only where this is one too."""
    alike = next((kind for kind in (NOT_UNDERSTOOD, CRISES) if intent in kind), (intent,))
    same = [one for one in history.said if one.answer in alike]
    times = sum(message.is_doubtful_alarm or not one.is_doubtful_alarm for one in same)
    return {"again": "often" if times > 1 else "answered"} if times else {}


def _unknown_age(intent: str, slots: Mapping[str, Any]) -> dict[str, str]:
    """That an age was meant ("mum", "old enough") and none was found: it may not be thanked for."""
    return {"age": "unknown"} if intent == INFORM_AGE and not slots.get("age_band") else {}


def _said(about: Mapping[str, Any]) -> Said:
    return Said(
        answer=about["answer"],
        band=about.get("band") or DEFAULT_BAND,
        asks=about.get("asks"),
        facts=about.get("facts") or {},
        risk=Risk.of(about.get("risk")),
        says=_topics_of(about),
        unsays=frozenset(about.get("unsays") or ()),
        mark=about.get("mark") or "",
        like=about.get("like") or {},
        writer=about.get("writer") or {},
        stands=about.get("stands") or {},
    )


def _topics_of(about: Mapping[str, Any]) -> frozenset[str]:
    """The topics of the message; what was taken an older version kept as a fact."""
    if "says" not in about and "took" in (about.get("facts") or {}):
        return frozenset({TAKEN})
    return frozenset(about.get("says") or ())
