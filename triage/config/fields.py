"""Reads YAML files that professionals edit, and names file and line where one is broken.

Not by jsonschema, as beacon/data_file.py: most of this is the lines and the words of what is wrong,
which it has not, and it would bring five packages more into an environment that is kept small.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import yaml
from django.core.exceptions import ImproperlyConfigured
from yaml.constructor import SafeConstructor

_NULL = "tag:yaml.org,2002:null"


class DataFileError(ImproperlyConfigured):
    """A data file cannot be used; the message begins with `file:line:`."""


@dataclass(frozen=True)
class Field:
    """A value of a file, and where it stands."""

    file: Path
    name: str
    node: yaml.Node

    @classmethod
    def of_file(cls, file: Path) -> Field:
        """The whole of a file. Raises DataFileError where it can't be read or isn't YAML."""
        try:
            text = file.read_text(encoding="utf-8")
            node = yaml.compose(text, Loader=yaml.CSafeLoader)
        except OSError as problem:
            raise DataFileError(f"{file}:1: {problem.strerror}") from problem
        except UnicodeDecodeError as problem:
            raise DataFileError(f"{file}:1: the file is not UTF-8") from problem
        except yaml.MarkedYAMLError as problem:
            mark = problem.problem_mark
            line = mark.line + 1 if mark else 1
            raise DataFileError(f"{file}:{line}: {problem.problem}") from problem
        except yaml.YAMLError as problem:
            line = _line_of_strange_character(text)
            what = "there is a character that no text holds; write it anew"
            raise DataFileError(f"{file}:{line}: {what}") from problem
        if node is None:
            raise DataFileError(f"{file}:1: the file is empty")
        return cls(file, "the file", node)

    def refuse(self, problem: str) -> NoReturn:
        """Raises DataFileError for this value."""
        raise DataFileError(f"{self.file}:{self.line}: {self.name}: {problem}")

    @property
    def line(self) -> int:
        """Where the value begins, counted from 1."""
        return self.node.start_mark.line + 1

    def parts(self, required: Collection[str]) -> dict[str, Field]:
        """The values under exactly these keys."""
        parts = self.entries()
        if strange := [part for name, part in parts.items() if name not in required]:
            strange[0].refuse("there is no such key here; is it misspelt?")
        if missing := [name for name in required if name not in parts]:
            self.refuse(f"{missing[0]} is missing")
        return parts

    def entries(self) -> dict[str, Field]:
        """The values under whatever keys there are, each of which stands once."""
        if not isinstance(self.node, yaml.MappingNode):
            self.refuse("this must be keys and values")
        entries: dict[str, Field] = {}
        for key, value in self.node.value:
            entry = Field(self.file, str(key.value), value)
            if entry.name in entries:
                Field(self.file, entry.name, key).refuse("this key stands twice")
            entries[entry.name] = entry
        return entries

    def items(self, least: int = 1, most: int = 1000) -> list[Field]:
        """The values of a list of that length."""
        if not isinstance(self.node, yaml.SequenceNode):
            self.refuse("this must be a list")
        nodes = self.node.value
        if not least <= len(nodes) <= most:
            self.refuse(f"this must hold {_from_to(least, most)}, not {len(nodes)}")
        return [Field(self.file, f"{self.name} {n}", node) for n, node in enumerate(nodes, 1)]

    def text(self, most: int = 1000) -> str:
        """Words, as they stand."""
        is_text = isinstance(self.node, yaml.ScalarNode) and self.node.tag != _NULL
        text = str(self.node.value) if is_text else ""
        if not text.strip() or len(text) > most:
            self.refuse(f"this must be a text of at most {most} characters")
        return text

    def line_of_text(self, most: int) -> str:
        """Words on one line."""
        text = self.text(most)
        if not text.isprintable():
            self.refuse("this must be on one line")
        return text

    def value(self) -> Any:
        """What YAML makes of it: a number, a truth, words, or whatever else stands there."""
        try:
            return SafeConstructor().construct_document(self.node)
        except (yaml.YAMLError, ValueError):
            self.refuse("this is not understood")

    def one_of(self, choices: Iterable[str]) -> str:
        """One of a closed list."""
        text, allowed = self.text(), list(choices)
        if text not in allowed:
            self.refuse(f"{text!r} is none of {', '.join(allowed)}")
        return text

    def matching(self, pattern: str, wanted: str) -> str:
        """A text of that form; `wanted` describes it to whoever wrote another."""
        text = self.text()
        if not re.fullmatch(pattern, text):
            self.refuse(f"{text!r} is not {wanted}")
        return text


def _line_of_strange_character(text: str) -> int:
    """Where a control character stands, as word processors leave them in what is copied."""
    strange = yaml.reader.Reader.NON_PRINTABLE.search(text)
    return text.count("\n", 0, strange.start()) + 1 if strange else 1


def _from_to(least: int, most: int) -> str:
    return f"{least}" if least == most else f"{least} to {most}"
