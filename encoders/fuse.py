"""Writes an encoder with few, large operations: a short message waits mostly for their number.

PyTorch exports ten times as many. The operations are ONNX Runtime's own (`com.microsoft`); the
int8 weights stay what they are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from transformer import EPSILON, HEADS, WIDTH

ATTENTION = ("query", "key", "value")
# What a quantised weight consists of.
PARTS = ("quantized", "scale", "zero_point")
OPSETS = {"": 17, "com.microsoft": 1}


def fuse(path: Path) -> None:
    """Replaces the file that PyTorch and the quantiser have made.

    Raises KeyError where it has other weights than those of `transformer.py`.
    """
    onnx.save(_Graph(_weights(onnx.load(str(path)).graph)).model(), str(path))


def _weights(graph: onnx.GraphProto) -> dict[str, NDArray]:
    """All weights under the names of the modules; a linear one's otherwise has only a number."""
    stored = {part.name: numpy_helper.to_array(part) for part in graph.initializer}
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            module = ".".join(node.name.strip("/").split("/")[:-1])
            numbered = node.input[1].removesuffix("_quantized")
            for part in PARTS:
                stored[f"{module}.weight_{part}"] = stored[f"{numbered}_{part}"]
    return stored


@dataclass
class _Graph:
    stored: dict[str, NDArray]
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    constants: dict[str, NDArray] = field(default_factory=dict)

    def model(self) -> onnx.ModelProto:
        """Words (or their vectors) and mask in, one vector of unit length out."""
        has_words = "words.weight_quantized" in self.stored
        prefix = "transformer." if has_words else ""
        words = self._looked_up("words.weight", "words") if has_words else "words"
        self._node("Cast", ["mask"], "read", to=TensorProto.INT32)
        hidden = self._embedded(prefix, words)
        layers = (name for name in self.stored if name.endswith("attention_norm.weight"))
        for number in range(len(list(layers))):
            hidden = self._layer(f"{prefix}layers.{number}", hidden)
        self._pool(hidden)
        kind, shape = (
            (TensorProto.INT64, ["texts", "tokens"])
            if has_words
            else (TensorProto.FLOAT, ["texts", "tokens", WIDTH])
        )
        graph = helper.make_graph(
            self.nodes,
            "encoder",
            [
                helper.make_tensor_value_info("words", kind, shape),
                helper.make_tensor_value_info("mask", TensorProto.FLOAT, ["texts", "tokens"]),
            ],
            [helper.make_tensor_value_info("vector", TensorProto.FLOAT, ["texts", WIDTH])],
            [numpy_helper.from_array(array, name) for name, array in self.constants.items()],
        )
        opsets = [helper.make_opsetid(*each) for each in OPSETS.items()]
        model = helper.make_model(graph, opset_imports=opsets, producer_name="beacon")
        model.ir_version = 8
        return model

    def _embedded(self, prefix: str, words: str) -> str:
        self.constants["nothing"] = np.array(0, dtype=np.int64)
        self.constants["one"] = np.array(1, dtype=np.int64)
        self._node("Shape", ["mask"], "tokens", start=1, end=2)
        self._node("Squeeze", ["tokens"], "count")
        self._node("Range", ["nothing", "count", "one"], "numbers")
        positions = self._looked_up(f"{prefix}positions.weight", "numbers")
        self._node("Add", [words, positions], "embedded")
        norm = f"{prefix}embedding_norm"
        inputs = ["embedded", *self._scale_and_shift(norm)]
        return self._node("LayerNormalization", inputs, norm, epsilon=EPSILON)

    def _layer(self, name: str, hidden: str) -> str:
        mixed = self._attention(name, hidden)
        out = self._linear(f"{name}.attention_output", mixed)
        hidden = self._norm(f"{name}.attention_norm", out, hidden)
        wide = self._linear(f"{name}.widen", hidden)
        bent = self._node("Gelu", [wide], f"{name}.bent", own=True)
        return self._norm(f"{name}.output_norm", self._linear(f"{name}.narrow", bent), hidden)

    def _attention(self, name: str, hidden: str) -> str:
        outputs = [f"{name}.input_{part}" for part in PARTS]
        self.nodes.append(helper.make_node("DynamicQuantizeLinear", [hidden], outputs))
        together = f"{name}.attention"
        for part in (*(f"weight_{each}" for each in PARTS), "bias"):
            parts = [self.stored[f"{name}.{one}.{part}"] for one in ATTENTION]
            self.constants[f"{together}.{part}"] = np.concatenate(parts, axis=-1)
        levels, scale, zero = (f"{together}.weight_{part}" for part in PARTS)
        inputs = [outputs[0], levels, f"{together}.bias", outputs[1], scale, "read", outputs[2]]
        return self._node("QAttention", [*inputs, zero], together, own=True, num_heads=HEADS)

    def _linear(self, name: str, hidden: str) -> str:
        levels, scale, zero = self._quantized(f"{name}.weight")
        inputs = [hidden, levels, scale, zero, self._kept(f"{name}.bias")]
        return self._node("DynamicQuantizeMatMul", inputs, name, own=True)

    def _norm(self, name: str, hidden: str, earlier: str) -> str:
        inputs = [hidden, earlier, *self._scale_and_shift(name)]
        return self._node("SkipLayerNormalization", inputs, name, own=True, epsilon=EPSILON)

    def _pool(self, hidden: str) -> None:
        """The sum over the tokens is as long as one wants: no mean is needed before."""
        self.constants["axis"] = np.array([1], dtype=np.int64)
        self._node("Unsqueeze", ["mask", "axis"], "weight")
        self._node("MatMul", ["weight", hidden], "sums")
        self._node("Squeeze", ["sums", "axis"], "sum")
        self._node("LpNormalization", ["sum"], "vector", axis=-1, p=2)

    def _looked_up(self, name: str, numbers: str) -> str:
        levels, scale, zero = self._quantized(name)
        self._node("Gather", [levels, numbers], f"{name}.levels")
        return self._node("DequantizeLinear", [f"{name}.levels", scale, zero], f"{name}.found")

    def _quantized(self, name: str) -> list[str]:
        return [self._kept(f"{name}_{part}") for part in PARTS]

    def _scale_and_shift(self, norm: str) -> list[str]:
        return [self._kept(f"{norm}.{part}") for part in ("weight", "bias")]

    def _kept(self, name: str) -> str:
        self.constants[name] = self.stored[name]
        return name

    def _node(
        self, kind: str, inputs: list[str], output: str, own: bool = False, **attributes: float
    ) -> str:
        domain = "com.microsoft" if own else ""
        self.nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **attributes))
        return output
