"""Trains MiniLM-L6 to tell which follow-up a message is like, and writes it as int8 ONNX.

Run by `make encoder`. Reads the wordings of answers/en/follow_ups: those of one lie together, those
of others and what is unlike it apart; messages of data/nlu stand for all that is none of them. Then
it learns what readers have judged (answers/judged): a message lies nearer to a follow-up that was
good than to any other. Writes encoders/weights/follow_ups.onnx and beside it a JSON that says which
wordings made it. With --continue it starts at the weights that are there, and at what was judged.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import resume
import torch
from torch import Tensor
from train import ROOT, English, describe, export, learn, options_of

from beacon import follow_up_files, training_data
from beacon.encoders.noise import as_typed
from beacon.judged import FOR_ENCODER, GOOD, chats

# Groups in a batch, wordings of each, and messages that belong to none.
GROUPS, WORDINGS, OTHERS = 32, 2, 24
# From so many of them they are drawn.
POOL = 4000
# Longer ones would take most of the time; wordings are seldom as long.
LONGEST = 90
# So many sentences go through the encoder together.
PART = 24
# How sharply the nearest are told from the rest.
TEMPERATURE = 0.05
# Sentences of different groups that are so alike before the training may well mean the same.
SAME = 0.75
RATE, EPOCHS = 6e-5, 2
# Of what was judged: messages in a batch, follow-ups of each, and how many of these are good.
MESSAGES, REPLIES, GOOD_ONES = 8, 7, 3
# One of so many wordings that are nearest to the message stands for a follow-up.
NEAREST = 2
JUDGED_TEMPERATURE, JUDGED_RATE, JUDGED_EPOCHS = 0.07, 3e-5, 3
# One of so many of its batches goes with a batch of wordings, which counts less: these must not be
# forgotten.
BETWEEN, WORDINGS_COUNT = 4, 0.3


@dataclass(frozen=True)
class FollowUp:
    """The wordings of one follow-up, and what is unlike it."""

    name: str
    asked: Sequence[str]
    unlike: Sequence[str]


@dataclass(frozen=True)
class Question:
    """A message that was judged, with the wordings of good and of other follow-ups near to it."""

    said: str
    good: Sequence[Sequence[str]]
    others: Sequence[Sequence[str]]


T = TypeVar("T")
# A sentence with the number of its group; a negative one is in none.
Sentence = tuple[str, int]


def read() -> list[FollowUp]:
    """All of them. Raises DataFileError."""
    entries = follow_up_files.entries(ROOT / "answers")
    return [FollowUp(one["name"], one["asked"], one.get("unlike", [])) for one, _, _ in entries]


def batches(
    follow_ups: Sequence[FollowUp], others: Sequence[str], generator: random.Random
) -> Iterator[list[Sentence]]:
    """One epoch: every wording about once, two of a group together, with what is unlike it."""
    pairs: list[tuple[int, list[str]]] = []
    for number, one in enumerate(follow_ups):
        asked = generator.sample(one.asked, len(one.asked))
        groups = [asked[start : start + WORDINGS] for start in range(0, len(asked), WORDINGS)]
        pairs += [(number, group) for group in groups if len(group) == WORDINGS]
    generator.shuffle(pairs)
    for start in range(0, len(pairs), GROUPS):
        part = pairs[start : start + GROUPS]
        batch = [(text, number) for number, group in part for text in group]
        unlike = [generator.choice(follow_ups[n].unlike) for n, _ in part if follow_ups[n].unlike]
        none = [*unlike, *generator.sample(others, OTHERS)]
        batch += [(text, -1 - place) for place, text in enumerate(none)]
        yield batch


def loss_of(vectors: Tensor, before: Tensor, groups: Tensor) -> Tensor:
    """How far wordings are from the others of their group, among all of the batch.

    `vectors` and `before`, those before the training, are [sentences, width].
    """
    alike = groups[:, None] == groups[None, :]
    itself = torch.eye(len(groups), dtype=torch.bool)
    may_be_same = (before @ before.T > SAME) & ~alike
    scores = (vectors @ vectors.T / TEMPERATURE).masked_fill(itself | may_be_same, -1e4)
    chances = scores.log_softmax(dim=1)
    has_others = (alike & ~itself).any(dim=1)
    wanted = (alike & ~itself)[has_others]
    return -(chances[has_others] * wanted).sum(1).div(wanted.sum(1)).mean()


def loss_of_judged(vectors: Tensor, places: Sequence[tuple[int, list[int], list[int]]]) -> Tensor:
    """How far good follow-ups are from being nearer to their message than all others.

    `vectors` are those of all sentences of a batch, `places` where each message stands among them,
    and the follow-ups that were good for it, and those that were not. Those of other messages are
    no better.
    """
    everything = {place for _, good, others in places for place in (*good, *others)}
    losses = []
    for message, good, others in places:
        far = [*others, *sorted(everything - {*good, *others})]
        scores = vectors @ vectors[message] / JUDGED_TEMPERATURE
        losses.append(
            (torch.logaddexp(scores[good], scores[far].logsumexp(0)) - scores[good]).mean()
        )
    return torch.stack(losses).mean()


def questions(base: English, follow_ups: Sequence[FollowUp]) -> list[Question]:
    """The judged messages; which wordings are near is as the encoder is now."""
    by_name = {one.name: one for one in follow_ups}
    judged = [one for chat in chats(ROOT / "answers" / FOR_ENCODER) for one in chat]
    judged = [one for one in judged if GOOD in one.verdicts.values()]
    vectors = _before(
        base, [*{t for one in follow_ups for t in one.asked}, *{j.said for j in judged}]
    )
    found = []
    for one in judged:
        sides: dict[bool, list[Sequence[str]]] = {True: [], False: []}
        for name in one.verdicts.keys() & by_name.keys():
            asked = by_name[name].asked
            likeness = torch.stack([vectors[text] for text in asked]) @ vectors[one.said]
            nearest = likeness.topk(min(NEAREST, len(asked))).indices.tolist()
            sides[one.verdicts[name] == GOOD].append([asked[place] for place in nearest])
        if sides[True]:
            found.append(Question(one.said, sides[True], sides[False]))
    return found


def said() -> Iterator[str]:
    """The messages that were judged for the encoder."""
    return (one.said for chat in chats(ROOT / "answers" / FOR_ENCODER) for one in chat)


def drawn(
    part: Sequence[Question], generator: random.Random
) -> tuple[list[str], list[tuple[int, list[int], list[int]]]]:
    """The sentences of a batch, and where each message and its follow-ups stand among them."""
    texts: list[str] = []
    places = []

    def add(sentences: Sequence[str]) -> list[int]:
        texts.extend(sentences)
        return list(range(len(texts) - len(sentences), len(texts)))

    for one in part:
        (message,) = add([as_typed(one.said, "en", generator)])
        good = generator.sample(one.good, min(GOOD_ONES, len(one.good)))
        others = generator.sample(one.others, min(REPLIES - len(good), len(one.others)))
        good_places = add([generator.choice(nearest) for nearest in good])
        places.append(
            (message, good_places, add([generator.choice(nearest) for nearest in others]))
        )
    return texts, places


class Trainer:
    """Trains all layers of the encoder; prints its progress."""

    def __init__(
        self, base: English, follow_ups: Sequence[FollowUp], others: Sequence[str], seed: int
    ) -> None:
        """`others` are messages that are none of the follow-ups."""
        torch.manual_seed(seed)
        self._base = base
        self._follow_ups = follow_ups
        self._others = others
        self._generator = random.Random(seed)
        sentences = {text for one in follow_ups for text in (*one.asked, *one.unlike)}
        self._before = _before(base, [*sentences, *others])

    def learn_wordings(self) -> None:
        """Learns to tell the wordings of one from those of others."""
        self._learn(RATE, [list(self._batches()) for _ in range(EPOCHS)], self._of_wordings)

    def learn_judged(self) -> None:
        """Learns which follow-ups were good for a message."""
        judged = questions(self._base, self._follow_ups)
        epochs = []
        for _ in range(JUDGED_EPOCHS):
            order = self._generator.sample(judged, len(judged))
            epochs.append(
                [order[start : start + MESSAGES] for start in range(0, len(order), MESSAGES)]
            )
        between = self._forever()
        number = 0

        def loss(part: list[Question]) -> Tensor:
            nonlocal number
            number += 1
            texts, places = drawn(part, self._generator)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                vectors = _encoded(self._base, texts)
            own = loss_of_judged(vectors, places)
            if number % BETWEEN:
                return own
            return own + WORDINGS_COUNT * self._of_wordings(next(between))

        self._learn(JUDGED_RATE, epochs, loss)

    def _batches(self) -> Iterator[list[Sentence]]:
        return batches(self._follow_ups, self._others, self._generator)

    def _forever(self) -> Iterator[list[Sentence]]:
        while True:
            yield from self._batches()

    def _of_wordings(self, batch: list[Sentence]) -> Tensor:
        texts = [as_typed(text, "en", self._generator) for text, _ in batch]
        groups = torch.tensor([group for _, group in batch])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            vectors = _encoded(self._base, texts)
        return loss_of(vectors, torch.stack([self._before[text] for text, _ in batch]), groups)

    def _learn(
        self, highest: float, epochs: Sequence[Sequence[T]], loss_of_batch: Callable[[T], Tensor]
    ) -> None:
        encoder = self._base.encoder
        learn(encoder, [{"params": encoder.parameters(), "lr": highest}], epochs, loss_of_batch)


def _encoded(base: English, texts: Sequence[str]) -> Tensor:
    """Vectors of [texts, width]; those of about one length go together, which pads little."""
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    parts = [order[start : start + PART] for start in range(0, len(order), PART)]
    vectors = [base.encoder(*base.tokens([texts[place] for place in part])) for part in parts]
    return torch.cat(vectors).float()[torch.tensor(order).argsort()]


def _before(base: English, texts: Sequence[str]) -> dict[str, Tensor]:
    """What the encoder makes of the sentences before it is trained."""
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        base.encoder.eval()
        return dict(zip(texts, _encoded(base, texts), strict=True))


def main() -> None:
    """Trains the encoder and writes it."""
    options = options_of(__doc__).parse_args()
    follow_ups = read()
    messages = training_data.read(ROOT / "data" / "nlu")
    short = [m.text for m in messages if m.language == "en" and len(m.text) <= LONGEST]
    others = random.Random(options.seed).sample(short, POOL)
    base, path = English(), options.weights / "follow_ups.onnx"
    times_continued = 0
    if options.further:
        about = json.loads(path.with_suffix(".json").read_text())
        times_continued = about["times_continued"] + 1
        resume.load_weights(path, base.encoder)
    print(f"follow_ups: {len(follow_ups)} of {sum(len(f.asked) for f in follow_ups)} wordings")
    trainer = Trainer(base, follow_ups, others, options.seed)
    if not options.further:
        trainer.learn_wordings()
    trainer.learn_judged()
    export(base, base.encoder, path)
    wordings = [
        training_data.Message(text, "", "en", None) for one in follow_ups for text in one.asked
    ]
    about = describe(wordings, times_continued, path)
    about["judged"] = "".join(sorted({training_data.mark_of("", text) for text in said()}))
    path.with_suffix(".json").write_text(json.dumps(about) + "\n")
    print(f"wrote {path.name}, {path.stat().st_size / 1e6:.1f} MB", flush=True)


if __name__ == "__main__":
    main()
