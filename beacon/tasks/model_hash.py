"""The hash of a model: written where it is made, checked before a server loads it.

It lies beside the model, so it shows damage; whoever can put another model there can put its hash
there, too. Against that the operator names the models that may run in BEACON_MODEL_HASH.

`python -m beacon.tasks.model_hash MODEL [COMMAND …]` checks it and becomes the command.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from beacon import file_hash

# SHA-256 of the models that may run, with spaces between them; unset or empty: any.
NAMED = "BEACON_MODEL_HASH"


class UnfitModelError(Exception):
    """Says in one line what is wrong with a model."""


def file_of(model: Path) -> Path:
    """Where the hash of a model stands, as sha256sum writes and checks it."""
    return model.with_name(f"{model.name}.sha256")


def write(model: Path) -> None:
    """Writes down the hash of a model that was just made."""
    file_of(model).write_text(f"{file_hash.of(model)}  {model.name}\n")


def check(model: Path) -> None:
    """Raises UnfitModelError where the model is not the one whose hash was written down.

    Or where the operator has named others.
    """
    found = _as_written_down(model)
    named = os.environ.get(NAMED, "").lower().split()
    if named and found not in named:
        raise UnfitModelError(f"{model} is none of the models that {NAMED} names: it has {found}")


def _as_written_down(model: Path) -> str:
    try:
        expected = file_of(model).read_text().split(maxsplit=1)
        found = file_hash.of(model)
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        place = getattr(error, "filename", None) or file_of(model)
        raise UnfitModelError(f"the model can't be checked: {place}: {reason}") from error
    if expected[:1] != [found]:
        raise UnfitModelError(f"{model} is not the model whose hash stands in {file_of(model)}")
    return found


def fits(model: Path) -> bool:
    """Whether the model is there and as it was made."""
    try:
        _as_written_down(model)
    except UnfitModelError:
        return False
    return True


def main(arguments: Sequence[str] | None = None) -> int:
    """1 and one line for a model that does not fit; else the command takes this process over."""
    model, *command = sys.argv[1:] if arguments is None else arguments
    try:
        check(Path(model))
    except UnfitModelError as reason:
        print(f"beacon: {reason}", file=sys.stderr)
        return 1
    if command:
        os.execvp(command[0], command)
    return 0


if __name__ == "__main__":
    sys.exit(main())
