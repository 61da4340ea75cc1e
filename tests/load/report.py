"""`make load`: how many children the servers can talk to at once, and what that costs.

    make load OPTIONS="--servers 2 --conversations 1000 --minutes 5"
    make load OPTIONS="--plain --conversations 100"
    make load OPTIONS="--saturate 1 2 4 plain"
    make load OPTIONS="--long"
    make load OPTIONS="--standstills bot bots postgres --conversations 600"

Prints Markdown. Ends with 1 where a promise was broken (tests/load/promises.py), and says which.
`--servers 0` is one bot with its conversations in memory, as `make run` has it.
"""

from __future__ import annotations

import argparse
import math
import statistics
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from beacon.bench.report import table
from tests.load import long_chat, promises, targets
from tests.load.ledger import FATAL
from tests.load.locusts import Locust, Options, set_up
from tests.load.machine import QUARTERS, Programs, Watch
from tests.load.material import write
from tests.load.standstills import Standstills
from tests.load.targets import Target

SENDERS = (8, 32)
WARM_UP = 5.0
# How long locust takes until its first child comes.
STARTING = 5.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Starts what is asked for, loads it, prints; 1 where a promise was broken."""
    options = _read(arguments)
    set_up()
    with tempfile.TemporaryDirectory() as folder:
        material = write(Path(folder) / "material.json")
        if options.saturate:
            return saturate(options, material)
        with _target("plain" if options.plain else str(options.servers)) as target:
            if options.long:
                return long_chat.report(target, material, options.turns)
            return load(target, options, material)


def load(target: Target, options: argparse.Namespace, material: Path) -> int:
    """The children's load on one target.

    A plain server has promised only to confuse nobody, and so have servers that stand still.
    """
    hold = 60 * options.minutes
    asked = {"children": options.conversations, "ramp": options.ramp, "hold": hold}
    asked |= {"faster": options.faster, "rest": target.is_rest}
    file = material.with_name("children.json")
    run = Locust("children.py", target.url, material, file, asked)

    def programs() -> Programs:
        return {**target.programs(), "load generator": run.process.pid}

    watch = Watch(programs, hold - STARTING)
    standstills = Standstills(target.programs, options.standstills)
    try:
        watch.start_after(options.ramp + STARTING)
        with (
            standstills.going_on(options.ramp + STARTING) if options.standstills else nullcontext()
        ):
            watch.wait()
        account = run.wait(2 * options.ramp + hold)
    finally:
        run.stop()
    counts = compared(target, account)
    times = held_times(account, watch)
    print_load(target, options.conversations, counts, times, watch)
    print_examples(account["examples"])
    if options.standstills:
        seconds = sum(standstills.lengths)
        print(f"\n{len(standstills.lengths)} standstills, {seconds:.0f} seconds of them.")
        if not standstills.lengths:
            print("\nNone of these programs runs.")
            return 1
    if target.is_rest or options.standstills:
        return int(any(counts.get(name, 0) for name in FATAL))
    broken = list(promises.broken(counts, percentiles(times)["p95"], watch.samples))
    print_broken(broken)
    return int(bool(broken))


def compared(target: Target, account: Mapping[str, Any]) -> dict[str, int]:
    """The counts of the run, with what the servers kept counted in."""
    counts: dict[str, int] = dict(account["counts"])
    if target.compare:
        found = target.compare(account["kept"])
        counts["lost"] += found.lost
        counts["doubled"] += found.doubled
        counts["left_behind"] += found.left_behind
        counts["conversations compared with the store"] = found.conversations
        counts["ended conversations looked for in it"] = found.ended
    return counts


def held_times(account: Mapping[str, Any], watch: Watch) -> list[float]:
    """Milliseconds of the messages that were answered while the load was held."""
    first, last = watch.samples[0].moment, watch.samples[-1].moment
    return [taken for moment, taken in account["times"] if first <= moment <= last]


def print_load(
    target: Target, children: int, counts: Mapping[str, int], times: list[float], watch: Watch
) -> None:
    """The tables of one load."""
    elapsed = watch.samples[-1].moment - watch.samples[0].moment
    rows = [
        ["children at once", str(children)],
        ["messages a second", f"{len(times) / elapsed:.1f}"],
        *([f"answer, {name}, ms", f"{value:.0f}"] for name, value in percentiles(times).items()),
        *([name.replace("_", " "), str(value)] for name, value in counts.items()),
    ]
    print(f"\n### {target.name}\n")
    print(table(["", target.name], rows))
    head = ["program", *(f"MB at {share:.0%}" for share in QUARTERS), "of one core"]
    print(f"\n{table(head, watch.rows())}", flush=True)


def percentiles(times: Sequence[float]) -> dict[str, float]:
    """p50, p95, p99 and the longest; not a number where nothing was answered."""
    if len(times) < 2:
        return dict.fromkeys(("p50", "p95", "p99", "longest"), math.nan)
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    return {"p50": cuts[49], "p95": cuts[94], "p99": cuts[98], "longest": max(times)}


def print_examples(examples: Iterable[str]) -> None:
    """What was wrong, the first few."""
    for example in examples:
        print(f"- {example}")


def print_broken(broken: Sequence[str]) -> None:
    """The promises that were not kept, where there are any."""
    if broken:
        print("\nNot kept:\n")
    for promise in broken:
        print(f"- {promise}")


def saturate(options: argparse.Namespace, material: Path) -> int:
    """Messages a second without a pause, on each target after the other."""
    rows = [row for name in options.saturate for row in saturated(name, options, material)]
    head = ["", "senders", "messages a second", "p50 ms", "p95 ms", "failed", "processor"]
    print(f"\n{table(head, rows)}", flush=True)
    answered = head.index("messages a second")
    return int(any(float(row[answered]) == 0 for row in rows))


def saturated(name: str, options: argparse.Namespace, material: Path) -> Iterator[list[str]]:
    """A row for each number of senders on one target."""
    with _target(name, targets.NO_LIMITS) as target:
        for senders in SENDERS:
            result, watch = push(target, senders, options.seconds, material)
            found = percentiles(result["times"])
            shares = ", ".join(f"{row[0]} {row[-1]}" for row in watch.rows() if row[-1] != "0%")
            yield [
                target.name,
                str(senders),
                f"{result['messages_a_second']:.1f}",
                f"{found['p50']:.0f}",
                f"{found['p95']:.0f}",
                str(result["failed"]),
                shares,
            ]


def push(
    target: Target, senders: int, seconds: float, material: Path
) -> tuple[dict[str, Any], Watch]:
    """What so many senders found, and what the programs used meanwhile."""
    asked: Options = {
        "users": senders,
        "spawn-rate": senders,
        "run-time": round(WARM_UP + seconds),
        "warm-up": WARM_UP,
        "rest": target.is_rest,
    }
    file = material.with_name(f"senders-{senders}.json")
    file.unlink(missing_ok=True)
    run = Locust("senders.py", target.url, material, file, asked)

    def programs() -> Programs:
        return {**target.programs(), "load generator": run.process.pid}

    # The last sample is taken before locust ends, and with it its processor time.
    watch = Watch(programs, seconds - 2)
    watch.start_after(WARM_UP)
    try:
        result = run.wait(WARM_UP + seconds)
        watch.wait()
    finally:
        run.stop()
    return result, watch


def _target(name: str, limits: Any = None) -> AbstractContextManager[Target]:
    if name == "plain":
        return targets.plain()
    return targets.cluster(int(name), limits) if int(name) else targets.alone()


def _read(arguments: Sequence[str] | None) -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="make load", description=__doc__.partition("\n")[0])
    reader.add_argument("--servers", type=int, default=2, help="bots behind nginx; 0: one, alone")
    reader.add_argument("--plain", action="store_true", help="a `rasa init` server instead")
    reader.add_argument("--conversations", type=int, default=1000, help="children at once")
    reader.add_argument("--minutes", type=float, default=5, help="how long they are held")
    reader.add_argument("--ramp", type=float, default=60, help="seconds, up and down")
    reader.add_argument("--faster", type=float, default=1, help="divides the children's times")
    reader.add_argument(
        "--standstills",
        nargs="+",
        default=[],
        metavar="PROGRAM",
        help="stopped now and then, as a machine does that has too little: bot, bots, postgres, …",
    )
    reader.add_argument("--saturate", nargs="+", metavar="N", help="senders without a pause")
    reader.add_argument("--seconds", type=float, default=30, help="for each number of senders")
    reader.add_argument("--long", action="store_true", help="chats of 200 turns")
    reader.add_argument("--turns", type=int, default=long_chat.TURNS, help="with --long")
    return reader.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
