"""A copy of the repository, set up as docs/operations.md says, and Docker Compose for it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from beacon.project import ROOT

PUBLIC_NAME, STAFF_NAME = "chat.example", "staff.example"
OWNER = "10001:10001"
MODEL = ("beacon.tar.gz", "beacon.tar.gz.sha256", "beacon.tar.sources")
COMPOSE = ("docker", "compose", "--project-name", "beacon-proof", "--progress", "quiet")
# The settings that name images of others: taken from the environment where they are set there.
BASES = ("PYTHON_IMAGE", "NGINX_IMAGE", "POSTGRES_IMAGE", "REDIS_IMAGE")
# Beside a Beacon that runs on the same machine.
APART = {
    "BEACON_PUBLIC_ADDRESS": "127.0.0.2",
    "BEACON_STAFF_ADDRESS": "127.0.0.2",
    "BEACON_NETWORK": "10.213.81",
    "BEACON_IMAGE": "beacon-proof:1",
    "BEACON_STAFF_IMAGE": "beacon-staff-proof:1",
}


@dataclass(frozen=True)
class Site:
    """A machine that Beacon is brought to; `folder` is the copy."""

    folder: Path

    @property
    def deploy(self) -> Path:
        return self.folder / "deploy"

    def make(self, settings: Mapping[str, str]) -> None:
        """Copies what git knows of, and a model that is there; makes settings, secrets, keys."""
        files = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT)
        for name in filter(None, files.split("\0")):
            copy(ROOT / name, self.folder / name)
        for name in MODEL:
            copy(ROOT / "models" / name, self.folder / "models" / name)
        text = (self.deploy / "environment.example").read_text()
        (self.deploy / ".env").write_text(changed(text, {**APART, **settings}))
        run("sh", str(self.folder / "tools" / "secrets.sh"), OWNER)
        for which, name in (("public", PUBLIC_NAME), ("staff", STAFF_NAME)):
            make_certificate(self.deploy / "tls" / which, name)
        run("chown", "-R", OWNER, str(self.deploy / "tls"))

    def allow_fewer_files(self, files: int) -> None:
        """For an engine in a sandbox that may not raise its own limit."""
        nginx = {"ulimits": {"core": 0, "nofile": files}}
        override = yaml.safe_dump({"services": {"nginx": nginx}})
        (self.deploy / "compose.override.yml").write_text(override)

    def compose(self, *arguments: str, is_checked: bool = True) -> str:
        """What `docker compose` prints; its errors go to the terminal."""
        return run(*COMPOSE, *arguments, cwd=self.deploy, is_checked=is_checked)

    def inside(self, service: str, *command: str) -> subprocess.CompletedProcess[str]:
        """A command in a service's container."""
        return subprocess.run(
            [*COMPOSE, "exec", "-T", service, *command],
            cwd=self.deploy,
            capture_output=True,
            text=True,
            check=False,
        )

    def staff_code(self, code: str) -> str:
        """What Django's shell prints for that in the staff's container."""
        shell = ["with-secrets", "python", "manage.py", "shell", "--no-imports", "-c", code]
        done = self.inside("staff", *shell)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def container(self, service: str) -> str:
        """Its id."""
        return self.compose("ps", "--all", "--quiet", service).strip()

    def inspect(self, service: str, template: str) -> str:
        """One of the engine's words about it."""
        return run("docker", "inspect", "--format", template, self.container(service)).strip()

    def clean(self) -> None:
        """Nothing is left: containers, volumes, networks, our two images."""
        self.compose("down", "--volumes", "--timeout", "5", is_checked=False)
        images = [APART["BEACON_IMAGE"], APART["BEACON_STAFF_IMAGE"]]
        run("docker", "image", "rm", "--force", *images, is_checked=False)


def run(*command: str, cwd: Path | None = None, is_checked: bool = True) -> str:
    """What it prints; where it fails, so do we."""
    return subprocess.run(
        command, cwd=cwd, stdout=subprocess.PIPE, text=True, check=is_checked
    ).stdout


def copy(source: Path, target: Path) -> None:
    if source.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target)


def changed(text: str, settings: Mapping[str, str]) -> str:
    """The example's settings with those values."""
    for name, value in settings.items():
        text, count = re.subn(rf"^{name}=.*$", f"{name}={value}", text, flags=re.MULTILINE)
        assert count == 1, name
    return text


def chosen_bases() -> dict[str, str]:
    return {name: os.environ[name] for name in (*BASES, "PIP_CONFIG") if name in os.environ}


def make_certificate(folder: Path, name: str) -> None:
    folder.mkdir(parents=True)
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    new = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    names = ["-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"]
    files = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*new, *names, *files], capture_output=True, check=True)
    key.chmod(0o600)
    certificate.chmod(0o600)
