"""Where a turn's time goes, in one process with the real model; HTTP is not in it.

    .venv/bin/python -m tests.load.where_time_goes            stores in memory, as `make run`
    .venv/bin/python -m tests.load.where_time_goes --cluster  PostgreSQL and Redis
    .venv/bin/python -m tests.load.where_time_goes --calls    the dearest functions, by cProfile

Prints Markdown. A part's time is its own: what it calls of other parts is counted there.
"""

from __future__ import annotations

import argparse
import asyncio
import cProfile
import functools
import importlib
import inspect
import io
import json
import logging
import os
import pstats
import secrets
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from beacon.bench.report import table
from beacon.project import ROOT
from beacon.rasa.channels.settled import settle
from tests.conftest import free_port, start_actions
from tests.load import targets
from tests.load.material import write

MODEL = ROOT / "models" / "beacon.tar.gz"
WARM_UP, TURNS, A_CHAT = 40, 300, 10
CALLS = 30

# Part -> the methods that are it, as module:Class.method.
PARTS: dict[str, tuple[str, ...]] = {
    "door": ("beacon.door.door:Door.open",),
    "rate limit": (
        "beacon.door.rate:RateLimit.allow",
        "beacon.cluster.counters:SharedRateLimit.allow",
    ),
    "entities": ("beacon.rasa.pipeline.entity_finder:EntityFinder.process",),
    "sentence features (encoders)": (
        "beacon.rasa.pipeline.sentence_features:SentenceFeatures.process",
    ),
    "intent": ("beacon.rasa.pipeline.intent_classifier:CascadeIntentClassifier.process",),
    "risk": ("beacon.rasa.pipeline.risk_classifier:RiskClassifier.process",),
    "topics": ("beacon.rasa.pipeline.topic_finder:TopicFinder.process",),
    "follow-ups, search": ("beacon.rasa.pipeline.follow_up_search:FollowUpSearch.process",),
    "follow-ups, what was found": ("beacon.rasa.pipeline.follow_up_finder:FollowUpFinder.process",),
    "acts, writers, danger, feelings": (
        "beacon.rasa.pipeline.side_classifier:SideClassifier.process",
    ),
    "ranking": ("beacon.answers.ranking:Ranking.choice",),
    "openings": ("beacon.rasa.pipeline.opening_finder:OpeningFinder.process",),
    "fallback": ("rasa.nlu.classifiers.fallback_classifier:FallbackClassifier.process",),
    "rules (policy)": (
        "beacon.rasa.policies.rule_policy:NotingRulePolicy.predict_action_probabilities",
    ),
    "policy ensemble": (
        "rasa.core.policies.ensemble:PolicyPredictionEnsemble.combine_predictions_from_kwargs",
    ),
    "Rasa's graph runner": ("beacon.rasa.quick_graph:QuickGraphRunner.run",),
    "slots (action_extract_slots)": ("rasa.core.actions.action:ActionExtractSlots.run",),
    "generator (answer book)": ("beacon.rasa.generator:AnswerBookGenerator.generate",),
    "action server": ("rasa.core.actions.action:RemoteAction.run",),
    "tracker store, reading": (
        "beacon.rasa.stores.trackers:ForgettingTrackerStore.retrieve",
        "beacon.rasa.stores.shared_trackers:SharedTrackerStore.retrieve",
    ),
    "tracker store, writing": (
        "beacon.rasa.stores.trackers:ForgettingTrackerStore.save",
        "beacon.rasa.stores.shared_trackers:SharedTrackerStore.save",
    ),
    "is the chat known": ("beacon.rasa.channels.web:WebInput._known",),
    "staff, counting": (
        "beacon.rasa.channels.person_input:PersonInput._count",
        "beacon.rasa.channels.person:Persons.refresh",
    ),
    "drawing for the page, tokens": ("beacon.rasa.channels.web:WebInput._for_page",),
}
LOCK = "lock"
LOCKS = (
    "beacon.rasa.stores.locks:PromptLockStore.lock",
    "beacon.rasa.stores.shared_locks:SharedLockStore.lock",
)
REST = "rest of Rasa and of the channel"


class Stopwatch:
    """The own time of each part, in seconds; one turn after the other."""

    def __init__(self) -> None:
        self.spent: defaultdict[str, float] = defaultdict(float)
        self.calls: defaultdict[str, int] = defaultdict(int)
        self._running: list[str] = []
        self._since = 0.0

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Counts for `name` until the block ends or another part begins in it."""
        self._turn_over()
        self._running.append(name)
        self.calls[name] += 1
        try:
            yield
        finally:
            self._turn_over()
            self._running.pop()

    def reset(self) -> None:
        """Forgets what was counted."""
        self.spent.clear()
        self.calls.clear()

    def _turn_over(self) -> None:
        now = time.perf_counter()
        if self._running:
            self.spent[self._running[-1]] += now - self._since
        self._since = now


def put_on(stopwatch: Stopwatch) -> None:
    """Puts the stopwatch on every part. Before a model is loaded, for its graph keeps methods."""
    for name, methods in PARTS.items():
        for method in methods:
            owner, attribute = _find(method)
            setattr(owner, attribute, _timed(getattr(owner, attribute), stopwatch, name))
    for method in LOCKS:
        owner, attribute = _find(method)
        setattr(owner, attribute, _timed_lock(getattr(owner, attribute), stopwatch))


def _find(method: str) -> tuple[Any, str]:
    module, _, path = method.partition(":")
    owner, _, attribute = path.rpartition(".")
    return getattr(importlib.import_module(module), owner), attribute


def _timed(function: Callable[..., Any], stopwatch: Stopwatch, name: str) -> Callable[..., Any]:
    if inspect.iscoroutinefunction(function):

        @functools.wraps(function)
        async def waiting(*arguments: Any, **options: Any) -> Any:
            with stopwatch.part(name):
                return await function(*arguments, **options)

        return waiting

    @functools.wraps(function)
    def calling(*arguments: Any, **options: Any) -> Any:
        with stopwatch.part(name):
            return function(*arguments, **options)

    return calling


def _timed_lock(lock: Callable[..., Any], stopwatch: Stopwatch) -> Callable[..., Any]:
    """What is done under the lock is not the lock's."""

    @asynccontextmanager
    async def held(*arguments: Any, **options: Any) -> AsyncIterator[Any]:
        context = lock(*arguments, **options)
        with stopwatch.part(LOCK):
            ticket = await context.__aenter__()
        try:
            yield ticket
        finally:
            with stopwatch.part(LOCK):
                await context.__aexit__(None, None, None)

    return held


class Bot:
    """The real agent and the page's channel, without a server."""

    def __init__(self, endpoints: Path) -> None:
        from rasa.core.agent import load_agent
        from rasa.core.utils import AvailableEndpoints

        from beacon.rasa.channels.web import WebInput

        self._endpoints = AvailableEndpoints.read_endpoints(str(endpoints))
        self._load = functools.partial(load_agent, str(MODEL), endpoints=self._endpoints)
        self._agent: Any = None
        self.channel = WebInput()

    async def load(self) -> None:
        """Loads the model. Raises RuntimeError where Rasa goes on without one."""
        self._agent = await self._load()
        if not self._agent.is_ready():
            raise RuntimeError(f"{MODEL.name} cannot be loaded")
        settle()

    def begin(self) -> str:
        """A new conversation."""
        return str(self.channel._start()["conversation"])

    async def say(self, conversation: str, text: str) -> None:
        """One turn. Raises ValueError where no answer came."""
        body = {"conversation": conversation, "text": text, "key": secrets.token_hex(16)}
        incoming = await self.channel._read(body)
        answer = await self.channel._receive(self._agent, incoming)
        if not answer["messages"]:
            raise ValueError("no answer came")


async def play(bot: Bot, texts: Sequence[str], stopwatch: Stopwatch) -> list[float]:
    """The milliseconds of each turn; a new conversation every ten."""
    times = []
    for number, text in enumerate(texts):
        if number % A_CHAT == 0:
            conversation = bot.begin()
        began = time.perf_counter()
        with stopwatch.part(REST):
            await bot.say(conversation, text)
        times.append((time.perf_counter() - began) * 1000)
    return times


async def measure(options: argparse.Namespace, endpoints: Path, texts: Sequence[str]) -> None:
    """Plays and prints."""
    stopwatch = Stopwatch()
    if not options.calls:
        put_on(stopwatch)
    bot = Bot(endpoints)
    await bot.load()
    await play(bot, texts[:WARM_UP], stopwatch)
    stopwatch.reset()
    profile = cProfile.Profile()
    if options.calls:
        profile.enable()
    times = await play(bot, texts[WARM_UP : WARM_UP + options.turns], stopwatch)
    profile.disable()
    print(f"\n{len(times)} turns, {'PostgreSQL and Redis' if options.cluster else 'in memory'}:")
    print(calls(profile) if options.calls else parts(stopwatch, times), flush=True)


def parts(stopwatch: Stopwatch, times: Sequence[float]) -> str:
    """The parts of the mean turn, the dearest first."""
    total = sum(stopwatch.spent.values())
    turns = len(times)
    rows = [
        [
            name,
            f"{stopwatch.calls[name] / turns:.2f}",
            f"{1000 * spent / turns:.2f}",
            f"{spent / total:.0%}",
        ]
        for name, spent in sorted(stopwatch.spent.items(), key=lambda each: -each[1])
    ]
    rows.append(["all", "1.00", f"{1000 * total / turns:.2f}", "100%"])
    median = f"Median of a turn: {statistics.median(times):.2f} ms."
    return "\n".join(["", table(["part", "calls a turn", "ms a turn", "share"], rows), "", median])


def calls(profile: cProfile.Profile) -> str:
    """The functions with most time of their own; cProfile itself makes small ones look dear."""
    written = io.StringIO()
    pstats.Stats(profile, stream=written).strip_dirs().sort_stats("tottime").print_stats(CALLS)
    return written.getvalue()


@contextmanager
def surroundings(options: argparse.Namespace, folder: Path) -> Iterator[Path]:
    """The servers beside the bot, in the environment; the endpoints file that leads to them."""
    with ExitStack() as stack:
        if options.cluster:
            target = stack.enter_context(targets.cluster(1))
            os.environ.update(target.environment)
            yield ROOT / "deploy" / "endpoints.yml"
            return
        port = free_port()
        actions = start_actions(folder, port)
        stack.callback(actions.stop)
        while not actions.answers():
            time.sleep(0.2)
        os.environ["BEACON_STAFF"] = f"http://127.0.0.1:{free_port()}"
        file = folder / "endpoints.yml"
        text = (ROOT / "endpoints.yml").read_text()
        file.write_text(text.replace("127.0.0.1:5055", f"127.0.0.1:{port}"))
        yield file


def main() -> int:
    """Does what the options ask for."""
    reader = argparse.ArgumentParser(prog="python -m tests.load.where_time_goes")
    reader.add_argument("--cluster", action="store_true", help="with PostgreSQL and Redis")
    reader.add_argument("--calls", action="store_true", help="the dearest functions instead")
    reader.add_argument("--turns", type=int, default=TURNS)
    options = reader.parse_args()
    with tempfile.TemporaryDirectory() as name:
        material = json.loads(write(Path(name) / "material.json").read_text())
        from rasa.utils.log_utils import configure_structlog

        configure_structlog(logging.ERROR)
        logging.disable(logging.WARNING)
        with surroundings(options, Path(name)) as endpoints:
            asyncio.run(measure(options, endpoints, material["messages"]["en"]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
