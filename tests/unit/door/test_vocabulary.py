from __future__ import annotations

from pathlib import Path

import pytest

from beacon.data_file import DataFileError
from beacon.door import vocabulary
from beacon.door.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return vocabulary.read()


def test_a_missing_list_is_named_with_its_file(tmp_path: Path) -> None:
    file = tmp_path / "words.yml"
    file.write_text("kept: {}\n", encoding="utf-8")
    with pytest.raises(DataFileError, match=r"words\.yml:1"):
        vocabulary.read(file)


def test_no_given_name_is_an_ordinary_word(words: Vocabulary) -> None:
    assert words.given_names & words.ordinary_anywhere == frozenset()


def test_no_given_name_must_stay(words: Vocabulary) -> None:
    assert (words.given_names | words.given_names_capital) & words.kept == frozenset()


@pytest.mark.parametrize("place", ["leeds", "köln", "казань", "lisboa", "türkiye", "poland"])
def test_knows_places(words: Vocabulary, place: str) -> None:
    assert place in words.places


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("he has my picture", "en"),
        ("il a gardé ma photo et je pleure", "fr"),
        ("er hat mein bild", "de"),
        ("tiene mi foto y quiere más", "es"),
        ("ha la mia foto", "it"),
        ("on ma moje zdjęcie", "pl"),
        ("ele tem a minha foto", "pt"),
        ("hij heeft mijn foto", "nl"),
        ("у него мое фото", "ru"),
        ("onda benim fotoğrafım var", "tr"),
    ],
)
def test_tells_languages_by_their_ordinary_words(
    words: Vocabulary, text: str, language: str
) -> None:
    assert words.languages_of(text) == {language}


def test_lists_for_cues_tell_no_language(words: Vocabulary) -> None:
    assert words.is_ordinary("därför", "sv")
    assert words.languages_of("därför") == frozenset()
    assert not words.is_ordinary("därför", None)


def test_marks_are_in_no_language(words: Vocabulary) -> None:
    assert words.languages_of("[name] [address]") == frozenset()


def test_kept_phrases_may_have_several_words(words: Vocabulary) -> None:
    assert words.words_kept(["take", "it", "down", "please"]) == 3


def test_words_of_services_must_stay(words: Vocabulary) -> None:
    assert "sletdet" in words.with_services(["SletDet (Denmark)"]).kept


def test_given_names_in_services_are_still_names(words: Vocabulary) -> None:
    assert "lucy" not in words.with_services(["Lucy Faithfull Foundation"]).kept
