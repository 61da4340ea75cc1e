from __future__ import annotations

import re

from beacon import project
from beacon.web.languages import PhraseLanguages

BOOK = project.answer_book()
LANGUAGES = PhraseLanguages(BOOK.phrases)


def test_a_short_text_is_known_by_its_language_with_any_number_in_it() -> None:
    emergency = BOOK.phrase("emergency", "pl").format(number="112")
    text = f"{emergency} More about it."
    assert LANGUAGES.of([text, "English words."]) == {text: "pl"}


def test_english_needs_no_mark() -> None:
    english = [re.sub(r"\{\w+\}", "112", text) for text in BOOK.phrases["en"].values()]
    assert LANGUAGES.of(english) == {}


def test_every_short_text_is_recognised() -> None:
    """Some texts are the same in two languages that are close; either will do for a voice."""
    for language, texts in BOOK.phrases.items():
        for text in texts.values():
            found = LANGUAGES.of([text.replace("{number}", "112")])
            assert (language == "en") == (found == {})
