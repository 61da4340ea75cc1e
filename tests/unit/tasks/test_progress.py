from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from beacon.tasks.progress import REST_OF_LINE_GOES, Progress, run

WRITES_STEPS = """
import time
for step in ("first", "second"):
    print("step", step, flush=True)
    time.sleep(1)
raise SystemExit(3)
"""


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def step_in(log: str) -> str | None:
    return log.split()[-1] if log else None


def test_on_a_terminal_one_line_changes_and_goes() -> None:
    output = Terminal()
    progress = Progress(output)
    progress.show("reading")
    progress.show("writing")
    progress.end()
    assert output.getvalue().split("\r")[1:] == [
        f"beacon: 0 s: reading{REST_OF_LINE_GOES}",
        f"beacon: 0 s: writing{REST_OF_LINE_GOES}",
        REST_OF_LINE_GOES,
    ]


def test_elsewhere_each_new_step_is_a_line() -> None:
    output = io.StringIO()
    progress = Progress(output, every=0)
    for step in ("reading", "reading", "writing"):
        progress.show(step)
    progress.end()
    assert output.getvalue() == "beacon: 0 s: reading\nbeacon: 0 s: writing\n"


def test_elsewhere_lines_are_sparse() -> None:
    output = io.StringIO()
    Progress(output, every=1000).show("reading")
    assert output.getvalue() == ""


def test_a_command_shows_its_steps_and_gives_status_and_output(tmp_path: Path) -> None:
    output = io.StringIO()
    command = [sys.executable, "-c", WRITES_STEPS]
    result = run(command, tmp_path, os.environ, step_in, Progress(output, every=0))
    assert result == (3, "step first\nstep second\n")
    steps = [line.rpartition(" ")[2] for line in output.getvalue().splitlines()]
    assert [step for step in steps if step != "starting"] == ["first", "second"]


def test_a_command_ends_with_what_breaks_it_off(tmp_path: Path) -> None:
    command = ["sh", "-c", "echo $$ >id; exec sleep 60"]

    def broken(log: str) -> str | None:
        del log
        if (tmp_path / "id").exists():
            raise KeyboardInterrupt
        return None

    with pytest.raises(KeyboardInterrupt):
        run(command, tmp_path, os.environ, broken, Progress(io.StringIO()))
    process = int((tmp_path / "id").read_text())
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
