"""Puts stored int8 weights back into PyTorch, so that training can go on where it stopped."""

from __future__ import annotations

from pathlib import Path

import onnx
import onnxruntime
import torch
from fuse import ATTENTION
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor, nn
from transformer import WIDTH

LEAST_LIKENESS = 0.98


def load_weights(path: Path, encoder: nn.Module) -> None:
    """Gives `encoder` the weights that `export` wrote to `path`.

    They come back as exact as int8 keeps them, a step of which is 1/127 of the largest weight of
    a column. Raises RuntimeError if the file holds too few weights, or others.
    """
    graph = onnx.load(str(path)).graph
    stored = {part.name: numpy_helper.to_array(part) for part in graph.initializer}
    found: dict[str, Tensor] = {}
    for name, module in encoder.named_modules():
        if isinstance(module, nn.Linear):
            found |= _linear(stored, name)
        elif isinstance(module, nn.Embedding) and f"{name}.weight_quantized" in stored:
            found[f"{name}.weight"] = _floats(stored, f"{name}.weight")
        elif isinstance(module, nn.LayerNorm):
            for part in ("weight", "bias"):
                found[f"{name}.{part}"] = torch.from_numpy(stored[f"{name}.{part}"].copy())
    encoder.load_state_dict(found)


def compare(path: Path, encoder: nn.Module, words: Tensor, mask: Tensor) -> None:
    """Raises ValueError if `encoder` reads texts otherwise than the stored one does.

    `words` and `mask` are as `encoder` takes them. The vectors are of length one; both round
    differently, so their product is a little less than one.
    """
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    (there,) = session.run(None, {"words": words.numpy(), "mask": mask.numpy()})
    with torch.no_grad():
        here = encoder.eval()(words, mask)
    likeness = float((here * torch.from_numpy(there)).sum(1).min())
    if likeness < LEAST_LIKENESS:
        raise ValueError(f"{path.name} was not read back well: likeness {likeness:.3f}")


def _linear(stored: dict[str, NDArray], name: str) -> dict[str, Tensor]:
    """Weight and bias of a linear module; those of an attention stand side by side."""
    *before, last = name.split(".")
    if last not in ATTENTION:
        rows, bias = _floats(stored, f"{name}.weight").T, stored[f"{name}.bias"]
    else:
        together = ".".join([*before, "attention"])
        part = slice(ATTENTION.index(last) * WIDTH, (ATTENTION.index(last) + 1) * WIDTH)
        rows = _floats(stored, f"{together}.weight").T[part]
        bias = stored[f"{together}.bias"][part]
    return {f"{name}.weight": rows.contiguous(), f"{name}.bias": torch.from_numpy(bias.copy())}


def _floats(stored: dict[str, NDArray], name: str) -> Tensor:
    """The weights [rows, columns]; one scale and zero point for all, or one a column."""
    levels, zero, scale = (
        torch.from_numpy(stored[f"{name}_{part}"].copy()).float()
        for part in ("quantized", "zero_point", "scale")
    )
    return (levels - zero) * scale
