"""Compares encoders and classifiers on the tuning messages; `make choices`.

On all training messages it takes more than an hour; `python -m beacon.bench.choices --share 20`
learns from one in 20 of them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.neural_network import MLPClassifier

from beacon import encoders, training_data
from beacon.bench import labelled
from beacon.bench.labelled import Labelled
from beacon.bench.report import share, table
from beacon.project import ROOT
from beacon.training_data import Message

Chances = npt.NDArray[np.float32]

ENCODERS = {
    "English": ("english", "minilm", "use", "multilingual", "e5"),
    "other": ("multilingual", "use", "e5"),
}
MIXES = {
    "English": (
        ("english", "multilingual"),
        ("english", "use"),
        ("english", "minilm"),
        ("minilm", "use", "e5"),
    ),
    "other": (("multilingual", "use"), ("use", "e5")),
}


def main() -> int:
    """Prints one table for English and one for the other languages."""
    parser = argparse.ArgumentParser(prog="make choices", description=__doc__)
    parser.add_argument("--share", type=int, default=1, help="learn from one message in SHARE")
    step = parser.parse_args().share
    tests = labelled.read("tuning_*.yml")
    english = [one for one in tests if one.language == "en"]
    other = [one for one in tests if one.language != "en"]
    for name, train, test in (
        ("English", training_data.of_encoder(ROOT, "english")[::step], english),
        ("other", training_data.of_encoder(ROOT, "multilingual")[::step], other),
    ):
        print(f"\n{name}: {len(train)} training messages, {len(test)} tuning messages")
        print(table(["features", "classifier", "right"], compare(name, train, test)), flush=True)
    return 0


def compare(
    name: str, train: Sequence[Message], test: Sequence[Labelled]
) -> list[tuple[str, str, str]]:
    """Rows of features, classifier and percentage right."""
    labels = sorted({message.intent for message in train})
    rows, chances = [], {}
    for encoder in ENCODERS[name]:
        chances[encoder] = _by_vectors(encoder, LogisticRegression(C=4, max_iter=300), train, test)
        rows.append((encoder, "logistic regression", _right(chances[encoder], labels, test)))
    first = ENCODERS[name][0]
    for kind, model in (
        ("linear discriminants", LinearDiscriminantAnalysis()),
        ("perceptron", MLPClassifier((256,), early_stopping=True, random_state=0)),
    ):
        rows.append((first, kind, _right(_by_vectors(first, model, train, test), labels, test)))
    chances["letters"] = _by_letters(train, test)
    rows.append(("letters", "logistic regression", _right(chances["letters"], labels, test)))
    for mix in (*MIXES[name], (first, "letters")):
        mean: Chances = np.mean([chances[part] for part in mix], axis=0)
        rows.append((" + ".join(mix), "mean of chances", _right(mean, labels, test)))
    return rows


def _by_vectors(
    encoder: str, model: object, train: Sequence[Message], test: Sequence[Labelled]
) -> Chances:
    encode = encoders.load(encoder).encode
    model.fit(encode([m.text for m in train]), [m.intent for m in train])  # type: ignore[attr-defined]
    chances: Chances = model.predict_proba(encode([m.text for m in test]))  # type: ignore[attr-defined]
    return chances


def _by_letters(train: Sequence[Message], test: Sequence[Labelled]) -> Chances:
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=3, max_features=60000)
    model = SGDClassifier(loss="log_loss", alpha=1e-5, class_weight="balanced", random_state=0)
    model.fit(letters.fit_transform([m.text for m in train]), [m.intent for m in train])
    chances: Chances = model.predict_proba(letters.transform([m.text for m in test]))
    return chances


def _right(chances: Chances, labels: Sequence[str], test: Sequence[Labelled]) -> str:
    guesses = [labels[number] for number in chances.argmax(axis=1)]
    right = [guess in one.accepted for guess, one in zip(guesses, test, strict=True)]
    return share(sum(right), len(right))


if __name__ == "__main__":
    sys.exit(main())
