"""What is read in place of what is misspelt."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beacon import spelling
from beacon.data_file import DataFileError
from beacon.spelling import PHRASES, WORDS, misspellings, respelt, spellings_of


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("my bruver tuk a pic of me in the baf", "my brother took a pic of me in the bath"),
        ("He SED its a Secrit", "He said its a secret"),
        ("i dont no wot to do", "i dont know what to do"),
        ("I don't no him", "I dont know him"),
        ("i want to hurt my  self", "i want to hurt myself"),
        ("plees, help!", "please, help!"),
    ],
)
def test_what_is_misspelt_is_read_as_it_is_meant(written: str, meant: str) -> None:
    assert respelt(written) == meant
    assert spellings_of(written) == (written, meant)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "he said no to me and no one knows",
        "can i dye my hair",
        "my close friend is nosy",
        "[name] has my picture",
        "мой брат",
        "the nose of the dog",
        "without close friends i want to no longer live",
        "it hurt my self esteem and i got a pitcher of water",
        "i dont no one likes me",
        "he stobbed me and called me a whre",
        "i awnt to luve, i newd help",
        "he punched me in he nose",
        "baf_1 x7tuk",
    ],
)
def test_what_is_spelt_rightly_or_may_mean_something_else_stays(written: str) -> None:
    assert respelt(written) == written
    assert spellings_of(written) == (written,)


WRITTEN = sorted({*misspellings(WORDS), *" ".join(misspellings(PHRASES)).split()})


@given(st.lists(st.sampled_from(WRITTEN), max_size=8))
def test_reading_again_changes_nothing_more(words: list[str]) -> None:
    once = respelt(" ".join(words))
    assert respelt(once) == once


def test_nothing_that_was_read_is_kept() -> None:
    """A cache would hold what children wrote for as long as the server runs."""
    assert not hasattr(respelt, "cache_info")


def test_every_misspelling_is_read_as_its_word() -> None:
    for kind in (WORDS, PHRASES):
        for written, meant in misspellings(kind).items():
            assert respelt(written) == meant, written


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("brother: [bruver]\n  other: [bruver]", "'bruver' means 'brother', too"),
        ("brother: [other]\n  other: [ovver]", "'other' means 'something else', too"),
        ("brother: [Bruver]", "Bruver"),
    ],
)
def test_a_bad_entry_is_refused_by_its_line(
    words: str, problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "spelling.yml"
    file.write_text(f"words:\n  {words}\nphrases:\n  a b: [c d]\n", encoding="utf-8")
    monkeypatch.setattr(spelling, "FILE", file)
    with pytest.raises(DataFileError, match=rf"spelling\.yml:[23]: .*{problem}"):
        misspellings.__wrapped__(WORDS)
