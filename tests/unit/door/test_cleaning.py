from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beacon.door.cleaning import clean
from beacon.door.policy import POLICY


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("he\u200bl\u200cl\u200do\ufeff", "hello"),
        ("he\u00adllo", "hello"),
        ("\u202ehello\u202c \u2066x\u2069", "hello x"),
        ("he\x00l\x1blo\x7f", "hello"),
        ("hi\U000e0068\U000e0069", "hi"),
        ("\ud800hi\udfff", "hi"),
        ("a\ufe0fb\U000e0101", "ab"),
        ("\ue000private\uf8ff", "private"),
    ],
)
def test_removes_what_cannot_be_seen(message: str, expected: str) -> None:
    assert clean(message) == expected


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("ｈｅｌｌｏ ０７７", "hello 077"),
        ("𝐡𝐞𝐥𝐩 𝓶𝓮", "help me"),
        ("ⓗⓔⓛⓟ ①②③", "help 123"),
        ("x⁵ x₂", "x5 x2"),
        ("٠٧٧ ०१२", "077 012"),
        ("0\ufe0f\u20e37\ufe0f\u20e3", "07"),
        ("ﬁne", "fine"),
        ("／restart", "/restart"),
        ("e\u0301", "é"),
        ("I’m ‘ok’ “yes”", "I'm 'ok' \"yes\""),
    ],
)
def test_folds_other_spellings_of_a_character(message: str, expected: str) -> None:
    assert clean(message) == expected


@pytest.mark.parametrize(
    "message",
    [
        "Zażółć gęślą jaźń",
        "мне страшно, помогите",
        "korkuyorum, yardım et İstanbul",
        "ich heiße Jürgen",
        "ça va… pas",
        "مرحبا كيف الحال",
        "βοήθεια",
        "助けて",
        "😭😭 🏳 🇬🇧",
        "1½ €5 #ok",
    ],
)
def test_keeps_scripts_and_signs(message: str) -> None:
    assert clean(message) == message


def test_collapses_spaces() -> None:
    assert clean("  a\n\n b\t\u00a0\u3000c \r\n") == "a b c"


def test_limits_runs_of_a_character() -> None:
    assert clean("helppppppppppppppppp") == "hel" + "p" * POLICY.repeats


def test_limits_stacked_accents() -> None:
    assert clean("h" + "\u0335" * 20 + "i") == "h\u0335\u0335i"


def test_drops_accents_on_digits() -> None:
    assert clean("0\u03367\u0336") == "07"


@pytest.mark.parametrize("message", [None, 5, b"bytes", ["list"], {"text": "x"}, 1.5])
def test_what_is_no_string_becomes_empty(message: object) -> None:
    assert clean(message) == ""


@given(st.text(st.characters(), max_size=200))
def test_is_idempotent(message: str) -> None:
    assert clean(clean(message)) == clean(message)


@given(st.text(st.characters(), max_size=200))
def test_leaves_text_that_can_be_stored(message: str) -> None:
    unseen = {"Cc", "Cf", "Cs", "Co"}
    assert not unseen & {unicodedata.category(character) for character in clean(message)}
