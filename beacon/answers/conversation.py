"""Reads a turn out of what Rasa keeps of a conversation, in the form of plain dictionaries.

The same for the server, whose tracker holds objects, and for the action server, which gets JSON.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from beacon.answers import roles
from beacon.answers.facts import facts_of
from beacon.answers.follow_ups import SURE_INTENT
from beacon.answers.hearing import Chat, heard
from beacon.answers.history import FOLLOW_UP, History, Said
from beacon.answers.turn import Turn
from beacon.answers.understood import Understood
from beacon.levels import ADULT, DEFAULT_BAND, Risk
from beacon.understanding import feelings
from beacon.understanding.contract import FACTSHEET
from beacon.understanding.writers import ADULTS

COUNTRY = "country"


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
    history, highest = read_history(utterances), Risk.of(slots.get("risk"))
    understood = in_its_chat(Understood.of(parsed), slots, history)
    meant = heard(understood, Chat(history, highest, slots.get("age_band")))
    message = meant.message
    says = message.says | _feeling_of(message)
    return Turn(
        intent=meant.intent,
        risk=max(message.risk, _least_risk(says)),
        highest_risk=highest,
        band=slots.get("age_band") or (ADULT if meant.surely in ADULTS else None),
        country=country_of(understood, slots, history),
        language=_language(message, slots.get("language"), hint),
        facts=facts_of(meant),
        doubt=None if meant.of_adult else message.doubt,
        said=history.said,
        says=says,
        unsays=message.unsays,
        is_typed=message.is_typed,
        like=message.like,
        acts=message.acts,
        writer=meant.writer,
        stands=meant.stands,
        tapped=message.entities.get(FOLLOW_UP),
        words=message.words,
        confidence=message.confidence,
        is_led=message.is_led,
    )


def read_history(utterances: Iterable[Mapping[str, Any]]) -> History:
    """What was said before, by the metadata of the utterances."""
    return History(tuple(_said(about) for about in utterances if about.get("answer")))


def in_its_chat(understood: Understood, slots: Mapping[str, Any], history: History) -> Understood:
    """The message, its words weighed by the risk and the age that are known in the chat."""
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
    is_sure = understood.confidence >= SURE_INTENT and slots.get("age_band") == ADULT
    is_perhaps = understood.intent == FACTSHEET and not is_sure
    is_answer = history.asks_country and has_told and is_perhaps
    return understood.entities.get(COUNTRY, known) if is_answer else known


def _least_risk(says: frozenset[str]) -> Risk:
    """Who wants to be gone is shown where to call, whatever else is asked."""
    return Risk.high if feelings.WANTS_TO_VANISH in says else Risk.none


def _feeling_of(message: Understood) -> frozenset[str]:
    """The topic of how the writer surely is, by no words that a file lists."""
    feeling = feelings.surely(message.feelings)
    return frozenset({feeling} if feeling else ())


def _language(message: Understood, known: str | None, hint: str | None) -> str:
    sure = message.sure_language(known)
    return sure or known or hint or message.language_hint or "en"


def _said(about: Mapping[str, Any]) -> Said:
    return Said(
        answer=about["answer"],
        band=about.get("band") or DEFAULT_BAND,
        asks=about.get("asks"),
        facts=about.get("facts") or {},
        risk=Risk.of(about.get("risk")),
        says=frozenset(about.get("says") or ()),
        unsays=frozenset(about.get("unsays") or ()),
        mark=about.get("mark") or "",
        like=about.get("like") or {},
        writer=about.get("writer") or {},
        stands=about.get("stands") or {},
    )
