"""A hundred children chat while one part after the other fails; what they saw becomes a table.

The table of a whole run is written to results/faults.md and stands in docs/faults.md; a run of some
faults writes to results/faults-part.md.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
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
from tests.cluster import clocks, models, network, words
from tests.cluster.children import CRY, PATIENCE, Child, Crowd, Message, Seen, numbers_for
from tests.cluster.clocks import Clocks
from tests.cluster.conftest import DATA, need
from tests.cluster.kept import cases, connect, countries_of, keys_of
from tests.engines.frozen import frozen as stand_still

RESULTS = ROOT / "results"
REFUSED = "Refused new helplines"
# How long a fault is watched, in seconds.
WATCHED = 12.0
# Only against waiting for ever, in seconds.
REFUSED_WITHIN = ANSWERED_WITHIN = 60.0
TAKEN_UP_WITHIN = 120.0
# When children in danger write, after the fault has begun.
CRIES = (0.2, 1.0, 3.0)
# From when a page notices that the server fails until it shows an emergency number, in seconds.
SHOWN_WITHIN = 2.0

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
    """The rows of the table, written when all faults are through; some are not taken for all."""
    rows: list[list[str]] = []
    yield rows
    is_whole = [fault for fault, *_ in rows] == list(FAULTS)
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / ("faults.md" if is_whole else "faults-part.md")
    file.write_text(table(list(TITLES), rows) + "\n")


async def killed(cluster: Cluster, name: str) -> None:
    """SIGKILL; the supervisor starts it again."""
    await asyncio.to_thread(cluster.kill, name)


async def away(cluster: Cluster, name: str, seconds: float) -> None:
    """Ended, and started again later."""
    await asyncio.to_thread(cluster.halt, name)
    await asyncio.sleep(seconds)
    await asyncio.to_thread(cluster.restart, name)


async def frozen(cluster: Cluster, names: Sequence[str], seconds: float) -> None:
    """Stopped by SIGSTOP, and let go on later: their machine still takes connections."""
    with stand_still(*map(cluster.pid, names)):
        await asyncio.sleep(seconds)


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
    earlier = {name: said(cluster, name, REFUSED) for name in readers}
    taken = {name: said(cluster, name, "Reloaded") for name in readers}
    file.write_text(new[: len(new) // 2])
    try:
        await until(
            lambda: all(said(cluster, n, REFUSED) > earlier[n] for n in readers), REFUSED_WITHIN
        )
        await asyncio.sleep(8)
        assert taken == {name: said(cluster, name, "Reloaded") for name in readers}
    finally:
        file.write_text(whole)


async def new_words(cluster: Cluster) -> None:
    """Two answers and a help service get new words, and then their old ones again: both bots and
    the action server say them.
    """
    bots = [f"http://127.0.0.1:{port}" for port in cluster.bot_ports]
    with words.changed(cluster.state.folder / DATA):
        await until(lambda: words.are_new(bots), TAKEN_UP_WITHIN)
    await until(lambda: words.are_old(bots), TAKEN_UP_WITHIN)


def said(cluster: Cluster, name: str, line: str) -> int:
    """How often the program has written it."""
    return cluster.log(name).count(line)


async def until(happens: Callable[[], bool], seconds: float) -> None:
    """Waits for it; fails where it does not happen in so many seconds."""
    end = time.monotonic() + seconds
    while not await asyncio.to_thread(happens):
        assert time.monotonic() < end
        await asyncio.sleep(0.5)


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
    "new answers and a new register are taken up, and the old ones again": new_words,
    "a corrupt model is rolled out": corrupt_model,
    "another model is rolled out": another_model,
    "a model that does not load is rolled out, and taken back": model_that_does_not_load,
    "all bots are started anew": rolled,
    "the action server freezes for 8 s": lambda cluster: frozen(cluster, ["actions"], 8),
    "a bot freezes for 8 s": lambda cluster: frozen(cluster, ["bot-1"], 8),
    "both bots freeze for 4 s": lambda cluster: frozen(cluster, cluster.bots, 4),
    "PostgreSQL freezes for 8 s": lambda cluster: frozen(cluster, ["postgres"], 8),
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
        crying = [asyncio.create_task(_cry(crowd.newcomer(), after)) for after in CRIES]
        watching = asyncio.create_task(asyncio.sleep(WATCHED))
        await asyncio.wait([watching, happening, *crying])
        await happening
        cries = await asyncio.gather(*crying)
        await asyncio.to_thread(cluster.wait_until_ready)
        # What a bot could not store waits in its memory for the child's next message.
        await asyncio.sleep(2 * REST)
        await crowd.finish()
        result = await _seen(cluster, crowd, fault, since)
    slowest = max(cries, key=_helped_after)
    seen.append(_row(result, slowest))
    assert result.is_safe, result
    # No page takes longer than PATIENCE to notice.
    assert slowest.helped_after < PATIENCE + SHOWN_WITHIN


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


async def _cry(child: Child, after: float) -> Message:
    """An emergency message, which was sent and answered with an emergency number in the end: the
    page tries until it is. What the page said first, to begin its chat before the child has typed
    anything, stands for it where that was in trouble and its child waited longer for numbers.
    """
    await asyncio.sleep(after)
    async with asyncio.timeout(ANSWERED_WITHIN):
        start = await child.begin()
        replies = await child.say({"text": CRY})
    assert any((reply["help"] or {}).get("emergency") for reply in replies)
    country, cry = child.messages
    troubled = [message for message in (start, country) if message.failures]
    return max([cry, *troubled], key=_helped_after)


def _helped_after(message: Message) -> float:
    return message.helped_after


def _row(result: Seen, cry: Message) -> list[str]:
    own = " (the page's own numbers)" if cry.failures else ""
    counts = (result.lost, result.doubled, result.crossed, result.forgotten)
    return [
        result.fault,
        str(result.messages),
        str(result.failed),
        f"{result.trouble:.1f}",
        f"{result.slowest:.1f}",
        str(result.numbers_only),
        *map(str, counts),
        f"{cry.helped_after:.1f}{own}",
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
