"""Trains MiniLM-L6 to tell which follow-up a message is like, and writes it as int8 ONNX.

Run by `make encoder`. Reads the wordings of answers/en/follow_ups: those of one lie together, those
of others and what is unlike it apart; messages of data/nlu stand for all that is none of them.
Writes encoders/weights/follow_ups.onnx and beside it a JSON that says which wordings made it. With
--continue it starts at the weights that are there.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import resume
import torch
from torch import Tensor, nn
from train import ROOT, WARM_UP, WEIGHTS, English, describe, export, rate

from beacon import follow_up_files, training_data
from beacon.encoders.noise import as_typed

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


@dataclass(frozen=True)
class FollowUp:
    """The wordings of one follow-up, and what is unlike it."""

    asked: Sequence[str]
    unlike: Sequence[str]


# A sentence with the number of its group; a negative one is in none.
Sentence = tuple[str, int]


def read() -> list[FollowUp]:
    """All of them. Raises DataFileError."""
    entries = follow_up_files.entries(ROOT / "answers")
    return [FollowUp(one["asked"], one.get("unlike", [])) for one, _, _ in entries]


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


def train(base: English, follow_ups: Sequence[FollowUp], others: Sequence[str], seed: int) -> None:
    """Trains all layers of the encoder; prints its progress."""
    torch.manual_seed(seed)
    generator = random.Random(seed)
    sentences = {text for one in follow_ups for text in (*one.asked, *one.unlike)}
    before = _before(base, [*sentences, *others])
    epochs = [list(batches(follow_ups, others, generator)) for _ in range(EPOCHS)]
    steps = sum(map(len, epochs))
    optimizer = torch.optim.AdamW(base.encoder.parameters(), lr=RATE, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: rate(step, steps, WARM_UP))
    started = time.monotonic()
    for number, epoch in enumerate(epochs):
        base.encoder.train()
        total = 0.0
        for batch in epoch:
            texts = [as_typed(text, "en", generator) for text, _ in batch]
            groups = torch.tensor([group for _, group in batch])
            with torch.autocast("cpu", dtype=torch.bfloat16):
                vectors = _encoded(base, texts)
            loss = loss_of(vectors, torch.stack([before[text] for text, _ in batch]), groups)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(base.encoder.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
        minutes = (time.monotonic() - started) / 60
        print(f"epoch {number + 1}: loss {total / len(epoch):.3f}, {minutes:.1f} min", flush=True)


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
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--continue", action="store_true", dest="further")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
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
    train(base, follow_ups, others, options.seed)
    export(base, base.encoder, path)
    wordings = [
        training_data.Message(text, "", "en", None) for one in follow_ups for text in one.asked
    ]
    about = describe(wordings, times_continued, path)
    path.with_suffix(".json").write_text(json.dumps(about) + "\n")
    print(f"wrote {path.name}, {path.stat().st_size / 1e6:.1f} MB", flush=True)


if __name__ == "__main__":
    main()
