"""Memory and processor time of programs with all their processes, as Linux counts them."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")
QUARTERS = (0.25, 0.5, 0.75, 1.0)

# Program name -> the process that it began with.
Programs = Mapping[str, int]


@dataclass(frozen=True)
class Sample:
    """Megabytes and seconds of processor time by program; `machine` are those of everything."""

    moment: float
    memory: Mapping[str, float]
    processor: Mapping[str, float]
    machine: float

    @classmethod
    def take(cls, programs: Programs) -> Sample:
        """What the programs use and have used now; one that has gone counts nothing."""
        children = _children()
        trees = {name: list(_tree(process, children)) for name, process in programs.items()}
        return cls(
            time.time(),
            {name: sum(map(_megabytes, tree)) for name, tree in trees.items()},
            {name: sum(map(_seconds, tree)) for name, tree in trees.items()},
            _busy(),
        )


@dataclass
class Watch:
    """Takes a sample at the beginning and at each quarter of `seconds`, beside what else runs."""

    programs: Callable[[], Programs]
    seconds: float
    samples: list[Sample] = field(default_factory=list)
    _thread: threading.Thread | None = None

    def start_after(self, pause: float) -> None:
        """Begins so many seconds from now."""
        self._thread = threading.Thread(target=self._run, args=(pause,), daemon=True)
        self._thread.start()

    def wait(self) -> None:
        """Until the last quarter is over. Raises RuntimeError where a sample could not be taken."""
        if self._thread:
            self._thread.join()
        if len(self.samples) <= len(QUARTERS):
            raise RuntimeError("the programs could not be watched to the end")

    def _run(self, pause: float) -> None:
        time.sleep(pause)
        began = time.monotonic()
        for quarter in (0.0, *QUARTERS):
            time.sleep(max(0.0, began + quarter * self.seconds - time.monotonic()))
            self.samples.append(Sample.take(self.programs()))

    def rows(self) -> list[list[str]]:
        """Program, megabytes at the four quarters, share of one core over the whole time.

        The last row is whatever ran on the machine, so that its bound is seen.
        """
        first, last = self.samples[0], self.samples[-1]
        elapsed = last.moment - first.moment
        all_ = f"{100 * (last.machine - first.machine) / elapsed:.0f}%"
        whole = [f"whole machine, {os.cpu_count()} cores", *[""] * len(QUARTERS), all_]
        rows = [
            [
                name,
                *(f"{sample.memory.get(name, 0.0):.0f}" for sample in self.samples[1:]),
                f"{100 * (used - first.processor.get(name, 0.0)) / elapsed:.0f}%",
            ]
            for name, used in last.processor.items()
        ]
        return [*rows, whole]


def processes_of(process: int) -> list[int]:
    """A process and all that come from it."""
    return list(_tree(process, _children()))


def _busy() -> float:
    """Seconds of processor time of all cores since the start, without waiting."""
    ticks = [int(each) for each in (PROC / "stat").read_text().split("\n")[0].split()[1:9]]
    user, nice, system, _idle, _waiting, *interrupts = ticks
    return (user + nice + system + sum(interrupts)) / TICKS


def _children() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for folder in PROC.iterdir():
        if folder.name.isdigit() and (fields := _fields(int(folder.name))):
            found.setdefault(int(fields[1]), []).append(int(folder.name))
    return found


def _tree(process: int, children: Mapping[int, list[int]]) -> Iterable[int]:
    yield process
    for child in children.get(process, ()):
        yield from _tree(child, children)


def _fields(process: int) -> list[str]:
    """The fields of /proc/…/stat from the state on; none where the process has gone."""
    try:
        return (PROC / str(process) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _seconds(process: int) -> float:
    """Processor time of a process and of those of its children that have ended."""
    fields = _fields(process)
    return sum(map(int, fields[11:15])) / TICKS if fields else 0.0


def _megabytes(process: int) -> float:
    """Memory, what is shared divided among those who share it."""
    try:
        lines = (PROC / str(process) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    share = next((line for line in lines if line.startswith("Pss:")), "Pss: 0 kB")
    return int(share.split()[1]) * 1024 / 1e6
