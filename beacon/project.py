"""Where the project's data lies, and the parts that are read from it once a process."""

from __future__ import annotations

import functools
from typing import Protocol
from pathlib import Path

from beacon.answers import AnswerBook, Composer, load_book
from beacon.door.door import Door
from beacon.door.redaction import Redactor
from beacon.entities.ages import AgeFinder
from beacon.entities.countries import CountryFinder
from beacon.entities.languages import LanguageDetector
from beacon.entities.model import Mention
from beacon.entities.terms import TermFinder
from beacon.register.loader import FOLDER as REGISTER_FOLDER
from beacon.register.loader import load_register
from beacon.register.model import Register
from beacon.risk import PatternBook, load_patterns

ROOT = Path(__file__).resolve().parent.parent


@functools.cache
def answer_book() -> AnswerBook:
    """The answer book of the project. Raises DataFileError."""
    return load_book(ROOT / "answers")


@functools.cache
def register() -> Register:
    """The register of help services of the project. Raises DataFileError."""
    return load_register(REGISTER_FOLDER)


@functools.cache
def composer() -> Composer:
    """The composer over both."""
    return Composer(answer_book(), register())


@functools.cache
def risk_patterns() -> PatternBook:
    """The risk patterns of the project. Raises DataFileError."""
    return load_patterns(ROOT / "risk")


@functools.cache
def door() -> Door:
    """The door that every message passes."""
    numbers = [
        number
        for country in register().all_countries
        for number in (
            *country.emergency.dial,
            *(dial for service in country.services for dial in service.dial),
        )
    ]
    return Door(Redactor(numbers))


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
