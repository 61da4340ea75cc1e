"""Every text that the bot can say keeps the rules of the content guide."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import textstat

from beacon import project
from beacon.answers.book import Variant
from beacon.project import ROOT
from beacon.understanding.contract import lowest_risks

WORDS = {"8-10": 45, "11-13": 65, "14-17": 90, "adult": 120, "short": 25}
GRADES = {"8-10": 4, "11-13": 6, "14-17": 8, "adult": 10, "short": 4}
FORBIDDEN = re.compile(
    r"\b(forever|should have|shouldn't have|why did you|ruin|send it to me|promise (you )?that|"
    r"we promise|i promise|your fault for|dangerous|boys don't|what happened\?|your name\?|"
    r"https?:|www\.|112|116)",
    re.IGNORECASE,
)
NOT_FOR_A_CHILD_OF_EIGHT = re.compile(
    r"\b(nudes?|naked|sex|sexual|sexting|sextortion|porn|explicit|intimate)\b", re.IGNORECASE
)
SOURCE = re.compile(
    r"^(own|factsheet:(Introduction|practice [A-Z]{2}|[IVX]+-\d+)|service:[\w.-]+\.\w+(/.*)?)$"
)

Text = tuple[str, str, str, Variant]


def all_texts() -> Iterator[Text]:
    for answer in project.answer_book().answers.values():
        for variant in answer.variants:
            for band, text in variant.text.items():
                name = answer.intent + "".join(f" {k}={v}" for k, v in variant.when.items())
                yield name, band, text, variant


TEXTS = list(all_texts())


def names(text: Text) -> str:
    return f"{text[0]} {text[1]}"


@pytest.mark.parametrize("text", TEXTS, ids=map(names, TEXTS))
def test_text_is_short_plain_and_kind(text: Text) -> None:
    _, band, words, variant = text
    assert len(words.split()) <= WORDS[band]
    assert textstat.flesch_kincaid_grade(words) <= GRADES[band]
    assert not FORBIDDEN.search(words)
    if band in ("8-10", "short") and "term" not in variant.when:
        assert not NOT_FOR_A_CHILD_OF_EIGHT.search(words)


def test_every_source_has_a_known_form() -> None:
    sources = {source for *_, variant in TEXTS for source in variant.sources}
    assert [source for source in sorted(sources) if not SOURCE.match(source)] == []


def test_every_next_step_is_an_intent() -> None:
    steps = {step for *_, variant in TEXTS for step in variant.next}
    assert steps <= set(lowest_risks())


def test_every_intent_of_the_contract_is_answered() -> None:
    answered = set(project.answer_book().answers)
    looked_up = {"inform_country", "start_quiz"}
    assert set(lowest_risks()) - answered == looked_up


def test_every_intent_has_a_title() -> None:
    assert set(lowest_risks()) <= set(project.answer_book().titles)


def test_the_readme_says_whether_professionals_have_signed() -> None:
    signed = any(answer.reviewed for answer in project.answer_book().answers.values())
    assert ("none has yet" in (ROOT / "README.md").read_text()) is not signed


def test_quiz_has_true_and_false_statements_in_every_band() -> None:
    for questions in project.answer_book().quiz.values():
        assert {question.true for question in questions} == {True, False}


LANGUAGES = sorted(set(project.answer_book().phrases) - {"en"})


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_in_danger_is_answered_only_in_english(language: str) -> None:
    phrases = project.answer_book().phrases[language]
    assert {"emergency", "high_risk", "english_only", "not_understood"} <= set(phrases)
    assert "{number}" in phrases["emergency"]


def test_twenty_one_languages_besides_english_have_short_texts() -> None:
    assert len(LANGUAGES) >= 21
