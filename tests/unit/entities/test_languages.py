from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beacon import data_file
from beacon.data_file import DataFileError
from beacon.entities.languages import LanguageDetector

MESSAGES: dict[str, list[str]] = data_file.load(
    Path(__file__).parent / "chat_messages.yml",
    {"type": "object", "additionalProperties": {"type": "array", "minItems": 15}},
)
LEAST_RIGHT = 0.95


def test_all_22_languages_are_tested() -> None:
    assert len(MESSAGES) == 22


def test_is_right_in_95_of_100_chat_messages(languages: LanguageDetector) -> None:
    pairs = [(language, text) for language, texts in MESSAGES.items() for text in texts]
    right = sum(languages.detect(text).language == language for language, text in pairs)
    assert right / len(pairs) >= LEAST_RIGHT


@pytest.mark.parametrize("text", MESSAGES["en"])
def test_english_is_never_taken_for_another_language(
    languages: LanguageDetector, text: str
) -> None:
    assert languages.detect(text).language == "en"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("γεια", "el"),
        ("привіт, мені потрібна допомога", "uk"),
        ("нужна помощь", "ru"),
        ("имам нужда от помощ", "bg"),
        ("треба ми помоћ", "sr"),
        ("[name] hat mein bild geschickt", "de"),
        ("ca va pas", "fr"),
        ("co robic", "pl"),
        ("ne mogu vise", "hr"),
    ],
)
def test_script_letters_and_words_decide(
    languages: LanguageDetector, text: str, language: str
) -> None:
    assert languages.detect(text).language == language


@pytest.mark.parametrize("text", ["", "12", "???", "👍", "[name]"])
def test_without_letters_it_is_english_without_confidence(
    languages: LanguageDetector, text: str
) -> None:
    assert languages.detect(text) == ("en", 0.0)


@pytest.mark.parametrize("text", ["ok", "да", "hm", "varna"])
def test_confidence_is_low_in_doubt(languages: LanguageDetector, text: str) -> None:
    assert languages.detect(text).confidence < 0.6


@pytest.mark.parametrize("text", ["somebody has my picture", "ich hab angst vor ihm"])
def test_confidence_is_high_without_doubt(languages: LanguageDetector, text: str) -> None:
    assert languages.detect(text).confidence > 0.95


@given(st.text())
def test_any_text_has_a_known_language(text: str) -> None:
    detected = _DETECTOR.detect(text)
    assert detected.language in MESSAGES
    assert 0.0 <= detected.confidence <= 1.0


_DETECTOR = LanguageDetector()


def test_reads_a_message_within_half_a_millisecond(languages: LanguageDetector) -> None:
    started = time.process_time()
    for _ in range(200):
        languages.detect("i sent him a picture and now he wants money, what do i do")
    assert (time.process_time() - started) / 200 < 0.0005


def test_a_broken_file_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "languages.yml").write_text("en:\n  letters: ''\n", encoding="utf-8")
    with pytest.raises(DataFileError, match=r"languages\.yml:1"):
        LanguageDetector(tmp_path)
