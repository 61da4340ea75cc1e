"""What is said to whoever writes another language than English, or none that is read here."""

from __future__ import annotations

from dataclasses import replace

import pytest

from beacon import data_file, project
from beacon.answers import Composer, Turn
from beacon.levels import Risk
from beacon.understanding.contract import FALLBACK

BOOK = project.answer_book()
UNREAD = sorted(language for language in BOOK.phrases if not BOOK.reads(language))
READ = sorted(set(BOOK.phrases) - set(UNREAD))
UNREAD_TURN = Turn(FALLBACK, risk=Risk.concern, language="ar")


@pytest.mark.parametrize("language", [*UNREAD, "ja", "th"])
def test_what_nothing_here_reads_gets_the_number_and_services_at_once(
    composer: Composer, language: str
) -> None:
    reply = composer.reply(replace(UNREAD_TURN, language=language))
    number = BOOK.phrase("emergency", language).format(number="112")
    assert reply.before[0] == number
    assert BOOK.phrase("cannot_read", language) in reply.text
    assert BOOK.phrase("cannot_read") in reply.text
    assert BOOK.phrase("languages_read") in reply.text
    assert reply.help is not None
    assert reply.help.services
    assert reply.text.endswith(BOOK.phrase("ask_country", language))
    assert BOOK.phrase("english_only") not in reply.text


def test_its_services_are_those_of_the_country_and_who_speaks_the_language_is_first(
    composer: Composer,
) -> None:
    reply = composer.reply(replace(UNREAD_TURN, country="TN"))
    assert "197" in reply.before[0]
    assert reply.help is not None
    assert "ar" in reply.help.services[0].languages


def test_the_list_of_languages_is_told_once(composer: Composer) -> None:
    first = composer.reply(UNREAD_TURN)
    again = composer.reply(replace(UNREAD_TURN, said=(first.said,)))
    assert BOOK.phrase("languages_read") not in again.text
    assert BOOK.phrase("cannot_read", "ar") in again.text


def test_a_country_in_such_a_language_is_answered_with_its_services(composer: Composer) -> None:
    first = composer.reply(UNREAD_TURN)
    named = replace(UNREAD_TURN, country="TN", facts={"country": "TN"}, said=(first.said,))
    reply = composer.reply(named)
    assert BOOK.phrase("cannot_read", "ar") not in reply.text
    assert "1809" in reply.text


def test_what_is_understood_in_such_a_chat_is_answered(composer: Composer) -> None:
    first = composer.reply(UNREAD_TURN)
    turn = Turn("ask_stay_safe", language="ar", said=(first.said,))
    assert BOOK.answers["ask_stay_safe"].variants[-1].text["11-13"] in composer.reply(turn).text
    assert BOOK.phrase("english_only") not in composer.reply(turn).text


@pytest.mark.parametrize("language", READ)
def test_who_knows_no_english_is_told_so_in_its_language(composer: Composer, language: str) -> None:
    turn = Turn("ask_explain_simpler", language=language, says=frozenset({"no_english"}))
    reply = composer.reply(turn)
    assert reply.before[0].startswith(BOOK.phrase("no_english", language))
    assert (BOOK.phrase("languages_read") in reply.text) is (language == "en")
    assert reply.help is not None
    assert reply.help.services
    assert reply.text.endswith(BOOK.phrase("ask_country", language))
    assert reply.introduction == BOOK.phrase(
        "help_across_borders" if language == "en" else "help_in_country", language
    )


def test_who_knows_no_english_is_not_told_the_same_in_simpler_english(composer: Composer) -> None:
    told = composer.reply(Turn("disclose_sextortion", risk=Risk.high, language="tr"))
    turn = Turn("ask_explain_simpler", language="tr", said=(told.said,))
    reply = composer.reply(replace(turn, says=frozenset({"no_english"})))
    assert reply.before == (BOOK.phrase("no_english", "tr"),)


@pytest.mark.parametrize(
    ("intent", "risk"),
    [("disclose_sextortion", Risk.high), ("crisis_self_harm", Risk.emergency)],
)
def test_what_was_told_besides_is_answered_first(
    composer: Composer, intent: str, risk: Risk
) -> None:
    says = frozenset({"no_english"})
    reply = composer.reply(Turn(intent, risk=risk, language="pl", says=says))
    assert BOOK.phrase("no_english", "pl") not in reply.text


def test_every_example_of_it_is_in_a_language_that_is_sure() -> None:
    file = project.ROOT / "answers" / "topics" / "no_english.yml"
    examples = data_file.load(file, {})["topics"][0]["examples"]
    found = {text: project.language_detector().detect(text) for text in examples}
    unsure = [text for text, one in found.items() if one.confidence < 0.6]
    assert unsure == ["no english"]
    assert {one.language for one in found.values()} == set(READ)
