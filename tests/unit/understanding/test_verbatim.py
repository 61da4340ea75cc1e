from __future__ import annotations

from pathlib import Path

import pytest

from beacon.understanding.verbatim import LONGEST, Verbatim

LONG = "word " * (LONGEST + 1)


@pytest.fixture
def known() -> Verbatim:
    return Verbatim.of(
        [
            ("help me", "ask_helpline"),
            ("im ok", "deny"),
            ("I'm OK!", "affirm"),
            ("im dead", "out_of_scope"),
            (LONG, "greet"),
            ("...", "greet"),
        ]
    )


@pytest.mark.parametrize("text", ["help me", "Help me!!", " HELP  ME. ", "help, me?"])
def test_capitals_and_stops_make_no_other_message(known: Verbatim, text: str) -> None:
    assert known.label(text) == "ask_helpline"


@pytest.mark.parametrize("text", ["help", "please help me", "im dead 💀", LONG, "...", ""])
def test_what_is_not_known_to_the_letter_has_no_label(known: Verbatim, text: str) -> None:
    assert known.label(text) is None


def test_what_has_two_labels_has_none(known: Verbatim) -> None:
    assert known.label("im ok") == "deny"
    assert Verbatim.of([("ok", "deny"), ("OK.", "affirm")]).label("ok") is None


def test_it_is_kept(known: Verbatim, tmp_path: Path) -> None:
    known.save(tmp_path / "verbatim.json")
    assert Verbatim.load(tmp_path / "verbatim.json").label("help me") == "ask_helpline"
