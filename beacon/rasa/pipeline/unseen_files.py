"""Files that components learn from and Rasa does not see: it is told when they have changed.

Rasa trains a component again only where its fingerprint is another one, and that covers the
settings, the training data and the class. What else it learns from goes into `fingerprint_addon`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from beacon.encoders.trained import WEIGHTS


def hash_of(files: Iterable[Path]) -> str:
    """One hash of the contents of all these files, in this order."""
    total = hashlib.sha256()
    for file in files:
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def weights_of(encoder: str) -> Path:
    """The weights of an encoder that was trained here: other weights give other vectors."""
    return WEIGHTS / f"{encoder}.onnx"
