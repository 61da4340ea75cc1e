"""Trains models/beacon.tar.gz, unless the one that is there was made from the same sources."""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from beacon import file_hash, training_data
from beacon.data_file import DataFileError
from beacon.project import ROOT
from beacon.tasks import model_hash, progress
from beacon.tasks.ending import not_outliving_us
from beacon.tasks.training_steps import step_in

MODEL = ROOT / "models" / "beacon.tar.gz"
STAMP = MODEL.with_suffix(".sources")
SOURCES = (
    "config.yml",
    "domain.yml",
    "data",
    "encoders/weights",
    "beacon/encoders",
    "beacon/rasa/importer.py",
    "beacon/rasa/messages.py",
    "beacon/rasa/slots.py",
    "beacon/rasa/pipeline",
    "beacon/rasa/policies",
    "beacon/training_data.py",
    "beacon/understanding",
    "requirements.lock",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Builds the model where needed; the exit status is that of `rasa train`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--always", action="store_true", help="train even if nothing has changed")
    options = parser.parse_args(arguments)
    try:
        sources = fingerprint(ROOT)
    except DataFileError as error:
        print(f"beacon: {error}", file=sys.stderr)
        return 1
    if not options.always and fits(sources):
        return 0
    return train(sources)


def fits(sources: str) -> bool:
    """Whether the model was made from these sources, and is still as it was made."""
    return STAMP.exists() and STAMP.read_text() == sources and model_hash.fits(MODEL)


def train(sources: str) -> int:
    """Runs `rasa train`; shows the step that it is at, and its output only where it fails."""
    print("beacon: training the model (about five minutes) …", flush=True)
    started = time.monotonic()
    STAMP.unlink(missing_ok=True)
    command = [sys.executable, "-m", "rasa", "train", "--fixed-model-name", "beacon", "--force"]
    status, output = progress.run(
        not_outliving_us([*command, "--skip-validation"]),
        ROOT,
        {**os.environ, **all_cores(), "LOG_LEVEL": "INFO"},
        step_in,
        progress.Progress(sys.stdout),
    )
    if status != 0 or not MODEL.exists():
        print(output[-9000:], file=sys.stderr)
        print("beacon: the model could not be trained; the reason stands above", file=sys.stderr)
        return status or 1
    model_hash.write(MODEL)
    STAMP.write_text(sources)
    print(f"beacon: trained in {time.monotonic() - started:.0f} s", flush=True)
    return 0


def all_cores() -> dict[str, str]:
    """Training may use every core; a running bot encodes one message at a time, in one thread."""
    cores = str(os.cpu_count() or 1)
    return {"BEACON_ENCODER_THREADS": cores, "OMP_NUM_THREADS": cores}


def fingerprint(root: Path) -> str:
    """A hash of everything that goes into the model.

    The vectors of follow-ups do, too, but newer wordings are encoded when they are read. Raises
    DataFileError.
    """
    marks = map(training_data.mark, training_data.of_follow_ups(root / "answers"))
    files = file_hash.of_all(file_hash.below(root, SOURCES), root)
    return hashlib.sha256("".join((*marks, files)).encode()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
