"""What deploy/ promises of the running containers, each promise a function that asserts it."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass

from beacon.handover.record import key_of
from beacon.tasks.cluster.nginx import unavailable_page
from tests.cluster.test_nginx import PRIVATE
from tests.images.child import Child, Door
from tests.images.site import PUBLIC_NAME, STAFF_NAME, Site
from tests.staff.test_hand_over import TAKE, WRITE

PATIENCE = 600.0
PORTS = {"nginx": {"8080", "8443"}, "staff-door": {"8443"}}
# An address that is nowhere: in a network with a way out, it would only time out.
OUTSIDE = ("192.0.2.1", 80)
COUNT = """
from cases.models import Case, Message
print(Case.objects.count(), Message.objects.count())
"""
CRY, NUMBER, HELPLINE = "i want to die", "112", "116 111"


@dataclass(frozen=True)
class Running:
    """The containers, and the two doors to them."""

    site: Site
    public: Door
    staff: Door

    @classmethod
    def of(cls, site: Site, address: str) -> Running:
        """Over TLS, each with the certificate that was made for it."""
        keys = site.deploy / "tls"
        return cls(
            site,
            Door(address, 443, keys / "public" / "certificate.pem"),
            Door(address, 8443, keys / "staff" / "certificate.pem"),
        )

    def services(self) -> list[str]:
        """Those that run for good."""
        return sorted(self.site.compose("ps", "--services", "--status", "running").split())

    def health(self) -> dict[str, str]:
        """The engine's word about each of them."""
        return {
            name: self.site.inspect(name, "{{.State.Health.Status}}") for name in self.services()
        }

    def is_healthy(self) -> bool:
        return set(self.health().values()) == {"healthy"}


def all_are_healthy(running: Running) -> str:
    """Also `settings` has ended well."""
    states = running.health()
    assert running.is_healthy(), states
    ended = running.site.inspect("settings", "{{.State.Status}} {{.State.ExitCode}}")
    assert ended == "exited 0", ended
    return f"{len(states)} services"


def none_can_do_more_than_it_must(running: Running) -> str:
    for name in running.services():
        status = running.site.inside(name, "cat", "/proc/1/status").stdout
        found = dict(re.findall(r"^(\w+):\s+(\S+)", status, re.MULTILINE))
        assert found["Uid"] == "10001", f"{name} runs as {found['Uid']}"
        assert int(found["CapEff"], 16) == int(found["CapBnd"], 16) == 0, name
        assert found["NoNewPrivs"] == "1", name
        assert found["Seccomp"] == "2", name
        limits = running.site.inside(name, "cat", "/proc/1/limits").stdout
        assert re.search(r"^Max core file size\s+0\s+0", limits, re.MULTILINE), name
    return "user 10001, no capabilities, no new privileges, seccomp, no core dumps"


def none_can_write_but_to_its_own(running: Running) -> str:
    for name in running.services():
        for folder in ("/", "/usr", "/etc", "/srv", "/var"):
            done = running.site.inside(name, "sh", "-c", f": > {folder}/written")
            assert "Read-only file system" in done.stderr, f"{name}: {folder}: {done.stderr}"
    for folder in ("answers", "helplines", "risk"):
        done = running.site.inside("bot-1", "sh", "-c", f": > /srv/beacon/{folder}/written")
        assert "Read-only file system" in done.stderr, done.stderr
    return "nothing but /tmp and the volumes"


def who_takes_too_much_memory_is_ended(running: Running) -> str:
    limits = []
    for name in running.services():
        limit = int(running.site.inspect(name, "{{.HostConfig.Memory}}"))
        assert limit > 0, name
        limits.append(f"{name} {limit >> 20}")
    hog = running.site.inside("keeping", "python", "-c", "x = bytearray(400 << 20)")
    assert hog.returncode == 137, hog
    assert running.site.inside("keeping", "python", "-c", "x = bytearray(40 << 20)").returncode == 0
    return "MB: " + ", ".join(limits)


def only_the_two_doors_have_ports(running: Running) -> str:
    for name in running.services():
        ports = json.loads(running.site.inspect(name, "{{json .NetworkSettings.Ports}}")) or {}
        bound = {port.split("/")[0] for port, hosts in ports.items() if hosts}
        assert bound == PORTS.get(name, set()), f"{name}: {bound}"
    return "80, 443 and the staff's"


def none_reaches_out(running: Running) -> str:
    """Nor does the public's nginx reach database, Redis and staff."""
    reach = "import socket; socket.create_connection({!r}, 3)"
    for name in ("bot-1", "actions", "staff", "keeping"):
        done = running.site.inside(name, "python", "-c", reach.format(OUTSIDE))
        assert "Network is unreachable" in done.stderr, f"{name}: {done.stderr[-200:]}"
    for name, port in (("postgres", 5432), ("redis", 6379), ("staff", 5006)):
        here = running.site.inspect(
            name, "{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}"
        )
        for address in here.split():
            done = running.site.inside(
                "nginx", "timeout", "3", "bash", "-c", f": </dev/tcp/{address}/{port}"
            )
            assert done.returncode != 0, f"nginx reaches {name}"
    return "bots, action server, staff's side; nginx reaches bots alone"


def metrics_are_told_inside(running: Running) -> str:
    """As a Prometheus in the network "metrics" would ask; a bot's other networks are inside too."""
    read = "import urllib.request as r; print(r.urlopen('http://{}:9100/metrics').read().decode())"
    for name in ("bot-1", "bot-2"):
        done = running.site.inside("staff", "python", "-c", read.format(name))
        assert "beacon_messages_total" in done.stdout, done.stderr
    return "by both bots"


def nothing_but_the_public_paths_passes(running: Running) -> str:
    assert running.public.ask("/").status == 200
    assert running.public.ask("/help/BG").status == 200
    for path in PRIVATE:
        assert running.public.ask(path).status == 404, path
        assert running.public.ask(path, {}).status == 404, path
    assert running.staff.ask("/api/policy", name=STAFF_NAME).status == 404
    return f"{len(PRIVATE)} private paths are 404"


def another_name_gets_no_answer(running: Running) -> str:
    try:
        status = running.public.ask("/", name="other.example").status
    except OSError:
        return "the handshake is refused"
    raise AssertionError(f"answered with {status}")


def port_80_leads_to_443(running: Running) -> str:
    with socket.create_connection((running.public.address, 80), 10) as plain:
        plain.sendall(f"GET /help HTTP/1.1\r\nHost: {PUBLIC_NAME}\r\n\r\n".encode())
        said = plain.recv(4096).decode()
    assert said.startswith("HTTP/1.1 301"), said
    assert f"Location: https://{PUBLIC_NAME}/help\r\n" in said, said
    assert "Strict-Transport-Security" in running.public.ask("/").headers
    return "301, and HSTS behind it"


def a_child_is_answered(running: Running) -> str:
    child = Child(running.public)
    said = child.says("somebody has a pic of me and wants money. im 12")
    assert "Which country" in said, said
    shown = child.says("bulgaria")
    assert HELPLINE in shown, shown
    # That is what is said where the action server was not reached.
    assert "not working right now" not in shown, shown
    said = Child(running.public).says(CRY)
    assert NUMBER in said, said
    return "an ordinary question, a country, an emergency"


def a_hand_over_reaches_the_staff(running: Running) -> str:
    child = Child(running.public)
    child.says("im 12 and from portugal. a man has my picture and wants money")
    for text in ("can i talk to a real person please", "yes", "yes"):
        said = child.says(text)
    assert "It is passed on" in said, said
    key = key_of(child.conversation)
    running.site.staff_code(TAKE.format(key=key))
    running.site.staff_code(WRITE.format(key=key, text="Hi, I'm here."))
    assert child.news()["live"] == "talking"
    assert "Hi, I'm here." in str(child.news()["messages"])
    assert running.staff.ask("/log-in/", name=STAFF_NAME).status == 200
    return "stored, taken, answered"


def a_bot_that_dies_is_missed_by_nobody(running: Running) -> str:
    children = [Child(running.public) for _ in range(8)]
    for child in children:
        child.says("im 12 and live in bulgaria")
    kill(running, "bot-1")
    began = time.monotonic()
    for child in children:
        shown = child.says("where can i get help")
        assert HELPLINE in shown, shown
    slowest = time.monotonic() - began
    wait_for(lambda: running.site.inspect("bot-1", "{{.State.Health.Status}}") == "healthy")
    back = time.monotonic() - began
    assert running.site.inspect("bot-1", "{{.RestartCount}}") != "0"
    return f"8 chats went on within {slowest:.1f} s, it was back after {back:.0f} s"


def changed_answers_are_taken_up(running: Running) -> str:
    file = running.site.folder / "answers" / "en" / "phrases.yml"
    text = file.read_text()
    question = "Which country are you in?"
    assert question in text
    beside = file.with_name("new")
    beside.write_text(text.replace(question, "Which land are you in?"))
    beside.rename(file)
    began = time.monotonic()
    wait_for(lambda: "Which land are you in?" in Child(running.public).says("where can i get help"))
    return f"after {time.monotonic() - began:.0f} s"


def without_bots_the_numbers_are_shown(running: Running) -> str:
    running.site.compose("stop", "bot-1", "bot-2")
    answer = running.public.ask("/")
    assert answer.status == 503
    assert answer.body.decode() == unavailable_page()
    running.site.compose("start", "bot-1", "bot-2")
    wait_for(lambda: running.public.ask("/").status == 200)
    return "503 with the page of numbers, and back"


def a_backup_can_be_restored(running: Running) -> str:
    """Without gpg, but else as docs/operations.md has it."""
    left_out = "--exclude-table-data cases_message"
    into = "--dbname staff --no-owner --role staff --exit-on-error"
    before = running.site.staff_code(COUNT).split()
    running.site.compose("stop", "staff", "keeping")
    for step in (
        f"pg_dump --username postgres --format custom {left_out} staff > /tmp/dump",
        "dropdb --username postgres staff",
        "createdb --username postgres --owner staff staff",
        f"pg_restore --username postgres {into} /tmp/dump",
    ):
        done = running.site.inside("postgres", "sh", "-c", step)
        assert done.returncode == 0, done.stderr
    running.site.compose("up", "--detach", "staff", "keeping")
    wait_for(running.is_healthy)
    after = running.site.staff_code(COUNT).split()
    assert after == [before[0], "0"], (before, after)
    return f"cases: {after[0]}, words: none"


def no_log_holds_a_word(running: Running) -> str:
    logs = running.site.compose("logs", "--no-color")
    for word in (CRY, "wants money", "bulgaria", "real person"):
        assert word not in logs, word
    return f"{len(logs.splitlines())} lines"


def kill(running: Running, service: str) -> None:
    """As the kernel does it; the engine's own `kill` counts as wanted, and nothing comes back."""
    os.kill(int(running.site.inspect(service, "{{.State.Pid}}")), signal.SIGKILL)


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"not within {PATIENCE:.0f} s"
        time.sleep(1)


PROOFS: tuple[Callable[[Running], str], ...] = (
    all_are_healthy,
    none_can_do_more_than_it_must,
    none_can_write_but_to_its_own,
    who_takes_too_much_memory_is_ended,
    only_the_two_doors_have_ports,
    none_reaches_out,
    metrics_are_told_inside,
    nothing_but_the_public_paths_passes,
    another_name_gets_no_answer,
    port_80_leads_to_443,
    a_child_is_answered,
    a_hand_over_reaches_the_staff,
    a_bot_that_dies_is_missed_by_nobody,
    changed_answers_are_taken_up,
    without_bots_the_numbers_are_shown,
    a_backup_can_be_restored,
    no_log_holds_a_word,
)
