"""The load generator's account would notice what it looks for."""

from __future__ import annotations

from typing import Any

import pytest

from tests.load.kept import Kept, compared
from tests.load.ledger import Checker, Ledger, Secrets, length

TITLE = "Is it OK to send a picture?"
MATERIAL: dict[str, Any] = {
    "topics": {TITLE: {"intent": "ask", "texts": {"8-10": ["For small ones."], "14-17": ["Big."]}}},
    "phrases": {"service_down": "Not working right now.", "too_fast": "Too fast."},
}
REGISTER = {
    "countries": {
        "PT": {"emergency": {"number": "112"}},
        "GB": {"emergency": {"number": "999"}},
    }
}


def message(*words: str, country: str | None = None, number: str = "", **more: Any) -> Any:
    shown = {
        "introduction": "Call them:",
        "country": country,
        "emergency": {"number": number} if number else None,
        "cards": [{"name": "A helpline"}],
    }
    has_help = country or number
    plain = {"before": list(words), "after": [], "help": shown if has_help else None, "buttons": []}
    return {**plain, **more}


def counts(secrets: Secrets, *messages: Any, topic: str | None = None) -> dict[str, int]:
    ledger = Ledger()
    ledger.begin("other")
    ledger.own("other", ["its token"])
    Checker(ledger, MATERIAL, REGISTER).check(secrets, messages, topic)
    return dict(ledger.counts)


def test_the_right_answer_is_noted_nowhere() -> None:
    secrets = Secrets("mine", band="8-10", country="PT")
    right = message("For small", "ones.", country="PT", number="112")
    assert counts(secrets, right, topic=TITLE) == {}


@pytest.mark.parametrize(
    ("told", "shown", "number", "noted"),
    [
        ("PT", "GB", "999", "crossed"),
        (None, "GB", "999", "crossed"),
        ("GB", "GB", "112", "crossed"),
        ("PT", None, "112", "forgotten"),
    ],
)
def test_the_help_of_another_country_is_noticed(
    told: str | None, shown: str | None, number: str, noted: str
) -> None:
    help_shown = message("words", country=shown, number=number)
    assert counts(Secrets("mine", country=told), help_shown) == {noted: 1}


def test_words_for_another_age_are_noticed() -> None:
    answer = message("Big.")
    assert counts(Secrets("mine", band="8-10"), answer, topic=TITLE) == {"crossed": 1}


def test_a_token_of_another_conversation_is_noticed() -> None:
    answer = message("words", buttons=[{"title": "Tap", "token": "its token"}])
    assert counts(Secrets("mine"), answer) == {"crossed": 1}


def test_the_same_message_twice_is_noticed() -> None:
    assert counts(Secrets("mine"), message("words"), message("words")) == {"doubled": 1}


def test_numbers_in_the_place_of_an_answer_are_counted_apart() -> None:
    answer = message("Not working right now.")
    assert counts(Secrets("mine"), answer, topic=TITLE) == {"numbers_only": 1}


def test_what_may_not_have_been_understood_is_not_expected() -> None:
    secrets = Secrets("mine", country="PT", are_sure=False)
    assert counts(secrets, message("Big.", number="112"), topic=TITLE) == {}


def test_one_conversation_for_two_children_is_noticed() -> None:
    ledger = Ledger()
    ledger.begin("same")
    ledger.begin("same")
    assert ledger.counts["crossed"] == 1


def test_what_is_read_holds_the_names_of_services() -> None:
    assert length([message("two words", country="PT")]) == len(
        ["two", "words", "Call", "them:", "A", "helpline"]
    )


@pytest.mark.parametrize(
    ("there", "found"),
    [(4, Kept(1, 1, 0)), (5, Kept(1, 0, 0)), (6, Kept(1, 0, 0)), (7, Kept(1, 0, 1))],
)
def test_a_message_under_way_at_the_end_is_neither_lost_nor_doubled(
    there: int, found: Kept
) -> None:
    assert compared([({"sent": 6, "answered": 5}, there)]) == found
