"""Which follow-ups a message is like, with the trained encoder and the project's own wordings."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from beacon import project
from beacon.encoders import memory as encoders_memory
from beacon.encoders.memory import Memory
from beacon.rasa.messages import CORE, LIKE
from beacon.rasa.pipeline import follow_up_finder
from beacon.rasa.pipeline.follow_up_finder import SAME, FollowUpFinder

CONFIG = FollowUpFinder.get_default_config()
FIRST = next(iter(project.follow_ups().by_name.values()))


@pytest.fixture(scope="module")
def finder(tmp_path_factory: pytest.TempPathFactory) -> FollowUpFinder:
    storage = LocalModelStorage(tmp_path_factory.mktemp("model"))
    return FollowUpFinder(CONFIG, storage, Resource("finder"))


def like(finder: FollowUpFinder, text: str, **more: str) -> list[tuple[str, float]]:
    message = Message({TEXT: text, **more})
    finder.process([message])
    return [(name, cosine) for name, cosine in message.get(LIKE) or ()]


def test_a_wording_is_like_its_own(finder: FollowUpFinder) -> None:
    name, cosine = like(finder, FIRST.asked[0])[0]
    assert name == FIRST.name
    assert cosine == pytest.approx(1.0, abs=0.02)


def test_the_opening_that_answers_the_bot_is_not_compared(finder: FollowUpFinder) -> None:
    text = "no i dont live in france. " + FIRST.asked[0]
    assert like(finder, text, **{CORE: FIRST.asked[0]}) == like(finder, FIRST.asked[0])


def test_few_words_are_compared_only_with_their_like(finder: FollowUpFinder) -> None:
    few = [text for one in project.follow_ups().by_name.values() for text in one.asked]
    few = [text for text in few if len(text.split()) == 2]
    assert like(finder, few[0])
    assert all(cosine >= SAME for text in few[:5] for _, cosine in like(finder, text + "s"))


def test_a_tap_and_another_language_are_like_none(finder: FollowUpFinder) -> None:
    assert like(finder, "/ask_risks") == []
    assert like(finder, FIRST.asked[0], language="de") == []


def test_what_training_kept_is_not_encoded_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage, resource = LocalModelStorage(tmp_path), Resource("finder")
    FollowUpFinder(CONFIG, storage, resource).train(TrainingData())
    anew = Memory("follow_ups")
    monkeypatch.setattr(follow_up_finder, "memory", lambda _: anew)
    monkeypatch.setattr(FollowUpFinder, "create", lambda *_: None)
    FollowUpFinder.load(CONFIG, storage, resource, None)  # type: ignore[arg-type]
    monkeypatch.setattr(encoders_memory, "load", lambda _: pytest.fail("encoded"))
    assert anew.vectors([FIRST.asked[0]]).shape == (1, 384)
