"""Replies that were judged good where their likeness is high."""

from __future__ import annotations

import random

from beacon.bench.ranking.cases import FOLLOW_UP, Row

RANDOM = random.Random(1)
NAMES = "abcdefgh"


def _row(number: int) -> Row:
    cosine = RANDOM.random()
    verdict = "good" if cosine + RANDOM.random() / 5 > 0.6 else "clumsy"
    return Row(f"chat {number // 10}", FOLLOW_UP, NAMES[number % 8], {"cosine": cosine}, verdict)


ROWS = [_row(number) for number in range(800)]
