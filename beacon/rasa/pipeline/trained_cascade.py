"""A cascade of heads, trained on the sentence vectors of Rasa's messages and asked about them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from beacon.rasa.messages import CORE, core_of, is_training_example, whole_of
from beacon.rasa.pipeline.sentence_features import add_vector, vector_of, vector_of_whole
from beacon.understanding.cascade import Cascade, Vector
from beacon.understanding.head import Head
from beacon.understanding.verbatim import Verbatim

# The settings that say when a second opinion is asked for.
SECOND_OPINION = ("margin", "watched", "ruled_out")

VERBATIM = "verbatim.json"

Label = Callable[[Message], str]


class TrainedCascade:
    """One head for each encoder, and before them the short messages that are known word for word.

    `config` has the settings of the component: `encoders`, SECOND_OPINION, `strength`, `balance`.
    """

    def __init__(self, cascade: Cascade, verbatim: Verbatim) -> None:
        self._cascade = cascade
        self._verbatim = verbatim

    @classmethod
    def fit(cls, config: dict[str, Any], data: TrainingData, label: Label) -> TrainedCascade:
        """Fits the head of each encoder to the messages that carry its vector."""
        examples = [m for m in data.training_examples if is_training_example(m)]
        heads = {name: _fit(config, name, examples, label) for name in config["encoders"]}
        cascade = Cascade(heads, *(config[key] for key in SECOND_OPINION))
        return cls(cascade, Verbatim.of((str(m.get(TEXT)), label(m)) for m in examples))

    def save(self, folder: Path) -> None:
        """Writes the heads, and the messages that are known word for word."""
        self._cascade.save(folder)
        self._verbatim.save(folder / VERBATIM)

    @classmethod
    def load(cls, config: dict[str, Any], folder: Path) -> TrainedCascade:
        """Reads what `save` wrote."""
        cascade = Cascade.load(folder, *(config[key] for key in ("encoders", *SECOND_OPINION)))
        return cls(cascade, Verbatim.load(folder / VERBATIM))

    def ask(self, message: Message) -> list[tuple[str, float]]:
        """The labels with their probabilities, the likeliest first; none without a vector.

        A short message that is known word for word has one label alone.
        """
        if known_label := self._known_label(message):
            others = (label for label in self._cascade.labels if label != known_label)
            return [(known_label, 1.0), *((label, 0.0) for label in others)]
        vectors = {name: vector_of(message, name) for name in self._cascade.heads}
        known = {name: vector for name, vector in vectors.items() if vector is not None}
        if not known:
            return []
        chances = self._cascade.probabilities(known, lambda name: add_vector(message, name))
        if message.get(CORE):
            chances = self._cascade.calmer(chances, self._of_whole(message, list(known)))
        order = np.argsort(chances)[::-1]
        return [(self._cascade.labels[number], float(chances[number])) for number in order]

    def _of_whole(self, message: Message, names: Sequence[str]) -> Vector:
        """The probabilities of the labels for all words of the message, its opening included."""
        vectors = {name: vector_of_whole(message, name) for name in names}
        return self._cascade.probabilities(vectors, lambda name: vector_of_whole(message, name))

    def _known_label(self, message: Message) -> str | None:
        texts = (str(message.get(TEXT)), whole_of(message), core_of(message))
        return next(filter(None, map(self._verbatim.label, texts)), None)


def _fit(config: dict[str, Any], name: str, examples: list[Message], label: Label) -> Head:
    pairs = [(vector_of(message, name), label(message)) for message in examples]
    vectors = np.concatenate([vector for vector, _ in pairs if vector is not None])
    labels = [kind for vector, kind in pairs if vector is not None]
    return Head.fit(vectors, labels, config["strength"], config["balance"])
