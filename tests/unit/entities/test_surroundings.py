from __future__ import annotations

import pytest

from beacon import data_file
from beacon.entities import schemas
from beacon.entities.places import HERE
from beacon.entities.surroundings import CueWords, Surroundings
from beacon.entities.text import tokenise

CUES = CueWords(data_file.load(HERE / "countries_words.yml", schemas.COUNTRIES_WORDS))


def _around(text: str) -> tuple[Surroundings, int]:
    tokens = tokenise(text)
    return Surroundings(text, tokens, CUES), len(tokens) - 1


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("i am from Oslo", "first_person_cues"),
        ("i am in Oslo", "whereabouts_cues"),
        ("she lives in Oslo", "residence_cues"),
        ("the police in Oslo", "location_cues"),
        ("a boy from Oslo", "origin_cues"),
        ("tell me about Oslo", "topic_cues"),
        ("i am Norwegian", "self_cues"),
        ("my name is Oslo", "name_cues"),
    ],
)
def test_the_strongest_cue_counts(text: str, kind: str) -> None:
    around, last = _around(text)
    cue = around.cue_before(last)
    assert cue is not None
    assert cue.kind == kind


@pytest.mark.parametrize(
    ("text", "capitalised"),
    [
        ("he is in Split", True),
        ("he is in split", False),
        ("wow. Split", False),
        ("Split", False),
        ("HE IS IN SPLIT", False),
        ("He Is In Split", False),
    ],
)
def test_a_capital_tells_something_inside_a_sentence_only(text: str, capitalised: bool) -> None:
    around, last = _around(text)
    assert around.is_capitalised(last) is capitalised


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("he is from Oslo", True),
        ("my cousin lives in Oslo", True),
        ("i am from Oslo", False),
        ("i live with my mum in Oslo", False),
        ("i live in Bergen and my mum in Oslo", True),
    ],
)
def test_tells_whose_place_it_is(text: str, others: bool) -> None:
    around, last = _around(text)
    cue = around.cue_before(last)
    assert cue is not None
    assert around.is_of_somebody_else(cue) is others


@pytest.mark.parametrize(
    ("text", "possessive"),
    [("in Sofia's room", True), ("in Sofia’s room", True), ("in Sofia s", False), ("Sofia", False)],
)
def test_a_possessive_follows_a_persons_name(text: str, possessive: bool) -> None:
    around, _ = _around(text)
    assert around.is_possessive(text.split("Sofia")[0].count(" ") + 1) is possessive


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("help. Oslo", True), ("Oslo", True), ("help Oslo", False), ("hi. my Oslo", False)],
)
def test_tells_a_sentence_of_its_own(text: str, sentence: bool) -> None:
    around, last = _around(text)
    assert around.is_sentence(last, last + 1) is sentence
    assert around.is_whole(last, last + 1) is (text == "Oslo")
