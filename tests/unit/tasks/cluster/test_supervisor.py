from __future__ import annotations

import resource
import tempfile
import time
from configparser import RawConfigParser
from pathlib import Path

import pytest

from beacon.tasks.cluster.errors import ClusterError
from beacon.tasks.cluster.supervisor import Program, Supervisor, settings


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
            end = time.monotonic() + 60
            while not log.is_file() or not log.read_text():
                assert time.monotonic() < end
                time.sleep(0.05)
            assert log.read_text() == "0\n"
        finally:
            supervisor.stop()
            resource.setrlimit(resource.RLIMIT_CORE, before)
