"""The reviewed patterns of patterns.yml, compiled."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from beacon import data_file
from beacon.door.readers import READERS
from beacon.door.vocabulary import AFTER_CUES, LANGUAGES

PATTERNS = Path(__file__).with_name("patterns.yml")

_TEXTS = {"type": "array", "minItems": 1, "items": {"type": "string", "minLength": 1}}

SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["parts", "patterns"],
    "properties": {
        "parts": {"type": "object", "additionalProperties": {"type": "string"}},
        "patterns": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["name", "mark", "examples", "keeps"],
                "oneOf": [{"required": ["pattern"]}, {"required": ["cues", "then"]}],
                "properties": {
                    "name": {"type": "string"},
                    "mark": {"type": "string", "pattern": r"^\[[a-z ]+\]$"},
                    "language": {"enum": [*LANGUAGES, *AFTER_CUES]},
                    "cues": _TEXTS,
                    "then": {"type": "string"},
                    "pattern": {"type": "string"},
                    "reader": {"enum": sorted(READERS)},
                    "needs": _TEXTS,
                    "digits": {"type": "integer", "minimum": 1},
                    "examples": {
                        "type": "array",
                        "minItems": 1,
                        "items": {"type": "string", "pattern": " => "},
                    },
                    "keeps": _TEXTS,
                },
            },
        },
    },
}

_DIGIT = re.compile(r"\d")
_PART = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class Pattern:
    """One thing that is taken out; `examples` are pairs of a message and what becomes of it."""

    name: str
    mark: str
    expression: re.Pattern[str]
    reader: str | None
    language: str | None
    needs: frozenset[str]
    digits: int
    examples: tuple[tuple[str, str], ...]
    keeps: tuple[str, ...]

    @property
    def hides_a_part(self) -> bool:
        """Whether only the group `hidden` of what is found is taken out."""
        return "hidden" in self.expression.groupindex


class Patterns(tuple[Pattern, ...]):
    """All patterns in their order."""

    def that_may_occur(self, text: str) -> list[Pattern]:
        """Those worth trying, by a quick look at the words and the number of digits of `text`."""
        folded = fold(text)
        digits = len(_DIGIT.findall(folded))
        present = frozenset(needed for needed in self._needs if needed in folded)
        return [
            pattern
            for pattern in self
            if digits >= pattern.digits
            and not (pattern.needs and pattern.needs.isdisjoint(present))
        ]

    @cached_property
    def _needs(self) -> frozenset[str]:
        return frozenset[str]().union(*(pattern.needs for pattern in self))


@functools.cache
def read(path: Path = PATTERNS) -> Patterns:
    """The patterns in the file at `path`, in its order. Raises DataFileError."""
    content = data_file.load(path, SCHEMA)
    patterns = []
    for position, entry in enumerate(content["patterns"]):
        try:
            patterns.append(_pattern(entry, content["parts"]))
        except (re.error, KeyError) as error:
            line = data_file.line_of(path, ["patterns", position])
            raise data_file.DataFileError(path, line, f"{entry['name']}: {error}") from error
    return Patterns(patterns)


def fold(text: str) -> str:
    """The form in which `needs` are looked for: small letters, no apostrophes, no dotless i."""
    return text.lower().replace("'", "").replace("ı", "i").replace("\u0307", "")


def _pattern(entry: dict[str, Any], parts: dict[str, str]) -> Pattern:
    source = entry.get("pattern") or _after_cues(entry["cues"], entry["then"])
    return Pattern(
        name=entry["name"],
        mark=entry["mark"],
        expression=re.compile(_with_parts(source, parts), re.IGNORECASE),
        reader=entry.get("reader"),
        language=entry.get("language"),
        needs=frozenset(map(fold, entry.get("needs") or entry.get("cues", ()))),
        digits=entry.get("digits", 0),
        examples=tuple(_example(example) for example in entry["examples"]),
        keeps=tuple(entry["keeps"]),
    )


def _after_cues(cues: list[str], part: str) -> str:
    longest_first = sorted(cues, key=len, reverse=True)
    alternatives = "|".join(re.escape(cue).replace("'", "'?") for cue in longest_first)
    return rf"(?<![\w'])(?:{alternatives})(?: ?[:=-])? {{{part}}}"


def _with_parts(source: str, parts: dict[str, str]) -> str:
    while True:
        filled = _PART.sub(lambda part: parts[part[1]], source)
        if filled == source:
            return filled
        source = filled


def _example(example: str) -> tuple[str, str]:
    before, _, after = example.partition(" => ")
    return before, after
