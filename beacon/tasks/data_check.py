"""Reads what people edit before anything is started, unless all of it was read and fine before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from beacon.parts import FOLDERS, WATCHED, Parts
from beacon.project import DATA, ROOT, lessons, site
from beacon.understanding.opening import openings

STAMP = ROOT / ".cache" / "data.checked"
# What is read besides, and what reads it.
SOURCES = ("beacon", "lessons", "web", "requirements.lock")
# The quickest to read first. What else there is, such as the door, is made of these.
PARTS = ("register", "ranking", "risk_patterns", "topics", "book", "follow_ups")


def check(folder: Path = DATA, stamp: Path = STAMP) -> None:
    """Raises DataFileError or OSError for the first file that a server could not use.

    `folder` holds answers/, helplines/ and risk/. Reading takes about six seconds, so the stamp
    keeps which files were fine.
    """
    files = fingerprint(folder)
    if stamp.is_file() and stamp.read_text() == files:
        return
    print("beacon: reading answers and help services (some seconds) …", flush=True)
    site()
    lessons()
    openings()
    Parts(folder, site, lessons).make(*PARTS)
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(files)


def fingerprint(folder: Path) -> str:
    """A hash of the data below the folder, and of everything that it is checked by."""
    total = hashlib.sha256(str(folder.resolve()).encode())
    for root, names in ((folder, FOLDERS), (ROOT, SOURCES)):
        for file in _files(root, names):
            total.update(f"\n{file.relative_to(root)} ".encode())
            total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def _files(root: Path, names: tuple[str, ...]) -> Iterator[Path]:
    for name in names:
        path = root / name
        found = path.rglob("*") if path.is_dir() else [path]
        yield from sorted(p for p in found if p.suffix in (*WATCHED, ".py", ".lock"))
