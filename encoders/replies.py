"""Trains a part of MiniLM to tell how good a follow-up is as the reply to a message in its chat.

Run by `make encoder`. Where `alike.py` compares two vectors, this reads message, what was said
before it, and reply together, as readers do (answers/judged); that takes longer, so it reads only
the few replies that are likest. Starts at the first layers of encoders/weights/follow_ups.onnx, and
learns beside what was judged that a follow-up answers its own wordings, and not those of others.
Writes encoders/weights/replies.onnx and beside it a JSON with the head over its vectors and what
made both. With --continue it starts at the weights that are there.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import resume
import torch
from alike import read
from torch import Tensor, nn
from train import ROOT, English, describe, export, learn, options_of
from transformer import WIDTH, EnglishEncoder

from beacon import training_data
from beacon.encoders.noise import as_typed
from beacon.encoders.replies import BEFORE, SCALE
from beacon.encoders.tokenizers import Exchanges, padded
from beacon.follow_up_files import as_read, entries
from beacon.judged import FOR_ENCODER, GOOD, chats

# Of the six layers of MiniLM: with each more it takes half as long again as with two.
LAYERS = 3
RATE, HEAD_RATE, EPOCHS = 1e-4, 1e-3, 3
# Messages in a batch, and replies to each, of which so many are good where there are any.
MESSAGES, REPLIES, GOOD_ONES = 8, 8, 3
# Wordings of each follow-up in an epoch, and others that don't answer them: of its file, of any.
WORDINGS, NEAR_OTHERS, FAR_OTHERS = 2, 3, 1
# How much it counts that a good reply is likelier than the others of its message.
ORDER_COUNTS = 0.5


@dataclass(frozen=True)
class Question:
    """A message with what was said before it, and texts of good and of other replies."""

    before: Sequence[str]
    said: str
    good: Sequence[str]
    others: Sequence[str]


class Reader(nn.Module):
    """The encoder and its head."""

    def __init__(self, encoder: EnglishEncoder) -> None:
        super().__init__()
        self.encoder = encoder
        self.head = nn.Linear(WIDTH, 1)

    def forward(self, tokens: Tensor, mask: Tensor) -> Tensor:
        """Rows of ids and their mask, both [replies, longest] → logits [replies]."""
        vectors = self.encoder(tokens, mask) * SCALE
        logits: Tensor = self.head(nn.functional.dropout(vectors, 0.1, self.training)).squeeze(-1)
        return logits


def texts() -> dict[str, str]:
    """What is read of each follow-up, by its name. Raises DataFileError."""
    found = (one.content for one in entries(ROOT / "answers"))
    return {one["name"]: as_read(one.get("title"), one["asked"], one["short"]) for one in found}


def judged(replies: dict[str, str]) -> list[Question]:
    """The judged messages, in their chats."""
    found = []
    for chat in chats(ROOT / "answers" / FOR_ENCODER):
        for place, one in enumerate(chat):
            before = [earlier.said for earlier in chat[max(0, place - BEFORE) : place]]
            sides: dict[bool, list[str]] = {True: [], False: []}
            for name in one.verdicts.keys() & replies.keys():
                sides[one.verdicts[name] == GOOD].append(replies[name])
            if sides[True] or sides[False]:
                found.append(Question(before, one.said, sides[True], sides[False]))
    return found


def of_wordings(replies: dict[str, str], generator: random.Random) -> list[Question]:
    """One epoch of wordings, each with its own follow-up and others."""
    families: dict[str, list[str]] = {}
    for name in replies:
        families.setdefault(name.split("_")[0], []).append(name)
    found = []
    for one in read():
        near = families[one.name.split("_")[0]]
        for said in generator.sample(one.asked, min(WORDINGS, len(one.asked))):
            names = {*generator.sample(near, min(NEAR_OTHERS, len(near)))}
            names |= {*generator.sample(list(replies), FAR_OTHERS)}
            others = [replies[name] for name in sorted(names - {one.name})]
            found.append(Question([], said, [replies[one.name]], others))
        if one.unlike:
            found.append(Question([], generator.choice(one.unlike), [], [replies[one.name]]))
    return found


def drawn(
    part: Sequence[Question], exchanges: Exchanges, generator: random.Random
) -> tuple[list[list[int]], list[list[bool]]]:
    """The rows of a batch, and of each of its messages which of them are good."""
    rows, are_good = [], []
    for one in part:
        good = generator.sample(one.good, min(GOOD_ONES, len(one.good)))
        others = generator.sample(one.others, min(REPLIES - len(good), len(one.others)))
        said = as_typed(one.said, "en", generator)
        rows += exchanges.rows(one.before, said, [*good, *others])
        are_good.append([True] * len(good) + [False] * len(others))
    return rows, are_good


def loss_of(logits: Tensor, are_good: Sequence[Sequence[bool]]) -> Tensor:
    """How far the logits [replies] are from the verdicts, each and in the order of a message."""
    wanted = torch.tensor([float(is_good) for one in are_good for is_good in one])
    loss = nn.functional.binary_cross_entropy_with_logits(logits, wanted)
    orders, start = [], 0
    for one in are_good:
        own, is_good = logits[start : start + len(one)], torch.tensor(one)
        start += len(one)
        if is_good.any() and not is_good.all():
            good, others = own[is_good], own[~is_good].logsumexp(0)
            orders.append((torch.logaddexp(good, others) - good).mean())
    return loss + ORDER_COUNTS * torch.stack(orders).mean() if orders else loss


def batches(questions: Sequence[Question], generator: random.Random) -> Iterator[list[Question]]:
    """Messages of about one length together, in random order."""
    order = sorted(questions, key=lambda one: len(one.said) + generator.uniform(0, 40))
    parts = [order[start : start + MESSAGES] for start in range(0, len(order), MESSAGES)]
    generator.shuffle(parts)
    yield from parts


def train(model: Reader, exchanges: Exchanges, epochs: int, seed: int) -> None:
    """Trains all layers; prints its progress."""
    generator, replies = random.Random(seed), texts()
    known = judged(replies)
    plans = [
        list(batches([*known, *of_wordings(replies, generator)], generator)) for _ in range(epochs)
    ]
    print(f"replies: {len(known)} messages judged, {len(plans[0])} batches an epoch", flush=True)

    def loss(part: list[Question]) -> Tensor:
        rows, are_good = drawn(part, exchanges, generator)
        ids, mask = padded(rows, padding=0)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = model(torch.from_numpy(ids), torch.from_numpy(mask))
        return loss_of(logits.float(), are_good)

    groups = [
        {"params": model.encoder.parameters(), "lr": RATE},
        {"params": model.head.parameters(), "lr": HEAD_RATE},
    ]
    learn(model, groups, plans, loss)


def main() -> None:
    """Trains the reader and writes it."""
    parser = options_of(__doc__)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    base, path = English(), options.weights / "replies.onnx"
    layers = base.encoder.transformer.layers
    times_continued = 0
    if not options.further:
        resume.load_weights(options.weights / "follow_ups.onnx", base.encoder)
    base.encoder.transformer.layers = layers[:LAYERS]
    model = Reader(base.encoder)
    if options.further:
        about = json.loads(path.with_suffix(".json").read_text())
        times_continued = about["times_continued"] + 1
        resume.load_weights(path, base.encoder)
        with torch.no_grad():
            model.head.weight.copy_(torch.tensor([about["head"]["weights"]]))
            model.head.bias.fill_(about["head"]["bias"])
    exchanges = Exchanges(options.weights / "english.tokenizer.json")
    train(model, exchanges, options.epochs, options.seed)
    model.eval()
    export(base, base.encoder, path)
    said = [training_data.Message(one.said, "", "en", None) for one in judged(texts())]
    head = {
        "weights": [round(weight, 5) for weight in model.head.weight[0].tolist()],
        "bias": round(float(model.head.bias[0]), 5),
    }
    about = {**describe(said, times_continued, path), "head": head}
    path.with_suffix(".json").write_text(json.dumps(about) + "\n")
    print(f"wrote {path.name}, {path.stat().st_size / 1e6:.1f} MB", flush=True)


if __name__ == "__main__":
    main()
