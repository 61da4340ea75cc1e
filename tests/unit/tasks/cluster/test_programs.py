from __future__ import annotations

from pathlib import Path

import pytest

from beacon.tasks.cluster import nginx, postgres, programs, redis
from beacon.tasks.cluster.state import State
from beacon.tasks.cluster.supervisor import Program
from beacon.tasks.model_hash import NAMED


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


def test_a_bot_is_told_which_models_may_run(
    all_programs: dict[str, Program], state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert all_programs["bot-1"].environment[NAMED] == ""
    monkeypatch.setenv(NAMED, "aa\nbb ")
    again = {each.name: each for each in programs.programs(state, 2)}
    assert again["bot-2"].environment[NAMED] == "aa bb"


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
