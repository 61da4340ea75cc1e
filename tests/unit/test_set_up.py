"""tools/set-up.sh with packages of our own, from a folder instead of a registry."""

from __future__ import annotations

import base64
import hashlib
import os
import pty
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from beacon.project import ROOT

NAMES = ("first", "second")


def make_wheel(folder: Path, name: str) -> Path:
    """The smallest package that pip installs."""
    about = f"{name}-1.0.dist-info"
    files = {
        f"{name}.py": "",
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    wheel = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for file, content in files.items():
            archive.writestr(file, content)
        record = "".join(f"{file},sha256={_digest(text)},\n" for file, text in files.items())
        archive.writestr(f"{about}/RECORD", f"{record}{about}/RECORD,,\n")
    return wheel


def _digest(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")


@pytest.fixture
def project_folder(tmp_path: Path) -> Path:
    """A project whose part "some" needs two packages, which lie beside it."""
    (tmp_path / "tools").mkdir()
    (tmp_path / "some").mkdir()
    for name in ("set-up.sh", "environment.pth"):
        shutil.copy(ROOT / "tools" / name, tmp_path / "tools")
    lock = "other==1.0 ; python_full_version < '3.11' --hash=sha256:00\n"
    for wheel in (make_wheel(tmp_path, name) for name in NAMES):
        hashed = hashlib.sha256(wheel.read_bytes()).hexdigest()
        lock += f"{wheel.name.partition('-')[0]}==1.0 --hash=sha256:{hashed}\n"
    (tmp_path / "some" / "requirements.lock").write_text(lock)
    return tmp_path


def environment(project_folder: Path, **more: str) -> dict[str, str]:
    """Pip asks no registry; progress is said often."""
    offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(project_folder)}
    return {**os.environ, "PYTHON": sys.executable, "PROGRESS_EVERY": "0.2", **offline, **more}


def set_up(project_folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "tools/set-up.sh", "some"],
        cwd=project_folder,
        env=environment(project_folder, **more),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_it_says_how_far_it_is_and_does_nothing_the_second_time(project_folder: Path) -> None:
    done = set_up(project_folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "of 2 packages fetched" in done.stdout
    assert list((project_folder / "some" / ".venv" / "lib").rglob("first.py"))
    again = set_up(project_folder)
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")


def test_on_a_terminal_one_line_changes(project_folder: Path) -> None:
    ours, theirs = pty.openpty()
    command = ["sh", "tools/set-up.sh", "some"]
    with os.fdopen(ours, "rb", buffering=0) as terminal:
        subprocess.run(
            command,
            cwd=project_folder,
            env=environment(project_folder),
            stdout=theirs,
            timeout=120,
            check=True,
        )
        os.close(theirs)
        shown = terminal.read(65_536).decode()
    assert re.search(r"\rbeacon: \d of 2 packages fetched", shown)
    assert "\r\033[Kbeacon: installed" in shown


def test_a_package_that_cannot_be_had_is_named(project_folder: Path) -> None:
    (project_folder / "second-1.0-py3-none-any.whl").unlink()
    done = set_up(project_folder)
    assert done.returncode == 1
    assert "second==1.0" in done.stderr
    assert done.stderr.endswith("beacon: the packages could not be installed\n")


def test_without_a_python_that_can_make_environments_it_says_which_package(
    project_folder: Path,
) -> None:
    programs = project_folder / "programs"
    programs.mkdir()
    for name in ("sh", "dirname", "uname", "cat", "sha256sum", "cut", "df", "awk", "rm"):
        (programs / name).symlink_to(str(shutil.which(name)))
    python = programs / "python3.11"
    python.write_text(
        f'#!/bin/sh\ncase $2 in *ensurepip*) exit 1 ;; esac\nexec {sys.executable} "$@"\n'
    )
    python.chmod(0o755)
    done = set_up(project_folder, PATH=str(programs), PYTHON="")
    assert done.returncode == 1
    assert "apt-get install python3.11-venv" in done.stderr
