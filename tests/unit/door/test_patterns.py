from __future__ import annotations

from pathlib import Path

import pytest

from beacon.data_file import DataFileError
from beacon.door import patterns
from beacon.door.redaction import Redactor

ALL = patterns.read()


@pytest.mark.parametrize(
    ("message", "becomes"), [example for pattern in ALL for example in pattern.examples]
)
def test_examples(message: str, becomes: str, redactor: Redactor) -> None:
    assert redactor.redact(message) == becomes


@pytest.mark.parametrize("message", [message for pattern in ALL for message in pattern.keeps])
def test_keeps(message: str, redactor: Redactor) -> None:
    assert redactor.redact(message) == message


@pytest.mark.parametrize("pattern", ALL, ids=lambda pattern: str(pattern.name))
def test_each_pattern_finds_its_own_example(pattern: patterns.Pattern) -> None:
    message, _ = pattern.examples[0]
    assert pattern in ALL.that_may_occur(message)
    assert pattern.expression.search(message)


def test_names_are_unique() -> None:
    assert len({pattern.name for pattern in ALL}) == len(ALL)


_ENTRY = """\
parts: {{}}
patterns:
  - name: test
    mark: "[test]"
    {}
    examples: ["a => [test]"]
    keeps: ["b"]
"""


@pytest.mark.parametrize(
    "broken",
    ['pattern: "(a"', 'pattern: "{nowhere}"', "cues: [a]", 'pattern: "a"\n    reader: magic'],
    ids=["regular expression", "part", "cues without then", "reader"],
)
def test_a_broken_pattern_is_named_with_its_line(broken: str, tmp_path: Path) -> None:
    file = tmp_path / "patterns.yml"
    file.write_text(_ENTRY.format(broken), encoding="utf-8")
    with pytest.raises(DataFileError, match=r"patterns\.yml:\d+: "):
        patterns.read(file)
