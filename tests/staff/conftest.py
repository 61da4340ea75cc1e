"""The running bot beside the running staff's application."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from beacon.project import ROOT
from tests.browser.conftest import browser, visit
from tests.conftest import (
    ANSWER,
    SECRET,
    Program,
    Servers,
    free_port,
    staff_environment,
    start_actions,
    start_bot,
    start_staff,
)

__all__ = ["browser", "visit"]


LOG_IN = """
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import Group, User
from django.contrib.sessions.backends.db import SessionStore
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice
user, _ = User.objects.get_or_create(username={name!r})
user.groups.add(Group.objects.get(name={role!r}))
device, _ = TOTPDevice.objects.get_or_create(user=user, confirmed=True)
session = SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session[DEVICE_ID_SESSION_KEY] = device.persistent_id
session.save()
print(session.session_key)
"""


@dataclass
class Staffed:
    """Bot and staff's application; the latter can be stopped and started again."""

    servers: Servers
    folder: Path
    staff_port: int
    staff: Program

    @property
    def url(self) -> str:
        """Of the bot."""
        return self.servers.url

    @property
    def staff_url(self) -> str:
        return f"http://127.0.0.1:{self.staff_port}"

    def start_staff(self) -> None:
        """Starts the application again, on the same database."""
        self.staff = start_staff(self.folder, self.staff_port)
        Servers(self.staff_url, (self.staff,)).wait()

    def kill_staff(self) -> None:
        """Without a chance to say goodbye."""
        self.staff.process.kill()
        self.staff.process.wait()

    def manage(self, *arguments: str) -> str:
        """What a command of the application prints."""
        python = str(ROOT / "triage" / ".venv" / "bin" / "python")
        done = subprocess.run(
            [python, "manage.py", *arguments],
            cwd=ROOT / "triage",
            env={**os.environ, **staff_environment(self.folder)},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def log_in(self, name: str, role: str) -> Any:
        """The cookie of a session of somebody with that role, both factors passed."""
        key = self.manage("shell", "--no-imports", "-c", LOG_IN.format(name=name, role=role))
        session = key.strip().splitlines()[-1]
        return {"name": "sessionid", "value": session, "url": self.staff_url}

    def api(self, method: str, path: str, **options: object) -> requests.Response:
        """As the bot would ask."""
        headers = {"Authorization": f"Bearer {SECRET}"}
        return requests.request(
            method, f"{self.staff_url}/api/{path}", headers=headers, timeout=ANSWER, **options
        )  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Staffed]:
    folder = tmp_path_factory.mktemp("staffed")
    port, actions_port, staff_port = free_port(), free_port(), free_port()
    staff = start_staff(folder, staff_port)
    programs = (
        start_bot(folder, port, actions_port, staff_port),
        start_actions(folder, actions_port),
    )
    running = Staffed(Servers(f"http://127.0.0.1:{port}", programs), folder, staff_port, staff)
    try:
        running.servers.wait()
        Servers(running.staff_url, (staff,)).wait()
        yield running
    finally:
        running.staff.stop()
        running.servers.stop()
