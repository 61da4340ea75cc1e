"""The real nginx before two small servers: what reaches them, from whom, and what never does."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import secrets
import socket
import ssl
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from beacon import project
from beacon.tasks.cluster.nginx import Limits, most_files
from beacon.tasks.ports import free_ports
from tests.cluster.conftest import UNLIMITED, MakeFront
from tests.cluster.front import Answer, Front, Received, Upstream

Upstreams = tuple[Upstream, Upstream]
# Connections at once that begin a request and never end it; files for all else.
SLOW, LEAST_SLOW, SPARE_FILES = 10_000, 2_000, 2_000
HALF_A_REQUEST = b"GET /help HTTP/1.1\r\nHost: x\r\nX-Slow: "
# The head of a record of TLS that holds 512 bytes, and the first of them.
HALF_A_HANDSHAKE = b"\x16\x03\x01\x02\x00\x01"
PAGES = (
    *("/", "/help", "/help/pt", "/help/GB", "/embed.js", "/embed-demo", "/helplines.json"),
    *("/static/chat.css", "/static/age-8-10.svg", "/classroom", "/classroom/8-10/plan"),
    *("/classroom/", "/classroom/11-13/scenario/asked-by-a-crush?country=PT", "/?from=school"),
)
POST_PATHS = (
    *("/chat/start", "/chat/message", "/chat/end", "/chat/person", "/chat/person/end"),
    *("/chat/event", "/classroom/start", "/classroom/step", "/classroom/say", "/classroom/end"),
)
PRIVATE = (
    *("/model", "/model/parse", "/model/train", "/status", "/version", "/domain", "/metrics"),
    *("/conversations/x/tracker", "/conversations/x/messages", "/webhooks/rest/webhook"),
    *("/webhooks/rest/", "/webhook", "/health", "/actions", "/socket.io/"),
    # The staff's side.
    *("/admin/", "/api/cases", "/cases", "/queue", "/log-in", "/staff/", "/classroom/../admin"),
)
TRICKS = (
    *("//", "//model", "/./model", "/help/../model", "/static/../model", "/help//pt"),
    *("/static/..%2fmodel", "/static/%2e%2e/model", "/static/..%2f..%2fendpoints.yml"),
    *("/static/..;/model", "/%6dodel", "/%2e%2e/model", "/static%2fchat.css", "/help/%70t"),
    *(
        "/static/..\\model",
        "/static/.env",
        "/static/",
        "/static",
        "/static/a/b.css",
        "/static/a..b",
    ),
    *("/HELP", "/Chat/start", "/help/", "/help/prt", "/help/p1", "/help/pt/", "/EMBED.js"),
    *("/chat/start/", "/chat//start", "/chat/start/../../model", "/chat/", "/chat/start%00"),
    *(
        "/chat/start;x",
        "/chat/start%3f",
        "/classroom/%2e%2e/model",
        "/classroom/a.b",
        "/classroom//x",
    ),
    *(
        "/static/chat.css%00.js",
        "/helplines.json/",
        "/index.html",
        "/unavailable.html",
        "/.git/config",
    ),
    *("/chat/start#x", "/nginx.conf", "/help/..", "/..", "/%"),
)


def received(upstreams: Upstreams) -> list[Received]:
    """All that reached either server."""
    return [each for upstream in upstreams for each in upstream.received]


def new_conversation() -> str:
    return secrets.token_urlsafe(24)


def server_of(answer: Answer) -> str:
    assert answer.status == 200, answer
    return answer.body.decode()


# Routing


def test_a_conversation_stays_on_its_server_and_both_have_some(front: Front) -> None:
    servers = set()
    for conversation in (new_conversation() for _ in range(30)):
        visited = {server_of(front.say(conversation)) for _ in range(4)}
        assert len(visited) == 1
        servers |= visited
    assert servers == {"one", "two"}


def test_without_a_conversation_any_server_answers(front: Front) -> None:
    assert {server_of(front.say(None)) for _ in range(40)} == {"one", "two"}


@pytest.mark.parametrize("name", ["short", "x" * 300, "a b" * 10, "../" * 8, "é" * 20])
def test_what_is_no_id_is_not_passed_on(front: Front, upstreams: Upstreams, name: str) -> None:
    headers = {"X-Beacon-Chat": name.encode().decode("latin-1")}
    assert front.ask("POST", "/chat/message", b"{}", headers).status == 200
    assert "x-beacon-chat" not in received(upstreams)[0].headers


def test_it_moves_when_its_server_dies_and_the_others_stay(
    own_front: Front, upstreams: Upstreams
) -> None:
    home = {
        each: server_of(own_front.say(each)) for each in (new_conversation() for _ in range(20))
    }
    upstreams[0].kill()
    assert {server_of(own_front.say(each)) for each in home} == {"two"}
    upstreams[0].start()
    # For two seconds nginx has counted it out.
    wait_for(lambda: {each: server_of(own_front.say(each)) for each in home} == home, 20.0)


def test_killed_in_the_middle_of_a_message_the_other_answers(
    own_front: Front, upstreams: Upstreams
) -> None:
    with held_message(own_front, upstreams) as (_, at_home, answer):
        at_home.kill()
        other = server_of(answer.result())
    at_home.held.clear()
    assert other != at_home.name
    bodies = [each.body for each in received(upstreams)]
    assert bodies == [b'{"text": "hello"}'] * 3, "it was not sent whole once more"


def test_a_dead_server_costs_nobody_an_answer(own_front: Front, upstreams: Upstreams) -> None:
    upstreams[1].kill()
    for _ in range(40):
        assert own_front.say(new_conversation()).status == 200


def test_servers_that_all_looked_dead_are_asked_again_at_once(
    own_front: Front, upstreams: Upstreams
) -> None:
    for each in upstreams:
        each.kill()
    assert own_front.say(new_conversation()).status == 503
    assert own_front.ask("GET", "/").status == 503
    for each in upstreams:
        each.start()
    # For two seconds nginx has counted them out.
    for _ in range(10):
        assert own_front.say(new_conversation()).status == 200
        assert own_front.ask("GET", "/").status == 200
    said = [each for each in received(upstreams) if each.method == "POST"]
    assert [each.body for each in said] == [b'{"text": "hello"}'] * 10


def test_a_slow_answer_is_waited_for(front: Front, upstreams: Upstreams) -> None:
    for each in upstreams:
        each.held.set()
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(front.say, new_conversation())
        time.sleep(2)
        for each in upstreams:
            each.held.clear()
        assert answer.result().status == 200
    assert len(received(upstreams)) == 1, "it was sent a second time"


def test_one_that_hangs_is_passed_over_and_then_left_alone(
    own_front: Front, upstreams: Upstreams
) -> None:
    with held_message(own_front, upstreams) as (conversation, at_home, answer):
        other = upstreams[at_home is upstreams[0]]
        assert server_of(answer.result()) == other.name
        asked = len(at_home.received)
        assert server_of(own_front.say(conversation)) == other.name
        assert len(at_home.received) == asked
        at_home.held.clear()


def test_one_taken_out_gets_nothing_and_a_reload_breaks_nothing_off(
    own_front: Front, upstreams: Upstreams
) -> None:
    with held_message(own_front, upstreams) as (conversation, at_home, answer):
        out = frozenset({f"127.0.0.1:{at_home.port}"})
        own_front.reload(replace(own_front.settings, out=out))
        time.sleep(0.5)
        assert server_of(own_front.say(conversation)) != at_home.name
        at_home.held.clear()
        assert server_of(answer.result()) == at_home.name


# Which paths and methods


@pytest.mark.parametrize("path", PAGES)
def test_a_page_passes(front: Front, upstreams: Upstreams, path: str) -> None:
    assert front.ask("GET", path).status == 200
    assert front.ask("HEAD", path).status == 200
    assert [(each.method, each.path) for each in received(upstreams)] == [("GET", path)] * 2


@pytest.mark.parametrize("path", POST_PATHS)
def test_what_the_page_sends_passes(front: Front, upstreams: Upstreams, path: str) -> None:
    assert front.ask("POST", path, b'{"a": 1}').status == 200
    [got] = received(upstreams)
    assert (got.method, got.path, got.body) == ("POST", path, b'{"a": 1}')


def test_a_beacon_of_the_browser_passes(front: Front, upstreams: Upstreams) -> None:
    headers = {"Content-Type": "text/plain;charset=UTF-8"}
    assert front.ask("POST", "/chat/end", b'{"conversation": "x"}', headers).status == 200
    assert received(upstreams)[0].headers["content-type"] == "text/plain;charset=UTF-8"


@pytest.mark.parametrize("path", [*PRIVATE, *TRICKS])
def test_nothing_else_passes(front: Front, upstreams: Upstreams, path: str) -> None:
    for method in ("GET", "POST"):
        assert front.ask(method, path, b"{}" if method == "POST" else None).status in (400, 404)
    assert not received(upstreams)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "X"])
@pytest.mark.parametrize("path", ["/", "/chat/message"])
def test_no_other_method_passes(front: Front, upstreams: Upstreams, method: str, path: str) -> None:
    assert front.ask(method, path).status in (400, 405)
    assert not received(upstreams)


@pytest.mark.parametrize("path", POST_PATHS)
def test_what_is_sent_cannot_be_fetched(front: Front, upstreams: Upstreams, path: str) -> None:
    answer = front.ask("GET", path)
    assert (answer.status, answer.headers["Allow"]) == (405, "POST")
    assert not received(upstreams)


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_sent_to_a_page(front: Front, upstreams: Upstreams, path: str) -> None:
    answer = front.ask("POST", path, b"{}")
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert not received(upstreams)


def test_a_page_takes_no_body(front: Front, upstreams: Upstreams) -> None:
    front.ask("GET", "/help", b"x" * 100)
    assert not any(each.body for each in received(upstreams))


# Sizes and shapes


def test_a_large_body_ends_at_nginx(front: Front, upstreams: Upstreams) -> None:
    answer = front.ask("POST", "/chat/message", b"x" * 16_385)
    assert answer.status == 413
    assert json.loads(answer.body) == {"error": "too large"}
    assert front.ask("POST", "/chat/message", b"x" * 16_384).status == 200
    assert len(received(upstreams)) == 1


def test_a_large_body_in_chunks_ends_there_too(front: Front, upstreams: Upstreams) -> None:
    head = b"POST /chat/message HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    answer = front.send(head + (b"2000\r\n" + b"x" * 0x2000 + b"\r\n") * 3 + b"0\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 413")
    assert not received(upstreams)


INNER = b"POST /chat/event HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}"
LINE = b"POST /chat/message HTTP/1.1\r\nHost: x\r\n"
LENGTH = str(len(INNER) + 5).encode()
SHAPES = {
    "length and chunks": LINE
    + b"Content-Length: "
    + LENGTH
    + b"\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    + INNER,
    "chunks and length": LINE
    + b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n5c\r\n"
    + INNER
    + b"\r\n0\r\n\r\n",
    "two lengths": LINE + b"Content-Length: 2\r\nContent-Length: 90\r\n\r\n{}" + INNER,
    "two lengths in one": LINE + b"Content-Length: 2, 90\r\n\r\n{}" + INNER,
    "two codings": LINE
    + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n"
    + INNER,
    "unknown coding": LINE + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + INNER,
    "two codings in one": LINE + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" + INNER,
    "tab before the coding": LINE
    + b"Content-Length: 2\r\nTransfer-Encoding:\tchunked\r\n\r\n{}"
    + INNER,
    "space before the colon": LINE + b"Content-Length: 2\r\nTransfer-Encoding : chunked\r\n\r\n{}",
    "folded line": LINE + b"Content-Length: 2\r\nX: y\r\n Transfer-Encoding: chunked\r\n\r\n{}",
    "minus": LINE + b"Content-Length: -1\r\n\r\n" + INNER,
    "plus": LINE + b"Content-Length: +2\r\n\r\n{}" + INNER,
    "hexadecimal length": LINE + b"Content-Length: 0x2\r\n\r\n{}" + INNER,
    "huge length": LINE + b"Content-Length: 18446744073709551618\r\n\r\n{}" + INNER,
    "bad chunk": LINE + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n" + INNER,
    "negative chunk": LINE + b"Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n" + INNER,
    "huge chunk": LINE + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff2\r\n{}\r\n" + INNER,
    "chunk without its end": LINE + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}" + INNER,
    "old version with chunks": b"POST /chat/message HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"
    + b"0\r\n\r\n"
    + INNER,
    "carriage return alone": LINE + b"X: y\rContent-Length: 90\r\nContent-Length: 2\r\n\r\n{}",
    "zero in a header": LINE + b"X: \0y\r\nContent-Length: 2\r\n\r\n{}" + INNER,
}


@pytest.mark.parametrize("shape", SHAPES)
def test_no_request_hides_in_another(front: Front, upstreams: Upstreams, shape: str) -> None:
    front.send(SHAPES[shape], patience=0.7)
    time.sleep(0.1)
    got = received(upstreams)
    assert len(got) <= 1, got
    assert not any(each.path == "/chat/event" for each in got)


def test_bare_line_feeds_make_one_request(front: Front, upstreams: Upstreams) -> None:
    front.send(b"POST /chat/message HTTP/1.1\nHost: x\nContent-Length: 2\n\n{}", patience=0.7)
    assert [each.body for each in received(upstreams)] in ([], [b"{}"])


def test_a_body_that_ends_early_is_not_passed_on(front: Front, upstreams: Upstreams) -> None:
    front.send(LINE + b"Content-Length: 90\r\n\r\n{}", patience=0.7)
    assert not received(upstreams)


def test_chunks_arrive_as_one_body_with_its_length(front: Front, upstreams: Upstreams) -> None:
    body = b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n"
    assert front.send(LINE + body).startswith(b"HTTP/1.1 200")
    [got] = received(upstreams)
    assert (got.body, got.headers["content-length"]) == (b"{}", "2")
    assert "transfer-encoding" not in got.headers


@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": "x" * 8192},
        {f"X-{number}": "y" * 1000 for number in range(60)},
        {f"X-{number}": "y" for number in range(5000)},
        {"X" * 9000: "y"},
    ],
    ids=["one large", "many large", "many", "large name"],
)
def test_a_flood_of_headers_ends_at_nginx(
    front: Front, upstreams: Upstreams, headers: dict[str, str]
) -> None:
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    answer = front.send(f"GET /help HTTP/1.1\r\nHost: x\r\n{lines}\r\n".encode(), patience=1)
    assert not answer or answer.startswith(b"HTTP/1.1 4")
    assert not received(upstreams)


# Names


@pytest.fixture
def named(make_front: MakeFront) -> Front:
    """nginx that knows its name."""
    return make_front(server_names=("chat.example",))


@pytest.mark.parametrize(
    "host", ["chat.example", "CHAT.example", "chat.example.", "chat.example:1"]
)
def test_its_own_name_is_answered(named: Front, upstreams: Upstreams, host: str) -> None:
    assert named.ask("GET", "/help", headers={"Host": host}).status == 200
    assert received(upstreams)[0].headers["host"] == "beacon"


@pytest.mark.parametrize(
    "head",
    [
        "GET /help HTTP/1.1\r\nHost: other.example",
        "GET /help HTTP/1.1\r\nHost: 127.0.0.1",
        "GET /help HTTP/1.1\r\nHost: chat.example.other",
        "GET /help HTTP/1.1\r\nHost: chat.example@other",
        "GET /help HTTP/1.1\r\nHost: ",
        "GET /help HTTP/1.1\r\nHost: other\r\nX-Forwarded-Host: chat.example",
        "GET /help HTTP/1.1\r\nHost: chat.example\r\nHost: other",
        "GET http://other.example/help HTTP/1.1\r\nHost: chat.example",
        "GET /help HTTP/1.1",
        "GET /help HTTP/1.0",
    ],
)
def test_another_name_is_not(named: Front, upstreams: Upstreams, head: str) -> None:
    answer = named.send(f"{head}\r\n\r\n".encode(), patience=1)
    assert not answer or answer.startswith(b"HTTP/1.1 400")
    assert not received(upstreams)


# What the servers learn about a child, and what is written down


def test_nothing_of_the_browser_reaches_a_server(front: Front, upstreams: Upstreams) -> None:
    told = {
        **dict.fromkeys(("X-Forwarded-For", "X-Real-IP", "Client-IP", "Via"), "203.0.113.7"),
        **{"Forwarded": "for=203.0.113.7", "X-Forwarded-Host": "evil", "Cookie": "a=203.0.113.7"},
        **{"Authorization": "Bearer 203.0.113.7", "User-Agent": "203.0.113.7", "Referer": "/x"},
        **{"Connection": "X-Beacon-Chat, close", "Upgrade": "h2c", "TE": "trailers"},
        **{"Proxy": "203.0.113.7", "X-Original-URL": "/model", "X-HTTP-Method-Override": "PUT"},
        "X-Beacon-Chat": new_conversation(),
        "Content-Type": "application/json",
        "Accept-Encoding": "br, gzip",
    }
    assert front.ask("POST", "/chat/message", b"{}", told, source="127.0.0.9").status == 200
    [got] = received(upstreams)
    assert set(got.headers) == {
        *("host", "content-type", "content-length", "accept-encoding", "x-beacon-chat")
    }
    assert got.headers["accept-encoding"] == "gzip"
    assert not any("203.0.113" in value or "127.0.0" in value for value in got.headers.values())


def test_neither_address_nor_words_are_written_down(
    make_front: MakeFront, upstreams: Upstreams
) -> None:
    front = make_front(limits=replace(UNLIMITED, conversation_rate=1, conversation_burst=1))
    source, words, chat = "127.0.0.77", b"my secret words", new_conversation()
    for body in (words, words * 3000, words * 1000):
        front.ask("POST", "/chat/message", body, {"X-Beacon-Chat": chat}, source)
    for path in ("/help/pt?secret", "/model?secret", "/static/%00secret"):
        front.ask("GET", path, source=source)
    for shape in SHAPES.values():
        front.send(shape.replace(b"{}", words), source, patience=0.05)
    for each in upstreams:
        each.kill()
    assert front.ask("POST", "/chat/message", words, source=source).status == 503
    front.stop()
    written = b"".join(
        file.read_bytes() for file in front.settings.folder.rglob("*") if file.is_file()
    )
    for trace in (source.encode(), b"secret", chat.encode()):
        assert trace not in written


def test_a_body_is_never_on_a_disk(front: Front, upstreams: Upstreams) -> None:
    for each in upstreams:
        each.held.set()
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(front.ask, "POST", "/chat/message", b"x" * 16_000)
        wait_for(lambda: bool(received(upstreams)))
        opened = [
            file.resolve()
            for worker in children_of(front.process.pid)
            for file in Path(f"/proc/{worker}/fd").iterdir()
        ]
        for each in upstreams:
            each.held.clear()
        assert answer.result().status == 200
    assert not [file for file in opened if "temporary" in str(file)]


# Floods


def test_a_flood_from_one_address_leaves_another_alone(
    make_front: MakeFront, upstreams: Upstreams
) -> None:
    front = make_front(limits=replace(UNLIMITED, chat_rate=10, chat_burst=20))
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: front.say(new_conversation()), range(300)))
    counted = Counter(answer.status for answer in answers)
    assert set(counted) == {200, 429}
    assert counted[429] > 200
    refused = next(answer for answer in answers if answer.status == 429)
    assert json.loads(refused.body) == {"error": "too many requests"}
    assert len(received(upstreams)) == counted[200]
    assert front.say(new_conversation(), source="127.0.0.2").status == 200


def test_a_flood_in_one_conversation_leaves_its_neighbour_alone(make_front: MakeFront) -> None:
    front = make_front(limits=Limits())
    conversation = new_conversation()
    statuses = Counter(front.say(conversation).status for _ in range(60))
    assert set(statuses) == {200, 429}
    assert front.say(new_conversation()).status == 200


def test_a_school_behind_one_address_is_answered(make_front: MakeFront) -> None:
    """All 1,000 pupils begin at the same moment, and each says something."""
    front = make_front(limits=Limits())
    with ThreadPoolExecutor(16) as pool:
        statuses = Counter(
            answer.status
            for answer in pool.map(lambda _: front.say(new_conversation()), range(1000))
        )
    assert statuses == {200: 1000}


@pytest.fixture
def many_files() -> Iterator[int]:
    """As many open files as the machine allows, for nginx as for the test."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    yield most_files()
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.fixture
def slow_ones(many_files: int) -> int:
    """How many slow connections there are: all of them in CI, else as many as the files allow."""
    most = min(SLOW, many_files - SPARE_FILES)
    wanted = SLOW if os.environ.get("CI") else LEAST_SLOW
    if most < wanted:
        pytest.fail(
            f"{wanted + SPARE_FILES} open files are needed, {many_files} allowed: ulimit -n"
        )
    return most


@contextlib.contextmanager
def slow_connections(front: Front, most: int, begin: bytes) -> Iterator[None]:
    """So many connections that begin and say no more; every one of them is open to the end.

    nginx hangs up on each 10 seconds after it was made. So all that happens here must take less:
    only then they were there at one and the same time.
    """
    began = time.monotonic()
    with contextlib.ExitStack() as stack:
        slow = [
            stack.enter_context(front.connect(f"127.0.1.{number % 200 + 1}"))
            for number in range(most)
        ]
        for connection in slow:
            connection.sendall(begin)
        yield
        left = sum(map(is_open, slow))
        seconds = time.monotonic() - began
        assert left == most, f"{left} of {most} are still open after {seconds:.1f} s"


def is_open(connection: socket.socket) -> bool:
    """Whether the other end has neither answered nor hung up."""
    connection.setblocking(False)
    try:
        connection.recv(1)
    except BlockingIOError:
        return True
    except ConnectionError:
        pass
    return False


def test_slow_connections_keep_nobody_out(
    make_front: MakeFront, many_files: int, slow_ones: int
) -> None:
    front = make_front(limits=Limits(), files=many_files)
    with slow_connections(front, slow_ones, HALF_A_REQUEST):
        for _ in range(20):
            assert front.say(new_conversation()).status == 200
        assert front.ask("GET", "/help").status == 200


def test_slow_handshakes_keep_nobody_out(
    slow_ones: int, secure: Front, trusting: ssl.SSLContext
) -> None:
    trusting.set_alpn_protocols(["http/1.1"])
    with slow_connections(secure, slow_ones, HALF_A_HANDSHAKE):
        for _ in range(20):
            answer = secure.ask("GET", "/help", tls=trusting, host="chat.example")
            assert answer.status == 200


def test_who_never_ends_a_request_is_hung_up_on(front: Front, upstreams: Upstreams) -> None:
    endless = (
        HALF_A_REQUEST,
        LINE + b"Content-Length: 90\r\n\r\n{",
    )

    def until_hung_up_on(raw: bytes) -> bytes:
        with front.connect(timeout=30.0) as connection, contextlib.suppress(ConnectionError):
            connection.sendall(raw)
            return b"".join(iter(lambda: connection.recv(65_536), b""))
        return b""

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(until_hung_up_on, endless))
    assert all(not answer or answer.startswith(b"HTTP/1.1 408") for answer in answers)
    assert not received(upstreams)


# While no bot answers


def test_without_a_server_the_page_hears_it(own_front: Front, upstreams: Upstreams) -> None:
    for each in upstreams:
        each.kill()
    answer = own_front.say(new_conversation())
    assert answer.status == 503
    assert answer.headers["Content-Type"] == "application/json"
    assert json.loads(answer.body) == {"error": "unavailable"}


@pytest.mark.parametrize("path", ["/", "/help/pt", "/classroom/8-10"])
def test_without_a_server_a_reader_sees_numbers(
    own_front: Front, upstreams: Upstreams, path: str
) -> None:
    for each in upstreams:
        each.kill()
    answer = own_front.ask("GET", path)
    assert (answer.status, answer.headers["Content-Type"]) == (503, "text/html")
    number = project.register().default_emergency.number
    assert f'<a href="tel:{number}">Call {number}</a>' in answer.body.decode()


def test_what_nginx_says_itself_has_the_security_headers(
    own_front: Front, upstreams: Upstreams
) -> None:
    for each in upstreams:
        each.kill()
    for answer in (
        own_front.ask("GET", "/help"),
        own_front.ask("GET", "/model"),
        own_front.say(None),
    ):
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Server"] == "nginx"


def test_what_a_bot_says_keeps_its_own(front: Front, upstreams: Upstreams) -> None:
    own = {
        "Content-Security-Policy": "default-src 'self'",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-cache",
    }
    for each in upstreams:
        each.headers = {**own, "X-Powered-By": "rasa"}
    raw = front.send(b"GET /help HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").decode()
    for name, value in own.items():
        assert raw.count(f"{name}:") == 1
        assert f"{name}: {value}\r\n" in raw
    assert "X-Powered-By" not in raw
    assert "Strict-Transport-Security" not in raw


# TLS

CHALLENGES = "/.well-known/acme-challenge/"


@pytest.fixture
def secure(make_front: MakeFront, folder: Path) -> Front:
    """nginx with a certificate of its own making, and plain HTTP beside it."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    command += ["-nodes", "-subj", "/CN=chat.example", "-addext", "subjectAltName=DNS:chat.example"]
    command += ["-days", "2", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    ports = free_ports()
    return make_front(
        server_names=("chat.example", "www.chat.example"),
        certificate=str(certificate),
        certificate_key=str(key),
        challenges=str(challenges(folder)),
        listen=(f"127.0.0.1:{next(ports)}",),
        listen_plain=(f"127.0.0.1:{next(ports)}",),
    )


def challenges(folder: Path) -> Path:
    """As a tool for certificates leaves there what its issuer asks for."""
    found = folder / "challenges"
    (found / CHALLENGES.strip("/")).mkdir(parents=True)
    (found / CHALLENGES.strip("/") / "to-ken_1").write_text("to-ken_1.thumbprint")
    (found / "key.pem").write_text("not for the public")
    return found


@pytest.fixture
def trusting(secure: Front) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=secure.settings.certificate)
    context.set_alpn_protocols(["h2", "http/1.1"])
    return context


def test_over_tls_it_speaks_http_2(secure: Front, trusting: ssl.SSLContext) -> None:
    with trusting.wrap_socket(secure.connect(), server_hostname="chat.example") as connection:
        assert connection.selected_alpn_protocol() == "h2"


def test_over_tls_the_browser_is_told_to_stay(secure: Front, trusting: ssl.SSLContext) -> None:
    trusting.set_alpn_protocols(["http/1.1"])
    answer = secure.ask("GET", "/help", tls=trusting, host="chat.example")
    assert answer.status == 200
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_another_name_gets_no_certificate(secure: Front, trusting: ssl.SSLContext) -> None:
    with pytest.raises(ssl.SSLError):
        trusting.wrap_socket(secure.connect(), server_hostname="other.example")


def plain(front: Front, path: str, host: str) -> str:
    """All that plain HTTP says of it; nothing where nginx cuts the connection off."""
    port = int(front.settings.listen_plain[0].rpartition(":")[2])
    request = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), 3) as connection:
        connection.sendall(request.encode())
        with contextlib.suppress(ConnectionResetError):
            return b"".join(iter(lambda: connection.recv(4096), b"")).decode()
    return ""


@pytest.mark.parametrize("name", ["chat.example", "www.chat.example"])
def test_plain_http_leads_to_the_secure_page(
    secure: Front, upstreams: Upstreams, name: str
) -> None:
    answer = plain(secure, "/help", name)
    assert "301 Moved" in answer
    assert "Location: https://chat.example/help\r\n" in answer
    assert not received(upstreams)


@pytest.mark.parametrize("path", ["/help", f"{CHALLENGES}to-ken_1"])
def test_another_name_gets_no_answer_over_plain_http(secure: Front, path: str) -> None:
    assert plain(secure, path, "other.example") == ""
    assert plain(secure, path, "127.0.0.1") == ""


def test_the_issuer_of_certificates_finds_its_challenge(secure: Front) -> None:
    answer = plain(secure, f"{CHALLENGES}to-ken_1", "chat.example")
    assert answer.startswith("HTTP/1.1 200")
    assert answer.endswith("\r\n\r\nto-ken_1.thumbprint")


def test_before_the_first_certificate_too(make_front: MakeFront, folder: Path) -> None:
    front = make_front(challenges=str(challenges(folder)))
    answer = front.ask("GET", f"{CHALLENGES}to-ken_1")
    assert (answer.status, answer.body) == (200, b"to-ken_1.thumbprint")
    for path in ("missing", "", "../../key.pem", "%2e%2e/%2e%2e/key.pem"):
        assert front.ask("GET", CHALLENGES + path).status == 404
    assert front.ask("GET", "/key.pem").status == 404


def test_without_a_folder_for_them_there_are_no_challenges(front: Front) -> None:
    assert front.ask("GET", f"{CHALLENGES}to-ken_1").status == 404


def test_beside_the_challenge_all_leads_to_the_secure_page(secure: Front) -> None:
    for path in (CHALLENGES, f"{CHALLENGES}../../key.pem", "/key.pem", "/.well-known/other"):
        assert "301 Moved" in plain(secure, path, "chat.example")
    assert plain(secure, f"{CHALLENGES}missing", "chat.example").startswith("HTTP/1.1 404")


@contextlib.contextmanager
def held_message(
    front: Front, upstreams: Upstreams
) -> Iterator[tuple[str, Upstream, Future[Answer]]]:
    """A conversation, the server where it is at home, and the answer to a message held there."""
    conversation = new_conversation()
    at_home = upstreams[server_of(front.say(conversation)) == "two"]
    at_home.held.set()
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(front.say, conversation)
        wait_for(lambda: len(at_home.received) == 2)
        yield conversation, at_home, answer


def wait_for(condition: object, patience: float = 30.0) -> None:
    """Fails where the condition is not met in time."""
    assert callable(condition)
    end = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def children_of(pid: int) -> list[int]:
    """The processes that a process has started."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in listed]
