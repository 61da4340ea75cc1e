"""Reads the YAML files that professionals edit, and says where one is broken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jsonschema
import yaml

Key = str | int


class DataFileError(Exception):
    """A data file cannot be used; the message begins with `file:line:`."""

    def __init__(self, path: Path, line: int, problem: str) -> None:
        super().__init__(f"{path}:{line}: {problem}")
        self.path = path
        self.line = line
        self.problem = problem

    def __reduce__(self) -> tuple[type[DataFileError], tuple[Path, int, str]]:
        """As another process can have it."""
        return type(self), (self.path, self.line, self.problem)


def load(path: Path, schema: dict[str, Any]) -> Any:
    """The content of the YAML file at `path`, checked against a JSON schema.

    Raises DataFileError where the file is not YAML, repeats a key, or breaks the schema.
    """
    text = _text(path)
    try:
        content = yaml.load(text, Loader=_StrictLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise DataFileError(path, mark.line + 1 if mark else 1, str(error.problem)) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise DataFileError(
            path, line, f"a character that YAML does not allow: {error.reason}"
        ) from error
    validator = jsonschema.Draft7Validator(schema)
    problem = jsonschema.exceptions.best_match(validator.iter_errors(content))
    if problem is not None:
        keys = list(problem.absolute_path)
        where = ".".join(map(str, keys)) or "the file"
        raise DataFileError(path, line_of(path, keys), f"{where}: {problem.message}")
    return content


def _text(path: Path) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DataFileError(
            path, line, "the file is not UTF-8, or ends within a character"
        ) from error


def line_of(path: Path, keys: Sequence[Key]) -> int:
    """The line, counted from 1, at which the value under `keys` begins."""
    node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_StrictLoader)
    line = 1
    for key in keys:
        child = _child(node, key)
        if child is None:
            break
        line, node = child
    return line


def _child(node: yaml.Node | None, key: Key) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value == str(key):
                return name.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        value = node.value[key]
        return value.start_mark.line + 1, value
    return None


class _StrictLoader(yaml.CSafeLoader):
    """Refuses a key that stands twice or is no text; only `true` and `false` are truth values."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for name, _ in node.value:
            if name.tag not in _TAGS_OF_KEYS:
                raise _refused("a key is words: put it in quotes", name)
            if name.value in seen:
                raise _refused(f"the key {name.value!r} stands twice", name)
            seen.add(name.value)
        return super().construct_mapping(node, deep)


def _refused(problem: str, node: yaml.Node) -> yaml.constructor.ConstructorError:
    return yaml.constructor.ConstructorError(None, None, problem, node.start_mark)


# A number or a list as a key is something that no JSON schema can speak of. `<<` takes keys over.
_TAGS_OF_KEYS = ("tag:yaml.org,2002:str", "tag:yaml.org,2002:merge")

# YAML 1.1 reads the country code NO and the answer "yes" as truth values, and dates as objects.
_StrictLoader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag not in ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_StrictLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf")
)
