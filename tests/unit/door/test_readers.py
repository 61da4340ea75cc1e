from __future__ import annotations

import pytest

from beacon.door import vocabulary
from beacon.door.numbers import HelpNumbers
from beacon.door.readers import READERS, Found, Knowledge, is_capital


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge(vocabulary.read(), HelpNumbers(["112"]), frozenset({"snapchat.com"}))


def _hidden(reader: str, text: str, knowledge: Knowledge, **about: object) -> str:
    found = Found(
        text,
        language=str(about.get("language", "en")),
        capitals_tell=bool(about.get("capitals_tell", True)),
        languages=frozenset({"en"}),
    )
    start, end = READERS[reader](found, knowledge)
    return text[start:end]


@pytest.mark.parametrize(
    ("reader", "text", "hidden"),
    [
        ("name", "zofinka and im", "zofinka"),
        ("name", "Zofinka Wyrwik please", "Zofinka Wyrwik"),
        ("name", "Zofinka van Dyken", "Zofinka van Dyken"),
        ("name", "Zofinka de Lisboa", "Zofinka"),
        ("name", "Hope and i", "Hope"),
        ("name", "hope and i", ""),
        ("name", "secret", ""),
        ("name", "zofinka's mum", "zofinka"),
        ("first name", "zofinka wyrwik", "zofinka"),
        ("first name", "Zofinka Wyrwik wants", "Zofinka Wyrwik"),
        ("first name", "not that", ""),
        ("capital", "Zofinka wants", "Zofinka"),
        ("capital", "zofinka wants", ""),
        ("capital", "Scared of him", ""),
        ("capital", "Leeds and", ""),
        ("capital", "Bulgarian", ""),
        ("surname", "London said", "London"),
        ("capitals", "to Oakfield Academy", "Oakfield Academy"),
        ("capitals", "My High School", ""),
        ("words", "oakfield high school", "oakfield high school"),
        ("words", "another high school", ""),
        ("account", "bluefox", "bluefox"),
        ("account", "private", ""),
        ("handle", "wolf_girl", "wolf_girl"),
        ("handle", "emma2011", "emma2011"),
        ("handle", "year10", ""),
        ("tag", "dragon99", "dragon99"),
        ("tag", "2nite", ""),
        ("secret", "hunter22", "hunter22"),
        ("secret", "wrong", ""),
        ("link", "https://www.snapchat.com/", ""),
        ("link", "snapchat.com/add/x", "snapchat.com/add/x"),
        ("number", "07700 900123", "07700 900123"),
        ("card", "4111111111111111", "4111111111111111"),
    ],
)
def test_reads(reader: str, text: str, hidden: str, knowledge: Knowledge) -> None:
    assert _hidden(reader, text, knowledge) == hidden


@pytest.mark.parametrize("reader", ["capital", "surname", "capitals"])
def test_capitals_say_nothing_where_all_have_them(reader: str, knowledge: Knowledge) -> None:
    assert _hidden(reader, "Oakfield Academy", knowledge, capitals_tell=False) == ""


def test_a_cue_of_another_language_is_none(knowledge: Knowledge) -> None:
    assert _hidden("capital", "Zofinka", knowledge, language="fr") == ""


@pytest.mark.parametrize(
    ("word", "expected"),
    [("Emma", True), ("O'Neill", True), ("EMMA", False), ("emma", False), ("", False)],
)
def test_knows_capitals(word: str, expected: bool) -> None:
    assert is_capital(word) is expected
