"""Which help services go with a reply, and the lines around them."""

from __future__ import annotations

from dataclasses import replace

from beacon.answers.book import AnswerBook
from beacon.answers.turn import FRIEND, Turn
from beacon.levels import Risk
from beacon.register.look_up import find
from beacon.register.model import Audience, Found, Need, Register
from beacon.register.text import emergency_details

# The fact that services were shown, and how many replies later they still are in view.
SHOWN, RECENT = "shown", 2
# Services that do not listen have a heading of their own, and after them one that does.
INTRODUCTIONS = {Need.REPORT: "help_to_report", Need.REMOVE: "help_to_remove"}


class Services:
    """The register as one turn needs it, in the words of the book."""

    def __init__(self, book: AnswerBook, register: Register) -> None:
        self._book = book
        self._register = register

    def find(self, turn: Turn, need: Need) -> Found:
        """At most three services for that need, for whoever asks."""
        audience = _audience(turn)
        found = find(self._register, turn.country, need, audience, most=3)
        if need not in INTRODUCTIONS or turn.highest_risk < Risk.concern:
            return found
        heard = find(self._register, turn.country, Need.TALK, audience, most=1)
        return replace(found, services=(*found.services[:2], *heard.services))

    def find_anew(self, turn: Turn, need: Need) -> Found:
        """The same; only the best where all were shown just now, for a long list hides the words.

        An answer that is said once more in other words keeps its list.
        """
        found = self.find(turn, need)
        shown = {one.facts.get(SHOWN) for one in turn.said[-RECENT:]}
        if SHOWN in turn.facts or first_of(found) not in shown:
            return found
        return replace(found, services=found.services[:1])

    def introduction(self, turn: Turn, found: Found) -> str:
        """The line above the services, where there is one."""
        if not found.services:
            return self._book.phrase("no_help_found")
        if self._book.is_foreign(turn.language) and turn.highest_risk >= Risk.high:
            return self._book.phrase("high_risk", turn.language)
        if found.across_borders:
            name = "help_none_in_country" if turn.country else "help_across_borders"
            return self._book.phrase(name)
        return self._book.phrase(INTRODUCTIONS.get(found.need, "help_in_country"))

    def emergency(self, turn: Turn) -> str:
        """The emergency number of the child's country, in its language."""
        home = self._register.countries.get(turn.country or "")
        emergency = home.emergency if home else self._register.default_emergency
        is_elsewhere = turn.country is not None and home is None
        name = "emergency_elsewhere" if is_elsewhere else "emergency"
        phrase = self._book.phrase(name, turn.language).format(number=emergency.number)
        details = "" if is_elsewhere else emergency_details(emergency)
        return " ".join(filter(None, [phrase, details]))

    def in_danger(self, turn: Turn) -> tuple[str, ...]:
        """What begins every reply while an alarm stands; nothing otherwise."""
        if not turn.in_danger:
            return ()
        return (self.emergency(turn), *self._took_something(turn))

    def _took_something(self, turn: Turn) -> tuple[str, ...]:
        if not turn.took_something:
            return ()
        is_friend = FRIEND in turn.has_said
        return (self._book.phrase("friend_took_something" if is_friend else "took_something"),)


def first_of(found: Found) -> str:
    """What the services shown are known by afterwards; nothing where there are none."""
    return found.services[0].name if found.services else ""


def _audience(turn: Turn) -> Audience:
    if turn.intent.startswith("teacher_"):
        return Audience.PROFESSIONAL
    return Audience.PARENT if turn.band == "adult" else Audience.CHILD
