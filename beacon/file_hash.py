"""Hashes of files: whether they are what they were."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path


def of(file: Path) -> str:
    """The SHA-256 of a file's contents, in hexadecimal digits."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def of_all(files: Iterable[Path], root: Path | None = None) -> str:
    """One hash of the contents of these files, in this order.

    Where they stand below `root` counts, too, where it is given.
    """
    total = hashlib.sha256()
    for file in files:
        place = file.relative_to(root) if root else ""
        total.update(f"\n{place} {of(file)}".encode())
    return total.hexdigest()


def below(root: Path, names: Sequence[str]) -> Iterator[Path]:
    """The files of these names below `root`; of folders all that is in them, but no bytecode."""
    for name in names:
        path = root / name
        found = path.rglob("*") if path.is_dir() else [path]
        yield from sorted(p for p in found if p.is_file() and "__pycache__" not in p.parts)
