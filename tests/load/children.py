"""The load generator: children who open the page, chat at a child's pace, and leave. For locust.

`make load` runs it; by hand, in the environment of tools/quality.sh and from the project's root:

    locust --headless -f tests/load/children.py --host http://127.0.0.1:8080 \\
        --material FILE --results FILE --children 100 --ramp 30 --hold 60

FILE of the material is made by tests/load/material.py. It drives nothing but 127.0.0.1.
"""

from __future__ import annotations

import json
import random
import re
import secrets
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import gevent
from locust import FastHttpUser, LoadTestShape, events, task
from locust.argument_parser import LocustArgumentParser
from locust.env import Environment

from tests.load import ledger, rhythm
from tests.load.ledger import Checker, Kept, Ledger, Message, Secrets
from tests.load.rhythm import Child

# As the page has it: how long it waits for an answer, and how soon it tries again.
PATIENCE, PAUSE = 5.0, 1.0
TRIES = 15
SKIP_AGE = "skip_age"
REST = "/webhooks/rest/webhook"


@events.init_command_line_parser.add_listener
def add_options(parser: LocustArgumentParser) -> None:
    """The options of this generator beside locust's."""
    parser.add_argument("--material", type=Path, required=True)
    parser.add_argument("--results", type=Path, required=True)
    parser.add_argument("--children", type=int, default=10)
    parser.add_argument("--ramp", type=float, default=10, help="seconds, up and down")
    parser.add_argument("--hold", type=float, default=60, help="seconds")
    parser.add_argument("--faster", type=float, default=1, help="divides all times of the children")
    parser.add_argument("--repeats", type=float, default=0.02, help="share that is sent twice")
    parser.add_argument("--rest", action="store_true", help="Rasa's REST channel, without a page")
    parser.add_argument("--seed", type=int, default=2007)


class Shape(LoadTestShape):
    """Up, hold, down."""

    def tick(self) -> tuple[int, float] | None:
        """How many children there are now, and how fast they come and go."""
        options = self.runner.environment.parsed_options
        now, ramp = self.get_run_time(), options.ramp
        rate = max(1.0, options.children / max(ramp, 1.0))
        if now < ramp + options.hold:
            return options.children, rate
        left = 1 - (now - ramp - options.hold) / max(ramp, 1.0)
        return (max(1, round(options.children * left)), rate) if left > 0 else None


class Run:
    """What all children of a run share."""

    def __init__(self, environment: Environment) -> None:
        self.options = environment.parsed_options
        self.material: dict[str, Any] = json.loads(self.options.material.read_text())
        self.dice = random.Random(self.options.seed)
        self.ledger = Ledger()
        self.register: dict[str, Any] = {}
        self.checker: Checker | None = None
        self.assets: list[str] = []

    def learn_register(self, register: dict[str, Any]) -> None:
        """The copy of the register that every page gets."""
        if not self.checker:
            self.register = register
            self.checker = Checker(self.ledger, self.material, register)

    def language(self) -> str:
        """The language of a child."""
        if self.dice.random() < rhythm.ENGLISH:
            return "en"
        others = [name for name in self.material["messages"] if name != "en"]
        return str(self.dice.choice(others))

    def steps(self, language: str) -> list[Any]:
        """A story, cut or drawn out to some length; only in English are there written ones."""
        stories = self.material["stories"]
        [story] = self.dice.choices(stories, [story["weight"] for story in stories])
        length = self.dice.randint(*rhythm.TURNS)
        steps = list(story["steps"]) if language == "en" else []
        more = self.dice.choices(["message", "button", "simpler"], [6, 3, 1], k=length)
        steps = [*steps, *more][:length]
        if "country" not in steps and self.dice.random() < rhythm.TELLS_COUNTRY:
            steps[self.dice.randrange(length)] = "country"
        return steps


@events.init.add_listener
def begin(environment: Environment, **_: Any) -> None:
    """Ends at once where any machine but this one would be driven."""
    host = environment.parsed_options.host
    if urlsplit(host or "").hostname != "127.0.0.1":
        # Any other exception of a listener would be logged, and the run would go on.
        sys.exit(f"{host} is not on 127.0.0.1")
    environment.run = Run(environment)


@events.quitting.add_listener
def end(environment: Environment, **_: Any) -> None:
    """Writes the results; locust's own exit code stands for nothing here."""
    run: Run = environment.run
    run.ledger.counts["conversations"] = len(run.ledger.kept)
    run.ledger.counts["requests_failed"] = environment.stats.total.num_failures
    run.ledger.examples += [
        f"failed {error.occurrences} times: {error.method} {error.name}: {error.error}"
        for error in environment.stats.errors.values()
    ]
    run.ledger.write(run.options.results)
    environment.process_exit_code = 0


class Visitor(FastHttpUser):
    """One place at the page, taken by one child after the other."""

    network_timeout = PATIENCE
    connection_timeout = PATIENCE
    max_retries = 0

    @task
    def visit(self) -> None:
        """A child comes, chats, perhaps once more, and goes."""
        run: Run = self.environment.run
        child = Child.draw(run.dice, run.options.faster)
        if run.options.rest:
            ChatByRest(self, run, child).go()
            return
        self.open_page(run)
        gevent.sleep(child.tapping())
        Chat(self, run, child).go()
        while run.dice.random() < rhythm.COMES_BACK:
            Chat(self, run, child).go()

    def open_page(self, run: Run) -> None:
        """The page with all that it loads at once."""
        page = self.client.get("/").text or ""
        if not run.assets:
            run.assets = self._assets(page)
        for path in run.assets:
            self.client.get(path, name="scripts and styles")
        copy = self.client.get("/helplines.json")
        if copy.status_code == 200:
            run.learn_register(json.loads(copy.text))

    def _assets(self, page: str) -> list[str]:
        waiting = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
        found: dict[str, None] = {}
        while waiting:
            path = waiting.pop(0)
            if path in found:
                continue
            found[path] = None
            if path.endswith(".js"):
                text = self.client.get(path, name="scripts and styles").text or ""
                names = re.findall(r"from '\./([\w-]+\.js)'", text)
                waiting += [f"/static/{name}" for name in names]
        return list(found)

    def try_hard(self, path: str, body: Mapping[str, Any], headers: Mapping[str, str]) -> Any:
        """The response to a POST that is sent again while nothing comes; None where nothing did."""
        ledger = self.environment.run.ledger
        for number in range(TRIES):
            if number:
                ledger.note("tried_again")
                gevent.sleep(PAUSE)
            response = self.client.post(path, json=body, headers=headers)
            if response.status_code not in (0, 429) and response.status_code < 500:
                return response
        return None


class Chat:
    """One conversation by way of the page's channel."""

    def __init__(self, visitor: Visitor, run: Run, child: Child) -> None:
        self.visitor = visitor
        self.run = run
        self.child = child
        self.language = run.language()
        self.offer: dict[str, Any] = {}
        self.secrets = Secrets("")
        self.kept = Kept("")
        self.shown: list[Message] = []
        self.seen: list[str] = []

    def go(self) -> None:
        """From the start to the end, or to where the child has enough of it."""
        if not self.start():
            return
        self.tell_age()
        for step in self.run.steps(self.language):
            self.take(step)
        gevent.sleep(self.child.tapping())
        if self.run.dice.random() < rhythm.SAYS_GOODBYE:
            self.leave()

    def start(self) -> bool:
        """Whether there is a conversation."""
        response = self.visitor.try_hard("/chat/start", {}, {})
        if response is None or response.status_code != 200:
            self.run.ledger.note("not_started")
            return False
        self.offer = json.loads(response.text)
        self.secrets = Secrets(self.offer["conversation"])
        self.kept = self.run.ledger.begin(self.secrets.conversation)
        self.own([*self._first_tokens()])
        return True

    def _first_tokens(self) -> list[str]:
        buttons = [*self.offer["ages"], *self.offer["topics"]]
        return [*(button["token"] for button in buttons), *self.offer["actions"].values()]

    def own(self, tokens: Sequence[str]) -> None:
        """The tokens are this conversation's."""
        self.seen += tokens
        self.run.ledger.own(self.secrets.conversation, tokens)

    def tell_age(self) -> None:
        """Most children say how old they are, by tapping."""
        luck = self.run.dice.random()
        if luck < rhythm.TELLS_AGE:
            [age] = [age for age in self.offer["ages"] if age["band"] == self.child.band]
            self.tap(age["title"], age["token"])
        elif luck < rhythm.TELLS_AGE + rhythm.SKIPS_AGE:
            self.tap(SKIP_AGE, self.offer["actions"][SKIP_AGE])

    def take(self, step: Any) -> None:
        """One step of the story."""
        if step == "country":
            self.tell_country()
        elif step == "button":
            self.tap_any()
        elif step in ("simpler", "menu"):
            self.tap(step, self.offer["actions"][step])
        elif isinstance(step, dict) and "topic" in step:
            self.tap_topic(step["topic"])
        else:
            self.type(step["say"] if isinstance(step, dict) else self._any_message())

    def _any_message(self) -> str:
        return str(self.run.dice.choice(self.run.material["messages"][self.language]))

    def tell_country(self) -> None:
        """Chooses one from the list; from then on all help must be that country's."""
        if not self.run.register or self.secrets.country:
            self.tap("menu", self.offer["actions"]["menu"])
            return
        country = self.run.dice.choice(list(self.run.register["countries"]))
        gevent.sleep(self.child.tapping())
        self.secrets.country = country
        self.send({"country": country}, tells=True)

    def tap_any(self) -> None:
        """One of the buttons that are shown, else the menu."""
        avoided = self.run.material["not_tapped"]
        shown = [button for message in self.shown for button in message["buttons"]]
        buttons = [button for button in shown if button["title"] not in avoided]
        if buttons:
            button = self.run.dice.choice(buttons)
            self.tap(button["title"], button["token"])
        else:
            self.tap("menu", self.offer["actions"]["menu"])

    def tap_topic(self, intent: str) -> None:
        """A topic of the first screen."""
        topics = self.run.material["topics"]
        button = next(b for b in self.offer["topics"] if topics[b["title"]]["intent"] == intent)
        self.tap(button["title"], button["token"], button["title"])

    def tap(self, title: str, token: str, topic: str | None = None) -> None:
        """A button; one with an age on it tells the age."""
        gevent.sleep(self.child.tapping())
        ages = self.run.material["ages"]
        self.secrets.band = ages.get(title, self.secrets.band)
        self.send({"token": token}, topic, tells=title in ages)

    def type(self, text: str) -> None:
        """Words."""
        gevent.sleep(self.child.typing(text))
        self.send({"text": text})

    def send(
        self, content: Mapping[str, str], topic: str | None = None, tells: bool = False
    ) -> None:
        """Sends, checks what comes, and reads it; `tells` for a country or an age."""
        key = secrets.token_hex(16)
        body = {
            "conversation": self.secrets.conversation,
            "language": self.language,
            "key": key,
            **content,
        }
        headers = {"X-Beacon-Chat": self.secrets.conversation}
        self.kept.sent += 1
        self.run.ledger.note("sent")
        began = time.perf_counter()
        response = self.visitor.try_hard("/chat/message", body, headers)
        is_understood = False
        if self._is_answer(response, time.perf_counter() - began):
            messages = json.loads(response.text)["messages"]
            is_understood = self._hear(messages, topic)
            self._repeat(body, headers, messages)
            gevent.sleep(self.child.reading(ledger.length(messages)))
        if tells and not is_understood:
            self.secrets.are_sure = False

    def _is_answer(self, response: Any, seconds: float) -> bool:
        """Whether words came. A conversation that the server has forgotten is begun anew."""
        status = response.status_code if response is not None else 0
        if status == 200 and ledger.length(json.loads(response.text)["messages"]):
            self.run.ledger.answered(self.secrets.conversation, seconds)
            return True
        self.run.ledger.note("forgotten" if status == 404 else "lost", f"status {status}")
        if status == 404:
            self.start()
        return False

    def _hear(self, messages: list[Message], topic: str | None) -> bool:
        self.shown = messages
        self.seen += ledger.tokens(messages)
        checker = self.run.checker
        return checker is None or checker.check(self.secrets, messages, topic)

    def _repeat(
        self, body: Mapping[str, str], headers: Mapping[str, str], messages: list[Message]
    ) -> None:
        """Now and then a page tries again although the answer had come: it must be the same."""
        if self.run.dice.random() >= self.run.options.repeats:
            return
        self.run.ledger.note("repeated")
        response = self.visitor.try_hard("/chat/message", body, headers)
        if response is None or response.status_code != 200:
            self.run.ledger.note("lost", "a message that was sent again")
            return
        again = json.loads(response.text)["messages"]
        if not ledger.same(again, messages):
            both = " | ".join(map(ledger.words, (messages, again)))
            self.run.ledger.note("doubled", f"another answer to a message sent again: {both}")

    def leave(self) -> None:
        """As the page leaves: a beacon, plain text and no header."""
        body = json.dumps({"conversation": self.secrets.conversation})
        headers = {"Content-Type": "text/plain;charset=UTF-8"}
        response = self.visitor.client.post("/chat/end", data=body, headers=headers)
        # 0 where it did not arrive.
        dropped = 200 <= response.status_code < 300
        self.run.ledger.end(self.secrets.conversation, self.seen, dropped)


class ChatByRest(Chat):
    """The same child at a plain Rasa server, where it types what it would tap."""

    def start(self) -> bool:
        """A sender of its own."""
        self.secrets = Secrets(secrets.token_hex(16))
        self.kept = self.run.ledger.begin(self.secrets.conversation)
        return True

    def tell_age(self) -> None:
        """A plain server has no button for it."""

    def leave(self) -> None:
        """Nor a way to end a chat."""

    def take(self, step: Any) -> None:
        """Words are typed; for any tap a word or two."""
        if isinstance(step, dict) and "say" in step:
            self.type(step["say"])
        else:
            self.type(self._any_message())

    def send(
        self, content: Mapping[str, str], topic: str | None = None, tells: bool = False
    ) -> None:
        """Sends and reads; the answer must be to this sender."""
        del topic, tells
        body = {"sender": self.secrets.conversation, "message": content["text"]}
        self.kept.sent += 1
        self.run.ledger.note("sent")
        began = time.perf_counter()
        response = self.visitor.try_hard(REST, body, {})
        messages = json.loads(response.text) if response is not None else []
        if not any(message.get("text") for message in messages):
            self.run.ledger.note("lost")
            return
        self.run.ledger.answered(self.secrets.conversation, time.perf_counter() - began)
        if any(message["recipient_id"] != self.secrets.conversation for message in messages):
            self.run.ledger.note("crossed", "an answer to another sender")
        text = " ".join(message.get("text", "") for message in messages)
        gevent.sleep(self.child.reading(len(text.split())))
