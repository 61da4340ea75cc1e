"""A hundred children chat while one part after the other fails; what they saw becomes a table.

The table is written to results/faults.md and stands in docs/faults.md.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence

import pytest

from beacon.bench.report import table
from beacon.cluster.database import REST
from beacon.handover.record import key_of
from beacon.project import ROOT
from beacon.rasa.stores.shared_trackers import LATE_SECONDS
from beacon.tasks.cluster.cluster import Cluster
from beacon.tasks.cluster.errors import ClusterError
from beacon.tasks.cluster.probe import understands
from tests.cluster import clocks, models, network
from tests.cluster.children import CRY, PATIENCE, Child, Crowd, Seen, numbers_for
from tests.cluster.clocks import Clocks
from tests.cluster.conftest import DATA, need
from tests.cluster.kept import cases, connect, countries_of, keys_of

RESULTS = ROOT / "results" / "faults.md"
# How long a fault is watched, in seconds.
WATCHED = 12.0
# Only against waiting for ever, in seconds.
REFUSED_WITHIN = 60.0
# When children in danger write, after the fault has begun.
CRIES = (0.2, 1.0, 3.0)

Fault = Callable[[Cluster], Awaitable[None]]
TITLES = (
    "fault",
    "messages",
    "of them in trouble",
    "trouble lasted, s",
    "slowest answer, s",
    "numbers instead",
    "lost",
    "doubled",
    "crossed",
    "forgotten",
    "emergency answered after, s",
)


@pytest.fixture(scope="module")
def seen() -> Iterator[list[list[str]]]:
    """The rows of the table, written when all faults are through."""
    rows: list[list[str]] = []
    yield rows
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(table(list(TITLES), rows) + "\n")


async def killed(cluster: Cluster, name: str) -> None:
    """SIGKILL; the supervisor starts it again."""
    await asyncio.to_thread(cluster.kill, name)


async def away(cluster: Cluster, name: str, seconds: float) -> None:
    """Ended, and started again later."""
    await asyncio.to_thread(cluster.halt, name)
    await asyncio.sleep(seconds)
    await asyncio.to_thread(cluster.restart, name)


async def frozen(cluster: Cluster, name: str, seconds: float) -> None:
    """Stopped by SIGSTOP, and let go on later: its machine still takes connections."""
    pid = cluster.pid(name)
    os.kill(pid, signal.SIGSTOP)
    try:
        await asyncio.sleep(seconds)
    finally:
        os.kill(pid, signal.SIGCONT)


async def vanished(cluster: Cluster, name: str, seconds: float) -> None:
    """It runs on, but no packet comes from it or reaches it, and nobody is told."""
    need(network.check)
    port = cluster.state.ports()[name]
    with network.cut_off(cluster.pid(name), port), pytest.raises(asyncio.TimeoutError):
        await asyncio.wait_for(asyncio.open_connection("127.0.0.1", port), seconds)


async def clock_wrong(cluster: Cluster, names: Sequence[str], hours: int, seconds: float) -> None:
    """The clocks of the programs jump by so many hours, and later back."""
    need(clocks.check)
    assert all(map(clocks.is_ours, map(cluster.pid, names)))
    await Clocks(cluster.state.folder, names).jump(hours, seconds)


async def slow_database(cluster: Cluster) -> None:
    """Every statement on conversations waits for eight seconds."""
    connection = await connect(cluster)
    try:
        async with connection.transaction():
            await connection.execute("LOCK TABLE conversation IN ACCESS EXCLUSIVE MODE")
            await connection.execute("SELECT pg_sleep(8)")
    finally:
        await connection.close()


async def full_disk(cluster: Cluster) -> None:
    """The database's disk has no byte left for eight seconds."""
    folder = cluster.state.postgres
    if not os.path.ismount(folder):
        assert not os.environ.get("CI"), "CI may mount a disk"
        pytest.skip("a disk of its own for the database needs root")
    ballast = folder / "ballast"
    with ballast.open("wb") as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(1 << 20))
            file.flush()
    await asyncio.sleep(8)
    ballast.unlink()


async def reloaded(cluster: Cluster) -> None:
    """nginx reads its settings again, five times in a row."""
    for _ in range(5):
        await asyncio.to_thread(cluster.reload_nginx)


async def half_register(cluster: Cluster) -> None:
    """Half of a new register file is there for some seconds, with another country's number."""
    file = cluster.state.folder / DATA / "helplines" / "pt.yml"
    whole = file.read_text()
    foreign = min(numbers_for("NL") - numbers_for("PT"))
    new = whole.replace('phone: "116 111"', f'phone: "{foreign}"')
    assert new != whole
    readers = (*cluster.bots, "actions")
    earlier = {name: said(cluster, name, "Refused new helplines") for name in readers}
    taken = {name: said(cluster, name, "Reloaded") for name in readers}
    file.write_text(new[: len(new) // 2])
    try:
        end = time.monotonic() + REFUSED_WITHIN
        while any(said(cluster, n, "Refused new helplines") <= earlier[n] for n in readers):
            assert time.monotonic() < end, "it was not refused"
            await asyncio.sleep(0.5)
        await asyncio.sleep(8)
        assert taken == {name: said(cluster, name, "Reloaded") for name in readers}
    finally:
        file.write_text(whole)


def said(cluster: Cluster, name: str, words: str) -> int:
    """How often the program has written them."""
    return cluster.log(name).count(words)


async def corrupt_model(cluster: Cluster) -> None:
    """A new model that is damaged is refused before any bot is touched, and the old one stays."""
    before = models.served(cluster)
    with pytest.raises(ClusterError, match="is not the model whose hash"):
        await asyncio.to_thread(cluster.roll, models.halved(cluster.state.folder))
    assert models.served(cluster) == before


async def another_model(cluster: Cluster) -> None:
    """A new model is served by every bot."""
    new = models.repacked(cluster.state.folder)
    assert models.hash_of(new) not in models.served(cluster)
    await asyncio.to_thread(cluster.roll, new)
    assert models.served(cluster) == [models.hash_of(new)] * cluster.servers


async def model_that_does_not_load(cluster: Cluster) -> None:
    """A new model is as it was made, but of no use: it is taken back, and the old one goes on."""
    old, before = cluster.state.model(), models.served(cluster)
    with pytest.raises(ClusterError, match="bot-1 does not understand"):
        await asyncio.to_thread(cluster.roll, models.spoiled(cluster.state.folder))
    assert cluster.state.model() == old
    assert models.served(cluster) == before == [models.hash_of(old)] * cluster.servers
    assert all(understands(f"http://127.0.0.1:{port}") for port in cluster.bot_ports)


async def rolled(cluster: Cluster) -> None:
    """All bots are started anew one after the other, with the model that they have."""
    await asyncio.to_thread(cluster.roll)


async def killed_without_helpers(cluster: Cluster) -> None:
    """A bot dies while nothing counts messages and nothing looks help up."""
    helpers = [asyncio.create_task(away(cluster, name, 8)) for name in ("redis", "actions")]
    await asyncio.sleep(1)
    await killed(cluster, "bot-1")
    await asyncio.gather(*helpers)


FAULTS: dict[str, Fault] = {
    "a bot is killed": lambda cluster: killed(cluster, "bot-1"),
    "the action server is killed": lambda cluster: killed(cluster, "actions"),
    "the action server is away for 8 s": lambda cluster: away(cluster, "actions", 8),
    "Redis is killed": lambda cluster: killed(cluster, "redis"),
    "Redis is away for 8 s": lambda cluster: away(cluster, "redis", 8),
    "PostgreSQL is killed": lambda cluster: killed(cluster, "postgres"),
    "PostgreSQL is away for 8 s": lambda cluster: away(cluster, "postgres", 8),
    "the database is slow for 8 s": slow_database,
    "the database's disk is full for 8 s": full_disk,
    "the staff's application is killed": lambda cluster: killed(cluster, "staff"),
    "nginx reloads five times": reloaded,
    "a register file is half written for 8 s": half_register,
    "a corrupt model is rolled out": corrupt_model,
    "another model is rolled out": another_model,
    "a model that does not load is rolled out, and taken back": model_that_does_not_load,
    "all bots are started anew": rolled,
    "the action server freezes for 8 s": lambda cluster: frozen(cluster, "actions", 8),
    "a bot freezes for 8 s": lambda cluster: frozen(cluster, "bot-1", 8),
    "a bot vanishes without a word for 8 s": lambda cluster: vanished(cluster, "bot-1", 8),
    "a bot's clock jumps 2 hours ahead": lambda cluster: clock_wrong(cluster, ["bot-1"], 2, 8),
    "a bot's clock jumps 2 hours back": lambda cluster: clock_wrong(cluster, ["bot-1"], -2, 8),
    "the clocks of all bots jump 2 hours ahead": lambda cluster: clock_wrong(
        cluster, cluster.bots, 2, 8
    ),
    "the clocks of all bots jump 2 hours back": lambda cluster: clock_wrong(
        cluster, cluster.bots, -2, 8
    ),
    "a bot is killed while Redis and the action server are away for 8 s": killed_without_helpers,
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_nothing_is_lost_doubled_or_crossed(
    cluster: Cluster, seen: list[list[str]], fault: str
) -> None:
    async with Crowd(cluster.url) as crowd:
        since = time.monotonic()
        happening = asyncio.create_task(_happen(cluster, FAULTS[fault]))
        cries = await asyncio.gather(*(_cry(crowd.newcomer(), after) for after in CRIES))
        await asyncio.wait([asyncio.ensure_future(asyncio.sleep(WATCHED)), happening])
        await happening
        await asyncio.to_thread(cluster.wait_until_ready)
        # What a bot could not store waits in its memory for the child's next message.
        await asyncio.sleep(2 * REST)
        await crowd.finish()
        result = await _seen(cluster, crowd, fault, since)
    seen.append(_row(result, max(cries)))
    assert result.is_safe, result
    # Who waits for longer sees the numbers that its page carries (tests/browser).
    assert min(cries) < PATIENCE


async def _seen(cluster: Cluster, crowd: Crowd, fault: str, since: float) -> Seen:
    """What the children saw and the database kept; a bot has its time to store the last words."""
    end = time.monotonic() + LATE_SECONDS + 2 * REST
    chats = [child.conversation for child in crowd.children]
    while True:
        kept, countries = await keys_of(cluster, chats), await countries_of(cluster, chats)
        result = crowd.seen(fault, since, kept, countries)
        if not result.lost or time.monotonic() > end:
            return result
        await asyncio.sleep(1)


async def _happen(cluster: Cluster, fault: Fault) -> None:
    await fault(cluster)


async def _cry(child: Child, after: float) -> float:
    """Seconds from an emergency message until help with a number is there, or until the page has
    noticed that the server fails and shows the numbers that it carries itself. A page begins its
    chat before a child has typed anything.
    """
    await asyncio.sleep(after)
    started = time.monotonic()
    try:
        await asyncio.wait_for(child.begin(), PATIENCE)
        started = time.monotonic()
        replies = await asyncio.wait_for(child.say({"text": CRY}), PATIENCE)
    except TimeoutError:
        return time.monotonic() - started
    assert any((reply["help"] or {}).get("emergency") for reply in replies)
    return time.monotonic() - started


def _row(result: Seen, emergency: float) -> list[str]:
    counts = (result.lost, result.doubled, result.crossed, result.forgotten)
    return [
        result.fault,
        str(result.messages),
        str(result.failed),
        f"{result.trouble:.1f}",
        f"{result.slowest:.1f}",
        str(result.numbers_only),
        *map(str, counts),
        f"{emergency:.1f}",
    ]


async def test_a_case_that_was_confirmed_is_stored_whatever_dies(cluster: Cluster) -> None:
    async with Crowd(cluster.url, size=5) as crowd:
        confirmed = [await _agree(cluster, crowd.newcomer())]
        for name in ("bot-2", "staff", "postgres"):
            agreed = _agree(cluster, crowd.newcomer(), killed(cluster, name))
            confirmed.append(await agreed)
    assert confirmed[0]


async def _agree(cluster: Cluster, child: Child, fault: Awaitable[None] | None = None) -> bool:
    """Whether the child is told that its case is stored; it must be, where it is told so."""
    await child.begin()
    await child.say({"text": "can i talk to a real person please"})
    await child.say({"text": "yes"})
    happening = [asyncio.ensure_future(fault)] if fault else []
    replies = await child.say({"text": "yes"})
    await asyncio.gather(*happening)
    await asyncio.to_thread(cluster.wait_until_ready)
    said = " ".join(part for reply in replies for part in (*reply["before"], *reply["after"]))
    is_told = "It is passed on" in said
    assert not is_told or key_of(child.conversation) in await cases(cluster)
    return is_told
