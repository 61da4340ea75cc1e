from __future__ import annotations

import re
import resource
import shlex
import tempfile
import time
from configparser import RawConfigParser
from itertools import islice
from pathlib import Path

import pytest

from beacon import project
from beacon.tasks.cluster import debian, nginx, postgres, programs, redis
from beacon.tasks.cluster.__main__ import main
from beacon.tasks.cluster.cluster import Cluster
from beacon.tasks.cluster.errors import ClusterError
from beacon.tasks.cluster.nginx import Settings, render, unavailable_page
from beacon.tasks.cluster.state import State, write_private
from beacon.tasks.cluster.supervisor import Program, Supervisor, settings
from beacon.tasks.ports import free_ports, is_free

BOTS = ("127.0.0.1:5101", "127.0.0.1:5102")


@pytest.fixture
def state(tmp_path: Path) -> State:
    made = State(tmp_path / "cluster")
    made.make(2)
    return made


def rendered(**chosen: object) -> str:
    return render(Settings(bots=BOTS, folder=Path("/run/nginx"), **chosen))  # type: ignore[arg-type]


# nginx


def test_every_bot_is_led_to() -> None:
    assert re.findall(r"server (127\S+) max_fails=1 .*;", rendered()) == list(BOTS)
    assert re.findall(r"server (127\S+) max_fails=0;", rendered()) == list(BOTS)


def test_one_that_is_out_is_marked() -> None:
    text = rendered(out=frozenset({BOTS[1]}))
    assert f"server {BOTS[1]} max_fails=1 fail_timeout=2s down;" in text
    assert f"server {BOTS[1]} max_fails=0 down;" in text
    assert f"server {BOTS[0]} max_fails=1 fail_timeout=2s;" in text


def test_without_a_certificate_there_is_no_tls() -> None:
    text = rendered(listen_plain=("80",))
    assert "ssl" not in text
    assert "Strict-Transport-Security" not in text
    assert "listen 80;" not in text


def test_with_a_certificate_there_is() -> None:
    text = rendered(certificate="/c.pem", certificate_key="/k.pem", listen=("443",))
    assert 'ssl_certificate "/c.pem";' in text
    assert re.search(r"listen 443 .*ssl;", text)
    assert "Strict-Transport-Security" in text


def test_a_name_has_a_closed_door_beside_it() -> None:
    text = rendered(server_names=("chat.example", "www.chat.example"))
    assert "server_name chat.example www.chat.example;" in text
    assert "return 444;" in text
    assert "return 444;" not in rendered()


def test_it_gives_a_bot_up_while_the_page_still_waits() -> None:
    [seconds] = re.findall(r"proxy_read_timeout (\d+)s;", rendered())
    script = (project.ROOT / "web" / "static" / "conversation.js").read_text()
    [patience] = re.findall(r"PATIENCE_MS = (\d+);", script)
    assert int(seconds) + 1 < int(patience) / 1000


def test_no_access_is_logged() -> None:
    assert rendered().count("access_log") == 1
    assert "access_log off;" in rendered()


def test_the_command_prints_what_compose_needs(capsys: pytest.CaptureFixture[str]) -> None:
    command = "--bot a:1 b:2 --folder /f --listen 8443 --listen-plain 8000 --server-name x.example"
    command += " --certificate /c --certificate-key /k"
    assert nginx.main(shlex.split(command)) == 0
    printed = capsys.readouterr().out
    for expected in ("server a:1 ", "server b:2 ", 'pid "/f/nginx.pid"', "listen 8000;"):
        assert expected in printed


def test_a_certificate_without_its_key_is_an_error() -> None:
    with pytest.raises(SystemExit):
        nginx.main(["--certificate", "/c"])


def test_the_page_for_a_time_without_bots_has_numbers_of_the_register() -> None:
    page = unavailable_page()
    emergency = project.register().default_emergency
    for number in emergency.dial:
        assert f'<a href="tel:{number}">Call {number}</a>' in page
    for _, number in emergency.instead:
        assert number in page
    assert "Jeśli jesteś teraz w niebezpieczeństwie" in page


def test_no_number_is_typed_into_that_page() -> None:
    template = (nginx.FOLDER / nginx.PAGE).read_text()
    assert not re.search(r"\d", re.sub(r"utf-8|scale=1|</?h\d>", "", template))


def test_that_page_needs_nothing_from_a_bot() -> None:
    assert not re.search(r'(?:src|href)="/', unavailable_page())


# The folder


def test_ports_and_secrets_are_chosen_once(state: State) -> None:
    ports, secrets = state.ports(), state.secrets()
    again = State(state.folder)
    again.make(3)
    assert {name: again.ports()[name] for name in ports} == ports
    assert again.secrets() == secrets
    assert set(again.ports()) - set(ports) == {"bot-3", "metrics-3"}


def test_ports_and_secrets_differ(state: State) -> None:
    assert len(set(state.ports().values())) == len(state.ports())
    assert len(set(state.secrets().values())) == len(state.secrets())


def test_only_the_owner_reads_secrets(state: State) -> None:
    [file] = [file for file in state.folder.rglob("*") if file.name == "secrets.json"]
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_private_file_is_private_even_where_an_open_one_was(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("old")
    file.chmod(0o644)
    write_private(file, "new")
    assert (file.read_text(), file.stat().st_mode & 0o777) == ("new", 0o600)


def test_a_folder_whose_socket_nobody_could_open_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ClusterError, match="too long"):
        State(tmp_path / ("x" * 100)).make(1)


def test_free_ports_are_free_and_none_comes_twice(taken: int) -> None:
    ports = list(islice(free_ports(), 50))
    assert len(set(ports)) == 50
    assert taken not in ports
    assert not is_free(taken)


# What runs


def sections(text: str) -> RawConfigParser:
    read = RawConfigParser()
    read.read_string(text)
    return read


def test_supervisord_reads_what_a_program_needs(tmp_path: Path) -> None:
    program = Program("x", ["run", "a b", "50%"], {"NAME": "v,w %"}, user="nobody")
    read = sections(settings(tmp_path, tmp_path / "s", tmp_path, [program]))
    assert read["program:x"]["command"] == "run 'a b' 50%%"
    assert read["program:x"]["environment"] == 'NAME="v,w %%"'
    assert read["program:x"]["user"] == "nobody"


@pytest.mark.parametrize("value", ['a"b', "a\nb", "a ;b"])
def test_what_it_would_misread_is_refused(tmp_path: Path, value: str) -> None:
    program = Program("x", ["run"], {"NAME": value})
    with pytest.raises(ClusterError):
        settings(tmp_path, tmp_path / "s", tmp_path, [program])


@pytest.fixture
def all_programs(state: State, monkeypatch: pytest.MonkeyPatch) -> dict[str, Program]:
    """The programs of two servers, as if Debian's packages were there."""
    for module in (postgres, redis, nginx):
        monkeypatch.setattr(module, "own_user", lambda *_: None)
    monkeypatch.setattr(postgres, "postgres_program", lambda name: Path("/bin") / name)
    for module in (redis, nginx):
        monkeypatch.setattr(module, "program_of", lambda name, _: Path("/bin") / name)
    return {each.name: each for each in programs.programs(state, 2)}


def test_one_program_finds_more_in_its_environment(
    all_programs: dict[str, Program], state: State
) -> None:
    more = {"bot-1": {"TZ": "Europe/Lisbon"}}
    changed = {each.name: each for each in programs.programs(state, 2, environments=more)}
    before = all_programs.pop("bot-1")
    assert changed.pop("bot-1").environment == {**before.environment, "TZ": "Europe/Lisbon"}
    assert changed == all_programs


def test_everything_runs_in_the_order_of_the_start(all_programs: dict[str, Program]) -> None:
    assert list(all_programs) == programs.names(2)
    first, *_, last = all_programs
    assert (first, last) == ("postgres", "nginx")


def test_each_bot_has_ports_of_its_own_and_shares_the_secret(
    all_programs: dict[str, Program], state: State
) -> None:
    one, two = (all_programs[name].environment for name in ("bot-1", "bot-2"))
    assert one["BEACON_CHAT_SECRET"] == two["BEACON_CHAT_SECRET"]
    assert one["BEACON_METRICS_PORT"] != two["BEACON_METRICS_PORT"]
    assert str(state.ports()["bot-2"]) in all_programs["bot-2"].command


def test_no_secret_is_in_a_command(all_programs: dict[str, Program], state: State) -> None:
    commands = " ".join(word for each in all_programs.values() for word in each.command)
    assert not [name for name, secret in state.secrets().items() if secret in commands]


def test_bot_and_staff_cannot_enter_each_others_database(
    all_programs: dict[str, Program], state: State
) -> None:
    secrets = state.secrets()
    assert secrets["staff"] not in str(all_programs["bot-1"].environment)
    assert secrets["beacon"] not in str(all_programs["staff"].environment)


def test_nothing_but_nginx_is_reached_from_outside(all_programs: dict[str, Program]) -> None:
    assert "listen_addresses=127.0.0.1" in all_programs["postgres"].command
    assert "bind 127.0.0.1\n" in redis.settings(1, "x")
    assert all_programs["actions"].environment["SANIC_HOST"] == "127.0.0.1"
    command = all_programs["bot-1"].command
    assert command[command.index("-i") + 1] == "127.0.0.1"


def test_what_is_stored_outlives_a_power_cut(
    all_programs: dict[str, Program], state: State
) -> None:
    assert "fsync=off" not in all_programs["postgres"].command
    assert "fsync=off" in postgres.program(state.postgres, 1, safe=False).command


def test_redis_keeps_nothing_and_has_a_bound() -> None:
    lines = redis.settings(1, "secret").splitlines()
    assert {'save ""', "appendonly no", "requirepass secret", "maxmemory 64mb"} <= set(lines)


# One clear line


def test_a_missing_package_is_named() -> None:
    with pytest.raises(ClusterError, match="apt-get install a-package"):
        debian.program("no-such-program", "a-package")


def test_a_taken_port_is_named(
    tmp_path: Path, taken: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("beacon.tasks.model.main", lambda _: 0)
    where = ["--folder", str(tmp_path / "c"), "--port", str(taken), "--address", "127.0.0.1"]
    assert main(where) == 1
    assert capsys.readouterr().err == f"beacon: port {taken} is taken by another program\n"


def test_a_cluster_of_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ClusterError, match="one server"):
        Cluster(tmp_path / "c", servers=0).start()


def test_a_command_of_the_staff_needs_a_running_cluster(tmp_path: Path) -> None:
    with pytest.raises(ClusterError, match="does not run"):
        Cluster(tmp_path / "c").staff_command("first_account", "ada")


def test_no_program_leaves_its_memory_behind() -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        program = Program("limits", ["sh", "-c", "ulimit -c; sleep 60"])
        file, control = folder / "supervisord.conf", folder / "sock"
        file.write_text(settings(folder, control, folder, [program]))
        supervisor = Supervisor(file, control)
        before = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (before[1], before[1]))
        supervisor.start()
        try:
            supervisor.start_program("limits")
            log = folder / "limits.log"
            end = time.monotonic() + 10
            while not log.is_file() or not log.read_text():
                assert time.monotonic() < end
                time.sleep(0.05)
            assert log.read_text() == "0\n"
        finally:
            supervisor.stop()
            resource.setrlimit(resource.RLIMIT_CORE, before)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2:a::1"),
        ("2001:db8:1:0:3:4:5:6", "2001:db8:1:0:a::1"),
        ("2001:db8:1::1:2", "2001:db8:1::7"),
        ("2001:db8::1:2", "2001:db8::7"),
    ],
)
def test_a_household_is_one_address_however_it_is_written(one: str, other: str) -> None:
    [pattern] = re.findall(r'"~(\S+)" \$network;', render(Settings(bots=BOTS, folder=Path("/f"))))
    network = re.compile(pattern.replace("?<", "?P<"))
    found = [network.match(address) for address in (one, other)]
    assert found[0]
    assert found[1]
    assert found[0]["network"] == found[1]["network"]
    assert not network.match("192.0.2.7")
    assert not network.match("::ffff:192.0.2.7")
