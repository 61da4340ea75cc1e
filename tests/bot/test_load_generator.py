"""The load generator (tests/load) plays a few hurried children on the real bot."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Servers
from tests.load import kept
from tests.load.locusts import Locust, set_up
from tests.load.material import write


@pytest.fixture(scope="module")
def account(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What five children found in twenty seconds, twenty times as fast as real ones."""
    folder = tmp_path_factory.mktemp("load")
    material = write(folder / "material.json")
    set_up()
    options = {"children": 5, "ramp": 2, "hold": 16, "faster": 20, "repeats": 0.5}
    run = Locust("children.py", servers.url, material, folder / "children.json", options)
    return run.wait(20)


def test_the_children_were_answered(account: dict[str, Any]) -> None:
    assert account["counts"]["answered"] > 10
    assert account["counts"]["repeated"] > 0


@pytest.mark.parametrize("what", ["lost", "doubled", "crossed", "forgotten", "numbers_only"])
def test_nothing_went_wrong(account: dict[str, Any], what: str) -> None:
    assert account["counts"].get(what, 0) == 0, account["examples"]


def test_the_bot_kept_every_message_once(servers: Servers, account: dict[str, Any]) -> None:
    found = kept.by_api([servers.url], account["kept"])
    assert found.conversations > 0
    assert (found.lost, found.doubled) == (0, 0)


def test_no_other_machine_is_driven(tmp_path: Path) -> None:
    material = write(tmp_path / "material.json")
    run = Locust("children.py", "http://beacon.invalid", material, tmp_path / "none.json", {})
    with pytest.raises(RuntimeError, match=r"is not on 127\.0\.0\.1"):
        run.wait(5)
