"""Files are what they were where their hashes are."""

from __future__ import annotations

from pathlib import Path

import pytest

from beacon import file_hash


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("a/one.yml", "a/deep/two.yml", "a/__pycache__/x.pyc", "b.txt", "c.txt"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    return tmp_path


def test_a_hash_is_that_of_sha256sum(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    known = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert file_hash.of(tmp_path / "empty") == known


def test_of_folders_all_files_are_read_but_no_bytecode(root: Path) -> None:
    found = file_hash.below(root, ("b.txt", "a", "missing.txt"))
    assert [str(f.relative_to(root)) for f in found] == ["b.txt", "a/deep/two.yml", "a/one.yml"]


def test_contents_and_order_count_and_places_where_a_root_is_given(root: Path) -> None:
    both = [root / "b.txt", root / "c.txt"]
    before = file_hash.of_all(both), file_hash.of_all(both, root)
    assert file_hash.of_all(both[::-1]) != before[0]
    moved = [file.rename(file.with_suffix(".md")) for file in both]
    assert file_hash.of_all(moved) == before[0]
    assert file_hash.of_all(moved, root) != before[1]
    moved[0].write_text("other")
    assert file_hash.of_all(moved) != before[0]
