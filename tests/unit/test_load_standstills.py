from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.load import standstills
from tests.load.standstills import Standstills

STOPPED = "T"


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, int]]:
    monkeypatch.setattr(standstills, "LENGTHS", (60.0,))
    names = ("bot-1", "bot-2", "postgres")
    running = {name: subprocess.Popen(["sh", "-c", "sleep 60; true"]) for name in names}
    while not all(children_of(each.pid) for each in running.values()):
        time.sleep(0.01)
    yield {name: each.pid for name, each in running.items()}
    for each in running.values():
        subprocess.run(["pkill", "-P", str(each.pid)], check=False)
        each.kill()
        each.wait()


def children_of(process: int) -> list[str]:
    return Path(f"/proc/{process}/task/{process}/children").read_text().split()


def states(process: int) -> list[str]:
    """Of the process and its children, as Linux names them."""
    stats = (Path(f"/proc/{each}/stat").read_text() for each in (process, *children_of(process)))
    return [stat.rpartition(")")[2].split()[0] for stat in stats]


def stand_still(programs: dict[str, int], expected: list[set[str]]) -> bool:
    """Whether, before long, the programs that stand still with all their processes are expected."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        found = {name for name, each in programs.items() if set(states(each)) == {STOPPED}}
        if found in expected:
            return True
        time.sleep(0.01)
    return False


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("postgres", [{"postgres"}]),
        ("bots", [{"bot-1", "bot-2"}]),
        ("bot", [{"bot-1"}, {"bot-2"}]),
    ],
)
def test_a_program_stands_still_and_goes_on(
    programs: dict[str, int], name: str, expected: list[set[str]]
) -> None:
    standing = Standstills(lambda: programs, [name])
    with standing.going_on(after=0):
        assert stand_still(programs, expected)
    assert standing.lengths == [60.0]
    assert not any(STOPPED in states(each) for each in programs.values())


def test_nothing_stands_still_before_its_time(programs: dict[str, int]) -> None:
    standing = Standstills(lambda: programs, ["bots"])
    with standing.going_on(after=60):
        assert not any(STOPPED in states(each) for each in programs.values())
    assert standing.lengths == []
