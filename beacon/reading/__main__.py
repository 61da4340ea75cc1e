"""`python -m beacon.reading FOLDER PART …`: the parts, or what is wrong, pickled to the output."""

from __future__ import annotations

import os
import pickle
import sys
from pathlib import Path
from typing import Any

from beacon.data_file import DataFileError
from beacon.parts import Parts
from beacon.project import lessons, site

# The turns of the children go first.
NICE = 10


def parts_of(folder: Path, names: list[str]) -> dict[str, Any] | Exception:
    """The parts of these names, or the error that says why a file can't be used."""
    parts = Parts(folder, site, lessons)
    try:
        parts.make(*names)
    except (DataFileError, OSError) as error:
        return error
    return {name: vars(parts)[name] for name in names}


def main() -> int:
    """Writes them. Whatever is printed meanwhile goes to the log."""
    folder, *names = sys.argv[1:]
    os.nice(NICE)
    output = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    with output:
        pickle.dump(parts_of(Path(folder), names), output, protocol=pickle.HIGHEST_PROTOCOL)
    return 0


if __name__ == "__main__":
    sys.exit(main())
