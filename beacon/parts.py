"""What is read from answers/, helplines/ and risk/, and all that is made of it: one whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from beacon import reading
from beacon.answers import AnswerBook, Composer, load_book
from beacon.answers.follow_ups import FollowUps, load_follow_ups
from beacon.answers.ranking import Ranking, load_ranking
from beacon.answers.topics import Topic, load_topics
from beacon.data_file import DataFileError
from beacon.door.door import Door
from beacon.door.redaction import Redactor
from beacon.encoders import FOLLOW_UPS
from beacon.encoders.memory import memory
from beacon.lessons import Lessons
from beacon.patterns import PatternBook
from beacon.register.loader import load_register
from beacon.register.model import Register, Service
from beacon.risk import Match, load_patterns
from beacon.understanding.likeness import Likeness
from beacon.understanding.overlap import Overlap
from beacon.web.assets import Asset
from beacon.web.classroom import ClassroomPages
from beacon.web.helplines import helplines
from beacon.web.languages import PhraseLanguages
from beacon.web.pages import Pages
from beacon.web.site import Site

ANSWERS, HELPLINES, RISK = FOLDERS = ("answers", "helplines", "risk")
RANKING = "ranking.json"
# The endings of all that is read there, and of what is refused because nobody reads it (.yaml).
WATCHED = (".yml", ".yaml", ".json")
# A part is read anew when one of its folders has changed, in this order.
MADE_FROM: Mapping[str, tuple[str, ...]] = {
    "book": (ANSWERS,),
    "topics": (ANSWERS,),
    "follow_ups": (ANSWERS,),
    "likeness": (ANSWERS,),
    "overlap": (ANSWERS,),
    "ranking": (ANSWERS,),
    "register": (HELPLINES,),
    "risk_patterns": (RISK,),
    "composer": (ANSWERS, HELPLINES),
    "door": (HELPLINES, RISK),
    "pages": (HELPLINES,),
    "helplines": (HELPLINES,),
    "classroom_pages": (ANSWERS, HELPLINES),
    "languages": (ANSWERS,),
}

# These take seconds to read, so another process does.
READ_APART = ("topics", "book", "follow_ups", "ranking", "overlap", "risk_patterns")

# Of each file its name, size in bytes, time of change in nanoseconds, and place on the disk.
State = Mapping[str, frozenset[tuple[str, int, int, int]]]


class Parts:
    """The parts as the files below `folder` are; each is made when it is first asked for.

    The parts belong together: who needs two of them takes them from one object. They raise
    DataFileError for the first file that can't be used.
    """

    def __init__(
        self, folder: Path, site: Callable[[], Site], lessons: Callable[[], Lessons]
    ) -> None:
        self.folder = folder
        self._site = site
        self._lessons = lessons
        self.state = state_of(folder)

    @cached_property
    def book(self) -> AnswerBook:
        """The answer book."""
        return load_book(self.folder / ANSWERS, self.topics)

    @cached_property
    def topics(self) -> PatternBook[Topic]:
        """What a message says beside its intent."""
        return load_topics(self.folder / ANSWERS)

    @cached_property
    def follow_ups(self) -> FollowUps:
        """The short answers to what is asked and said after the first."""
        return load_follow_ups(self.folder / ANSWERS, self.topics)

    @cached_property
    def likeness(self) -> Likeness:
        """What finds them; only wordings that are new in this process are encoded."""
        texts, names, are_like = zip(*self.follow_ups.sentences(), strict=True)
        return Likeness(memory(FOLLOW_UPS).vectors(texts), names, are_like)

    @cached_property
    def overlap(self) -> Overlap:
        """What they share with a message by its words."""
        sentences = self.follow_ups.sentences()
        return Overlap((text, name) for text, name, is_like in sentences if is_like)

    @cached_property
    def ranking(self) -> Ranking:
        """What chooses among them and the answers of intents."""
        return load_ranking(self.folder / ANSWERS / RANKING)

    @cached_property
    def register(self) -> Register:
        """The register of help services."""
        return load_register(self.folder / HELPLINES)

    @cached_property
    def risk_patterns(self) -> PatternBook[Match]:
        """The phrases that raise the risk."""
        return load_patterns(self.folder / RISK)

    @cached_property
    def composer(self) -> Composer:
        """The composer over book and register."""
        return Composer(self.book, self.register, self.follow_ups, self.ranking)

    @cached_property
    def door(self) -> Door:
        """The door; help numbers, services, their sites, and cries for help stay readable."""
        countries = self.register.all_countries()
        services = [service for country in countries for service in country.services]
        redactor = Redactor(
            [*_numbers(services), *(number for c in countries for number in c.emergency.dial)],
            service_names=[service.name for service in services],
            sites=[service.website for service in services if service.website],
        )
        redactor.warm_up()
        return Door(redactor, patterns=self.risk_patterns)

    @cached_property
    def pages(self) -> Pages:
        """The pages of the site."""
        return Pages(self._site(), self.register)

    @cached_property
    def helplines(self) -> Asset:
        """The browser's own copy of the register."""
        copy = helplines(self.register, self._site().default_country)
        text = json.dumps(copy, ensure_ascii=False, separators=(",", ":"))
        return Asset.of(text.encode(), "application/json")

    @cached_property
    def classroom_pages(self) -> ClassroomPages:
        """The classroom's pages."""
        return ClassroomPages(self._site(), self.register, self._lessons(), self.book.quiz)

    @cached_property
    def languages(self) -> PhraseLanguages:
        """What knows the short texts of every language."""
        return PhraseLanguages(self.book.phrases)

    def make(self, *names: str) -> None:
        """Makes the parts of these names now, so that nobody waits for them later."""
        for name in names:
            getattr(self, name)

    def anew(self) -> Parts:
        """The parts as the files are now; those that are in use here are made at once.

        Raises DataFileError or OSError where a file can't be used.
        """
        new = Parts(self.folder, self._site, self._lessons)
        new._take_unchanged(self)
        wanted = [part for part in MADE_FROM if part in vars(self) and part not in vars(new)]
        if apart := [part for part in READ_APART if part in wanted]:
            vars(new).update(reading.read(self.folder, apart))
        new.make(*wanted)
        new._check_country(self)
        return new

    def _take_unchanged(self, earlier: Parts) -> None:
        """A change of words need not compile the patterns again, which takes a second."""
        same = {folder for folder in FOLDERS if self.state[folder] == earlier.state[folder]}
        for part, folders in MADE_FROM.items():
            if part in vars(earlier) and same.issuperset(folders):
                vars(self)[part] = vars(earlier)[part]

    def _check_country(self, earlier: Parts) -> None:
        if "pages" not in vars(earlier):
            return
        country = self._site().default_country
        if country is not None and country not in self.register.countries:
            file = self.folder / HELPLINES / f"{country.lower()}.yml"
            raise DataFileError(file, 1, "the file is missing: it is the site's own country")


def state_of(folder: Path) -> State:
    """What tells whether a data file below `folder` has changed."""
    return {name: frozenset(_marks(folder / name)) for name in FOLDERS}


def _marks(folder: Path) -> Iterator[tuple[str, int, int, int]]:
    for file in (each for each in folder.rglob("*") if each.suffix in WATCHED):
        try:
            about = file.stat()
        except FileNotFoundError:
            continue
        yield str(file.relative_to(folder)), about.st_size, about.st_mtime_ns, about.st_ino


def _numbers(services: Iterable[Service]) -> Iterator[str]:
    for service in services:
        yield from service.dial
