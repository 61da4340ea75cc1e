"""Which follow-ups a message is like, with the trained encoder and the project's own wordings."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.engine.training.fingerprinting import calculate_fingerprint_key
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from beacon import project
from beacon.encoders import memory as encoders_memory
from beacon.encoders import trained
from beacon.encoders.memory import Memory
from beacon.rasa.messages import CORE, set_chances
from beacon.rasa.pipeline import follow_up_finder
from beacon.rasa.pipeline.follow_up_finder import FollowUpFinder
from beacon.understanding.likeness import Like
from beacon.understanding.parse_keys import LIKE, LIKEST, WORDS

FIRST = next(iter(project.follow_ups().by_name.values()))


@pytest.fixture(scope="module")
def finder(tmp_path_factory: pytest.TempPathFactory) -> FollowUpFinder:
    storage = LocalModelStorage(tmp_path_factory.mktemp("model"))
    return FollowUpFinder({}, storage, Resource("finder"))


def like(finder: FollowUpFinder, text: str, **more: str) -> list[tuple[str, float]]:
    message = Message({TEXT: text, **more})
    finder.process([message])
    likes = [Like.of(stored) for stored in (message.get(LIKE) or {LIKEST: ()})[LIKEST]]
    return [(like.name, like.cosine) for like in likes]


def test_a_wording_is_like_its_own(finder: FollowUpFinder) -> None:
    likes = like(finder, FIRST.asked[0])
    assert dict(likes)[FIRST.name] == pytest.approx(1.0, abs=0.02)
    assert [cosine for _, cosine in likes] == sorted((c for _, c in likes), reverse=True)


def test_the_opening_that_answers_the_bot_is_not_compared(finder: FollowUpFinder) -> None:
    text = "no i dont live in france. " + FIRST.asked[0]
    assert like(finder, text, **{CORE: FIRST.asked[0]}) == like(finder, FIRST.asked[0])


def test_all_is_measured_by_which_replies_are_ranked(finder: FollowUpFinder) -> None:
    one = next(one for one in project.follow_ups().by_name.values() if one.intent)
    message = Message({TEXT: one.asked[0]})
    set_chances(message, [("ask_menu", 0.7), (one.intent or "", 0.6)])
    finder.process([message])
    found = message.get(LIKE)
    like = next(like for like in map(Like.of, found[LIKEST]) if like.name == one.name)
    assert found[WORDS] == len(one.asked[0].split())
    assert like.cosine >= like.near >= like.mean > 0
    assert like.shared == pytest.approx(1.0)
    assert like.chance == pytest.approx(0.6)


def test_a_tap_and_another_language_are_like_none(finder: FollowUpFinder) -> None:
    assert like(finder, "/ask_risks") == []
    assert like(finder, FIRST.asked[0], language="de") == []


def test_what_training_kept_is_not_encoded_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage, resource = LocalModelStorage(tmp_path), Resource("finder")
    FollowUpFinder({}, storage, resource).train(TrainingData())
    anew = Memory("follow_ups")
    monkeypatch.setattr(follow_up_finder, "memory", lambda _: anew)
    FollowUpFinder.load({}, storage, resource, None)  # type: ignore[arg-type]
    monkeypatch.setattr(encoders_memory, "load", lambda _: pytest.fail("encoded"))
    assert anew.vectors([FIRST.asked[0]]).shape == (1, 384)


@pytest.mark.parametrize("changes", ["answers/en/follow_ups/kids.yml", "weights/follow_ups.onnx"])
def test_rasa_trains_it_anew_where_the_wordings_or_the_encoder_have_changed(
    changes: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("answers/en/follow_ups/kids.yml", "weights/follow_ups.onnx"):
        file = tmp_path / name
        file.parent.mkdir(parents=True)
        file.write_text("before")
    monkeypatch.setattr(project, "DATA", tmp_path)
    monkeypatch.setattr(trained, "WEIGHTS", tmp_path / "weights")

    def key() -> str:
        return str(calculate_fingerprint_key(FollowUpFinder, {}, {}))

    before = key()
    assert key() == before
    (tmp_path / changes).write_text("after")
    assert key() != before
