"""How fast a Rasa server answers over REST, how soon it is ready, and how much memory it needs."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from beacon.tasks.ports import answers, free_ports

PATIENCE = 300.0
WARM_UP = 30


@dataclass(frozen=True)
class Speed:
    """Times in milliseconds and seconds, memory in megabytes."""

    ready_seconds: float
    memory_megabytes: float
    turn_p50: float
    turn_p95: float
    other_languages_p50: float
    requests_a_second: float


def measure(project: Path, model: Path, english: Sequence[str], other: Sequence[str]) -> Speed:
    """Starts the project's server alone, asks it these messages, and stops it."""
    port = next(free_ports())
    with server(project, model, port) as (process, ready):
        address = f"http://127.0.0.1:{port}/webhooks/rest/webhook"
        turns(address, english[:WARM_UP])
        times = turns(address, english)
        foreign = turns(address, other)
        rate = throughput(address, english, senders=8)
        memory = resident_megabytes(process.pid)
    return Speed(
        ready_seconds=ready,
        memory_megabytes=memory,
        turn_p50=statistics.median(times),
        turn_p95=statistics.quantiles(times, n=20)[-1],
        other_languages_p50=statistics.median(foreign),
        requests_a_second=rate,
    )


@contextmanager
def server(
    project: Path, model: Path, port: int
) -> Iterator[tuple[subprocess.Popen[bytes], float]]:
    """A running `rasa run`, and how many seconds it took to answer."""
    command = [sys.executable, "-m", "rasa", "run", "--model", str(model), "--port", str(port)]
    environment = {**os.environ, "LOG_LEVEL": "ERROR", "PYTHONWARNINGS": "ignore"}
    started = time.monotonic()
    process = subprocess.Popen(
        command, cwd=project, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait(f"http://127.0.0.1:{port}/webhooks/rest/", process)
        yield process, time.monotonic() - started
    finally:
        process.terminate()
        process.wait()


def wait(address: str, process: subprocess.Popen[bytes]) -> None:
    """Until the address says that all is well. Raises RuntimeError where it never does."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        if answers(address):
            return
        time.sleep(0.1)
    raise RuntimeError(f"no answer from {address}")


def turns(address: str, messages: Sequence[str]) -> list[float]:
    """The milliseconds that each turn took, one after another; every ten are a conversation."""
    times = []
    with requests.Session() as session:
        for number, message in enumerate(messages):
            if number % 10 == 0:
                sender = uuid.uuid4().hex
            started = time.perf_counter()
            session.post(address, json={"sender": sender, "message": message}, timeout=60)
            times.append((time.perf_counter() - started) * 1000)
    return times


def throughput(address: str, messages: Sequence[str], senders: int) -> float:
    """How many requests a second are answered when so many senders ask at once."""
    threads = [
        threading.Thread(target=turns, args=(address, messages[number::senders]))
        for number in range(senders)
    ]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(messages) / (time.perf_counter() - started)


def resident_megabytes(process: int) -> float:
    """The resident memory of a process, as Linux counts it."""
    status = Path(f"/proc/{process}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) * 1024 / 1e6
