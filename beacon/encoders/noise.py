"""Misspells messages as hurried thumbs do, so that encoders learn to read through it."""

from __future__ import annotations

import random

NEIGHBOURS = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj",
    "i": "uo", "j": "hk", "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o",
    "q": "wa", "r": "et", "s": "ad", "t": "ry", "u": "yi", "v": "cb", "w": "qe", "x": "zc",
    "y": "tu", "z": "x",
}  # fmt: skip


def misspell(text: str, generator: random.Random) -> str:
    """`text`, in two cases of five with one slip for about every 25 letters."""
    if generator.random() < 0.6 or len(text) < 6:
        return text
    for _ in range(1 + len(text) // 40):
        text = _slip(text, generator)
    return text


def _slip(text: str, generator: random.Random) -> str:
    at = generator.randrange(len(text) - 1)
    kind = generator.randrange(5)
    if kind == 0:
        return text[:at] + text[at + 1 :]
    if kind == 1:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if kind == 2:
        return text[:at] + text[at] + text[at:]
    if kind == 3:
        near = NEIGHBOURS.get(text[at].lower())
        return text[:at] + (generator.choice(near) if near else text[at]) + text[at + 1 :]
    return text.lower() if generator.random() < 0.5 else text.rstrip(".!?")
