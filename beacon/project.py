"""Where the project's data lies, and the parts that are read from it once a process."""

from __future__ import annotations

import functools
import os
from pathlib import Path
from typing import Protocol

from beacon.answers import AnswerBook, Composer
from beacon.answers.follow_ups import FollowUps
from beacon.answers.topics import Topic
from beacon.cluster.conversations import StoredConversations
from beacon.cluster.counters import VARIABLE as REDIS
from beacon.cluster.counters import SharedRateLimit
from beacon.cluster.database import VARIABLE as DATABASE
from beacon.cluster.database import Database
from beacon.cluster.seal import VARIABLE as CHAT_SECRET
from beacon.cluster.seal import Seal
from beacon.cluster.seal import seal as new_seal
from beacon.cluster.turns import Turns
from beacon.door.door import Door
from beacon.door.policy import POLICY
from beacon.door.rate import Limit, RateLimit
from beacon.entities.ages import AgeFinder
from beacon.entities.countries import CountryFinder
from beacon.entities.languages import LanguageDetector
from beacon.entities.model import Mention
from beacon.entities.terms import TermFinder
from beacon.handover.client import StaffClient
from beacon.handover.counting import Counting
from beacon.handover.secret import shared_secret
from beacon.handover.staff import Staff
from beacon.lessons import Lessons, load_lessons
from beacon.parts import Parts
from beacon.patterns import PatternBook
from beacon.register.model import Register
from beacon.risk import Match
from beacon.web.conversations import Conversations, OwnConversations, SharedConversations
from beacon.web.pages import Pages
from beacon.web.site import Site, load_site

ROOT = Path(__file__).resolve().parent.parent
# The folder that holds answers/, helplines/ and risk/.
DATA = Path(os.environ.get("BEACON_DATA") or ROOT)


class Current:
    """The parts in use, behind one reference that is changed in one step."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts


@functools.cache
def current() -> Current:
    """What answers, help services and risk are taken from; `beacon.reloading` changes it."""
    return Current(Parts(DATA, site, lessons))


def parts() -> Parts:
    """The parts in use: who needs two that belong together takes both from one answer."""
    return current().parts


def answer_book() -> AnswerBook:
    """The answer book of the project. Raises DataFileError."""
    return parts().book


def topics() -> PatternBook[Topic]:
    """What a message says beside its intent, by its words. Raises DataFileError."""
    return parts().topics


def follow_ups() -> FollowUps:
    """The short answers to what is asked and said after the first. Raises DataFileError."""
    return parts().follow_ups


def register() -> Register:
    """The register of help services of the project. Raises DataFileError."""
    return parts().register


def composer() -> Composer:
    """The composer over both."""
    return parts().composer


def risk_patterns() -> PatternBook[Match]:
    """The risk patterns of the project. Raises DataFileError."""
    return parts().risk_patterns


def door() -> Door:
    """The door that every message passes; help numbers, services and their sites stay readable."""
    return parts().door


class Finder(Protocol):
    """Something that finds mentions in a text."""

    def find(self, text: str) -> list[Mention]:
        """The mentions in the order of the text."""


@functools.cache
def finders() -> tuple[Finder, ...]:
    """What finds country, age band and terms."""
    return CountryFinder(), AgeFinder(), TermFinder()


@functools.cache
def language_detector() -> LanguageDetector:
    """What tells the language of a message."""
    return LanguageDetector()


@functools.cache
def site() -> Site:
    """The operator's settings. Raises DataFileError."""
    return load_site(ROOT / "web", DATA / "helplines")


@functools.cache
def lessons() -> Lessons:
    """The classroom's scenarios, plans and card. Raises DataFileError."""
    return load_lessons(ROOT / "lessons")


@functools.cache
def staff() -> Staff:
    """The staff, by way of their application; nothing is asked of it yet."""
    address = os.environ.get("BEACON_STAFF", "http://127.0.0.1:5006")
    return Staff(StaffClient(address, shared_secret(ROOT / ".staff")))


@functools.cache
def counting() -> Counting:
    """The events for the staff's statistics."""
    return Counting(staff().client)


@functools.cache
def seal() -> Seal:
    """What seals ids and tokens of chats. Raises WeakSecretError where servers share no secret."""
    if os.environ.get(DATABASE):
        return Seal(os.environ.get(CHAT_SECRET, ""))
    return new_seal()


@functools.cache
def shared_database() -> Database:
    """The database that several servers share. Raises KeyError where none is named."""
    return Database(os.environ[DATABASE])


@functools.cache
def stored_conversations() -> StoredConversations:
    """The conversations in that database."""
    return StoredConversations(shared_database())


@functools.cache
def turns() -> Turns:
    """Whose turn it is with each conversation on this server."""
    return Turns()


def is_shared() -> bool:
    """Whether this is one of several servers."""
    return bool(os.environ.get(DATABASE))


def conversations() -> Conversations:
    """The chats of one channel: of this server alone, or of all where there is a database."""
    if is_shared():
        return SharedConversations(seal(), stored_conversations())
    return OwnConversations(seal())


def rate_limit() -> Limit:
    """How much one channel takes: by this server's count, or by that of all."""
    own = RateLimit(POLICY.messages, POLICY.seconds, POLICY.conversations)
    if address := os.environ.get(REDIS):
        return SharedRateLimit(own, address, POLICY.messages, POLICY.seconds)
    return own


def pages() -> Pages:
    """The pages of the site."""
    return parts().pages
