"""`make images`: builds deploy/'s images, runs compose.yml, tries what it promises, cleans up.

It needs root and Docker Engine with Compose. Base images come from the variables of
deploy/environment.example (PYTHON_IMAGE and so on) where they are set in the environment, and so
does PIP_CONFIG; `--stand-ins` makes them out of Debian's packages.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from beacon.project import ROOT
from beacon.tasks.cluster.nginx import MOST_FILES
from tests.images.proofs import PROOFS, Running, wait_for
from tests.images.site import APART, BASES, Site, chosen_bases, run


def main() -> int:
    """0 where everything was as promised."""
    asked = options()
    bases = chosen_bases()
    if asked.stand_ins:
        run("sh", str(ROOT / "tools" / "stand-ins.sh"))
        bases |= {name: f"beacon-stand-in/{name.split('_')[0].lower()}" for name in BASES}
    folder = Path(tempfile.mkdtemp(prefix="beacon-images-"))
    # The containers' user must get through it.
    folder.chmod(0o755)
    site = Site(folder / "beacon")
    site.make(bases)
    try:
        return proved(site)
    except (AssertionError, subprocess.CalledProcessError) as failed:
        print(f"images: {failed}", file=sys.stderr)
        return 1
    finally:
        if asked.keep:
            print(f"images: all is left running in {site.folder}")
        else:
            site.clean()
            shutil.rmtree(folder)


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make images")
    parser.add_argument("--stand-ins", action="store_true", help="make base images from Debian")
    parser.add_argument("--keep", action="store_true", help="leave all of it running")
    return parser.parse_args()


def proved(site: Site) -> int:
    """Builds, starts, and tries every promise; a broken one doesn't hide the others."""
    # What a run that was broken off has left.
    site.compose("down", "--volumes", "--timeout", "1")
    timed("built", lambda: site.compose("build"))
    for name in ("BEACON_IMAGE", "BEACON_STAFF_IMAGE"):
        size = int(run("docker", "image", "inspect", "--format", "{{.Size}}", APART[name]))
        print(f"        {APART[name]}: {size / 1e6:,.0f} MB")
    _, files = resource.getrlimit(resource.RLIMIT_NOFILE)
    if files < MOST_FILES:
        print(f"        nginx may open {files} files here, not {MOST_FILES}")
        site.allow_fewer_files(files)
    running = Running.of(site, APART["BEACON_PUBLIC_ADDRESS"])
    timed("started", lambda: start(running))
    broken = [proof for proof in PROOFS if not holds(proof, running)]
    print(f"images: {len(PROOFS) - len(broken)} of {len(PROOFS)} hold")
    return 1 if broken else 0


def start(running: Running) -> None:
    """Until all are healthy; not with --wait, which takes it ill that `settings` ends."""
    running.site.compose("up", "--detach")
    try:
        wait_for(running.is_healthy)
    except AssertionError as late:
        raise AssertionError(f"{late}: {running.health()}") from late


def timed(what: str, work: Callable[[], object]) -> None:
    began = time.monotonic()
    work()
    print(f"images: {what} in {time.monotonic() - began:.0f} s", flush=True)


def holds(proof: Callable[[Running], str], running: Running) -> bool:
    """Prints what was found."""
    name = proof.__name__.replace("_", " ")
    try:
        print(f"ok      {name}: {proof(running)}", flush=True)
    except (AssertionError, OSError, subprocess.CalledProcessError) as broken:
        print(f"BROKEN  {name}: {broken!r}", flush=True)
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
