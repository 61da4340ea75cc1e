"""The trained encoders are those that their descriptions name, and still fit the messages."""

from __future__ import annotations

import json
from typing import Any

import pytest

from beacon import file_hash, project, training_data
from beacon.encoders.learned import learned
from beacon.encoders.trained import weights_of
from beacon.judged import FOR_ENCODER, chats
from beacon.project import ROOT

FOLDER = ROOT / "encoders" / "weights"
# The heads learn new messages without the encoder; when a tenth are new to it, it is time.
MOST_MISSING = 1 / 10

encoder_names = pytest.mark.parametrize("name", ["english", "multilingual"])


def described(name: str) -> dict[str, Any]:
    return dict(json.loads((FOLDER / f"{name}.json").read_text()))


@pytest.mark.parametrize("name", ["english", "multilingual", "follow_ups"])
def test_the_weights_are_those_that_were_described(name: str) -> None:
    assert file_hash.of(weights_of(name)) == described(name)["weights_sha256"]


@encoder_names
def test_the_encoder_was_trained_on_the_messages_that_are_there(name: str) -> None:
    wanted, known = training_data.of_encoder(ROOT, name), learned(name)
    missing = [message for message in wanted if training_data.mark(message) not in known]
    assert len(missing) <= MOST_MISSING * len(wanted), "run `make encoder`"


def test_the_encoder_of_follow_ups_was_trained_on_the_wordings_that_are_there() -> None:
    known = learned("follow_ups")
    wordings = [text for one in project.follow_ups().by_name.values() for text in one.asked]
    missing = [text for text in wordings if training_data.mark_of("", text) not in known]
    assert len(missing) <= MOST_MISSING * len(wordings), "run `make encoder`"


def test_the_encoder_of_follow_ups_was_trained_on_what_is_judged_for_it() -> None:
    known = learned("follow_ups", "judged")
    said = [one.said for chat in chats(ROOT / "answers" / FOR_ENCODER) for one in chat]
    missing = [text for text in said if training_data.mark_of("", text) not in known]
    assert len(missing) <= MOST_MISSING * len(said), "run `make encoder`"
