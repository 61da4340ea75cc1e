"""The action server's side of a look-up."""

from __future__ import annotations

import pytest

from actions.help import ActionFindHelp
from beacon import project, reloading


def test_the_files_are_read_before_the_first_child_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes nearly the two seconds that the bot waits; what changes later is read anew."""
    made = []
    monkeypatch.setattr(project, "composer", lambda: made.append("composer"))
    monkeypatch.setattr(reloading, "begin", lambda: made.append("begin"))
    ActionFindHelp()
    assert made == ["composer", "begin"]
