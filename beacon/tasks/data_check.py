"""Reads what people edit before anything is started, unless all of it was read and fine before."""

from __future__ import annotations

from pathlib import Path

from beacon import file_hash
from beacon.parts import FOLDERS, WATCHED, Parts
from beacon.project import DATA, ROOT, lessons, site
from beacon.spelling import KINDS, misspellings
from beacon.understanding.opening import openings

STAMP = ROOT / ".cache" / "data.checked"
# What is read besides, and what reads it.
SOURCES = ("beacon", "lessons", "web", "requirements.lock")
READ = (*WATCHED, ".py", ".lock")
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
    for kind in KINDS:
        misspellings(kind)
    Parts(folder, site, lessons).make(*PARTS)
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(files)


def fingerprint(folder: Path) -> str:
    """The folder, with hashes of the data below it and of everything that it is checked by."""
    read = (
        file_hash.of_all((f for f in file_hash.below(root, names) if f.suffix in READ), root)
        for root, names in ((folder, FOLDERS), (ROOT, SOURCES))
    )
    return "\n".join((str(folder.resolve()), *read))
