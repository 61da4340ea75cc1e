"""The answer book: everything that the bot can say, read from answers/<language>/*.yml."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from beacon import data_file
from beacon.answers import acknowledging
from beacon.answers.acknowledging import Acknowledgement, load_acknowledgements
from beacon.answers.conditions import INTENTS, TOPICS, When, fits, named, unknown
from beacon.answers.first_steps import NAME as FIRST_STEPS
from beacon.answers.first_steps import FirstStep, load_first_steps
from beacon.answers.topics import BY_CHAT, IN_A_LANGUAGE, Topic, names_of
from beacon.answers.turn import Turn
from beacon.data_file import DataFileError
from beacon.patterns import PatternBook
from beacon.register.model import Need
from beacon.understanding.contract import INFORM_COUNTRY, START_QUIZ, lowest_risks

TITLES = "titles.yml"
PHRASES = "phrases.yml"
QUIZ = "quiz.yml"
# All other folders below answers/ are of a language, and hold phrases and topics.
NO_TRANSLATIONS = frozenset({"en", "topics", "judged"})
# Their words are not fixed: services, and the statements of the quiz.
WITHOUT_FIXED_WORDS = frozenset({INFORM_COUNTRY, START_QUIZ})


@dataclass(frozen=True)
class Variant:
    """The texts of an answer for one condition, by band and `short`.

    `asks` is what they ask, where that is answered with a yes or no of its own. `no_help_for` are
    the bands whose text is shown without services, as none is there for what is asked. No follow-up
    is said in the place of one that `keeps`.
    """

    when: When
    text: Mapping[str, str]
    sources: tuple[str, ...]
    next: tuple[str, ...]
    help: Need | None = None
    asks: str | None = None
    no_help_for: frozenset[str] = frozenset()
    keeps: bool = False

    @property
    def is_by_words(self) -> bool:
        """Whether topics choose it, and not only what is known by all of the chat."""
        return bool(named([self.when], "says") - BY_CHAT)

    @property
    def is_again(self) -> bool:
        """Whether it is said where the same was answered before."""
        return "again" in self.when

    def fits(self, turn: Turn) -> bool:
        """Whether that turn gets these texts."""
        return fits(self.when, turn)


@dataclass(frozen=True)
class Answer:
    """What is said to one intent. The last variant has no condition."""

    intent: str
    reviewed: bool
    variants: tuple[Variant, ...]

    def variant(self, turn: Turn) -> Variant:
        """The first variant that fits."""
        return next(variant for variant in self.variants if variant.fits(turn))


@dataclass(frozen=True)
class Question:
    """One statement of the quiz."""

    statement: str
    true: bool
    reason: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class AnswerBook:
    """The answers in English, and the short texts of every language."""

    answers: Mapping[str, Answer]
    titles: Mapping[str, Mapping[str, str]]
    phrases: Mapping[str, Mapping[str, str]]
    quiz: Mapping[str, tuple[Question, ...]]
    first_steps: tuple[FirstStep, ...] = ()
    acknowledgements: tuple[Acknowledgement, ...] = ()

    def variant(self, turn: Turn) -> Variant | None:
        """The texts for the intent of that turn; None where it has no fixed ones."""
        answer = self.answers.get(turn.intent)
        return answer.variant(turn) if answer else None

    def title(self, intent: str, band: str) -> str:
        """The words on the button that leads to `intent`. Raises KeyError."""
        titles = self.titles[intent]
        return titles.get(band, titles["default"])

    def phrase(self, name: str, language: str = "en") -> str:
        """A short text in the language if it is there, else in English. Raises KeyError."""
        return self.phrases.get(language, {}).get(name) or self.phrases["en"][name]

    def first_step(self, turn: Turn) -> str | None:
        """What to do first, in another language than English; None where nothing is said of it."""
        step = next((one.step for one in self.first_steps if one.fits(turn)), None)
        is_foreign = self.is_foreign(turn.language)
        return self.phrases[turn.language].get(step) if step and is_foreign else None

    def speaks(self, language: str) -> bool:
        """Whether there are short texts in that language."""
        return language in self.phrases

    def reads(self, language: str) -> bool:
        """Whether messages in it are understood; a child that writes another is told so."""
        return "english_only" in self.phrases.get(language, ())

    def is_foreign(self, language: str) -> bool:
        """Whether it is one of them, and not that of the answers."""
        return language != "en" and self.speaks(language)


def load_book(folder: Path, topics: PatternBook[Topic]) -> AnswerBook:
    """Reads the book below `folder`; `topics` are those that its variants may ask for.

    Raises DataFileError that names the file and line.
    """
    _refuse_unread(folder)
    schemas = data_file.load(folder / "schema.yml", {})
    english = folder / "en"
    answers: dict[str, Answer] = {}
    files: dict[str, Path] = {}
    for file in sorted(english.glob("*.yml")):
        if file.name not in (TITLES, PHRASES, QUIZ, acknowledging.FILE):
            read = _read_answers(file, schemas["answers"], answers)
            answers.update(read)
            files.update(dict.fromkeys(read, file))
    names = names_of(topics)
    book = AnswerBook(
        answers=answers,
        titles=data_file.load(english / TITLES, schemas["titles"])["titles"],
        phrases={
            file.parent.name: _read_phrases(file, schemas)
            for file in sorted(folder.glob(f"*/{PHRASES}"))
        },
        quiz=_read_quiz(data_file.load(english / QUIZ, schemas["quiz"])["quiz"]),
    )
    _check_names(book, files, names)
    _check_complete(book, english)
    steps = load_first_steps(folder, schemas[FIRST_STEPS], book.phrases["en"], names)
    acknowledgements = load_acknowledgements(english, schemas[acknowledging.NAME], names)
    return replace(book, first_steps=steps, acknowledgements=acknowledgements)


def _refuse_unread(folder: Path) -> None:
    """Whoever translates an answer must not think that a child reads it."""
    for file in sorted(folder.glob("*/**/*")):
        language, *below = file.relative_to(folder).parts
        is_read = language in NO_TRANSLATIONS or below in ([PHRASES], [IN_A_LANGUAGE])
        if file.suffix in (".yml", ".yaml") and not is_read:
            read = f"of {language} only {PHRASES} and {IN_A_LANGUAGE} are read"
            raise DataFileError(file, 1, f"{read}: answers are said in English")


def _read_answers(
    file: Path, schema: dict[str, Any], known: Mapping[str, Answer]
) -> dict[str, Answer]:
    entries = data_file.load(file, schema)["answers"]
    for intent in entries:
        if intent in known:
            line = data_file.line_of(file, ["answers", intent])
            raise DataFileError(file, line, f"{intent} is answered in another file already")
    return {intent: _answer(intent, entry) for intent, entry in entries.items()}


def _answer(intent: str, entry: dict[str, Any]) -> Answer:
    return Answer(
        intent=intent,
        reviewed=entry["review"] != "draft",
        variants=tuple(
            Variant(
                when=part.get("when", {}),
                text=part["text"],
                sources=tuple(part.get("sources", entry["sources"])),
                next=tuple(part.get("next", entry["next"])),
                help=_need(part) or _need(entry),
                asks=part.get("asks"),
                no_help_for=frozenset(part.get("no_help_for", ())),
                keeps=part.get("keeps", False),
            )
            for part in [*entry.get("variants", []), {"text": entry["text"]}]
        ),
    )


def _need(part: Mapping[str, Any]) -> Need | None:
    return Need(part["help"]) if "help" in part else None


def _read_phrases(file: Path, schemas: dict[str, Any]) -> dict[str, str]:
    schema = schemas["english_phrases" if file.parent.name == "en" else "phrases"]
    phrases: dict[str, str] = data_file.load(file, schema)["phrases"]
    return phrases


def _read_quiz(bands: dict[str, list[dict[str, Any]]]) -> dict[str, tuple[Question, ...]]:
    return {
        band: tuple(
            Question(item["statement"], item["true"], item["reason"], tuple(item["sources"]))
            for item in items
        )
        for band, items in bands.items()
    }


def _check_names(book: AnswerBook, files: Mapping[str, Path], topics: Collection[str]) -> None:
    """A next step without a title is no button; what has no such name is never told of."""
    for intent, file in files.items():
        variants = book.answers[intent].variants
        steps = {step for variant in variants for step in variant.next} - book.titles.keys()
        whens = [variant.when for variant in variants]
        problems = [f"the next step {step!r} has no title" for step in sorted(steps)]
        problems += unknown(named(whens, *INTENTS), named(whens, *TOPICS), topics)
        if problems:
            line = data_file.line_of(file, ["answers", intent])
            raise DataFileError(file, line, f"{intent}: {problems[0]}")


def _check_complete(book: AnswerBook, folder: Path) -> None:
    """Every intent must have an answer and a title: half a file may well be YAML."""
    if "en" not in book.phrases:
        raise DataFileError(folder / PHRASES, 1, "the file is missing")
    unanswered = lowest_risks().keys() - book.answers.keys() - WITHOUT_FIXED_WORDS
    if unanswered:
        raise DataFileError(folder, 1, f"no file answers {', '.join(sorted(unanswered))}")
    untitled = lowest_risks().keys() - book.titles.keys()
    if untitled:
        problem = f"titles: there is none for {', '.join(sorted(untitled))}"
        raise DataFileError(folder / TITLES, 1, problem)
