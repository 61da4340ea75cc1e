from __future__ import annotations

from pathlib import Path

import pytest

from beacon.data_file import DataFileError
from beacon.entities.terms import TermFinder


def _found(finder: TermFinder, text: str, entity: str) -> list[str]:
    return [mention.value for mention in finder.find(text) if mention.entity == entity]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("whats nudes", ["nudes"]),
        ("what is a nude", ["nudes"]),
        ("what does sexting mean", ["sexting"]),
        ("sextortion", ["sextortion"]),
        ("что такое секстинг", ["sexting"]),
        ("define grooming", ["grooming"]),
        ("hi i am 9 what is gruming", ["grooming"]),
        ("what is CSAM", ["csam"]),
        ("is child porn the same", ["csam"]),
        ("what is a deep fake", ["deepfake"]),
        ("what is nudify", ["deepfake"]),
        ("что такое дипфейк", ["deepfake"]),
        ("explain consent", ["consent"]),
        ("was bedeutet einwilligung", ["consent"]),
        ("hotline or helpline", ["hotline", "helpline"]),
        ("what is a help line", ["helpline"]),
        ("catfishing?", ["catfish"]),
        ("what is a self-generated image", ["csgsiv"]),
        ("csgsiv", ["csgsiv"]),
        ("is it blackmail", ["blackmail"]),
        ("c'est quoi le chantage", ["blackmail"]),
        ("co to jest szantaż", ["blackmail"]),
        ("он меня шантажирует", ["blackmail"]),
        ("what is revenge porn", ["revenge porn"]),
        ("image-based abuse", ["revenge porn"]),
        ("my dog is nice", []),
        ("contents", []),
        ("", []),
    ],
)
def test_finds_terms(terms: TermFinder, text: str, expected: list[str]) -> None:
    assert _found(terms, text, "term") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("recommendation VI-2", ["VI-2"]),
        ("rec ix-7", ["IX-7"]),
        ("II-6", ["II-6"]),
        ("what is II-10?", ["II-10"]),
        ("rec vi 4", ["VI-4"]),
        ("Empfehlung III-28", ["III-28"]),
        ("рекомендация VIII-1", ["VIII-1"]),
        ("compare II-6 and II-8", ["II-6", "II-8"]),
        ("IV-99", []),
        ("i 5", []),
        ("vi 4", []),
        ("xi-12", []),
    ],
)
def test_finds_recommendations(terms: TermFinder, text: str, expected: list[str]) -> None:
    assert _found(terms, text, "recommendation") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("how many children is it", ["figures"]),
        ("who is in the Lanzarote Committee", ["committee"]),
        ("what is the Lanzarote Convention", ["convention"]),
        ("promising practices in Iceland", ["practices"]),
        ("what about prevention", ["prevention"]),
        ("help for victims", ["victims"]),
        ("what does the law say", ["law"]),
        ("hello", []),
    ],
)
def test_finds_topics(terms: TermFinder, text: str, expected: list[str]) -> None:
    assert _found(terms, text, "topic") == expected


@pytest.mark.parametrize(
    ("text", "confidence"),
    [("what is sexting", 1.0), ("sexting", 1.0), ("she was caught sexting in class", 0.8)],
)
def test_is_surer_of_a_term_that_is_asked_about(
    terms: TermFinder, text: str, confidence: float
) -> None:
    assert [mention.confidence for mention in terms.find(text)] == [confidence]


def test_says_where_a_term_stands(terms: TermFinder) -> None:
    (mention,) = terms.find("so, what's Revenge Porn?")
    assert (mention.start, mention.end, mention.text) == (11, 23, "Revenge Porn")


def test_a_broken_file_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "terms.yml").write_text("terms:\n  nudes: 5\n", encoding="utf-8")
    with pytest.raises(DataFileError, match=r"terms\.yml:\d+"):
        TermFinder(tmp_path)
