"""Every text that the bot can say keeps the rules of the content guide."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

import pytest
import textstat

from beacon import project
from beacon.answers import Composer, Turn
from beacon.answers.book import Variant
from beacon.project import ROOT
from beacon.understanding.contract import LOOKED_UP, lowest_risks

WORDS = {"8-10": 45, "11-13": 65, "14-17": 90, "adult": 120, "short": 25}
GRADES = {"8-10": 4, "11-13": 6, "14-17": 8, "adult": 10, "short": 4}
BUTTON_WORDS = 7
FEWEST_WORDS_FOR_A_GRADE = 8
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


def other_texts() -> Iterator[tuple[str, str, str]]:
    """The phrases, the buttons and the quiz in English: name, band, words."""
    book = project.answer_book()
    for name, words in book.phrases["en"].items():
        yield f"phrase {name}", "11-13", words
    for intent, titles in book.titles.items():
        for band, words in titles.items():
            yield f"title {intent}", "11-13" if band == "default" else band, words
    for band, questions in book.quiz.items():
        for number, question in enumerate(questions):
            yield f"quiz {number} statement", band, question.statement
            yield f"quiz {number} reason", band, question.reason


OTHERS = list(other_texts())
# Names of countries and of languages have no plainer words.
NAMES_OF_PLACES = ("phrase emergency_other", "phrase languages_read")


@pytest.mark.parametrize(("name", "band", "words"), OTHERS, ids=lambda value: str(value)[:40])
def test_phrases_buttons_and_quiz_are_short_plain_and_kind(
    name: str, band: str, words: str
) -> None:
    limit = BUTTON_WORDS if name.startswith("title") else WORDS[band]
    assert len(words.split()) <= limit
    # Below some words the grade says more about one long word than about the text.
    if len(words.split()) >= FEWEST_WORDS_FOR_A_GRADE and name not in NAMES_OF_PLACES:
        assert textstat.flesch_kincaid_grade(words) <= GRADES[band]
    if "statement" not in name:
        assert not FORBIDDEN.search(words)


def for_a_child_of_eight() -> Iterator[tuple[str, str]]:
    """The phrases, buttons and statements that a child of 8 to 10 is shown: name and words."""
    book = project.answer_book()
    yield from book.phrases["en"].items()
    for intent in book.titles:
        yield intent, book.title(intent, "8-10")
    for number, question in enumerate(book.quiz["8-10"]):
        yield f"quiz {number}", f"{question.statement} {question.reason}"


FOR_A_CHILD_OF_EIGHT = list(for_a_child_of_eight())


@pytest.mark.parametrize(("name", "words"), FOR_A_CHILD_OF_EIGHT)
def test_a_child_of_eight_is_shown_no_word_of_its_elders(name: str, words: str) -> None:
    assert not NOT_FOR_A_CHILD_OF_EIGHT.search(words), name


def test_every_source_has_a_known_form() -> None:
    sources = {source for *_, variant in TEXTS for source in variant.sources}
    asked = (
        question for questions in project.answer_book().quiz.values() for question in questions
    )
    sources |= {source for question in asked for source in question.sources}
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


BOOK = project.answer_book()
LANGUAGES = sorted(set(BOOK.phrases) - {"en"})
READ, UNREAD = (
    [language for language in LANGUAGES if BOOK.reads(language) is is_read]
    for is_read in (True, False)
)


# Of the whole reply to a first message, services and their addresses too: where the country is not
# known, in the United Kingdom, in Bulgaria. The longest are those of an alarm.
WORDS_OF_A_REPLY = {
    "8-10": {None: 142, "GB": 95, "BG": 110},
    "11-13": {None: 182, "GB": 105, "BG": 130},
    "14-17": {None: 196, "GB": 125, "BG": 145},
    "adult": {None: 216, "GB": 155, "BG": 160},
}


@pytest.mark.parametrize(
    ("band", "country"),
    [(band, place) for band, most in WORDS_OF_A_REPLY.items() for place in most],
)
def test_the_whole_first_reply_is_short(composer: Composer, band: str, country: str | None) -> None:
    most = WORDS_OF_A_REPLY[band][country]
    for intent, risk in lowest_risks().items():
        turn = Turn(intent, risk=risk, band=band, country=country)
        reply = composer.help(turn) if intent in LOOKED_UP else composer.reply(turn)
        assert reply.text
        assert len(reply.text.split()) <= most, intent


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_in_danger_is_answered_only_in_english(language: str) -> None:
    phrases = BOOK.phrases[language]
    assert {"high_risk", "emergency_elsewhere", "emergency_other", "ask_country"} <= set(phrases)
    assert "{number}" in phrases["emergency"]
    assert "{number}" in phrases["emergency_elsewhere"]


PHRASE_WORDS, BUTTON_PHRASES = 30, ("safe_", "company_")
# Chinese has no spaces between its words.
PHRASE_CHARACTERS = 160
NUMBERS_AND_ADDRESSES = re.compile(r"[0-9\u0660-\u0669\u06f0-\u06f9\u0966-\u096f@<>]|https?:|www\.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_phrases_of_another_language_are_short_and_hold_no_number(language: str) -> None:
    for name, words in BOOK.phrases[language].items():
        limit = BUTTON_WORDS if name.startswith(BUTTON_PHRASES) else PHRASE_WORDS
        assert len(words.split()) <= limit, name
        assert len(words) <= PHRASE_CHARACTERS, name
        assert not NUMBERS_AND_ADDRESSES.search(words), name
        assert not FORBIDDEN.search(words), name


# It names every language in that language's own script.
NAMES_OF_LANGUAGES = "languages_read"
PLACEHOLDER = re.compile(r"\{\w+\}")


def scripts_of(words: str) -> set[str]:
    """The scripts of its letters, by the first word of their names in Unicode."""
    letters = filter(str.isalpha, PLACEHOLDER.sub("", words))
    return {unicodedata.name(letter).split()[0] for letter in letters}


@pytest.mark.parametrize("language", [*LANGUAGES, "en"])
def test_all_phrases_of_a_language_are_in_one_script(language: str) -> None:
    phrases = BOOK.phrases[language]
    scripts = {name: scripts_of(phrases[name]) for name in phrases if name != NAMES_OF_LANGUAGES}
    (usual, _), *_ = Counter(script for found in scripts.values() for script in found).most_common()
    assert {name: found for name, found in scripts.items() if found != {usual}} == {}


@pytest.mark.parametrize("language", READ)
def test_whose_language_is_read_is_told_what_the_answers_are_in(language: str) -> None:
    assert {"english_only", "no_english", "not_understood"} <= set(BOOK.phrases[language])


@pytest.mark.parametrize("language", UNREAD)
def test_whose_language_is_not_read_is_told_so(language: str) -> None:
    assert set(BOOK.phrases[language]).isdisjoint({"english_only", "not_understood"})
    assert BOOK.phrases[language]["cannot_read"]


def test_the_languages_that_are_read_have_short_texts_and_are_told() -> None:
    detector = project.language_detector()
    assert len(READ) == 21
    assert all(map(detector.reads, READ))
    assert not any(map(detector.reads, UNREAD))
    assert len(BOOK.phrase("languages_read").split(", ")) == len(READ) + 1


def test_no_answer_claims_a_review_that_did_not_happen() -> None:
    """With the first real signature, this becomes the list of what is signed."""
    files = [
        file for folder in ("answers", "risk", "lessons") for file in (ROOT / folder).rglob("*.yml")
    ]
    claims = [
        f"{file.name}: {line.strip()}"
        for file in files
        if file.name != "schema.yml"
        for line in file.read_text().splitlines()
        if re.match(r"\s*review:", line) and line.split(":", 1)[1].strip() != "draft"
    ]
    assert claims == []
    assert len(files) > 50
