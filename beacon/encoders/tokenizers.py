"""From text to token ids, for the two trained encoders.

Shapes: both return ids and mask as int64 and float32 arrays of [texts, longest], padded.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer
from tokenizers.models import Unigram
from tokenizers.pre_tokenizers import Metaspace
from tokenizers.processors import TemplateProcessing

from beacon.encoders.e5_weights import Pieces

Ids = npt.NDArray[np.int64]
Mask = npt.NDArray[np.float32]

LONGEST = 128


def english_tokenizer(file: Path) -> Tokenizer:
    """The word-piece tokenizer of MiniLM, from its tokenizer.json."""
    tokenizer = Tokenizer.from_file(str(file))
    _bound(tokenizer, padding=0)
    return tokenizer


def multilingual_tokenizer(pieces: Pieces) -> Tokenizer:
    """The unigram tokenizer of E5, from the pieces that its weights carry."""
    vocabulary = list(zip(pieces.pieces, pieces.scores, strict=True))
    tokenizer = Tokenizer(Unigram(vocabulary, unk_id=pieces.unknown))
    tokenizer.pre_tokenizer = Metaspace()
    tokenizer.post_processor = TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    _bound(tokenizer, padding=1)
    return tokenizer


def encode(tokenizer: Tokenizer, texts: Sequence[str]) -> tuple[Ids, Mask]:
    """Token ids and mask of `texts`, each of [texts, longest]."""
    encodings = tokenizer.encode_batch(list(texts))
    ids = np.array([encoding.ids for encoding in encodings], dtype=np.int64)
    mask = np.array([encoding.attention_mask for encoding in encodings], dtype=np.float32)
    return ids, mask


def normaliser(pieces: Pieces) -> functools.partial[str]:
    """What E5 does to a text before it cuts it: code points replaced, spaces joined."""
    return functools.partial(_normalise, table=pieces.normalisation)


def _normalise(text: str, table: dict[int, str]) -> str:
    return re.sub(" {2,}", " ", text.translate(table))


def _bound(tokenizer: Tokenizer, padding: int) -> None:
    tokenizer.enable_truncation(LONGEST)
    tokenizer.enable_padding(pad_id=padding)
