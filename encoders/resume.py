"""Puts stored int8 weights back into PyTorch, so that training can go on where it stopped."""

from __future__ import annotations

from pathlib import Path

import onnx
import onnxruntime
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor, nn

LEAST_LIKENESS = 0.98


def load_weights(path: Path, encoder: nn.Module) -> None:
    """Gives `encoder` the weights that `export` wrote to `path`.

    They come back as exact as int8 keeps them, a step of which is 1/127 of the largest weight of
    a column. Raises RuntimeError if the file holds too few weights, or others.
    """
    graph = onnx.load(str(path)).graph
    stored = {part.name: numpy_helper.to_array(part) for part in graph.initializer}
    found: dict[str, Tensor] = {}
    for name in [name for name, _ in encoder.named_parameters()]:
        if name in stored:
            found[name] = torch.from_numpy(stored[name].copy())
        elif f"{name}_quantized" in stored:
            found[name] = _floats(stored, name)
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            *module, _ = node.name.strip("/").split("/")
            weight = node.input[1].removesuffix("_quantized")
            found[".".join([*module, "weight"])] = _floats(stored, weight).T.contiguous()
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


def _floats(stored: dict[str, NDArray], name: str) -> Tensor:
    """The weights [rows, columns]; one scale and zero point for all, or one a column."""
    levels, zero, scale = (
        torch.from_numpy(stored[f"{name}_{part}"].copy()).float()
        for part in ("quantized", "zero_point", "scale")
    )
    return (levels - zero) * scale
