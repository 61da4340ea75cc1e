"""Cross-validation on the training messages, with encoders that have not seen them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.model_selection import StratifiedKFold

from beacon import encoders
from beacon.training_data import Message
from beacon.understanding.head import Head

FROZEN = ("minilm", "use")
FOLDS = 3


def accuracy(messages: Sequence[Message]) -> float:
    """The share of English messages that are understood when the head has not learned from them.

    The encoders are those of the wheels: Beacon's own were trained on all these messages, and
    would know every one that is left out.
    """
    english = [message for message in messages if message.language == "en"]
    texts = [message.text for message in english]
    vectors = np.concatenate([encoders.load(name).encode(texts) for name in FROZEN], axis=1)
    labels = np.array([message.intent for message in english])
    right = 0
    for train, test in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(vectors, labels):
        head = Head.fit(vectors[train], labels[train].tolist(), strength=8.0, balance=0.5)
        guesses = np.array(head.labels)[head.probabilities(vectors[test]).argmax(axis=1)]
        right += int((guesses == labels[test]).sum())
    return right / len(english)
