"""The search for follow-ups sets out early, and finds what a later one would find."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from beacon import project
from beacon.rasa.messages import CORE
from beacon.rasa.pipeline import follow_up_search
from beacon.rasa.pipeline.follow_up_search import SEARCH, FollowUpSearch, found, search_for

ASKED = next(iter(project.follow_ups().by_name.values())).asked[0]


def searched(text: str, **more: str) -> Message:
    message = Message({TEXT: text, **more})
    FollowUpSearch().process([message])
    return message


def test_it_is_not_done_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = search_for(ASKED).likest
    message = searched(f"ok but {ASKED}", **{CORE: ASKED})
    message.get(SEARCH).result()
    monkeypatch.setattr(follow_up_search, "search_for", lambda _: pytest.fail("searched again"))
    assert found(message).likest == expected != []


def test_it_is_done_late_where_nothing_has_set_out() -> None:
    assert found(Message({TEXT: ASKED})).likest == search_for(ASKED).likest


def test_a_tap_and_another_language_are_not_compared() -> None:
    assert searched("/ask_risks").get(SEARCH) is None
    assert searched(ASKED, language="de").get(SEARCH) is None


def test_it_never_leaves_the_pipeline() -> None:
    assert SEARCH not in searched(ASKED).as_dict(only_output_properties=True)
