"""Reads practice/scripts/: made-up cases for practice, one file each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cases.categories import groups
from cases.choices import ACTIONS, OUTCOMES
from cases.words import ASKED_FOR, TOPICS
from config.fields import DataFileError, Field
from counts.groups import BANDS, RISKS

FOLDER = Path(__file__).with_name("scripts")
# How often the worker writes, and the child answers.
ROUNDS = 3
NOT_TOLD = "not told"
_PARTS = (
    "title",
    "about",
    "content_note",
    "review",
    "age_band",
    "country",
    "language",
    "risk",
    "asked_for",
    "happened",
    "answered",
    "transcript",
    "replies",
    "model",
    "reasons",
    "avoid",
)
_SOURCE = r"factsheet:[IVX]+-\d+|service:\S+"


@dataclass(frozen=True)
class Step:
    """What a message of the child was about, and how urgent it was."""

    intent: str
    risk: str


@dataclass(frozen=True)
class Line:
    """What was said before the hand-over; `sender` is child or bot."""

    sender: str
    text: str


@dataclass(frozen=True)
class Model:
    """How an experienced worker might have done it."""

    messages: tuple[str, ...]
    category: str
    action: str
    outcome: str


@dataclass(frozen=True)
class Reason:
    """Why the model does what it does, and who says so."""

    because: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Script:
    """A made-up case. Age band and country are empty where the child did not tell them."""

    name: str
    title: str
    about: str
    content_note: str
    age_band: str
    country: str
    language: str
    risk: str
    asked_for: str
    happened: tuple[Step, ...]
    answered: tuple[str, ...]
    transcript: tuple[Line, ...]
    replies: tuple[str, ...]
    model: Model
    reasons: tuple[Reason, ...]
    avoid: tuple[str, ...]
    is_reviewed: bool

    @property
    def topic(self) -> str:
        """The first intent of the highest risk."""
        return max(self.happened, key=lambda step: RISKS.index(step.risk)).intent


@dataclass(frozen=True)
class Library:
    """The scripts by name, the most urgent first, and what is wrong with other files."""

    scripts: dict[str, Script]
    problems: tuple[str, ...]


@cache
def library() -> Library:
    """The scripts that come with the application."""
    return load(FOLDER)


def load(folder: Path) -> Library:
    """The scripts of a folder. A broken file leaves the others in use."""
    scripts: list[Script] = []
    problems: list[str] = []
    for file in sorted(folder.glob("*.yml")):
        try:
            scripts.append(read(file))
        except DataFileError as problem:
            problems.append(str(problem))
    scripts.sort(key=lambda script: RISKS.index(script.risk), reverse=True)
    return Library({script.name: script for script in scripts}, tuple(problems))


def read(file: Path) -> Script:
    """The script in a file. Raises DataFileError with file and line."""
    parts = Field.of_file(file).parts(_PARTS)
    happened = tuple(map(_step, parts["happened"].items()))
    risk = parts["risk"].one_of(RISKS)
    if risk != max((step.risk for step in happened), key=RISKS.index):
        parts["risk"].refuse("this must be the highest risk of what happened")
    return Script(
        name=file.stem,
        **{name: parts[name].text() for name in ("title", "about", "content_note")},
        age_band=_unless_not_told(parts["age_band"].one_of((*BANDS, NOT_TOLD))),
        country=_unless_not_told(
            parts["country"].matching(f"[A-Z]{{2}}|{NOT_TOLD}", "two capital letters")
        ),
        language=parts["language"].matching("[a-z]{2}", "two small letters"),
        risk=risk,
        asked_for=parts["asked_for"].one_of(ASKED_FOR),
        happened=happened,
        answered=tuple(part.one_of(TOPICS) for part in parts["answered"].items()),
        transcript=tuple(map(_line, parts["transcript"].items())),
        replies=_texts(parts["replies"].items(ROUNDS, ROUNDS)),
        model=_model(parts["model"]),
        reasons=tuple(map(_reason, parts["reasons"].items())),
        avoid=_texts(parts["avoid"].items()),
        is_reviewed=parts["review"].text() != "draft",
    )


def _step(field: Field) -> Step:
    parts = field.parts(("intent", "risk"))
    return Step(parts["intent"].one_of(TOPICS), parts["risk"].one_of(RISKS))


def _line(field: Field) -> Line:
    parts = field.parts(("from", "text"))
    return Line(parts["from"].one_of(("child", "bot")), parts["text"].text())


def _model(field: Field) -> Model:
    parts = field.parts(("messages", "category", "action", "outcome"))
    return Model(
        messages=_texts(parts["messages"].items(ROUNDS, ROUNDS)),
        category=parts["category"].one_of(key for group in groups() for key, _ in group.categories),
        action=parts["action"].one_of(key for key, _ in ACTIONS),
        outcome=parts["outcome"].one_of(key for key, _ in OUTCOMES),
    )


def _reason(field: Field) -> Reason:
    parts = field.parts(("because", "sources"))
    wanted = "factsheet:<number of a recommendation> or service:<address>"
    return Reason(
        parts["because"].text(),
        tuple(source.matching(_SOURCE, wanted) for source in parts["sources"].items()),
    )


def _texts(fields: Sequence[Field]) -> tuple[str, ...]:
    return tuple(field.text() for field in fields)


def _unless_not_told(text: str) -> str:
    return "" if text == NOT_TOLD else text
