"""Cross-validation: each chat is judged by a ranking that was fitted to other chats."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from beacon.answers.ranking import Judge
from beacon.bench.ranking.cases import Case, Row
from beacon.bench.ranking.fit import fitted

# The chats are split into so many.
PARTS = 5


@dataclass(frozen=True)
class Guess:
    """How likely good the replies seemed to a ranking that was fitted to none of them.

    `short` are the follow-ups, and what is said to the act.
    """

    case: Case
    short: Sequence[tuple[float, Row]]
    answer: tuple[float, Row] | None


def cross_validated(cases: Sequence[Case]) -> tuple[list[Guess], list[tuple[float, bool]]]:
    """A guess for every case, and for every follow-up its chance and whether it was good."""
    guesses, scores = [], []
    for rest, part in _parts(cases):
        judges = fitted(rest)
        for case in part:
            follow_ups = _rated(judges["follow_ups"], case.follow_ups)
            scores += [(chance, row.is_good) for chance, row in follow_ups]
            guesses.append(_guess(judges, case, follow_ups))
    return guesses, scores


def _guess(
    judges: Mapping[str, Judge], case: Case, follow_ups: Sequence[tuple[float, Row]]
) -> Guess:
    to_act = _rated(judges["acts"], [case.to_act] if case.to_act else [])
    answers = _rated(judges["answers"], [case.answer] if case.answer else [])
    return Guess(case, [*follow_ups, *to_act], answers[0] if answers else None)


def _rated(judge: Judge, rows: Sequence[Row]) -> list[tuple[float, Row]]:
    chances = judge.chances((row.name, row.features) for row in rows)
    return list(zip(chances, rows, strict=True))


def _parts(cases: Sequence[Case]) -> Iterator[tuple[list[Case], list[Case]]]:
    """All the other cases, and those of each part; a chat is never in both."""
    for number in range(PARTS):
        yield (
            [case for case in cases if _part_of(case) != number],
            [case for case in cases if _part_of(case) == number],
        )


def _part_of(case: Case) -> int:
    row = next(filter(None, (case.answer, case.to_act, *case.follow_ups)))
    return int(hashlib.sha256(row.chat.encode()).hexdigest(), 16) % PARTS
