"""Reads the YAML files that an operator edits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml


class FileError(Exception):
    """The file can't be used; the message says where and why."""


def read(path: Path) -> Any:
    """The content of the file. Raises FileError, also for a key that stands twice."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_StrictLoader)
    except OSError as error:
        raise FileError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise FileError(f"{path}: it is not written in UTF-8") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise FileError(f"{path}:{line}: {error.problem}") from error


class _StrictLoader(yaml.SafeLoader):
    """Refuses a key that stands twice, of which plain YAML would silently take the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        names = [name.value for name, _ in node.value]
        for position, (name, _) in enumerate(node.value):
            if name.value in names[:position]:
                problem = f"the key {name.value!r} stands twice"
                raise yaml.constructor.ConstructorError(None, None, problem, name.start_mark)
        return super().construct_mapping(node, deep)
