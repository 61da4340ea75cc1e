"""The audit with the real pip-audit, asking a service of our own that speaks like OSV's."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from beacon.data_file import DataFileError
from beacon.tasks import audit as task
from beacon.tasks.audit import ADVISORIES, SCHEMA, NothingCheckedError, audit
from tests.conftest import free_port

TODAY = date(2026, 11, 26)
REASON = "Nothing of ours calls the part that has the hole."
HOLES = {
    ("jinja2", "2.10"): ["GHSA-known-holes"],
    ("sandcastle", "1.0"): ["GHSA-tide-high", "GHSA-wind-high"],
}

Service = dict[tuple[str, str], list[str]]


def advisory(package: str, name: str) -> dict[str, Any]:
    events = [{"introduced": "0"}, {"fixed": "1.1"}]
    where = {"package": {"ecosystem": "PyPI", "name": package}}
    about = {**where, "ranges": [{"type": "ECOSYSTEM", "events": events}]}
    return {"id": name, "aliases": [name.replace("GHSA", "CVE")], "affected": [about]}


@pytest.fixture
def known() -> Service:
    """What the service knows; a test may change it."""
    return dict(HOLES)


@pytest.fixture(autouse=True)
def service(known: Service, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """It answers with what is known of the release that is asked about."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            package, version = asked["package"]["name"], asked["version"]
            holes = [advisory(package, name) for name in known.get((package, version), [])]
            body = json.dumps({"vulns": holes} if holes else {}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv(task.VARIABLE, f"http://127.0.0.1:{server.server_port}/v1/query")
    yield
    server.shutdown()
    server.server_close()


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    file = tmp_path / "requirements.lock"
    hashed = "    --hash=sha256:" + "0" * 64
    file.write_text(f"sandcastle==1.0 \\\n{hashed}\nspade==3.2 \\\n{hashed}\n")
    return file


@pytest.fixture
def exempt(tmp_path: Path) -> Callable[..., Path]:
    """Writes a file of advisories that do not apply."""

    def write(*ids: str, package: str = "sandcastle", look_again: str = "2027-01-31") -> Path:
        about = {"package": package, "reason": REASON, "look_again": look_again}
        file = tmp_path / "advisories.yml"
        file.write_text(json.dumps([{"id": each, **about} for each in ids]))
        return file

    return write


def test_every_known_hole_is_named(lock: Path, exempt: Callable[..., Path]) -> None:
    assert audit([lock], exempt(), TODAY) == [
        "requirements.lock: sandcastle 1.0: CVE-tide-high, GHSA-tide-high, mended in 1.1",
        "requirements.lock: sandcastle 1.0: CVE-wind-high, GHSA-wind-high, mended in 1.1",
    ]


def test_one_that_does_not_apply_is_left_out(lock: Path, exempt: Callable[..., Path]) -> None:
    assert audit([lock], exempt("GHSA-tide-high", "CVE-wind-high"), TODAY) == []
    [left] = audit([lock], exempt("GHSA-tide-high"), TODAY)
    assert "GHSA-wind-high" in left


def test_it_speaks_of_one_package_only(lock: Path, exempt: Callable[..., Path]) -> None:
    problems = audit([lock], exempt("GHSA-tide-high", package="spade"), TODAY)
    assert len(problems) == 3
    assert "GHSA-tide-high of spade is not found any more" in problems[-1]


def test_an_entry_that_is_not_found_any_more_is_told(
    lock: Path, exempt: Callable[..., Path], known: Service
) -> None:
    entries = exempt("GHSA-tide-high", "GHSA-wind-high")
    known["sandcastle", "1.0"] = ["GHSA-wind-high"]
    [problem] = audit([lock], entries, TODAY)
    assert "GHSA-tide-high of sandcastle is not found any more: take it out" in problem


def test_an_entry_whose_day_has_come_is_told(lock: Path, exempt: Callable[..., Path]) -> None:
    ids = ("GHSA-tide-high", "GHSA-wind-high")
    problems = audit([lock], exempt(*ids, look_again=TODAY.isoformat()), TODAY)
    assert len(problems) == 2
    assert all("look again" in problem for problem in problems)


def test_a_service_that_knows_nothing_checks_nothing(
    lock: Path, exempt: Callable[..., Path], known: Service
) -> None:
    known.clear()
    with pytest.raises(NothingCheckedError, match="no known hole in jinja2"):
        audit([lock], exempt(), TODAY)


def test_without_a_service_the_line_says_that_nothing_was_checked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(task.VARIABLE, f"http://127.0.0.1:{free_port()}/v1/query")
    assert task.main() == task.NOTHING_CHECKED
    assert "NOTHING was checked" in capsys.readouterr().err


@pytest.mark.parametrize("day", ["soon", "2027-02-30"])
def test_a_day_that_is_none_is_refused(lock: Path, exempt: Callable[..., Path], day: str) -> None:
    with pytest.raises(DataFileError, match="look_again"):
        audit([lock], exempt("GHSA-tide-high", look_again=day), TODAY)


def test_the_projects_own_entries_can_be_read() -> None:
    assert isinstance(task.data_file.load(ADVISORIES, SCHEMA), list)
