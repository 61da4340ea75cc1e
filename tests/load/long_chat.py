"""Chats of 200 turns: whether the end is as fast as the beginning."""

from __future__ import annotations

import json
import secrets
import statistics
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import requests

from beacon.bench.report import table
from tests.load.targets import Target

TURNS, COMPARED = 200, 20
# Several at once, one turn of one after the other's: the bot takes 20 messages a minute of each.
CHATS = 10
# So many times the median of the first turns may that of the last ones be; the rest is noise.
MOST_SLOWER = 1.3
APART = 3.1
PATIENCE = 30.0


def report(target: Target, material: Path, turns: int = TURNS) -> int:
    """Plays the chats and prints both ends; 1 where the end is slower.

    Raises HTTPError or ValueError where a chat broke off.
    """
    texts: list[str] = json.loads(material.read_text())["messages"]["en"]
    with ThreadPoolExecutor(CHATS) as pool:
        begun = [pool.submit(play, target, texts, number, turns) for number in range(CHATS)]
        chats = [each.result() for each in begun]
    both = ends(chats)
    rows = [
        [name, f"{statistics.median(times):.0f}", f"{max(times):.0f}"]
        for name, times in both.items()
    ]
    print(f"\n{CHATS} chats of {turns} turns, {target.name}:\n")
    print(table(["turns", "median ms", "longest ms"], rows), flush=True)
    return int(is_slower(*both.values()))


def is_slower(first: Sequence[float], last: Sequence[float]) -> bool:
    """Whether the last turns take longer than the first."""
    return statistics.median(last) > MOST_SLOWER * statistics.median(first)


def ends(chats: Sequence[Sequence[float]]) -> dict[str, list[float]]:
    """The times of the first and of the last turns of all chats."""
    turns = len(chats[0])
    return {
        f"1-{COMPARED}": [taken for chat in chats for taken in chat[:COMPARED]],
        f"{turns - COMPARED + 1}-{turns}": [taken for chat in chats for taken in chat[-COMPARED:]],
    }


def play(target: Target, texts: Sequence[str], number: int, turns: int) -> list[float]:
    """The milliseconds of each turn of one chat. Raises HTTPError, or ValueError for no words."""
    times = []
    with requests.Session() as session:
        time.sleep(number * APART / CHATS)
        conversation = _begin(session, target)
        for turn in range(turns):
            began = time.perf_counter()
            _say(session, target, conversation, texts[(number + turn) % len(texts)])
            taken = time.perf_counter() - began
            times.append(taken * 1000)
            time.sleep(max(0.0, APART - taken))
    return times


def _begin(session: requests.Session, target: Target) -> str:
    if target.is_rest:
        return secrets.token_hex(16)
    answer = session.post(f"{target.url}/chat/start", json={}, timeout=PATIENCE)
    answer.raise_for_status()
    return str(answer.json()["conversation"])


def _say(session: requests.Session, target: Target, conversation: str, text: str) -> None:
    if target.is_rest:
        path, body = "/webhooks/rest/webhook", {"sender": conversation, "message": text}
    else:
        path = "/chat/message"
        body = {"conversation": conversation, "text": text, "key": secrets.token_hex(16)}
    headers = {"X-Beacon-Chat": conversation}
    answer = session.post(target.url + path, json=body, headers=headers, timeout=PATIENCE)
    answer.raise_for_status()
    found = answer.json()
    if not (found if target.is_rest else found["messages"]):
        raise ValueError("no answer came")
