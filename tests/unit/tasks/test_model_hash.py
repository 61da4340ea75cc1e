from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from beacon.project import ROOT
from beacon.tasks import model_hash
from beacon.tasks.model_hash import NAMED, UnfitModelError, check, file_of, fits, main, write


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A model whose hash was written down."""
    model = tmp_path / "beacon.tar.gz"
    model.write_bytes(b"what was learned")
    write(model)
    return model


def run(model: Path, *command: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", model_hash.__name__, str(model), *command]
    return subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_model_as_it_was_made_fits(made: Path) -> None:
    check(made)
    assert fits(made)


def test_sha256sum_reads_the_file(made: Path) -> None:
    command = ["sha256sum", "--check", "--strict", file_of(made).name]
    assert subprocess.run(command, cwd=made.parent, check=False).returncode == 0


def test_a_flipped_bit_is_noticed(made: Path) -> None:
    content = bytearray(made.read_bytes())
    content[5] ^= 1
    made.write_bytes(content)
    with pytest.raises(UnfitModelError, match="is not the model whose hash stands in"):
        check(made)


def test_a_half_written_model_is_noticed(made: Path) -> None:
    made.write_bytes(made.read_bytes()[:7])
    assert not fits(made)


@pytest.mark.parametrize("content", ["", "\n", "no hash", "00  beacon.tar.gz\n"])
def test_a_hash_that_is_none_fits_nothing(made: Path, content: str) -> None:
    file_of(made).write_text(content)
    assert not fits(made)


def test_a_hash_that_is_no_text_fits_nothing(made: Path) -> None:
    file_of(made).write_bytes(b"\xff\xfe\xfd")
    assert not fits(made)


def test_a_missing_hash_is_named(made: Path) -> None:
    file_of(made).unlink()
    with pytest.raises(UnfitModelError, match=r"beacon\.tar\.gz\.sha256: No such file"):
        check(made)


def test_a_missing_model_is_named(made: Path) -> None:
    made.unlink()
    with pytest.raises(UnfitModelError, match=r"beacon\.tar\.gz: No such file"):
        check(made)


def hash_in(model: Path) -> str:
    return file_of(model).read_text().split()[0]


@pytest.mark.parametrize("named", ["{found}", "  {other}\n{found} ", "{FOUND}", "", "  "])
def test_a_model_that_the_operator_has_named_fits(
    made: Path, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    found = hash_in(made)
    monkeypatch.setenv(NAMED, named.format(found=found, FOUND=found.upper(), other="0" * 64))
    check(made)


@pytest.mark.parametrize("named", ["0" * 64, "none", "{half}"])
def test_another_model_is_refused_though_its_hash_lies_beside_it(
    made: Path, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    monkeypatch.setenv(NAMED, named.format(half=hash_in(made)[:32]))
    done = run(made, "echo", "it runs")
    assert (done.returncode, done.stdout) == (1, "")
    assert f"none of the models that {NAMED} names: it has {hash_in(made)}" in done.stderr


def test_one_that_is_not_named_is_not_trained_again(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(NAMED, "0" * 64)
    assert fits(made)


def test_the_check_alone_says_nothing(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(made)]) == 0
    assert capsys.readouterr() == ("", "")


def test_the_command_follows_the_check(made: Path) -> None:
    done = run(made, "echo", "it runs")
    assert (done.returncode, done.stdout) == (0, "it runs\n")


def test_a_corrupt_model_is_one_line_and_no_command(made: Path) -> None:
    made.write_bytes(b"something else")
    done = run(made, "echo", "it runs")
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("beacon: ")
