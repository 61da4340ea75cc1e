"""What a component with a cascade learns is the same after its training and once it is loaded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from beacon.rasa.pipeline.intent_classifier import CascadeIntentClassifier

CONFIG: dict[str, Any] = {
    **CascadeIntentClassifier.get_default_config(),
    "encoders": ["english"],
    "watched": ["ask_law"],
}
WORDS = "words that are too many to be known by heart"


def message(text: str, intent: str, vector: tuple[float, float]) -> Message:
    made = Message({TEXT: text, INTENT: intent})
    features = np.array([vector], dtype=np.float32)
    made.add_features(Features(features, FEATURE_TYPE_SENTENCE, TEXT, "english"))
    return made


EXAMPLES = [
    message("hi there", "greet", (1, 0)),
    message(f"{WORDS}, hello", "greet", (1, 0.1)),
    message("is it legal", "ask_law", (0, 1)),
    message(f"{WORDS}, legally", "ask_law", (0.1, 1)),
]


@pytest.fixture
def both(tmp_path: Path) -> list[CascadeIntentClassifier]:
    """The component after its training, and the one that is loaded from its files."""
    storage, resource = LocalModelStorage(tmp_path), Resource("classifier")
    trained = CascadeIntentClassifier.create(CONFIG, storage, resource, None)  # type: ignore[arg-type]
    place = trained.train(TrainingData(EXAMPLES))
    assert place == resource
    loaded = CascadeIntentClassifier.load(CONFIG, storage, place, None)  # type: ignore[arg-type]
    return [trained, loaded]


def test_the_loaded_one_answers_as_the_trained_one(both: list[CascadeIntentClassifier]) -> None:
    asked = message(f"{WORDS}, what is the law", "", (0.2, 1))
    trained, loaded = (component.ask(asked) for component in both)
    assert trained == loaded
    assert trained[0][0] == "ask_law"
    assert sum(chance for _, chance in trained) == pytest.approx(1.0)


def test_a_short_message_is_known_word_for_word(both: list[CascadeIntentClassifier]) -> None:
    for component in both:
        assert component.ask(Message({TEXT: "Hi there!"})) == [("greet", 1.0), ("ask_law", 0.0)]


def test_without_a_vector_nothing_is_known(both: list[CascadeIntentClassifier]) -> None:
    assert [component.ask(Message({TEXT: WORDS})) for component in both] == [[], []]


def test_the_files_have_the_names_that_stored_models_have(tmp_path: Path) -> None:
    storage, resource = LocalModelStorage(tmp_path), Resource("classifier")
    CascadeIntentClassifier(CONFIG, storage, resource).train(TrainingData(EXAMPLES))
    with storage.read_from(resource) as folder:
        assert sorted(file.name for file in folder.iterdir()) == ["english.npz", "verbatim.json"]


def test_one_that_has_learned_nothing_says_so(tmp_path: Path) -> None:
    untrained = CascadeIntentClassifier(CONFIG, LocalModelStorage(tmp_path), Resource("x"))
    with pytest.raises(AssertionError, match="neither trained nor loaded"):
        untrained.ask(Message({TEXT: WORDS}))
