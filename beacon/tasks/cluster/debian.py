"""The programs that Debian's packages bring, and the users that they made."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from pathlib import Path

from beacon.tasks.cluster.errors import ClusterError

PLACES = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin"))


def program(name: str, package: str) -> Path:
    """Where the program is. Raises ClusterError, which names Debian's package."""
    found = shutil.which(name, path=PLACES)
    if found is None:
        raise ClusterError(f"there is no {name} (on Debian: apt-get install {package})")
    return Path(found)


def postgres_program(name: str) -> Path:
    """A program of the newest PostgreSQL, which Debian keeps apart by version."""
    found = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    newest = max(found, key=lambda path: float(path.parts[-3]), default=None)
    return newest or program(name, "postgresql")


def own_user(*names: str) -> str | None:
    """The first of the users that there is; None where we are not root, who alone may change."""
    if os.geteuid() != 0:
        return None
    for name in names:
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise ClusterError(f"there is no user {' or '.join(names)}: is Debian's package installed?")


def check_reach(folder: Path, user: str | None) -> None:
    """Raises ClusterError where the user may not pass through to the folder."""
    if user is None:
        return
    if subprocess.run(["test", "-x", str(folder)], user=user, extra_groups=[]).returncode:
        raise ClusterError(f"the user {user} may not enter {folder}: make its parents passable")
