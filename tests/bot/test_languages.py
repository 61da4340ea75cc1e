"""Children who write another language than English, on the real bot."""

from __future__ import annotations

import pytest

from beacon import project
from tests.conftest import Chat

BOOK = project.answer_book()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("أريد المساعدة", "ar"),
        ("მჭირდება დახმარება", "ka"),
        ("man ir bail un es nezinu kam teikt", "lv"),
    ],
)
def test_what_nothing_here_reads_is_no_guess(chat: Chat, text: str, language: str) -> None:
    said = chat.text(text)
    assert BOOK.phrase("cannot_read", language) in said
    assert BOOK.phrase("emergency", language).format(number="112") in said
    assert chat.intent() == "nlu_fallback"
    assert chat.slots()["risk"] == "concern"
    assert chat.slots()["language"] == language


def test_who_knows_no_english_is_told_so_and_gets_the_services_of_its_country(chat: Chat) -> None:
    assert BOOK.phrase("no_english", "pl") in chat.text("nie znam angielskiego")
    said = chat.text("mieszkam w polsce ale jestem z ukrainy")
    assert BOOK.phrase("help_in_country", "pl") in said
    assert chat.slots()["country"] == "PL"


@pytest.mark.parametrize(
    ("first", "language", "others"),
    [
        ("мне угрожают моими фото, что делать", "ru", ["так", "не знаю", "ок"]),
        ("momak iz skole mi preti da ce objaviti moje slike", "sr", ["da", "ne mogu", "hvala"]),
        ("un tipo de francia quiere fotos mias", "es", ["no", "si", "insta", "thanks"]),
    ],
)
def test_a_chat_stays_in_its_language(
    chat: Chat, first: str, language: str, others: list[str]
) -> None:
    for text in (first, *others):
        chat.say(text)
        assert chat.slots()["language"] == language
    assert chat.slots()["country"] is None


def test_the_first_step_is_said_in_the_language_of_the_page_where_a_message_is_too_short(
    chat: Chat,
) -> None:
    page = {"metadata": {"language": "pl"}}
    said = chat.text("siedze na krawedzi dachu", **page)
    assert BOOK.phrase("step_edge", "pl") in said
    assert BOOK.phrase("emergency", "pl").format(number="112") in said
    later = chat.text("/ask_helpline", **page)
    assert BOOK.phrase("emergency", "pl").format(number="112") in later
    assert BOOK.phrase("service_down") not in later


def test_whether_it_is_safe_can_be_tapped_in_its_language(chat: Chat) -> None:
    assert BOOK.phrase("step_are_you_safe", "tr") in chat.text("yardım et korkuyorum")
    said = chat.tap(BOOK.phrase("safe_no", "tr"))
    # The words do not tell which crisis it is.
    assert any(BOOK.phrase(step, "tr") in said for step in ("step_danger", "step_self_harm"))
