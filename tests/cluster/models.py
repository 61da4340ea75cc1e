"""Other models than the project's own, and which one each bot of a cluster serves."""

from __future__ import annotations

import gzip
import io
import re
import tarfile
from pathlib import Path
from urllib.request import urlopen

from beacon.tasks import model_hash
from beacon.tasks.cluster.cluster import Cluster
from beacon.tasks.cluster.state import metrics_of
from beacon.tasks.model import MODEL

PATIENCE = 10.0
_SERVED = re.compile(r'^beacon_model_info{sha256="([0-9a-f]{64})"} 1\.0$', re.MULTILINE)
# Of the component without which no message is understood.
_LEARNED = re.compile(r"IntentClassifier\d+/english\.npz$")


def repacked(folder: Path) -> Path:
    """The same in another archive, whose hash is another; written down, as for a new model."""
    new = folder / "repacked.tar.gz"
    new.write_bytes(gzip.compress(gzip.decompress(MODEL.read_bytes()), compresslevel=1))
    model_hash.write(new)
    return new


def spoiled(folder: Path) -> Path:
    """A model that was made that way: its hash is right, but one of its components is junk."""
    new = folder / "spoiled.tar.gz"
    with tarfile.open(MODEL) as old, tarfile.open(new, "w:gz", compresslevel=1) as made:
        for member in old.getmembers():
            content = old.extractfile(member)
            if _LEARNED.search(member.name):
                content = io.BytesIO(b"no array")
                member.size = len(b"no array")
            made.addfile(member, content)
    model_hash.write(new)
    return new


def halved(folder: Path) -> Path:
    """The first half of a model, beside the hash of the whole."""
    new = folder / "halved.tar.gz"
    new.write_bytes(MODEL.read_bytes())
    model_hash.write(new)
    new.write_bytes(new.read_bytes()[: MODEL.stat().st_size // 2])
    return new


def hash_of(model: Path) -> str:
    """The hash that was written down of it."""
    return model_hash.file_of(model).read_text().split()[0]


def served(cluster: Cluster) -> list[str]:
    """The hash of the model of each bot, as its metrics tell it."""
    numbers = range(1, cluster.servers + 1)
    return [_served(cluster.state.ports()[metrics_of(number)]) for number in numbers]


def _served(port: int) -> str:
    with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=PATIENCE) as answer:
        [found] = _SERVED.findall(answer.read().decode())
    return str(found)
