"""Which help services go with a reply, and the lines around them."""

from __future__ import annotations

from dataclasses import replace

from beacon.answers import roles
from beacon.answers.book import AnswerBook
from beacon.answers.topics import (
    BATTERY_LOW,
    CALLED,
    CANT_SPEAK,
    FRIEND_IN_DANGER,
    HELP_IS_HERE,
    HELP_IS_NEAR,
    NO_CALLS,
    SAYS_PARENT,
)
from beacon.answers.turn import Turn
from beacon.levels import ADULT, BANDS, Risk
from beacon.register.look_up import find
from beacon.register.model import Audience, Emergency, Found, Need, Register, Service
from beacon.register.names import country_name
from beacon.register.text import emergency_details
from beacon.understanding.contract import IMMEDIATE_DANGER, OF_PROFESSIONALS

# The fact that services were shown.
SHOWN = "shown"
# So many replies later they still are in view.
IN_VIEW_FOR = 2
# So many services are shown at most.
MOST_SHOWN = 3
# Among so many the child's language chooses.
MOST_LOOKED_AT = 10
# A child of eight reads no more of them below an answer; who asks for services gets them all.
MOST_FOR_THE_YOUNGEST = 2
# Services that do not listen have a heading of their own, and after them one that does.
INTRODUCTIONS = {Need.REPORT: "help_to_report", Need.REMOVE: "help_to_remove"}
# Topics by which a line is closed, or may be.
CLOSED = frozenset({"line_closed", "line_at_night"})
# After these nobody is told to call: somebody did.
CALLS = frozenset({CALLED, HELP_IS_HERE, HELP_IS_NEAR})
YOUNGEST = BANDS[0]


class Services:
    """The register as one turn needs it, in the words of the book."""

    def __init__(self, book: AnswerBook, register: Register) -> None:
        self._book = book
        self._register = register

    def find(self, turn: Turn, need: Need) -> Found:
        """At most three services for that need, for whoever asks."""
        audience = _audience(turn)
        found = find(self._register, turn.country, need, audience, most=MOST_LOOKED_AT)
        services = _those_who_are_there_first(turn, _those_who_speak_it_first(turn, found))
        services = _those_who_can_be_written_to_first(turn, services)
        found = replace(found, services=services[:MOST_SHOWN])
        if need not in INTRODUCTIONS or turn.highest_risk < Risk.concern:
            return found
        listening = self.find(turn, Need.TALK).services[:1]
        shown = found.services[: MOST_SHOWN - 1]
        return replace(found, services=(*shown, *(one for one in listening if one not in shown)))

    def somebody_to_talk_to(self, turn: Turn) -> Found:
        """The services that listen, for whoever asks in that country."""
        return self.find(turn, Need.TALK)

    def find_anew(self, turn: Turn, need: Need) -> Found:
        """The same below an answer, where a long list hides the words: fewer for the youngest.

        Where all were shown just now, only the best one. An answer that is said once more in other
        words keeps its list; who found a line closed needs the others.
        """
        found = self.find(turn, need)
        if not turn.says.isdisjoint(CLOSED):
            return found
        if turn.band == YOUNGEST and need not in INTRODUCTIONS:
            found = replace(found, services=found.services[:MOST_FOR_THE_YOUNGEST])
        shown = {one.facts.get(SHOWN) for one in turn.said[-IN_VIEW_FOR:]}
        if SHOWN in turn.facts or first_of(found) not in shown:
            return found
        return replace(found, services=found.services[:1])

    def introduction(self, turn: Turn, found: Found) -> str:
        """The line above the services, where there is one."""
        if not found.services:
            return self._book.phrase("no_help_found")
        is_foreign = self._book.is_foreign(turn.language)
        may_be_grave = turn.highest_risk >= Risk.high or not self._book.reads(turn.language)
        if is_foreign and may_be_grave:
            says_more = not turn.in_danger and self._book.first_step(turn)
            name = "help_in_country" if says_more else "high_risk"
            return self._book.phrase(name, turn.language)
        if is_foreign and found.need not in INTRODUCTIONS:
            return self._book.phrase("help_in_country", turn.language)
        if found.across_borders:
            name = "help_none_in_country" if turn.country else "help_across_borders"
            return self._book.phrase(name)
        if found.need in INTRODUCTIONS:
            return self._book.phrase(INTRODUCTIONS[found.need])
        is_written_to = NO_CALLS in turn.has_said and found.services[0].answers_in_writing
        return self._book.phrase("help_to_write" if is_written_to else "help_in_country")

    def emergency_words(self, turn: Turn) -> tuple[str, ...]:
        """What begins every reply while an alarm stands: the number, then what to do first."""
        return (*self._emergency(turn), *(self.first_step(turn) or self._took_something(turn)))

    def just_in_case(self, turn: Turn) -> tuple[str, ...]:
        """The number for a message that nothing has read; nothing where it begins the reply."""
        return () if turn.in_danger else (*self._emergency(turn), *self._elsewhere(turn))

    def elsewhere(self, turn: Turn) -> tuple[str, ...]:
        """The countries with another number, told once while an alarm stands, after the words."""
        return () if turn.history.has_sure_alarm else self._elsewhere(turn)

    def _emergency(self, turn: Turn) -> tuple[str, ...]:
        """The emergency number of the child's country alone, then what else there is to say of it.

        In the language of the child, as far as there are words in it.
        """
        home = self._register.countries.get(turn.country or "")
        emergency = home.emergency if home else self._register.default_emergency
        is_elsewhere = turn.country is not None and home is None
        name = "emergency_elsewhere" if is_elsewhere else "emergency"
        number = self._book.phrase(name, turn.language).format(number=emergency.number)
        more = (self._more(turn, emergency), _without_a_voice(turn, emergency)) if home else ()
        return (number, *filter(None, more))

    def _more(self, turn: Turn, emergency: Emergency) -> str:
        """A second number, or what else there is to say of the first."""
        if emergency.if_no_answer and not emergency.note:
            phrase = self._book.phrase("emergency_no_answer", turn.language)
            return phrase.format(number=", ".join(emergency.if_no_answer))
        return emergency_details(emergency)

    def _elsewhere(self, turn: Turn) -> tuple[str, ...]:
        """The countries that have another number, by the number, while the child's is unknown."""
        others = self._register.default_emergency.instead
        if turn.country is not None or not others:
            return ()
        by_number: dict[str, list[str]] = {}
        for code, _ in others:
            name = country_name(code, turn.language)
            by_number.setdefault(self._first_number(code), []).append(name)
        groups = sorted(by_number.items(), key=lambda group: (-len(group[1]), min(group[1])))
        listed = "; ".join(f"{', '.join(sorted(names))} ({number})" for number, names in groups)
        return (self._book.phrase("emergency_other", turn.language).format(others=listed),)

    def _first_number(self, country: str) -> str:
        return self._register.countries[country].emergency.dial[0]

    def first_step(self, turn: Turn) -> tuple[str, ...]:
        """What to do first, for a child that writes another language than English."""
        step = self._book.first_step(turn)
        return (step,) if step else ()

    def _took_something(self, turn: Turn) -> tuple[str, ...]:
        if not turn.took_something or not turn.says.isdisjoint(CALLS):
            return ()
        is_friend = FRIEND_IN_DANGER in turn.has_said
        return (self._book.phrase("friend_took_something" if is_friend else "took_something"),)


def first_of(found: Found) -> str:
    """What the services shown are known by afterwards; nothing where there are none."""
    return found.services[0].name if found.services else ""


def _those_who_speak_it_first(turn: Turn, found: Found) -> tuple[Service, ...]:
    """In Belgium those who listen in French come first for whoever writes French.

    Not so in English: that is what the bot answers in, and says little of the child.
    """
    if turn.language == "en":
        return found.services

    def speaks(service: Service) -> bool:
        return _listens_to_all(service) and turn.language in service.languages

    return tuple(sorted(found.services, key=lambda service: not speaks(service)))


def _those_who_are_there_first(turn: Turn, services: tuple[Service, ...]) -> tuple[Service, ...]:
    """Where a line is closed, or it is asked about the night, those that never close come first."""
    if turn.says.isdisjoint(CLOSED):
        return services

    def is_there(service: Service) -> bool:
        return service.round_the_clock and _listens_to_all(service)

    return tuple(sorted(services, key=lambda service: not is_there(service)))


def _those_who_can_be_written_to_first(
    turn: Turn, services: tuple[Service, ...]
) -> tuple[Service, ...]:
    """For whoever does not phone: first those for everybody that have a chat or take texts.

    Their phone numbers are left out where nobody is in danger.
    """
    if NO_CALLS not in turn.has_said:
        return services

    def is_for_all(service: Service) -> bool:
        return service.answers_in_writing and service.only_for is None

    first = sorted(services, key=lambda service: not is_for_all(service))
    if turn.in_danger:
        return tuple(first)
    return tuple(
        replace(one, phone=None, dial=()) if one.answers_in_writing else one for one in first
    )


def may_have_no_voice(turn: Turn) -> bool:
    """Whether it is told how to reach the emergency number without a voice.

    Whoever doesn't phone reads that on the card: most of it is for whoever can hear.
    """
    if NO_CALLS in turn.has_said:
        return False
    return turn.intent == IMMEDIATE_DANGER or not turn.has_said.isdisjoint(
        {CANT_SPEAK, BATTERY_LOW}
    )


def _without_a_voice(turn: Turn, emergency: Emergency) -> str:
    return (emergency.cannot_speak or "") if may_have_no_voice(turn) else ""


def _listens_to_all(service: Service) -> bool:
    return service.answers_directly and not service.only_for


def _audience(turn: Turn) -> Audience:
    """Who asks; a professional stays one after the message that told so."""
    if turn.intent in OF_PROFESSIONALS:
        return Audience.PROFESSIONAL
    if turn.band != ADULT:
        return Audience.CHILD
    is_professional = roles.is_professional(turn.history, is_parent=SAYS_PARENT in turn.has_said)
    return Audience.PROFESSIONAL if is_professional else Audience.PARENT
