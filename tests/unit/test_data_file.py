from __future__ import annotations

from pathlib import Path

import pytest

from beacon import data_file
from beacon.data_file import DataFileError

SCHEMA = {
    "type": "object",
    "properties": {
        "items": {"type": "array", "items": {"properties": {"age": {"type": "number"}}}}
    },
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data.yml"


def test_content_that_fits_is_returned(file: Path) -> None:
    file.write_text("items:\n  - age: 3\n")
    assert data_file.load(file, SCHEMA) == {"items": [{"age": 3}]}


def test_a_broken_schema_is_named_with_its_line(file: Path) -> None:
    file.write_text("items:\n  - age: 3\n  - age: old\n")
    with pytest.raises(DataFileError, match=r"data\.yml:3: items\.1\.age: 'old' is not of type"):
        data_file.load(file, SCHEMA)


def test_broken_yaml_is_named_with_its_line(file: Path) -> None:
    file.write_text("items:\n  - [1, 2\n")
    with pytest.raises(DataFileError, match=r"data\.yml:3"):
        data_file.load(file, SCHEMA)


def test_a_key_that_stands_twice_is_refused(file: Path) -> None:
    file.write_text("items: []\nitems: []\n")
    with pytest.raises(DataFileError, match=r"data\.yml:2: the key 'items' stands twice"):
        data_file.load(file, SCHEMA)


@pytest.mark.parametrize("key", ["116111", "true", "null", "? [a, b]\n"])
def test_a_key_that_is_no_text_is_named_with_its_line(file: Path, key: str) -> None:
    schema = {"patternProperties": {"^items$": {}}, "additionalProperties": False}
    file.write_text(f"items: []\n{key}: x\n")
    with pytest.raises(DataFileError, match=r"data\.yml:2: a key is words: put it in quotes"):
        data_file.load(file, schema)


@pytest.mark.parametrize(
    ("written", "read"), [("no", "no"), ("NO", "NO"), ("true", True), ("2026-11-24", "2026-11-24")]
)
def test_norway_and_dates_stay_texts(file: Path, written: str, read: object) -> None:
    file.write_text(f"value: {written}\n")
    assert data_file.load(file, {})["value"] == read
