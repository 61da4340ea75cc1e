"""Server-sent events, over the application as a server runs it: what happens is seen at once."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any

import pytest
import uvicorn
from auditlog.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from cases import pulse, streams, work
from cases.models import Case
from config.asgi import application
from tests.bot import DECIDED, KEY, SCRIPT, Bot, hand_over, handed_over
from tests.conftest import ClientOf, account

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 60.0


@dataclass(frozen=True)
class Event:
    """One event as a browser gets it."""

    kind: str
    content: Any


class Browser:
    """Reads a stream; a thread collects the events with the moment of each."""

    def __init__(self, port: int, client: Client, address: str, **headers: str) -> None:
        cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
        self._connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self._connection.request("GET", address, headers={"Cookie": cookies, **headers})
        self._answer = self._connection.getresponse()
        self.status = self._answer.status
        self.headers = self._answer.headers
        self.events: list[tuple[float, Event]] = []
        self.has_ended = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        fields: dict[str, str] = {}
        try:
            for line in self._answer:
                name, _, value = line.decode().rstrip("\n").partition(": ")
                if name:
                    fields[name] = value
                elif "event" in fields:
                    self._keep(fields)
                    fields = {}
        except (OSError, ValueError, AttributeError):
            pass
        self.has_ended.set()

    def _keep(self, fields: dict[str, str]) -> None:
        content = json.loads(fields["data"])
        event = Event(fields["event"], content)
        self.events.append((time.monotonic(), event))

    def wait_for(self, wanted: Callable[[Event], bool]) -> tuple[float, Event]:
        """The first event that is wanted, with its moment."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            for moment, event in list(self.events):
                if wanted(event):
                    return moment, event
            time.sleep(0.01)
        raise AssertionError(f"not among {self.events}")

    def close(self) -> None:
        if self._connection.sock:
            self._connection.sock.shutdown(socket.SHUT_RDWR)
        self._reader.join(PATIENCE)
        self._answer.close()
        self._connection.close()


@pytest.fixture
def port() -> Iterator[int]:
    """A running application over the database of the tests."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    server = uvicorn.Server(
        uvicorn.Config(application, log_level="error", lifespan="off", timeout_graceful_shutdown=1)
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield int(listening.getsockname()[1])
    server.should_exit = True
    thread.join()


Open = Callable[..., Browser]


@pytest.fixture
def browse(port: int) -> Iterator[Open]:
    """Gives `browse(client, address)`."""
    opened = []

    def browse(client: Client, address: str, **headers: str) -> Browser:
        opened.append(Browser(port, client, address, **headers))
        return opened[-1]

    yield browse
    for browser in opened:
        browser.close()


def of(*cases: Case, newest: int = 0) -> str:
    """Where the stream of the queue and of these cases is, for pages that show so much of them."""
    shown = "&".join(f"case={case.pk}.{newest}.{case.decided}" for case in cases)
    return f"/events?{shown}"


def is_queue_with(*numbers: int) -> Callable[[Event], bool]:
    return lambda event: event.kind == "queue" and event.content["emergencies"] == list(numbers)


def is_said(text: str) -> Callable[[Event], bool]:
    return lambda event: event.kind == "said" and text in event.content["html"]


def is_state(live: str) -> Callable[[Event], bool]:
    return lambda event: event.kind == "state" and event.content["live"] == live


def test_a_new_emergency_is_seen_by_all(
    browse: Open, client_of: ClientOf, worker: User, supervisor: User
) -> None:
    browsers = [browse(client_of(user), "/events") for user in (worker, supervisor, worker)]
    for browser in browsers:
        assert browser.headers["Content-Type"] == "text/event-stream"
        assert browser.headers["Cache-Control"] == "no-store"
        browser.wait_for(is_queue_with())
    case = handed_over(risk="emergency")
    for browser in browsers:
        browser.wait_for(is_queue_with(case.pk))


@pytest.mark.parametrize(
    ("words", "transcript"), [("he is at the door", []), ("", None)], ids=["words", "no words"]
)
def test_a_case_that_becomes_an_emergency_is_one(
    browse: Open, client_of: ClientOf, worker: User, words: str, transcript: list[str] | None
) -> None:
    case = handed_over(transcript=transcript)
    browser = browse(client_of(worker), "/events")
    browser.wait_for(is_queue_with())
    Bot().says(words, risk="emergency")
    browser.wait_for(is_queue_with(case.pk))


def test_the_emergency_of_another_alarms_only_supervisors(
    browse: Open, client_of: ClientOf, worker: User, supervisor: User
) -> None:
    case = handed_over(risk="emergency")
    work.take(case, worker, timezone.now())
    colleague = browse(client_of(account("walter", "worker")), "/events")
    colleague.wait_for(is_queue_with())
    browse(client_of(supervisor), "/events").wait_for(is_queue_with(case.pk))
    browse(client_of(worker), "/events").wait_for(is_queue_with(case.pk))


def test_whatever_changes_in_the_queue_is_told(
    browse: Open, client_of: ClientOf, worker: User
) -> None:
    case = handed_over()
    browser = browse(client_of(worker), "/events")
    steps: list[Callable[[], object]] = [
        lambda: handed_over(key="another-unguessable-key-of-another"),
        lambda: work.take(case, worker, timezone.now()),
        lambda: Bot().post(f"hand-overs/{KEY}/end", {}),
        lambda: work.hand_on(case, worker, account("walter", "worker")),
    ]
    for number, step in enumerate(steps, 1):
        queues = count_of(browser, "queue", number)
        step()
        assert count_of(browser, "queue", queues + 1) == queues + 1


def count_of(browser: Browser, kind: str, wanted: int) -> int:
    """How many events of a kind there are, as soon as there are so many."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        number = sum(event.kind == kind for _, event in browser.events)
        if number >= wanted:
            return number
        time.sleep(0.01)
    raise AssertionError(f"not {wanted} of {kind} among {browser.events}")


def test_a_change_that_is_committed_late_is_not_missed() -> None:
    case, newer = handed_over(), handed_over(key="another-unguessable-key-of-another")
    before = pulse.ask()
    # As where a transaction began earlier and ended later than another.
    Case.objects.filter(pk=case.pk).update(live="over", changed=case.changed)
    newer.refresh_from_db()
    assert newer.changed > case.changed
    assert pulse.ask() != before


def test_words_in_chats_do_not_make_the_queues_of_all_load_again(worker: User) -> None:
    case = handed_over()
    work.take(case, worker, timezone.now())
    before = pulse.ask()
    Bot().says("hello")
    work.worker_writes(case, worker, "k" * 16, "hello", timezone.now())
    after = pulse.ask()
    assert after.queue == before.queue
    assert after.said != before.said


def test_what_the_child_writes_waits_for_no_look(
    browse: Open, client_of: ClientOf, worker: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "LOOK", 10 * PATIENCE)
    case = handed_over()
    work.take(case, worker, timezone.now())
    browser = browse(client_of(worker), of(case))
    browser.wait_for(is_state("talking"))
    Bot().says("are you there?")
    _, event = browser.wait_for(is_said("are you there?"))
    said = case.messages.get(before=False)
    assert (event.content["case"], event.content["id"]) == (case.pk, said.pk)
    assert not event.content["emergency"]
    Bot().says("he is here", "another-key-of-a-message", "emergency")
    _, event = browser.wait_for(is_said("he is here"))
    assert event.content["emergency"]
    assert "risk-emergency" in event.content["html"]


def test_what_the_child_writes_runs_nowhere(
    browse: Open, client_of: ClientOf, worker: User
) -> None:
    case = handed_over()
    browser = browse(client_of(worker), of(case))
    Bot().says(SCRIPT)
    _, event = browser.wait_for(is_said("it runs"))
    assert "<script" not in event.content["html"]
    assert "&lt;script&gt;" in event.content["html"]


def test_a_stream_goes_on_where_it_was(browse: Open, client_of: ClientOf, worker: User) -> None:
    case = handed_over()
    for number in range(3):
        Bot().says(f"words {number}", f"key-of-message-number-{number}")
    second = case.messages.filter(before=False)[1].pk
    browser = browse(client_of(worker), of(case, newest=second))
    browser.wait_for(is_said("words 2"))
    assert count_of(browser, "said", 1) == 1


@pytest.mark.parametrize("shown", ["", "x", "1", "-1.0.0", "1.2", "1.2.3.4", "1.0." + "9" * 40])
def test_what_is_no_case_is_not_followed(
    browse: Open, client_of: ClientOf, worker: User, shown: str
) -> None:
    handed_over()
    browser = browse(client_of(worker), f"/events?case={shown}")
    browser.wait_for(is_queue_with())
    assert {event.kind for _, event in browser.events} == {"queue"}


def test_one_stream_follows_the_queue_and_several_cases(
    browse: Open, client_of: ClientOf, worker: User
) -> None:
    first, second = handed_over(), handed_over(key="another-unguessable-key-of-another")
    browser = browse(client_of(worker), of(first, second))
    for case in (first, second):
        browser.wait_for(lambda event, case=case: is_state_of(event, case))
    Bot().says("of the first")
    _, event = browser.wait_for(is_said("of the first"))
    assert event.content["case"] == first.pk
    urgent = handed_over(key="a-third-unguessable-key-of-a-third", risk="emergency")
    browser.wait_for(is_queue_with(urgent.pk))


def is_state_of(event: Event, case: Case) -> bool:
    return event.kind == "state" and event.content["case"] == case.pk


def test_what_the_child_takes_back_is_taken_off_the_page(
    browse: Open, client_of: ClientOf, worker: User
) -> None:
    case = handed_over()
    Bot().says("also this")
    Bot().says("", "key-without-any-words", "emergency")
    _, without_words = case.messages.filter(before=False)
    browser = browse(client_of(worker), of(case, newest=without_words.pk))
    browser.wait_for(is_state("waiting"))
    Bot().post("hand-overs", hand_over(transcript=None, decided=DECIDED + 1))
    _, event = browser.wait_for(lambda event: event.kind == "told")
    assert "passes on only this summary" in event.content["html"]
    assert "money" not in event.content["html"]
    assert event.content["kept"] == [without_words.pk]
    assert event.content["decided"] == DECIDED + 1
    # And a page that was opened before it, and comes only now.
    late = browse(client_of(worker), of(case))
    late.wait_for(lambda event: event.kind == "told")


def test_what_the_child_allows_later_comes_to_the_page(
    browse: Open, client_of: ClientOf, worker: User
) -> None:
    case = handed_over(transcript=None)
    browser = browse(client_of(worker), of(case))
    browser.wait_for(is_state("waiting"))
    Bot().post("hand-overs", hand_over(decided=DECIDED + 1))
    _, event = browser.wait_for(lambda event: event.kind == "told")
    assert "he wants money or he posts it" in event.content["html"]
    assert "passes on only this summary" not in event.content["html"]


def test_the_end_and_its_reason_are_told(browse: Open, client_of: ClientOf, worker: User) -> None:
    case = handed_over()
    work.take(case, worker, timezone.now())
    browser = browse(client_of(worker), of(case))
    browser.wait_for(is_state("talking"))
    Bot().post(f"hand-overs/{KEY}/end", {})
    _, event = browser.wait_for(is_state("over"))
    assert "Over: the child has left" in event.content["html"]


def test_who_loses_the_case_hears_no_more_of_it(
    browse: Open, client_of: ClientOf, worker: User
) -> None:
    case = handed_over()
    work.take(case, worker, timezone.now())
    browser = browse(client_of(worker), of(case))
    browser.wait_for(is_state("talking"))
    work.hand_on(case, worker, account("walter", "worker"))
    browser.wait_for(lambda event: event.kind == "gone")
    Bot().says("only for walter")
    time.sleep(streams.LOOK + 0.5)
    assert not [event for _, event in browser.events if event.kind == "said"]


def test_following_a_chat_is_in_the_trail(browse: Open, client_of: ClientOf, worker: User) -> None:
    case = handed_over()
    browse(client_of(worker), of(case)).wait_for(is_state("waiting"))
    entry = LogEntry.objects.get(action=LogEntry.Action.ACCESS)
    assert (entry.object_id, entry.actor) == (case.pk, worker)


@pytest.mark.parametrize("what", ["another's", "reduced", "closed", "missing"])
def test_a_case_that_is_not_ones_own_is_not_followed(
    browse: Open, client_of: ClientOf, worker: User, what: str
) -> None:
    case = handed_over()
    now = timezone.now()
    about: dict[str, dict[str, Any]] = {
        "reduced": {"reduced": now, "closed": now},
        "closed": {"closed": now},
    }
    if what == "another's":
        work.take(case, worker, now)
    Case.objects.update(**about.get(what, {"risk": 0}))
    shown = of(Case(pk=case.pk + 1)) if what == "missing" else of(case)
    browser = browse(client_of(account("walter", "worker")), shown)
    Bot().says("only for wanda")
    browser.wait_for(lambda event: event.kind == "gone")
    time.sleep(streams.LOOK + 0.5)
    assert {event.kind for _, event in browser.events} <= {"queue", "gone", "beat"}
    assert count_of(browser, "gone", 1) == 1
    assert not LogEntry.objects.filter(action=LogEntry.Action.ACCESS).exists() or what == "closed"


@pytest.mark.parametrize(
    ("way", "address"),
    [
        ("log out", "/events"),
        ("log out", "/events?case={}.0.0"),
        ("switch off", "/events"),
        ("lose the role", "/events"),
        ("lose the device", "/events"),
    ],
)
def test_a_stream_ends_with_the_session(
    browse: Open, client_of: ClientOf, worker: User, way: str, address: str
) -> None:
    case = handed_over()
    client = client_of(worker)
    browser = browse(client, address.format(case.pk))
    browser.wait_for(lambda event: event.kind in ("queue", "state"))
    if way == "log out":
        client.logout()
    elif way == "switch off":
        User.objects.update(is_active=False)
    elif way == "lose the role":
        worker.groups.clear()
    else:
        TOTPDevice.objects.all().delete()
    assert browser.has_ended.wait(PATIENCE)


def test_a_browser_hears_that_the_connection_stands(
    browse: Open, client_of: ClientOf, worker: User
) -> None:
    browser = browse(client_of(worker), "/events")
    browser.wait_for(lambda event: event.kind == "beat")


def test_a_stream_ends_after_its_time(client_of: ClientOf, worker: User) -> None:
    session = client_of(worker).session

    async def nothing() -> list[str]:
        return []

    async def collect() -> list[str]:
        return [part async for part in streams.follow(session, nothing, longest=1)]

    began = time.monotonic()
    assert asyncio.run(collect()) == ["retry: 1000\n\n"]
    assert time.monotonic() - began >= 1


def test_many_streams_ask_the_database_once() -> None:
    asked = []

    def ask() -> int:
        asked.append(1)
        time.sleep(0.05)
        return len(asked)

    async def many() -> list[int]:
        shared = pulse.Shared(ask, pause=0.2)
        first = await asyncio.gather(*(shared.get() for _ in range(50)))
        await asyncio.sleep(0.25)
        return [*first, *await asyncio.gather(*(shared.get() for _ in range(50)))]

    assert asyncio.run(many()) == [1] * 50 + [2] * 50


def test_who_leaves_while_the_database_is_asked_takes_it_from_nobody() -> None:
    def ask() -> str:
        time.sleep(0.2)
        return "here"

    async def leave() -> str:
        shared = pulse.Shared(ask)
        leaving, staying = (asyncio.create_task(shared.get()) for _ in range(2))
        await asyncio.sleep(0.05)
        leaving.cancel()
        return await staying

    assert asyncio.run(leave()) == "here"


def test_a_question_that_fails_is_asked_again() -> None:
    tries = iter((OSError("the database is away"), None))

    def ask() -> str:
        if problem := next(tries):
            raise problem
        return "back"

    async def twice() -> str:
        shared = pulse.Shared(ask, pause=0.05)
        with pytest.raises(OSError, match="away"):
            await shared.get()
        await asyncio.sleep(0.1)
        return await shared.get()

    assert asyncio.run(twice()) == "back"
